"""All of it once more, to be changed by a touch; only then is it handed in."""

from __future__ import annotations

from functools import reduce
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from kiosk.wording import name_of
from screens.lobby.request.filling import HandedIn, NotTaken
from screens.lobby.request.plan import BRINGING, WHOSE, Question, Way
from screens.lobby.request.question import Asking
from screens.lobby.request.sheet import Sheet
from screens.lobby.request.shown import in_words
from screens.lobby.tiles import Tiles
from screens.widgets.tile import Face
from screens.widgets.tile_page import TilePage

ON = "="
"""The tile that turns the page and, on the last one, hands in: nobody signs what is unread."""


class Review(Asking, Tiles):
    """Full values, for the person who stands there; numbers of papers masked."""

    WORDS: ClassVar[str] = "form.review"

    def tiles(self) -> ComposeResult:
        yield Sheet()

    def prompt(self) -> str:
        return self.say("form.handing_in") if self.filling.waits else super().prompt()

    # --- what it shows -----------------------------------------------------------------------

    def ask(self, question: Question) -> None:
        super().ask(question)
        if self.filling.draft is not None:
            self.filling.draft.reviewing = True

    def faces(self) -> list[Face]:
        return [self._face(q) for q in self.filling.questions if q.way not in SAID_NOTHING]

    def _face(self, question: Question) -> Face:
        draft = self.filling.draft
        if draft is None:
            return Face("", "")
        if question == WHOSE:
            said = self.say("form.for_other" if draft.for_another else "form.for_self")
            return Face(question.name, said, self.say("form.whose"))
        if question == BRINGING:
            materials = self.filling.materials
            has = [name_of(m, self.language) for m in materials if m.name in draft.has]
            said = reduce(self._both, has) if has else self.say("form.nothing_with")
            return Face(question.name, said, self.say("form.papers"))
        value = in_words(question, draft, self.language)
        return Face(question.name, value or self.say("form.left_out"), self.label(question))

    def _both(self, first: str, second: str) -> str:
        return self.say("form.two", first=first, second=second)

    def pinned(self) -> list[Face]:
        if not self.asks:
            return []
        last = self.page.page == self.page.pages - 1
        said = "hand_in" if last else "read_on"
        return [Face(ON, self.say(f"form.{said}"), key="0", ready=not self.filling.waits)]

    def show_tiles(self) -> None:
        super().show_tiles()
        # Which page this is, and so what the last tile does, is known once they are laid out.
        super().show_tiles()

    @on(TilePage.Paged)
    def _turned(self) -> None:
        super().show_tiles()

    # --- what is touched ---------------------------------------------------------------------

    @on(TilePage.Chosen)
    def _chosen(self, event: TilePage.Chosen) -> None:
        if not self.guard.passes() or self.filling.waits:
            return
        if event.value != ON:
            questions = {question.name: question for question in self.filling.questions}
            self.filling.change(questions[event.value])
        elif self.page.page < self.page.pages - 1:
            self.guard.close()
            self.page.turn()
        else:
            self.filling.hand_in(self, large=self.session.large)
            self.speak()

    @on(HandedIn)
    def _handed_in(self, event: HandedIn) -> None:
        self.filling.taken(event.went)

    @on(NotTaken)
    def _not_taken(self, event: NotTaken) -> None:
        self.filling.not_taken()
        self.speak()
        self.refuse(event.refusal)

    def forget(self) -> None:
        super().forget()
        if self.is_mounted:
            self.page.forget()


SAID_NOTHING = frozenset({Way.NOTICE, Way.REVIEW})
"""Questions without an answer to be seen here."""
