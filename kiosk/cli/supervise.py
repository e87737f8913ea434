"""Brings a terminal's program back when it fell, and keeps the screen calm meanwhile.

The parent forks before anything heavy is imported and then only waits; the child is the program.
Nothing but the standard library's smallest modules may be imported here, so that the wait costs
neither start-up nor memory.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from collections.abc import Callable

from kiosk.cli import calm

SCREENS = {"lobby", "desk", "board"}
"""Commands that hold a terminal for days."""

WITH_VALUE = {"--config", "--data", "--clock", "--terminal"}
"""Options before the command that take the word after them."""

UNSUPERVISED = "--no-supervisor"
"""The word that runs a screen without a parent."""

FELL = 70
"""Exit status after an error nobody foresaw (``EX_SOFTWARE`` of sysexits.h)."""

LEFT, ANSWERS = 0, {0, 1, 2}
"""Left on purpose; and what a first start may answer: left, refused, wrong words."""

PAUSES = (0.0, 0.0, 1.0, 2.0, 5.0, 10.0)
"""Seconds before the next start, by how many starts in a row fell within ``AT_ONCE``."""

AT_ONCE = 10.0
"""Seconds a start must last for the next to follow without a pause."""

GRACE = 5.0
"""Seconds a child has to end in order before it is killed, or without its parent ends itself."""

FROZEN = 30.0
"""Seconds without a pulse after which a program that had one is taken for frozen, and killed."""

PULSE = 2.0
"""Seconds between two pulses of a program that is well."""

TOLD = {signal.SIGTERM, signal.SIGHUP}
_AWAITED = {*TOLD, signal.SIGCHLD, signal.SIGWINCH}
_DEAF = {signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGTTOU, signal.SIGTTIN}


class Fall:
    """The end of a child that did not mean to end: the number staff were given, when, and how."""

    def __init__(self, number: str, at: float, status: int) -> None:
        self.number, self.at, self.status = number, at, status


class Supervisor:
    """Holds the terminal; ``number`` is the one the running child's error would get."""

    def __init__(self) -> None:
        self.number = ""
        self.fall: Fall | None = None
        self.began = time.monotonic()
        self._told = self._dirty = False
        self._before = calm.mode()
        self._mask: set[int] = set()
        self._pulse = -1

    def over(self) -> int | None:
        """Start children until one leaves on purpose; the exit status, or None in a child."""
        self._mask = set(signal.pthread_sigmask(signal.SIG_BLOCK, _AWAITED))
        for number in _DEAF:
            signal.signal(number, signal.SIG_IGN)
        quick = 0
        while True:
            calm.hush()
            self.number = draw_number()
            began = time.monotonic()
            child, lifeline, pulse = self._fork()
            if not child:
                return None
            status = self._await_end(child, pulse)
            os.close(lifeline)
            os.close(pulse)
            if self._told or status == LEFT or (self.fall is None and status in ANSWERS):
                return self._leave(LEFT if self._told else status)
            quick = 0 if time.monotonic() - began >= AT_ONCE else quick
            self.fall = Fall(self.number, time.time(), status)
            if not self._keep_calm(self.fall, PAUSES[min(quick, len(PAUSES) - 1)]):
                return self._leave(LEFT if self._told else 1)
            quick += 1

    def _fork(self) -> tuple[int, int, int]:
        """The child's process number (0 in the child), and our ends of the lifeline and pulse."""
        lifeline, held = os.pipe()
        felt, self._pulse = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        child = os.fork()
        if child:
            os.close(lifeline)
            os.close(self._pulse)
            return child, held, felt
        os.close(held)
        os.close(felt)
        for number in _DEAF:
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, self._mask)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # No resident's data in a core file.
        _end_with_parent(lifeline)
        return 0, -1, -1

    def pulse(self) -> None:
        """In the program: it still does what it is asked; said every ``PULSE`` seconds."""
        try:
            os.write(self._pulse, b".")
        except OSError:
            return  # A supervisor that stands still itself, or has gone, feels no pulse.

    def _await_end(self, child: int, pulse: int) -> int:
        """The child's exit status, negative for a signal; passes on what we are told to do."""
        asked = False
        killed_at = None  # Not before the first pulse: a start may take as long as it likes.
        while True:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                self._dirty = os.waitstatus_to_exitcode(status) not in ANSWERS
                return os.waitstatus_to_exitcode(status)
            if not (self._told or asked) and _felt(pulse):
                killed_at = time.monotonic() + FROZEN
            if killed_at is not None and time.monotonic() > killed_at:
                # Asked first where it stands, which faulthandler writes into its log.
                os.kill(child, signal.SIGKILL if asked or self._told else signal.SIGABRT)
                asked, killed_at = True, time.monotonic() + GRACE
            heard = signal.sigtimedwait(_AWAITED, PULSE)
            if heard is not None and heard.si_signo in TOLD and not self._told:
                self._told, killed_at = True, time.monotonic() + GRACE
                os.kill(child, heard.si_signo)

    def _keep_calm(self, fall: Fall, seconds: float) -> bool:
        """Show the calm screen for a while; whether to go on."""
        self._dirty = True
        until = time.monotonic() + seconds
        while True:
            if not (calm.hush() and calm.show(fall.number, fall.at)):
                return False
            heard = signal.sigtimedwait(_AWAITED, max(0.0, until - time.monotonic()))
            if heard is None:
                return True
            if heard.si_signo in TOLD:
                self._told = True
                return False

    def _leave(self, status: int) -> int:
        calm.give_back(self._before, fallen=self._dirty)
        return status


