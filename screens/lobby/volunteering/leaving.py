"""Signed in already: sign out? One touch, at a place as large as the screen allows."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kiosk.hall import Hall
from kiosk.volunteers.scanned import Scanned
from kiosk.volunteers.slips import duration
from screens.lobby.session import Session
from screens.lobby.volunteering.room import Choices, called, clock
from screens.lobby.volunteering.visit import Visit
from screens.widgets.big_text import BigText
from screens.widgets.sentence import Sentence
from screens.widgets.tile import Face
from screens.widgets.tile_page import TilePage


class Leaving(Choices):
    """Asks; nothing is recorded before the answer."""

    PROMPT = "volunteering.leave"

    def __init__(self, hall: Hall, session: Session, visit: Visit) -> None:
        super().__init__(hall, session, visit)
        self._code = ""
        self._found: Scanned | None = None

    def body(self) -> ComposeResult:
        with Horizontal(classes="card"):
            with Vertical(classes="words"):
                yield BigText(id="heading")
                yield Sentence(id="sentence")
            with Vertical(classes="acts"):
                yield TilePage(most=2, columns=1)

    def show(self, code: str, found: Scanned) -> None:
        """Ask somebody else; ``found`` is what a scan would do now."""
        self._code, self._found = code, found

    def speak(self) -> None:
        super().speak()
        found = self._found
        if found is None or found.activity is None or found.since is None:
            return
        self.query_one("#heading", BigText).text = self.say("volunteering.leave")
        lines = [
            f"{found.shown}  {called(found.activity, self.language)}",
            self.say("volunteering.leave_since", time=clock(found.since)),
        ]
        if found.counts and found.minutes is not None:
            so_far = duration(found.minutes, self.language)
            lines.append(self.say("volunteering.so_far", duration=so_far))
        self.query_one("#sentence", Sentence).update("\n".join(lines))

    def faces(self) -> list[Face]:
        return [
            Face("out", self.say("volunteering.leave_yes")),
            Face("stay", self.say("volunteering.leave_no")),
        ]

    def chose(self, value: str) -> None:
        if value == "out":
            self.visit.sign(self._code)
        else:
            self.foot("over")

    def wipe(self) -> None:
        super().wipe()
        self._code, self._found = "", None
