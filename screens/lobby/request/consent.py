"""What is collected and why, page by page; nothing is asked before it is agreed to."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kiosk.items.answers import Section
from screens.lobby.finding.reading import Reading
from screens.lobby.request.plan import SENSITIVE
from screens.lobby.request.question import Asking
from screens.widgets.key import Key

KEYS = {"agree": "1", "decline": "2"}
"""What can be touched beside the foot, and the key that does the same."""


class Consent(Asking):
    """The notice, as its version says it; what is sensitive is asked about separately.

    Only its last page has the key that agrees; every page has the one that does not.
    """

    WORDS: ClassVar[str] = "form.notice"

    def body(self) -> ComposeResult:
        with Vertical(id="notice-sheet"):
            yield Reading()
        yield from super().body()
        with Horizontal(id="notice-keys"):
            for name, key in KEYS.items():
                yield Key(key, id=name)

    def begin(self, code: str) -> None:
        """Begin a request for the certificate with this code."""
        self.filling.begin(code)

    def forget(self) -> None:
        super().forget()
        if self.is_mounted:
            self._reading.first()

    def words(self) -> str:
        key = "form.sensitive" if self.question == SENSITIVE else self.WORDS
        return self.say(key)

    def speak(self) -> None:
        super().speak()
        if self.asks:
            self._reading.show(self._sections(), large=self.session.large)
            self._label()

    @property
    def _reading(self) -> Reading:
        return self.query_one(Reading)

    # --- pages -------------------------------------------------------------------------------

    def _sections(self) -> list[Section]:
        draft = self.filling.draft
        if draft is None:
            return []
        notice = self.hall.certificates.notice(draft.item)
        said = notice.sections(self.language)
        sections = [Section(part.heading, tuple(part.text.splitlines())) for part in said]
        apart = [at for at, part in enumerate(notice.sections()) if part.heading == notice.extra]
        if self.question == SENSITIVE:
            return [sections[at] for at in apart]
        return [part for at, part in enumerate(sections) if at not in apart]

    @on(Reading.Paged)
    def _label(self) -> None:
        """The first key turns the page, and agrees on the last one."""
        page, pages = self._reading.page + 1, self._reading.pages
        more = self.say("form.more", page=page, pages=pages)
        agree = self.query_one("#agree", Key)
        agree.show(self.say("form.agree") if page == pages else more)
        self.query_one("#decline", Key).show(self.say("form.decline"))

    # --- what is touched ---------------------------------------------------------------------

    def typed(self, key: str, character: str | None) -> bool:
        name = next((name for name, sign in KEYS.items() if sign == character), None)
        if name is not None:
            self.foot(name)
        return name is not None

    def foot(self, name: str) -> None:
        if name not in KEYS:
            super().foot(name)
            return
        self.guard.close()
        if name == "decline":
            self.filling.decline()
        elif not self._reading.size:
            return  # nothing of it has been seen yet
        elif self._reading.page < self._reading.pages - 1:
            self._reading.turn()
        else:
            self.filling.agree()
