"""How many browsers one server shows a screen to at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

PATIENCE = 2.5
"""Seconds a newcomer waits for a place: a page that is loaded anew leaves and comes at once."""


class Full(Exception):
    """All places are taken."""


class Places:
    """A fixed number of places; each holds one program of about 45 MB."""

    def __init__(self, number: int) -> None:
        self._free = number
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """A place for as long as the block runs.

        Raises:
            Full: when none becomes free in ``PATIENCE`` seconds.
        """
        await self.wait_for_one()
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1
            async with self._changed:
                self._changed.notify_all()

    async def wait_for_one(self) -> None:
        """Return as soon as a place is free, without taking it; raises ``Full`` as ``one``."""
        if self._free > 0:
            return
        try:
            async with asyncio.timeout(PATIENCE), self._changed:
                await self._changed.wait_for(lambda: self._free > 0)
        except TimeoutError:
            raise Full from None
