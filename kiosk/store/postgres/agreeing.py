"""What is made up for when records were opened without the server: the claim to them."""

from __future__ import annotations

import time
from collections.abc import Callable

from kiosk.errors import StoreError
from kiosk.store.wire import CUT

CLAIMING = 30.0
"""Seconds after which settings that were refused are tried again: each try holds the centre."""


class Agreeing:
    """An engine that may owe the server its claim (``kiosk.store.postgres.claim``)."""

    claim: Callable[[], None] | None = None
    """What is still to be done, or ``None``."""
    _refused: tuple[float, StoreError] | None = None

    @property
    def owing(self) -> bool:
        """Was it opened without the server?"""
        return self.claim is not None

    def agree(self) -> None:
        """Claim the records, now that the server answers; as if we were only opening now.

        Raises:
            StoreError: see ``kiosk.store.postgres.claim``; asked again the next time.
        """
        if (claim := self.claim) is None:
            return
        if self._refused and time.monotonic() - self._refused[0] < CLAIMING:
            raise self._refused[1]
        self.claim = None
        try:
            claim()
        except BaseException as error:
            self.claim = claim
            if isinstance(error, StoreError) and error.code not in CUT:
                self._refused = time.monotonic(), error
            raise
