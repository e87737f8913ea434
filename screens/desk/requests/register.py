"""The register of a year: every certificate by number, what is void, how often it was sealed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual import on
from textual.message import Message
from textual.widget import Widget

from kiosk.certificates.register_entry import Certificate
from kiosk.hall import Hall
from kiosk.staff import Person
from screens.desk.acts import Act
from screens.desk.pick_list import PickList
from screens.desk.requests.acts import REGISTER
from screens.desk.requests.frame import Framed
from screens.desk.rows import Row
from screens.desk.scanning import RequestFound
from screens.terminal import HallChanged


class YearRead(Message):
    """The entries of a year."""

    def __init__(self, year: int, entries: list[Certificate]) -> None:
        super().__init__()
        self.year, self.entries = year, entries


class RegisterOfYear(Framed):
    """Read anew when the hall changes: a seal used elsewhere is seen here."""

    KEYS: ClassVar[tuple[Act, ...]] = REGISTER

    def __init__(self, hall: Hall, language: str, person: Person) -> None:
        super().__init__(hall, language, person)
        self.year = hall.certificates.today().year
        self._requests: dict[str, str] = {}

    def title_said(self) -> str:
        return self.say("handling.act_register")

    def body(self) -> Iterable[Widget]:
        yield PickList(self.say("desk.more"))

    @on(HallChanged)
    def show_hall(self) -> None:
        self.start("register", partial(self._read, self.year))

    def _read(self, year: int) -> Message:
        return YearRead(year, self.hall.certificates.register(year))

    @on(YearRead)
    def _show_year(self, event: YearRead) -> None:
        if event.year != self.year:
            return
        head = self.say("handling.of_year", year=event.year, count=len(event.entries))
        rows: list[tuple[str, Row]] = [("", (head, "heading"))]
        rows += [self._row(entry) for entry in reversed(event.entries)]
        self._requests = {entry.number: entry.request for entry in event.entries}
        self.query_one(PickList).offer(rows)

    def _row(self, entry: Certificate) -> tuple[str, Row]:
        parts = [
            "X " + entry.number if entry.void else "  " + entry.number,
            entry.day,
            entry.holder,
            self.say("handling.sealed", sealed=entry.sealed_copies, copies=entry.copies),
        ]
        if entry.void:
            at = entry.void.at
            parts.append(self.say("handling.void_since", month=at.month, day=at.day))
        parts += [entry.request, self.say("desk.by", number=entry.approver)]
        return entry.number, ("  ".join(filter(None, parts)), "late" if entry.void else "row")

    @on(PickList.Selected)
    def _show_keys(self) -> None:
        chosen = self.query_one(PickList).selected
        after = {"after"} if self.year < self.hall.certificates.today().year else set()
        self.may({"before"} | after | ({"open"} if chosen else set()))

    @on(PickList.Opened)
    def _opened(self) -> None:
        self.act_open()

    def act_open(self, _: str = "") -> None:
        """Look at what a certificate was issued for."""
        if number := self.query_one(PickList).selected:
            self.post_message(RequestFound(self._requests[number]))

    def act_before(self, _: str = "") -> None:
        """The year before."""
        self._turn(-1)

    def act_after(self, _: str = "") -> None:
        """The year after."""
        self._turn(1)

    def _turn(self, by: int) -> None:
        self.year += by
        self.show_hall()
