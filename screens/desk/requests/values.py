"""Whole values, for as long as somebody needs to read them and not longer."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.events import ScreenResume
from textual.widget import Widget

from kiosk.hall import Hall
from kiosk.staff import Person
from screens.desk.acts import Act
from screens.desk.requests.acts import VALUES
from screens.desk.requests.frame import Framed
from screens.desk.rows import Row, Rows

SHOWN = 60.0
"""Seconds after which they go by themselves."""


class Values(Framed):
    """Wiped when it is left, and when its time is over, whatever then lies above it."""

    KEYS: ClassVar[tuple[Act, ...]] = VALUES

    def __init__(
        self, hall: Hall, language: str, person: Person, title: str, rows: list[Row]
    ) -> None:
        super().__init__(hall, language, person)
        self._title, self._rows = title, rows
        self._until = time.monotonic() + SHOWN

    def title_said(self) -> str:
        return self._title

    def body(self) -> Iterable[Widget]:
        yield Rows(self.say("desk.more"))

    def on_mount(self) -> None:
        self.set_interval(0.5, self._count)
        self._count()

    def show_hall(self) -> None:
        self.query_one(Rows).show(list(self._rows))

    def _count(self) -> None:
        left = self._until - time.monotonic()
        if left > 0:
            self.tell(self.say("handling.shown_for", seconds=int(left) + 1))
        else:
            self._wipe()
            self.act_back()

    @on(ScreenResume)
    def _over(self) -> None:
        if not self._rows:
            self.call_after_refresh(self.act_back)

    def act_back(self) -> None:
        if self.is_active:
            self._wipe()
        super().act_back()

    def _wipe(self) -> None:
        self._rows = []
        self.query_one(Rows).show([])
