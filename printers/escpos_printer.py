"""An ESC/POS printer on any port: what it is asked before, during and after a job.

The rules are domain/printing.md, 3.5: never send into a printer that complains, never believe a
slip printed that the printer did not say, never leave half a job in the way of the next.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from kiosk.printing import USABLE, Tier, Word
from printers.delivery import Delivery, GivenUp
from printers.devices import Attendant, NotStarted, Prepared
from printers.escpos import BAND, INITIALIZE, Encoder
from printers.receipt import AnyBlock
from printers.skills import CLEAR, CLEARED, REPORT_CHANGES, Skills
from printers.talk import Talk
from printers.wires import Patience, Port

log = logging.getLogger(__name__)


class EscPosPrinter:
    """One printer behind a port. Remembers what it answers, and whether it holds half a job."""

    def __init__(
        self, port: Port, paper: int, encoder: Encoder, patience: Patience | None = None
    ) -> None:
        self.paper, self._port, self._encoder = paper, port, encoder
        self._patience = patience or Patience()
        self._skills: Skills | None = None
        self._talk: Talk | None = None
        self._doubt = self._torn = False

    @property
    def tier(self) -> Tier | None:
        """What it can be believed; ``None`` until it was reached."""
        return self._skills.tier if self._skills else None

    @property
    def proof(self) -> str | None:
        """The command by which it proves: ``process_id``, ``paper_status`` or nothing."""
        return self._skills.proof if self._skills else None

    def prepare(self, blocks: Sequence[AnyBlock]) -> Prepared:
        """The bytes of one slip. Refuses: ``slip_code_too_long``."""
        return self._encoder.encode(blocks, self.paper)

    def distrust(self) -> None:
        """Somebody may have left half a job in it."""
        self._doubt = True

    def look(self) -> Word:
        """See ``Device``."""
        try:
            with self._connected() as talk:
                return self._greeting(talk)
        except NotStarted as trouble:
            log.info("%s: %s", trouble.word, trouble.detail)
            return trouble.word
        except OSError as error:
            log.info("it broke while being asked: %s", error)
            return Word.NO_ANSWER

    def close(self) -> None:
        """Leave the port to others."""
        if self._talk is not None:
            self._talk.wire.close()
            self._talk = None

    def print(self, prepared: Prepared, name: str, attendant: Attendant) -> bool:
        """See ``Device``."""
        with self._connected() as talk:
            try:
                word = self._greeting(talk)
                if word not in USABLE:
                    raise NotStarted(word)
                self._make_room(talk)
                attendant.says(word)
            except OSError as error:
                raise NotStarted(Word.NO_ANSWER, f"{error}") from error
            attendant.starting()
            delivery = Delivery(talk, self._known, attendant, self._patience)
            try:
                return delivery.run(prepared)
            except (OSError, GivenUp) as error:
                raise delivery.broken(error) from error
            finally:
                self._doubt = delivery.begun and not delivery.ended
                self._torn = not delivery.whole

    @property
    def _known(self) -> Skills:
        return self._skills or Skills()

    @contextmanager
    def _connected(self) -> Iterator[Talk]:
        """A conversation; one that broke is thrown away with all that waits in it."""
        talk, self._talk = self._talk or self._reached(), None
        try:
            yield talk
        except NotStarted as trouble:
            if trouble.__cause__ is None:  # it said no; the line itself is well
                self._leave(talk)
            else:
                talk.wire.abort()
            raise
        except BaseException:
            talk.wire.abort()
            raise
        self._leave(talk)

    def _reached(self) -> Talk:
        try:
            return Talk(self._port.open(), self._patience)
        except NotStarted:
            if self.tier is Tier.BLIND:  # when it is back it may be another, or better awake
                self._skills = None
            raise

    def _leave(self, talk: Talk) -> None:
        if self._port.keeps:
            self._talk = talk
        else:
            talk.wire.close()

    def _greeting(self, talk: Talk) -> Word:
        """How it is before anything is sent; finds out what it can be asked the first time."""
        if self._skills is None:
            found = talk.probe(astray=self._doubt)
            if isinstance(found, Word):
                return found
            self._skills = found
            log.info("tier %s, proof %s", found.tier, found.proof)
        if not self._known.real_time:
            return Word.UNKNOWN
        word = talk.check()
        if word is Word.NO_ANSWER and self._port.keeps:
            # Perhaps the line itself was lost with the printer's power: begin with a new one.
            raise ConnectionAbortedError("no answer")
        return word

    def _make_room(self, talk: Talk) -> None:
        """See that the printer stands between two jobs; afterwards it reports every change."""
        skills = self._known
        if self._doubt:
            self._resynchronise(talk)
            self._doubt = self._torn = False
        elif skills.proof == "paper_status" and not self._stands(talk):
            # Its answer may come yet, and must not be taken for one about the job that follows.
            self._doubt = True
            raise TimeoutError("GS r was not answered")
        if skills.real_time or skills.proof:
            talk.say(REPORT_CHANGES)

    def _resynchronise(self, talk: Talk) -> None:
        """After a job that broke: let the printer finish it, or take it away, and cut.

        A printer in the middle of a picture takes the next job's first bytes for picture. NULs are
        white there and nothing elsewhere, so as many as the largest picture bring it out of it.
        """
        skills = self._known
        if self._torn or not self._stands(talk):
            cleared = False
            if skills.proof == "process_id":
                talk.say(CLEAR)
                cleared = talk.until(lambda: talk.heard(CLEARED), self._patience.answer)
            if not cleared:
                talk.say(b"\0" * BAND, self._patience.mute)
        talk.say(INITIALIZE + self._encoder.separate())
        if skills.proof and not self._stands(talk):
            raise TimeoutError("it does not come to itself")

    def _stands(self, talk: Talk) -> bool:
        """Does it obey commands now, everything before being printed?"""
        if self._known.proof is None:
            return False
        talk.quiet()
        return talk.until(talk.mark(self._known), self._patience.grace)
