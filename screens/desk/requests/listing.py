"""The open requests by their promised day; what waits for the head's approval first of all."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.message import Message
from textual.widget import Widget

from kiosk.certificates.privacy import Kept
from kiosk.certificates.request import Request
from kiosk.wording import name_of
from screens.desk.acts import Act
from screens.desk.pick_list import PickList
from screens.desk.requests.acts import LIST, waits_for
from screens.desk.requests.due import SIGNS, clock, headline, standing
from screens.desk.requests.frame import Framed
from screens.desk.rows import Row
from screens.desk.scanning import RequestFound
from screens.terminal import HallChanged
from screens.widgets.pad.writing import Mode

SIGHT = ("self", "copy", "correct_it")
"""Reasons for which somebody sees what is kept of them."""

NUMBER = 24
"""Characters of the longest number of a paper, with room for a slip of the finger."""


class DataFound(Message):
    """What is kept of one person."""

    def __init__(self, kept: list[Kept]) -> None:
        super().__init__()
        self.kept = kept


class Requests(Framed):
    """A list that follows the hall."""

    KEYS: ClassVar[tuple[Act, ...]] = LIST

    def body(self) -> Iterable[Widget]:
        yield PickList(self.say("desk.more"))

    def on_mount(self) -> None:
        self.set_interval(10, self.show_hall)  # a day may end while nobody does anything

    @on(HallChanged)
    def show_hall(self) -> None:
        requests = self.hall.certificates.open()
        mine = [one for one in requests if waits_for(one, self.person)]
        others = [one for one in requests if not waits_for(one, self.person)]
        rows: list[tuple[str, Row]] = []
        if mine:
            rows.append(("", (self.say("handling.yours", count=len(mine)), "heading")))
            rows += self._rows(mine)
        said = headline(self.hall, self.person, self.language)
        rows.append(("", (said if requests else self.say("requests.none"), "heading")))
        rows += self._rows(others)
        self.query_one(PickList).offer(rows)

    def _rows(self, requests: list[Request]) -> list[tuple[str, Row]]:
        """In columns as wide as what stands in them."""
        told = [self._columns(one) for one in requests]
        widths = [max(map(cell_len, column)) for column in zip(*told, strict=True)]
        rows = []
        for request, texts in zip(requests, told, strict=True):
            style = standing(self.hall, request)
            cells = [
                text + " " * (width - cell_len(text))
                for text, width in zip(texts, widths, strict=True)
            ]
            rows.append((request.number, ("  ".join(cells), style)))
        return rows

    def _columns(self, request: Request) -> list[str]:
        item = self.hall.items.lists.items.get(request.item)
        state = self.say(f"requests.{request.state}")
        when = clock(self.hall, request, self.language)
        return [
            SIGNS.get(standing(self.hall, request), "  ") + request.number,
            request.applicant,
            state,
            when if when != state else "",
            name_of(item, self.language) if item else request.item,
        ]

    @on(PickList.Selected)
    def _show_keys(self) -> None:
        chosen = self.query_one(PickList).selected
        self.may({"register", "my_data"} | ({"open"} if chosen else set()))

    @on(PickList.Opened)
    def _opened(self) -> None:
        self.act_open()

    # --- the keys --------------------------------------------------------------------------------

    def act_open(self, _: str = "") -> None:
        """Look at the selected request."""
        if number := self.query_one(PickList).selected:
            self.post_message(RequestFound(number))

    def act_register(self, _: str = "") -> None:
        """Look at the register of certificates."""
        from screens.desk.requests.register import RegisterOfYear  # noqa: PLC0415

        self.app.push_screen(RegisterOfYear(self.hall, self.language, self.person))

    def act_my_data(self, _: str = "") -> None:
        """Somebody at the desk wants to know what is kept of them."""
        self.write(
            self.say("handling.whose"),
            self.say("handling.id_no"),
            self._why_data,
            mode=Mode.DIGITS,
            longest=NUMBER,
        )

    def _why_data(self, id_no: str) -> None:
        def look(why: str) -> None:
            self.start("my_data", partial(self._data, id_no, why))

        self.ask_why(self.say("handling.why_data"), SIGHT, look)

    def _data(self, id_no: str, why: str) -> Message:
        kept = self.hall.certificates.data_of(id_no, self.person.number, why, self.language)
        return DataFound(kept)

    @on(DataFound)
    def _show_data(self, event: DataFound) -> None:
        from screens.desk.requests.values import Values  # noqa: PLC0415 -- when first shown

        rows: list[Row] = []
        for kept in event.kept:
            head = "  ".join([kept.number, kept.item, kept.day, kept.part, kept.stands])
            rows += [("", "row")] if rows else []
            rows += [(head, "heading"), *((f"{one.what}  {one.value}", "row") for one in kept.rows)]
        rows = rows or [(self.say("requests.nobody"), "row")]
        title = self.say("handling.act_my_data")
        self.app.push_screen(Values(self.hall, self.language, self.person, title, rows))
