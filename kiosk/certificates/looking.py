"""Requests as they may be looked at: by number, by slip, the open ones, those of a day."""

from __future__ import annotations

from datetime import date

import msgspec

from kiosk.certificates.ground import Ground
from kiosk.certificates.request import TABLE, Request
from kiosk.codes import Code
from kiosk.tickets.ticket import series_of
from kiosk.wording import refusal

LETTER = "R"
"""The letter of a request's number and of its slip's code."""

_decode = msgspec.json.Decoder(Request).decode


class Looking(Ground):
    """Questions; none of them opens more than may be shown, none is recorded."""

    def get(self, number: str) -> Request:
        """One request, with what of it may be shown. Refuses: ``unknown_request``."""
        return self.handed(self.stored(number))

    def by_code(self, digits: str) -> Request:
        """The request of an acceptance slip. Refuses: ``not_our_code``, ``unknown_request``."""
        return self.get(self.number_of(digits))

    def open(self) -> list[Request]:
        """The open requests by promised day, the next one first; nothing of them is opened."""
        live = self.hall.store.rows.live(TABLE).values()
        requests = [_decode(document) for document in live]
        return sorted(requests, key=lambda request: (request.due, request.number))

    def past(self, day: str) -> list[Request]:
        """The requests that were taken in on a day, open or closed, by number."""
        found = [msgspec.convert(one, Request) for one in self.table.past("day", day)]
        return sorted(found, key=lambda request: request.number)

    def days_left(self, request: Request) -> int:
        """Working days until the promised day; negative when it is past."""
        return self.hall.workdays.left(self.today(), request.due)

    def number_of(self, code: str) -> str:
        """The number of the request whose slip bears these digits. Refuses: ``not_our_code``."""
        read = self.hall.codes.read(code)
        if read.kind != "request":
            raise refusal("not_our_code")
        own = chr(read.serial) if read.serial else ""
        return f"{read.letter}{own}{read.day.year}{read.number:04d}"

    def slip_code(self, request: Request) -> str:
        """The digits of a request's acceptance slip."""
        day, number = date.fromisoformat(request.day), request.own or request.number
        own, digits = series_of(number)[1:], number[len(series_of(number)) :]
        serial = ord(own) if own else 0
        return self.hall.codes.make(Code("request", day, LETTER, int(digits[4:]), serial))
