"""A conversation with one printer over one connection: questions, answers, what it volunteers."""

from __future__ import annotations

import time
from collections.abc import Callable

from kiosk.printing import USABLE, Word
from printers.escpos import BAND, INITIALIZE
from printers.skills import (
    PAPER_QUESTION,
    Skills,
    mark_answer,
    mark_question,
    new_mark,
    real_time_question,
)
from printers.status import Asb, Block, Framer, Paper, RealTime, Said, Status
from printers.wires import Patience, Wire

ALONE_SECONDS = 0.02
"""A ``GS r`` answer comes alone. Bytes like it in a row are what is left of an automatic status
whose first byte was lost; they prove nothing."""

FOLLOWS_SECONDS = 0.5
"""Within this the second of two questions sent together is answered after the first."""

LOST_SECONDS = 3.0
"""After this, a question that is answered when it arrives will never be answered."""


class Talk:
    """Sends, listens, and keeps apart what was asked and what came by itself.

    Nothing waits longer than its time. ``status`` is what the printer said last. A broken
    connection raises ``OSError``.
    """

    def __init__(self, wire: Wire, patience: Patience) -> None:
        self.wire, self.patience = wire, patience
        self.status = Status()
        self._framer = Framer()
        self._open_question: tuple[int, float] | None = None
        self._papers = 0
        self._blocks: list[bytes] = []

    def pump(self, seconds: float, data: bytes | memoryview = b"") -> int:
        """Listen, and write some of ``data``, until something happened; how much was taken."""
        taken, heard = self.wire.exchange(data, seconds)
        for said in self._framer.feed(heard):
            self._hear(said)
        return taken

    def _hear(self, said: Said) -> None:
        match said:
            case RealTime(byte):
                if self._open_question is not None:  # else an answer to nobody's question
                    number, _ = self._open_question
                    self._open_question = None
                    self.status = self.status.answered(number, byte)
            case Asb(asb):
                self.status = self.status.told(asb)
            case Paper():
                self._papers += 1
            case Block(block):
                self._blocks.append(block)

    def until(self, condition: Callable[[], object], seconds: float) -> bool:
        """Listen until something is so, or for so long."""
        deadline = time.monotonic() + seconds
        while not condition():
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            self.pump(left)
        return True

    def say(self, data: bytes, seconds: float | None = None) -> None:
        """Write all of it. Raises ``TimeoutError``."""
        rest = memoryview(data)
        deadline = time.monotonic() + (self.patience.stall if seconds is None else seconds)
        while rest:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("the printer takes nothing")
            rest = rest[self.pump(left, rest) :]

    def quiet(self) -> None:
        """Take in what was said before, so that it is not taken for an answer to what comes."""
        while self._says():
            pass
        self._framer.drop()
        self._papers = 0
        self._blocks.clear()

    def _says(self) -> bool:
        _, heard = self.wire.exchange(b"", 0)
        for said in self._framer.feed(heard):
            self._hear(said)
        return bool(heard)

    # --- how it is: answered when the question arrives -----------------------------------------

    def ask(self, number: int) -> bool:
        """Put one ``DLE EOT`` question and wait for its answer, which goes into ``status``.

        An earlier question that was not answered yet is waited for first: answers do not say what
        they answer.
        """
        if not self.until(lambda: not self.asking, self.patience.answer):
            return False
        self.wonder(number)
        return self.until(lambda: not self.asking, self.patience.answer)

    def wonder(self, number: int) -> None:
        """Put one question without waiting; not while another is open."""
        if not self.asking:
            self._open_question = (number, time.monotonic())  # first: the answer may be at once
            self.say(real_time_question(number))

    @property
    def asking(self) -> bool:
        """Is a question open? One that got lost is forgotten in time."""
        if self._open_question is not None:
            _, since = self._open_question
            if time.monotonic() - since > LOST_SECONDS and not self.wire.untaken():
                self._open_question = None
        return self._open_question is not None

    def check(self) -> Word:
        """How it is now, in two questions if all is well; ``no_answer`` if it keeps silent."""
        self.quiet()
        self.status = Status()
        questions = [1, 4]
        while questions:
            number = questions.pop(0)
            if not self.ask(number):
                return Word.NO_ANSWER
            if number == 1 and self.status.offline:
                questions = [2, 3, 4]
        return self.status.word

    # --- what is printed: answered in its turn -------------------------------------------------

    def mark(self, skills: Skills) -> Callable[[], bool]:
        """Ask to be told when everything sent so far is printed; the answer tells whether it is."""
        if skills.proof == "process_id":
            mark = new_mark()
            self.say(mark_question(mark))
            return lambda: mark_answer(mark) in self._blocks
        self._papers = 0
        self.say(PAPER_QUESTION)
        return self._paper_said

    def _paper_said(self) -> bool:
        if not self._papers:
            return False
        self.until(lambda: self._papers > 1, ALONE_SECONDS)
        if self._papers == 1:
            return True
        self._papers = 0
        self.say(PAPER_QUESTION)
        return False

    def heard(self, block: bytes) -> bool:
        """Was this block said since the last ``quiet``?"""
        return block in self._blocks

    def probe(self, *, astray: bool) -> Skills | Word:
        """Find out what it answers; a word instead when it cannot answer now.

        ``astray``: it may stand in the middle of a picture, which white rows complete. What it
        does not know of the questions it takes for text at the end of a line that never comes:
        ``ESC @`` throws that away.
        """
        self.quiet()
        real_time = self.ask(1)
        if real_time:
            word = self.check()
            if word not in USABLE:
                return word
        if astray:
            self.say(b"\0" * BAND + INITIALIZE, self.patience.mute)
        mark = new_mark()
        self.quiet()
        self.say(PAPER_QUESTION + mark_question(mark) + INITIALIZE)
        # Whoever is awake may still be printing, and answers only then.
        seconds = self.patience.grace if real_time else self.patience.answer
        if not self.until(lambda: self._papers or self.heard(mark_answer(mark)), seconds):
            return Skills(real_time=real_time)
        if self.until(lambda: self.heard(mark_answer(mark)), FOLLOWS_SECONDS):
            return Skills(real_time=real_time, proof="process_id")
        return Skills(real_time=real_time, proof="paper_status" if self._papers == 1 else None)
