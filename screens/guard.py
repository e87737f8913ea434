"""One touch, one act: against double taps, held keys and taps meant for the screen before."""

from __future__ import annotations

import time
from collections.abc import Callable


class Guard:
    """Open at first; ``close`` shuts it until nothing was touched for ``quiet`` seconds.

    A key that is held repeats about thirty times a second and so never opens it.
    """

    def __init__(self, quiet: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.quiet, self._clock = quiet, clock
        self._touched = clock()
        self._open = True
        self._shut = False

    def close(self) -> None:
        """A new screen is shown: what is touched at once was meant for the one before."""
        self._shut, self._open, self._touched = False, False, self._clock()

    def shut(self) -> None:
        """Nothing counts, however long, until ``close``: the screen is not shown yet."""
        self._shut, self._open = True, False

    @property
    def open(self) -> bool:
        """Whether a touch would count now."""
        return not self._shut and (self._open or self._clock() - self._touched >= self.quiet)

    def passes(self) -> bool:
        """Note a touch and say whether it counts."""
        self._open = self.open
        self._touched = self._clock()
        return self._open
