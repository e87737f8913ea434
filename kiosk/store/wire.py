"""The wire to the server: does it answer, since when not, and who is told when that changes."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from kiosk.errors import StoreError

CUT = frozenset({"store_away", "store_busy"})
"""Words that mean no answer. Whatever else the server says, it answers: that is trouble, and a
machine must not go on by itself beside records that were replaced."""

AGAIN = 1.0
"""Seconds between two tries where nobody follows: in between, an answer is refused at once."""

log = logging.getLogger(__name__)


class CutOff(NamedTuple):
    """The server does not answer: when it last did, and the moment of the records we know."""

    since: datetime
    known: datetime


Listener = Callable[[CutOff | None], None]


class Wire:
    """What is known of the wire; the embedded engine's is never cut.

    Where a follower watches, it alone decides: all others are refused at once while the wire is
    cut, and only raise a ``doubt`` when something fails, which the follower looks into. Without
    one, every try is its own proof.
    """

    def __init__(self) -> None:
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        """The hall's clock, once there is one."""
        self.told: list[Listener] = []
        """Called at each change with what is so at that moment, outside every lock."""
        self.interrupts: list[Callable[[], None]] = []
        """Called when the wire is cut: whoever waits for an answer need not wait longer."""
        self.watched = False
        """Does a follower ask all the time?"""
        self.doubt = threading.Event()
        """Set by whoever met a failure: the follower asks at once."""
        self._state = threading.Lock()
        self._cut: CutOff | None = None
        self._why: StoreError | None = None
        self._asker: int | None = None
        self._answered = self._fresh = self._failed = time.monotonic()

    @property
    def cut_off(self) -> CutOff | None:
        """Since when the server does not answer, or ``None``."""
        return self._cut

    @property
    def fresh(self) -> datetime:
        """The moment of the records we know."""
        cut = self._cut
        return cut.known if cut else self._moment(self._fresh)

    def shut(self) -> StoreError | None:
        """Why the server need not be asked: the calling thread would only wait in vain."""
        if self._cut is None or self.asks:
            return None
        if self.watched or time.monotonic() - self._failed < AGAIN:
            return self._why
        return None

    @property
    def asks(self) -> bool:
        """Is the calling thread the one that asks?"""
        return threading.get_ident() == self._asker

    @contextmanager
    def asking(self) -> Iterator[None]:
        """The calling thread is the one that asks although the wire is cut."""
        self.doubt.clear()
        self._asker = threading.get_ident()
        try:
            yield
        finally:
            self._asker = None

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Lost when the block has not ended in time, although it may succeed later."""
        late = StoreError("store_away", "", reason=f"no answer within {seconds:g} s")
        timer = threading.Timer(seconds, self.lost, (late,))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def answered(self, *, fresh: bool = False) -> None:
        """The server answered; ``fresh``: with all that the others wrote."""
        self._answered = time.monotonic()
        if fresh:
            self._fresh = self._answered
        if not self.watched:
            self.back()

    def failed(self, error: StoreError) -> None:
        """Somebody's question or act met this error."""
        if error.code not in CUT:
            self.answered()
        elif self.watched:
            self.doubt.set()
        else:
            self.lost(error)

    def lost(self, error: StoreError, known: datetime | None = None) -> None:
        """The server does not answer; ``known``: the moment of the list, if we have only that."""
        with self._state:
            self._failed, self._why = time.monotonic(), error
            if self._cut is not None and known is None:
                return
            if known is None:
                self._cut = CutOff(self._moment(self._answered), self._moment(self._fresh))
            else:
                self._cut = CutOff(known, known)
        # Who only tries once says it to whoever asked; a warning would stand on their screen.
        level = logging.WARNING if self.watched else logging.INFO
        log.log(level, "cut off: %s", error.fields.get("reason") or error)
        if self.watched:
            for interrupt in self.interrupts:
                interrupt()
        self._tell()

    def back(self) -> None:
        """The server answers again."""
        if self._cut is None:
            return
        with self._state:
            self._cut = self._why = None
        log.info("the server answers again")
        self._tell()

    def _moment(self, monotonic: float) -> datetime:
        return self.now() - timedelta(seconds=time.monotonic() - monotonic)

    def _tell(self) -> None:
        for listener in list(self.told):
            try:
                listener(self._cut)
            except Exception:
                log.exception("a listener failed")
