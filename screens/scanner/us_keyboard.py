"""The keys of a US keyboard as the kernel numbers them: what a scanner sends when it acts as one.

Codes from linux/input-event-codes.h, which are the same on every machine.
"""

from __future__ import annotations

from screens.scanner.scanned import LONGEST

EV_SYN, EV_KEY = 0, 1
"""Types of an input event."""

SYN_DROPPED = 3
"""The kernel's own buffer ran over and keys were lost."""

_UP, _DOWN = 0, 1
_SHIFTS = frozenset({42, 54})
_ENDS = frozenset({15, 28, 96})  # tab, enter, the number pad's enter

_ROWS = {
    2: ("1234567890-=", "!@#$%^&*()_+"),
    16: ("qwertyuiop[]", "QWERTYUIOP{}"),
    30: ("asdfghjkl;'`", 'ASDFGHJKL:"~'),
    43: ("\\zxcvbnm,./", "|ZXCVBNM<>?"),
    55: ("*", "*"),
    57: (" ", " "),
    71: ("789-456+1230.", "789-456+1230."),
    98: ("/", "/"),
}
_KEYS = {
    first + place: pair
    for first, (plain, shifted) in _ROWS.items()
    for place, pair in enumerate(zip(plain, shifted, strict=True))
}

UNKNOWN = "\N{REPLACEMENT CHARACTER}"
"""A key that gives no character here; it makes the scan a broken one."""


class UsKeyboard:
    """Key events, one after the other, into texts."""

    def __init__(self) -> None:
        self._shifts: set[int] = set()
        self._text = ""
        self._lost = False

    def feed(self, kind: int, code: int, value: int) -> tuple[str, bool] | None:
        """The text that this event ends and whether nothing of it was lost; otherwise None."""
        if kind == EV_SYN and code == SYN_DROPPED:
            self._lost = True
            self._shifts.clear()
        if kind != EV_KEY:
            return None
        if code in _SHIFTS:
            (self._shifts.discard if value == _UP else self._shifts.add)(code)
        elif value == _DOWN and code in _ENDS:
            return self.rest()
        elif value == _DOWN and len(self._text) <= LONGEST:
            plain, shifted = _KEYS.get(code, (UNKNOWN, UNKNOWN))
            self._text += shifted if self._shifts else plain
        return None

    def rest(self) -> tuple[str, bool] | None:
        """What has come so far and whether nothing of it was lost, and forget it."""
        text, whole = self._text, not self._lost
        self._text, self._lost = "", False
        return (text, whole) if text or not whole else None
