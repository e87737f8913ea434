"""Cards: a number, a serial and a keyed check, no name. ``hall.volunteers.roster.cards``.

A reprint raises the serial; the card before it then says since when it is void. Checks go in the
order of civic-systems.md 3.7: what scanners add, length and digits, kind, MAC, and only then
records; nothing of a code is believed, or said, before its MAC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kiosk.codes import Code, bare
from kiosk.errors import Refused
from kiosk.jobs import Job
from kiosk.slip_frame import framed, printer_here
from kiosk.volunteers.said import text
from kiosk.volunteers.volunteer import CardMade, Volunteer, VolunteerRecord, count_of, number_of
from kiosk.wording import refusal, say

if TYPE_CHECKING:
    from kiosk.volunteers.roster import Roster

KIND = "card"
"""The kind of code, of slip, and the template's name."""

LAST_SERIAL = 9999
"""The body of a code has four digits for it."""


class Cards:
    """Makes, voids, reads and prints them."""

    def __init__(self, roster: Roster) -> None:
        self._roster, self._hall = roster, roster.hall

    def code(self, number: str) -> str:
        """The digits of the card that is valid.

        Refuses: ``unknown_volunteer``, ``volunteer_left``.
        """
        return self._code(number, self._roster.records.here(number))

    def reprint(self, number: str, staff: str | None = None, reason: str = "") -> str:
        """The digits of a new card; from this moment the old one is void.

        Raises:
            Refused: ``unknown_volunteer``, ``volunteer_left``, ``no_such_staff``; as ``said.text``;
                ``too_many_cards``.
        """
        by = self._roster.by(staff)
        why = text("reason", reason) if reason.strip() else ""
        with self._roster.queue.act() as now:
            record = self._roster.records.here(number)
            serial = record.cards[-1].serial + 1
            if serial > LAST_SERIAL:
                raise refusal("too_many_cards", volunteer=number)
            cards = (*record.cards, CardMade(serial, now.at, by, why))
            record = msgspec.structs.replace(record, cards=cards)
            self._roster.records.write(number, record)
            where = self._roster.queue.terminal
            about = {"volunteer": number, "serial": str(serial)}
            self._hall.audit.record("card_made", by, where, **about)
            return self._code(number, record)

    def read(self, scanned: str) -> Volunteer:
        """Whose card this is. Writes nothing; also inside an open transaction.

        Raises:
            Refused: ``not_ours`` (no code of this hall, or of nobody it knows); ``not_a_card`` (a
                code of ours of another ``kind``); ``old_card`` (``since`` when it is void);
                ``volunteer_left`` (``since``).
        """
        try:
            code = self._hall.codes.read(bare(scanned))
        except Refused as refused:
            if refused.code != "not_our_code":
                raise
            raise refusal("not_ours") from None
        if code.kind != KIND:
            raise Refused("not_a_card", say("refused.not_a_card"), kind=code.kind)
        number = number_of(code.number)
        try:
            record = self._roster.records.record(number)
        except Refused as refused:
            if refused.code != "unknown_volunteer":
                raise
            raise refusal("not_ours") from None
        self._valid(number, record, code)
        return self._roster.records.shown(number, record)

    def _valid(self, number: str, record: VolunteerRecord, code: Code) -> None:
        made = {card.serial: card for card in record.cards}
        mine = made.get(code.serial) if not code.letter else None
        # A day that differs: made after the backup that was put back, perhaps for somebody else.
        if mine is None or mine.at.date() != code.day:
            raise refusal("not_ours")
        after = made.get(code.serial + 1)
        if after is not None:
            raise refusal("old_card", volunteer=number, since=f"{after.at:%Y-%m-%d %H:%M}")
        self._roster.records.here(number)

    def print(self, number: str, terminal: str | None = None, *, large: bool = False) -> Job:
        """Print the valid card where a terminal prints (this one's).

        Raises:
            Refused: ``unknown_volunteer``, ``volunteer_left``, ``unknown_terminal``,
                ``no_paper_here``.
        """
        hall, queue = self._hall, self._roster.queue
        printer = printer_here(hall.config, terminal or queue.terminal)
        with queue.act() as now:
            record = self._roster.records.here(number)
            volunteer = self._roster.records.shown(number, record)
            said = {
                "phone": hall.config.centre.phone,
                "number": number,
                "volunteer": volunteer.shown,
                "card": str(volunteer.serial),
                "since": f"{volunteer.card_since:%Y-%m-%d}",
                "code": self._code(number, record),
            }
            about = f"{number}/{volunteer.serial}/{queue.store.rows.ver + 1}"
            training = queue.clock.training
            fields = framed(hall.config, said, now.at, training=training, large=large)
            queue.slips.write(printer, KIND, about, queue.days.today(now), fields)
            return queue.slips.job(f"{KIND}/{about}")

    def _code(self, number: str, record: VolunteerRecord) -> str:
        card, count = record.cards[-1], count_of(number)
        assert count is not None  # noqa: S101 -- a record is there, so the number was given here
        return self._hall.codes.make(Code(KIND, card.at.date(), "", count, card.serial))
