"""Bringing the facts to the records: in order, each in one transaction, each once.

A fact leaves this machine only after the server's commit. Killed between the two, it is sent once
more, and the server knows that it has it.
"""

from __future__ import annotations

import logging
import os
import threading
from typing import TYPE_CHECKING

from kiosk.claims import claim
from kiosk.errors import Refused, StoreError
from kiosk.hours import Moment
from kiosk.outbox.entering import Entered, Flag, enter
from kiosk.outbox.fact import Fact, Sent
from kiosk.outbox.numbering import keep_slips
from kiosk.outbox.received import Receiving

if TYPE_CHECKING:
    from kiosk.hall import Hall
    from kiosk.outbox.outbox import Outbox

CLAIM = "send"
"""One process of a machine sends at a time; the system frees the claim of one that dies."""

LOOK = 1.0
"""Seconds between two looks for facts of this machine's other processes."""

log = logging.getLogger(__name__)


def send(outbox: Outbox) -> Sent:
    """See ``Outbox.send``. Another process at it: nothing is done here."""
    outbox.refresh()
    if not outbox.unsent:
        return Sent(0, 0, 0)
    held = claim(CLAIM, outbox.folder)
    if held is None:
        return Sent(0, 0, outbox.unsent)
    sent = flagged = 0
    try:
        while facts := _waiting(outbox):
            for fact in facts:
                flagged += deliver(outbox, fact)
                outbox.delivered(fact)
                sent += 1
    finally:
        os.close(held)
    log.info("%d facts sent, %d of them to be looked at", sent, flagged)
    return Sent(sent, flagged, outbox.unsent)


def _waiting(outbox: Outbox) -> list[Fact]:
    outbox.refresh()
    return outbox.facts()


def deliver(outbox: Outbox, fact: Fact) -> bool:
    """One fact, into the records; whether somebody must look at it.

    Raises:
        StoreError: the server went away; it is there or it is not, and may be sent again.
    """
    hall, receiving = outbox.hall, Receiving(outbox.hall)
    try:
        with hall.queue.act() as now:
            id_ = receiving.id_of(fact)
            if id_ is None:
                return False
            entered = _entered(hall, fact, now)
            words = tuple(flag.word for flag in entered.flags)
            receiving.note(id_, fact, entered.about, words, now)
            for flag in entered.flags:
                hall.conflicts.flag(id_, fact, flag, now)
            if "number_taken" not in words:
                keep_slips(hall, outbox.slips_of(fact))
            return bool(words)
    except _NotEnteredError as refused:
        # One that cannot be entered must not keep the others back; it is not lost either.
        return _only_flagged(hall, fact, refused.flag)
    except ValueError as error:
        # An id of its own was another document's: that of a purged one, which memory cannot know.
        log.exception("fact %s could not be stored", fact.id)
        return _only_flagged(hall, fact, Flag("internal", {"reason": type(error).__name__}))


class _NotEnteredError(Exception):
    """A fact that cannot be entered; what was written of it must not stay."""

    def __init__(self, flag: Flag) -> None:
        super().__init__(flag.word)
        self.flag = flag


def _entered(hall: Hall, fact: Fact, now: Moment) -> Entered:
    try:
        return enter(hall, fact, now)
    except StoreError:
        raise
    except Refused as refused:
        fields = {name: str(value) for name, value in refused.fields.items()}
        record = {"error": refused.code, "sentence": str(refused), "fields": fields}
        raise _NotEnteredError(Flag("refused", record)) from None
    except Exception as error:
        log.exception("fact %s could not be entered", fact.id)
        flag = Flag("internal", {"reason": type(error).__name__})
        raise _NotEnteredError(flag) from error


def _only_flagged(hall: Hall, fact: Fact, flag: Flag) -> bool:
    receiving = Receiving(hall)
    with hall.queue.act() as now:
        id_ = receiving.id_of(fact)
        if id_ is None:
            return False
        receiving.note(id_, fact, "", (flag.word,), now)
        hall.conflicts.flag(id_, fact, flag, now)
    return True


class Sending(threading.Thread):
    """Sends what is here whenever the server can be reached, until stopped."""

    def __init__(self, outbox: Outbox) -> None:
        super().__init__(name="sending", daemon=True)
        self._outbox, self._hall = outbox, outbox.hall
        self._news = threading.Event()
        self._halt = threading.Event()
        self._tidied = ""

    def run(self) -> None:
        """Look, send, look again; a server that is away is waited for."""
        self._hall.on_wire(lambda _: self._news.set())
        self._outbox.store.rows.told.append(lambda _: self._news.set())
        while not self._halt.is_set():
            self._news.clear()
            try:
                self._turn()
            except StoreError as error:
                log.warning("facts wait: %s", error)
            except Exception:
                log.exception("facts wait")
            self._news.wait(LOOK)

    def _turn(self) -> None:
        self._outbox.refresh()
        if self._hall.cut_off is None and self._outbox.unsent:
            self._outbox.send()
        today = self._hall.queue.days.today(self._hall.clock.now())
        if today != self._tidied:
            self._outbox.tidy(today)
            self._tidied = today

    def stop(self) -> None:
        """End when the fact in hand is done."""
        self._halt.set()
        self._news.set()
        if self.is_alive():
            self.join(timeout=30)