current: Supervisor | None = None
"""In a supervised program: who started it. It knows the number for an error, and the last fall."""


def main(run: Callable[[list[str]], int]) -> int:
    """Run a program on this command line's words: supervised where it holds a terminal."""
    global current  # noqa: PLW0603 -- one process, one supervisor
    words = sys.argv[1:]
    if holds_terminal(words):
        current = Supervisor()
        status = current.over()
        if status is not None:
            return status
    return run(words)


def number() -> str:
    """The number for this process's error, which a supervisor knows as well."""
    return current.number if current is not None else draw_number()


def passed() -> float:
    """Seconds since the first start, after a fall: a training clock goes on where it was."""
    fell = current is not None and current.fall is not None
    return time.monotonic() - current.began if current is not None and fell else 0.0


def holds_terminal(words: list[str]) -> bool:
    """Whether these words ask for a screen, on a real terminal."""
    if {UNSUPERVISED, "-h", "--help"} & set(words) or "TEXTUAL_DRIVER" in os.environ:
        return False
    command = "lobby"  # without a command
    rest = iter(words)
    for word in rest:
        if word in WITH_VALUE:
            next(rest, None)
        elif not word.startswith("-"):
            command = word
            break
    return command in SCREENS and os.isatty(calm.KEYBOARD) and os.isatty(calm.SCREEN)


def _felt(pulse: int) -> bool:
    """Whether there was a pulse since we last looked."""
    try:
        return bool(os.read(pulse, 4096))
    except BlockingIOError:
        return False


def end_within(seconds: float) -> None:
    """End this fallen process even if something in it never comes back."""
    import threading  # noqa: PLC0415 -- the parent has no threads

    def wait() -> None:
        time.sleep(seconds)
        os._exit(FELL)

    threading.Thread(target=wait, name="end", daemon=True).start()


def _end_with_parent(lifeline: int) -> None:
    """End this process soon when the parent is gone: two lobbies must not share a terminal."""
    import threading  # noqa: PLC0415 -- the parent has no threads

    def wait() -> None:
        os.read(lifeline, 1)
        end_within(GRACE)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()


def draw_number() -> str:
    """Four digits that are quickly read out on the telephone."""
    return str(1000 + int.from_bytes(os.urandom(4), "big") % 9000)
