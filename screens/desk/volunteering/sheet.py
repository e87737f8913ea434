"""Something to be read and left: the wall, what is known of an activity, a record's chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import ClassVar

from textual import on
from textual.message import Message
from textual.widget import Widget

from kiosk.hall import Hall
from kiosk.staff import Person
from kiosk.volunteers.amendments import Clerk
from screens.desk.acts import Act
from screens.desk.rows import Row, Rows
from screens.desk.volunteering.acts import MONTH, SHEET
from screens.desk.volunteering.frame import Following


class RowsRead(Message):
    """What is to be read."""

    def __init__(self, rows: list[Row]) -> None:
        super().__init__()
        self.rows = rows


class Sheet(Following):
    """``read`` is called on a thread, and again when the hall changes."""

    KEYS: ClassVar[tuple[Act, ...]] = SHEET

    def __init__(
        self,
        hall: Hall,
        language: str,
        person: Person,
        title: str,
        read: Callable[[], list[Row]],
    ) -> None:
        super().__init__(hall, language, person)
        self._title, self._read = title, read

    def title_said(self) -> str:
        return self._title

    def body(self) -> Iterable[Widget]:
        yield Rows(self.say("desk.more"))

    def looked(self) -> Message:
        return RowsRead(self._read())

    @on(RowsRead)
    def _show(self, event: RowsRead) -> None:
        self.query_one(Rows).show(event.rows)
        self.look_again()


class MonthSheet(Sheet):
    """How often each clerk wrote minutes, and how many, in a month; for everybody to see."""

    KEYS: ClassVar[tuple[Act, ...]] = MONTH

    def __init__(self, hall: Hall, language: str, person: Person) -> None:
        super().__init__(hall, language, person, "", self._rows)
        self._month = date.fromisoformat(hall.queue.days.today(hall.clock.now())).replace(day=1)

    def title_said(self) -> str:
        return self.say("volunteer_desk.sheet_title")

    def _rows(self) -> list[Row]:
        month = self._month
        head = self.say("volunteer_desk.month", year=month.year, month=month.month)
        clerks = self.hall.volunteers.hours.amendments.sheet(f"{month:%Y-%m}")
        rows: list[Row] = [(head, "heading"), (self.say("volunteer_desk.sheet_how"), "dim")]
        rows += [(self._clerk(clerk), "row") for clerk in clerks]
        return rows if clerks else [*rows, (self.say("volunteers.sheet_empty"), "row")]

    def _clerk(self, clerk: Clerk) -> str:
        return self.say(
            "volunteers.sheet_row",
            number=clerk.number,
            name=clerk.name,
            backfills=clerk.backfills,
            backfill_minutes=clerk.backfill_minutes,
            corrections=clerk.corrections,
            confirmations=clerk.confirmations,
            seconded=clerk.seconded,
        )

    def act_before(self, _: str = "") -> None:
        """The month before."""
        self._month = (self._month - timedelta(days=1)).replace(day=1)
        self.show_hall()

    def act_after(self, _: str = "") -> None:
        """The month after."""
        self._month = (self._month + timedelta(days=31)).replace(day=1)
        self.show_hall()
