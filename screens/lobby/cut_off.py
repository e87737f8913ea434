"""What this machine has kept by itself, while it is cut off: a card that was read, a request."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical

from kiosk.hall import Hall
from kiosk.outbox import Fact
from screens.lobby.handed import HandedIn
from screens.lobby.passing import Passing
from screens.lobby.session import Session
from screens.lobby.slip_state import SlipState
from screens.widgets.big_text import BigText
from screens.widgets.sentence import Sentence


class FactKept(Passing):
    """It is on record here, and goes to the hall by itself; nothing is to be done again."""

    KEYS: ClassVar[tuple[str, ...]] = ("bye", "help", "size", "language")

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session)
        self._fact: Fact | None = None

    def body(self) -> ComposeResult:
        with Vertical(classes="kept"):
            yield BigText(most=8, id="heading")
            yield Sentence(id="sentence")

    def heading(self, fact: Fact) -> str:
        """The one thing to remember of it."""
        raise NotImplementedError

    def sentences(self, fact: Fact) -> list[str]:
        """What became of it, and what comes next."""
        raise NotImplementedError

    def speak(self) -> None:
        super().speak()
        if self._fact is not None:
            self.query_one("#heading", BigText).text = self.heading(self._fact)
            said = "\n".join(filter(None, self.sentences(self._fact)))
            self.query_one("#sentence", Sentence).update(said)

    def wipe(self) -> None:
        self._fact = None

    def foot(self, name: str) -> None:
        if name == "bye":
            self._pass(over=True)
        else:
            super().foot(name)


class ScanKept(FactKept):
    """In or out? That is known when all scans are together."""

    FOR_CARDS = True

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session)
        self._bearer = ""

    def show(self, fact: Fact, name: str) -> None:
        """Show another scan; ``name``: its bearer's, masked, as far as this machine knows it."""
        self._fact, self._bearer = fact, name

    def wipe(self) -> None:
        super().wipe()
        self._bearer = ""

    def heading(self, fact: Fact) -> str:
        return self.say("cut_off.scan", time=f"{fact.at:%H:%M}")

    def sentences(self, fact: Fact) -> list[str]:
        return [self._bearer, self.say("cut_off.scan_note")]


class RequestKept(FactKept, HandedIn):
    """Its number is this machine's own, and stays the request's."""

    def body(self) -> ComposeResult:
        with Vertical(classes="kept"):
            yield BigText(most=8, id="heading")
            yield Sentence(id="sentence")
            yield SlipState(self.hall)

    def show(self, fact: Fact) -> None:
        """Show another request."""
        self._fact = fact

    def heading(self, fact: Fact) -> str:
        return fact.about

    def sentences(self, fact: Fact) -> list[str]:
        at = f"{fact.at:%H:%M}"
        # The number written too, not only drawn: for whoever reads it aloud.
        return [self.say("cut_off.request", number=fact.about, time=at)]

    def speak(self) -> None:
        super().speak()
        if self._fact is not None:
            self.slip.follow(self._fact.about, alone=True)
            self.slip.speak(self.language)
