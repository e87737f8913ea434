"""How far a request has come, for whoever holds its slip: no name, no number of a paper in full."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from kiosk.certificates.request import Request
from kiosk.hall import Hall
from kiosk.wording import in_script, name_of, say
from screens.lobby.session import Session
from screens.lobby.step import Step
from screens.terminal import HallChanged
from screens.widgets.big_text import BigText


class Standing(Step):
    """Shows one request, and follows it while somebody looks."""

    KEYS: ClassVar[tuple[str, ...]] = ("back", "over", "help", "size", "language")
    PROMPT = "form.standing"

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session)
        self._number: str | None = None

    def body(self) -> ComposeResult:
        with Vertical(id="accepted"):
            yield BigText(most=8, id="number")
            for part in ("heading", "due", "missing"):
                yield Static(markup=False, id=part)

    def show(self, request: Request) -> None:
        """Show another request."""
        self._number = request.number

    def wipe(self) -> None:
        self._number = None

    def speak(self) -> None:
        super().speak()
        self.show_hall()

    @on(HallChanged)
    def show_hall(self) -> None:
        """The request as it is now."""
        if self._number is None:
            return
        request = self.hall.certificates.get(self._number)
        state = self.say(f"requests.{request.state}")
        item = name_of(self.hall.items.get(request.item), self.language)
        texts = {
            # The number written too, not only drawn: for whoever reads it aloud.
            "heading": f"{request.number}  {item}  {request.applicant}\n"
            f"{self.say('form.is_now', state=state)}",
            "due": due_in_words(request, self.language) if request.is_open else "",
            "missing": missing_in_words(request, self.hall, self.language)
            if request.is_open
            else "",
        }
        for part, text in texts.items():
            self.query_one(f"#{part}", Static).update(text)
        self.query_one("#number", BigText).text = request.number


def due_in_words(request: Request, language: str) -> str:
    """The promised day, and what must be said beside it."""
    due = request.due
    text = say("form.due", language, year=due.year, month=due.month, day=due.day)
    return f"{text}\n{in_script(request.due_note, language)}" if request.due_note else text


def missing_in_words(request: Request, hall: Hall, language: str) -> str:
    """All that is still missing, a line each; that nothing is, too."""
    if not request.missing:
        return say("form.nothing_missing", language)
    named = {m.name: name_of(m, language) for m in hall.items.get(request.item).to_bring}
    missing = [f"- {named.get(name, name)}" for name in request.missing]
    by = request.missing_by
    head = say("form.missing", language)
    if by is not None:
        head = say("form.missing_by", language, year=by.year, month=by.month, day=by.day)
    return "\n".join([head, *missing])
