"""Is this certificate genuine? In words that nobody can mistake, and nothing of its contents."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from kiosk.certificates.verdict import Verdict
from kiosk.hall import Hall
from kiosk.wording import in_script
from screens.lobby.session import Session
from screens.lobby.step import Step
from screens.widgets.big_text import BigText


class VerdictScreen(Step):
    """One verdict; it goes with the next touch of a key at the foot, or with its reader."""

    KEYS: ClassVar[tuple[str, ...]] = ("back", "over", "help", "size", "language")
    PROMPT = "lobby.verdict"

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session)
        self._verdict: Verdict | None = None

    def body(self) -> ComposeResult:
        with Vertical(id="notice"):
            yield BigText(centred=True, most=8, id="heading")
            yield Static(markup=False, id="sentence")

    def show(self, verdict: Verdict) -> None:
        """Say another verdict."""
        self._verdict = verdict

    def wipe(self) -> None:
        self._verdict = None

    def speak(self) -> None:
        super().speak()
        found = self._verdict
        if found is None:
            return
        self.set_class(found.reason == "genuine", "-good")
        self.query_one("#heading", BigText).text = self.say(f"lobby.verdict_{found.reason}")
        self.query_one("#sentence", Static).update("\n".join(self._facts(found)))

    def _facts(self, found: Verdict) -> list[str]:
        """The sentence, and what the register says: to be compared with the paper."""
        facts = [found.words(self.language)]
        if found.number:
            name = in_script(found.item_name, self.language)
            room = [] if found.hours else [""]
            facts += [*room, f"{found.number}  {name}".rstrip()]
        if found.hours:
            facts.append(self.say("lobby.stated", holder=found.holder, hours=found.hours))
        elif found.holder:
            facts.append(self.say("lobby.verdict_holder", holder=found.holder))
        if found.issued:
            day = found.issued
            facts.append(
                self.say("lobby.verdict_issued", year=day.year, month=day.month, day=day.day)
            )
        if found.hours:
            facts.append(self.say("lobby.stated_limit"))
        return facts
