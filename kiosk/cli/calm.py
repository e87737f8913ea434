"""The terminal while nothing runs in it: a few quiet sentences, and no key does anything.

Drawn with plain escapes: whoever draws it has only the smallest modules of the standard library.
"""

from __future__ import annotations

import os
import termios
import time

TYPE_CHECKING = False  # as in typing, which alone would cost more than all of this
if TYPE_CHECKING:
    from typing import Any

KEYBOARD, SCREEN = 0, 2
"""Descriptors of the terminal; Textual too draws on standard error."""

RESET = (
    "\x18\x1b[?2026l"  # end a cut-off sequence, and a frame that was never finished
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"  # the mouse
    "\x1b[?1004l\x1b[?2004l\x1b[?2048l\x1b[<u"  # focus, paste, resize and kitty's key reports
    "\x0f\x1b(B\x1b[0m\x1b[r\x1b[?6l\x1b[?7h"  # letters, colours, margins, line wrap
)
"""Undoes what a killed program may have left switched on."""


def mode() -> list[Any]:
    """How the terminal is set now, to give it back so."""
    return termios.tcgetattr(KEYBOARD)


def hush() -> bool:
    """No key signals, nothing typed is shown or kept; False when the terminal is gone."""
    try:
        quiet = mode()
        quiet[3] &= ~(termios.ISIG | termios.ECHO | termios.ICANON | termios.IEXTEN)
        termios.tcsetattr(KEYBOARD, termios.TCSANOW, quiet)
        termios.tcflush(KEYBOARD, termios.TCIFLUSH)
    except termios.error:
        return False
    return True


def show(number: str, at: float) -> bool:
    """The sentences and the number, in the middle; False when nobody can see them.

    ``at`` is the moment of the fall, in seconds as ``time.time`` gives them.
    """
    try:
        columns, rows = os.get_terminal_size(SCREEN)
        lines = _sentences(number, at)
        top = max(0, (rows - len(lines)) // 2)
        placed = "".join(
            f"\x1b[{top + n};{max(0, (columns - _cells(line)) // 2) + 1}H{line}"
            for n, line in enumerate(lines, 1)
        )
        _write(f"{RESET}\x1b[?1049h\x1b[?25l\x1b[2J{placed}")
    except OSError:
        return False
    return True


def give_back(before: list[Any], *, fallen: bool) -> None:
    """The terminal as it was found; what a fallen program left on it is cleared."""
    try:
        if fallen:
            _write(f"{RESET}\x1b[2J\x1b[?1049l\x1b[?25h")
        termios.tcsetattr(KEYBOARD, termios.TCSANOW, before)
    except (OSError, termios.error):
        return  # It hung up: there is nothing to give back.


def _sentences(number: str, at: float) -> list[str]:
    """What the hall sees; the number alone when even the words are gone."""
    staff = {"number": number, "time": time.strftime("%H:%M", time.localtime(at))}
    try:
        from kiosk.wording import say  # noqa: PLC0415 -- when first needed

        return [
            line
            for language in ("zh-Hans", "en")
            for key in ("calm", "calm_kept", "calm_staff")
            for line in (say(f"incident.{key}", language, **staff), "")
        ]
    except Exception:  # noqa: BLE001 -- whatever is broken, the supervisor goes on
        return [number]


def _cells(text: str) -> int:
    return sum(2 if ord(char) >= 0x2E80 else 1 for char in text)  # noqa: PLR2004 -- Han begins


def _write(text: str) -> None:
    data = text.encode()
    while data:
        data = data[os.write(SCREEN, data) :]
