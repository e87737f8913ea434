"""A code on the screen, for a phone to take along: a card, or an activity elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from kiosk.hall import Hall
from kiosk.staff import Person
from screens.desk.acts import Act
from screens.desk.volunteering.acts import SHEET
from screens.desk.volunteering.frame import Tending
from screens.widgets.qr import QrCode


class Code(Tending):
    """33 x 17 cells; ``words`` below it say what it is for."""

    KEYS: ClassVar[tuple[Act, ...]] = SHEET

    def __init__(
        self, hall: Hall, language: str, person: Person, title: str, digits: str, words: str
    ) -> None:
        super().__init__(hall, language, person)
        self._title, self._digits, self._words = title, digits, words

    def title_said(self) -> str:
        return self._title

    def body(self) -> Iterable[Widget]:
        yield QrCode(self._digits)

    def on_mount(self) -> None:
        self.tell(self._words)
