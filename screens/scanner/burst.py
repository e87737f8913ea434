"""Keys that come in a burst are a scan; all others are typing, handed on as they were.

A scanner that acts as a keyboard types a character every 1 to 20 ms. People leave 50 ms and more
between keys, and a held key repeats every 33 ms. The keys' own times are compared, which Textual
sets when its input thread has read them: an application that was busy for a while finds many keys
waiting, and still sees how far apart they were.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from functools import partial

from textual.events import Key

from screens.scanner.scanned import LONGEST

GAP = 0.045
"""Seconds; keys that follow each other closer than this may be a scan. A typed character waits
this long before a screen has it. Nearer to a hand's pace than to a scanner's, for machines that
are busy: at three processes a core 30 ms tore 2 codes of 51 and this none of 52, a small sample."""

LEAST = 6
"""Characters of the shortest scan. A short number and Enter, however quick, is typing."""

REPEATS = 2 * LEAST
"""So many of one character are a key held down, and given to the screen while it still is."""

STALL = 0.4
"""Seconds that a scan may halt: once ``LEAST`` characters came too fast for any hand, and before
that when the machine itself halted. What is left of a torn code would be key presses."""

LATE = 0.005
"""Seconds; a timer that comes later than this tells that the machine, or the app, was not there to
read keys. With the program stopped for 60 to 200 ms among a code's first characters, 58 codes of 60
stayed whole, and 2 of 60 without this. Load alone (8 on 2 cores) showed no difference in 52."""

MOMENT = 0.001
"""Seconds; the shortest timer, to come after what already waits in the app's queue."""

ENDS = frozenset({"enter", "tab", "ctrl+j"})
"""Keys that end a scan: what scanners are set to send (CR, TAB, LF). Tab is safe to take: nobody
presses it this soon after six characters typed faster than a hand can."""

MODIFIERS = frozenset(
    f"{side}_{name}"
    for side in ("left", "right")
    for name in ("shift", "control", "alt", "super", "hyper", "meta")
)
"""Some terminals report these as keys of their own, in the midst of a scan with capitals."""

_NEVER_SCANNED = frozenset({"escape", "backspace", "delete"})


class Burst:
    """Takes every key in order; tells scans from typing.

    Args:
        hand_on: Does with a typed key what would have been done had nobody looked at it.
        read: Is given a scan's text, its moment, and whether an end key closed it.
        set_timer: The app's own, so that the call comes in the order of its messages.
        unread: Whether the terminal has sent more than was read.
        clock: Seconds, of the same kind as the keys' own times.
    """

    def __init__(
        self,
        hand_on: Callable[[Key], Awaitable[None]],
        read: Callable[[str, float, bool], None],
        set_timer: Callable[[float, Callable[[], Awaitable[None]]], object],
        unread: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._unread, self._clock = unread, clock
        self._hand_on, self._read, self._set_timer = hand_on, read, set_timer
        self._held: list[Key] = []
        self._text = ""
        self._last = self._touched = 0.0
        self._due: float | None = None
        self._timers = 0
        self._ended: tuple[str, float] | None = None
        self._repeating: str | None = None
        self._halted = False

    async def takes(self, key: Key) -> bool:
        """Whether this key is kept back, to be part of a scan or handed on a little later.

        When it is not, everything typed before it has been handed on and it may go its way now.
        """
        if key.is_forwarded:  # on its way up from a widget that did not want it
            return False
        if self._held and key.time - self._last > self._patience_for(key):
            await self._settle()
        if key.key in ENDS:
            return await self._end(key)
        if self._held and key.key in MODIFIERS:
            if len(self._held) <= 2 * LONGEST:
                self._held.append(key)
            return True
        if not _is_character(key):
            await self._settle()
            return False
        return await self._hold(key)

    async def _hold(self, key: Key) -> bool:
        soon, self._last, self._touched = key.time - self._last <= GAP, key.time, self._clock()
        if key.key == self._repeating and soon:
            return False
        self._repeating = self._ended = None
        self._halted = False
        if len(self._text) <= LONGEST:
            self._held.append(key)
            self._text += key.character or ""
        if len(self._text) >= REPEATS and not self._is_fast:
            self._repeating = key.key
            await self._settle()
        else:
            self._look_again(GAP)
        return True

    async def _end(self, key: Key) -> bool:
        if not self._held and self._ended is not None:
            ended_with, at = self._ended
            self._ended = None
            if key.key != ended_with and key.time - at <= GAP:
                return True  # the LF of a CR LF
        if not self._is_fast:
            await self._settle()
            return False
        self._ended = key.key, key.time
        self._read(self._let_go()[1], key.time, True)
        return True

    async def _settle(self) -> None:
        """No end came: typing is handed on; a scanner that is not set to end its codes is not."""
        dropped = self._is_certain
        keys, text = self._let_go()
        if dropped:
            self._read(text, self._last, False)
            return
        for key in keys:
            await self._hand_on(key)

    def _let_go(self) -> tuple[list[Key], str]:
        held = self._held, self._text
        self._held, self._text = [], ""
        self._due = None  # the timer that still runs was for these keys, not for the next ones
        return held

    @property
    def _is_fast(self) -> bool:
        """Too fast and too long for a hand; a key held down gives one character all the time."""
        return len(self._text) >= LEAST and len(set(self._text)) > 1

    @property
    def _is_certain(self) -> bool:
        """Like no typing at all, whatever comes after. An input method sends Han in one go."""
        return self._is_fast and self._text.isascii()

    @property
    def _patience(self) -> float:
        return STALL if self._is_certain else GAP

    def _patience_for(self, key: Key) -> float:
        """More for a key before which a timer should have come: nobody could have read it."""
        overdue = self._due is not None and self._last <= self._due < key.time
        return STALL if self._halted or overdue else self._patience

    def _look_again(self, seconds: float) -> None:
        if self._due is None:
            self._due = self._clock() + seconds
            self._timers += 1
            self._set_timer(seconds, partial(self._look, self._timers))

    async def _look(self, timer: int) -> None:
        """One timer for a whole burst, put forward as long as more comes.

        What counts is when it was due: everything read before has been seen, but when the app was
        busy since, more may wait behind this call.
        """
        if timer != self._timers or self._due is None:
            return
        due, self._due = self._due, None
        over, now = self._touched + self._patience, self._clock()
        if now - self._touched < STALL and (now - due > LATE or self._unread()):
            self._halted = True
            self._look_again(GAP)
        elif over > due:
            self._look_again(max(over - now, MOMENT))
        else:
            await self._settle()


def _is_character(key: Key) -> bool:
    """Whether a key gives a character, if only a control character; arrows and chords do not."""
    single = key.character is not None and len(key.character) == 1
    return single and key.key not in _NEVER_SCANNED and not key.key.startswith("alt+")
