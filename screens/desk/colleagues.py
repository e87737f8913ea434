"""The windows of colleagues, with whom and since when; and all lines of the hall."""

from __future__ import annotations

from kiosk.hall import Hall
from kiosk.hours import Moment, seconds_between
from kiosk.tickets.around import Crowd, Seat
from kiosk.wording import name_of, say
from screens.desk.rows import Row, Rows


class Colleagues(Rows):
    """Everything in it is about work: which number is where, never whose it is."""

    def __init__(self, hall: Hall, window: str, language: str) -> None:
        super().__init__(say("desk.more", language))
        self._hall, self._window, self._language = hall, window, language

    def show_hall(self) -> None:
        """Show the hall as it is now."""
        queue = self._hall.queue
        rows: list[Row] = [(self._say("windows"), "heading")]
        rows += [self._seat(seat) for seat in queue.seats()]
        rows += [("", "row"), (self._say("lines"), "heading")]
        rows += [self._crowd(crowd) for crowd in queue.crowds()]
        self.show(rows)

    def _say(self, key: str, **fields: object) -> str:
        return say(f"desk.{key}", self._language, **fields)

    def _seat(self, seat: Seat) -> Row:
        where = self._say("window", window=seat.window)
        who = self._hall.staff.name_of(seat.by) if seat.by else ""
        if seat.window == self._window:
            who = self._say("you")
        if seat.ticket is not None:
            state = say(f"states.{seat.ticket.state}", self._language)
            what = f"{seat.ticket.number} {state}"
        else:
            what = self._say("free" if seat.open else "shut")
        parts = [where, who, what, self._since(seat.since) if seat.open or seat.ticket else ""]
        return "  ".join(filter(None, parts)), "row" if seat.open or seat.ticket else "dim"

    def _crowd(self, crowd: Crowd) -> Row:
        name = name_of(self._hall.config.lines[crowd.line], self._language)
        count = self._say("waiting", count=crowd.waiting)
        longest = ""
        if crowd.since is not None:
            longest = self._say("longest", minutes=self._minutes(crowd.since))
        parts = [f"{crowd.line} {name}", count, longest]
        return "  ".join(filter(None, parts)), "row" if crowd.waiting else "dim"

    def _since(self, since: Moment | None) -> str:
        return self._say("minutes", minutes=self._minutes(since)) if since else ""

    def _minutes(self, since: Moment) -> int:
        return int(seconds_between(since, self._hall.clock.now()) // 60)
