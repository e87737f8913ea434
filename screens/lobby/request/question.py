"""What every screen of a request has: where one is, and a way back that keeps what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.wording import name_of, refusal
from screens.lobby.request.draft import HURRY
from screens.lobby.request.plan import NOTICE, Question
from screens.lobby.session import Session
from screens.lobby.step import Step

if TYPE_CHECKING:
    from screens.lobby.request.filling import Filling


class Asking(Step):
    """Asks one question after the other; ``filling`` knows which, and what comes next."""

    WORDS: ClassVar[str] = ""
    """The key, in the catalogue, of its question, where no field of a form has the words."""

    def __init__(self, hall: Hall, session: Session, filling: Filling) -> None:
        super().__init__(hall, session)
        self.filling = filling
        self.question = NOTICE
        self._refusal: Refused | None = None

    def ask(self, question: Question) -> None:
        """Ask another question; ``speak`` follows."""
        self.forget()
        self.question = question
        if self.is_mounted:
            self.guard.close()
            self.marker.clear()

    def body(self) -> ComposeResult:
        yield Static(markup=False, id="refusal")
        yield from super().body()

    def refuse(self, refusal: Refused | None) -> None:
        """Say why the answer cannot be taken; with nothing, say no more."""
        self._refusal = refusal
        if self.is_mounted:
            place = self.query_one("#refusal", Static)
            place.display = refusal is not None
            place.update(self.refused(refusal) if refusal else "")

    def speak(self) -> None:
        super().speak()
        self.refuse(self._refusal)

    def forget(self) -> None:
        """Show nothing of what was typed any longer."""
        self.refuse(None)

    def wipe(self) -> None:
        self.filling.wipe()

    def hold_scan(self) -> bool:
        if self.asks:
            self.refuse(refusal("unfinished"))
        return self.asks

    @property
    def asks(self) -> bool:
        """Whether there is a request to ask for."""
        return self.filling.draft is not None

    def words(self) -> str:
        """The question itself."""
        field = self.question.field
        if field is None:
            return self.say(self.WORDS) if self.WORDS else ""
        words = self.label(self.question)
        may_go = field.optional and not field.default
        return self.say("form.if_wanted", what=words) if may_go else words

    def label(self, question: Question) -> str:
        """What is asked, by its name; who comes for another reads whose it is."""
        field = question.field
        if field is None:
            return ""
        words = name_of(field, self.language)
        draft = self.filling.draft
        if (
            draft is not None
            and draft.for_another
            and not question.part
            and question.name in PERSONAL
        ):
            return self.say("form.of_applicant", what=words)
        return words

    def prompt(self) -> str:
        if not self.asks:
            return ""
        if self.filling.draft is not None and self.filling.draft.left < HURRY:
            place = self.say("form.hurry", minutes=round(HURRY / 60))
        else:
            step, steps = self.filling.place
            place = self.say("form.place", step=step, steps=steps)
        return f"{place}    {self.words()}"

    def foot(self, name: str) -> None:
        if name == "back":
            self.guard.close()
            self.filling.back()
        else:
            super().foot(name)


PERSONAL = frozenset({"applicant_name", "id_type", "id_no", "address", "phone"})
"""Fields of which somebody who comes for another may not know whose is meant."""
