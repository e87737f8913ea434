"""Volunteers as they are stored: opened, sealed, masked, and who may be the same person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from kiosk import identity
from kiosk.hours import Moment
from kiosk.identity.kinds import Kind
from kiosk.store.rows import encode
from kiosk.volunteers import volunteer_fields as fields
from kiosk.volunteers.roster_index import RosterIndex
from kiosk.volunteers.volunteer import (
    TABLE,
    Guardian,
    Volunteer,
    VolunteerRecord,
    number_of,
)
from kiosk.volunteers.volunteer_fields import Said
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.hall import Hall

TAIL = 4
"""Digits of a phone by which somebody is looked up."""

LEAP, FORGOTTEN = 1000, 1095
"""Numbers left out after a restore, and days after which it is too late to ask for one."""

RESTORES = "restores"
"""The store's table of notes that a backup was put back (``kiosk.store.keeping``)."""

_SEALED = ("name", "phone", "id_no", "born", "area", "national")
_decode = msgspec.json.Decoder(VolunteerRecord).decode


class RosterRecords:
    """The records below the roster; what writes is called inside the act's transaction."""

    def __init__(self, hall: Hall) -> None:
        self._store, self._sealed = hall.store, hall.sealed
        self._table = hall.store.table(TABLE)
        self._clock = hall.clock
        self._last: int | None = None

    @cached_property
    def index(self) -> RosterIndex:
        """Who may be meant by a fingerprint, or is in a team."""
        return RosterIndex(self._store)

    def add(self, number: str, record: VolunteerRecord) -> None:
        """Store a new record in the open transaction."""
        self._table.add(number, record)
        self.index.note(number, encode(record))

    def record(self, number: str) -> VolunteerRecord:
        """As stored. Refuses: ``unknown_volunteer``."""
        row = self._store.rows.row(TABLE, number)
        if row is None or row.doc is None:
            raise refusal("unknown_volunteer", volunteer=number[:20])
        return _decode(row.doc)

    def here(self, number: str) -> VolunteerRecord:
        """As stored, of somebody who has not left. Refuses also: ``volunteer_left``."""
        record = self.record(number)
        if record.left is not None:
            raise refusal("volunteer_left", volunteer=number, since=f"{record.left.at:%Y-%m-%d}")
        return record

    def write(self, number: str, record: VolunteerRecord) -> None:
        """Store a changed record in the open transaction."""
        self._table.put(number, record)
        self.index.note(number, encode(record))

    def shown(self, number: str, record: VolunteerRecord) -> Volunteer:
        """What may be seen of a record."""
        card = record.cards[-1]
        return Volunteer(
            number=number,
            shown=identity.mask(Kind.NAME, self._sealed.open(record.name)),
            phone_shown=identity.mask(Kind.PHONE, self._sealed.open(record.phone)),
            skills=record.skills,
            profession=record.profession,
            teams=record.teams,
            posted=record.posted,
            guarded=record.guardian is not None,
            enrolled=date.fromisoformat(record.enrolled),
            serial=card.serial,
            card_since=card.at,
            left=record.left.at.date() if record.left else None,
        )

    def live(self, number: str) -> VolunteerRecord | None:
        """As stored, of somebody who is here; else ``None``."""
        row = self._store.rows.row(TABLE, number)
        record = _decode(row.doc) if row and row.doc else None
        return record if record is not None and record.left is None else None

    def same(self, said: Said, but: str = "") -> str | None:
        """The number under which this person is here already."""
        if not self._sealed.used:
            return None
        papers = self._sealed.fingerprints(said.id_no) if said.id_no else []
        names = self._sealed.fingerprints(said.name)
        phones = self._sealed.fingerprints(said.phone)
        numbers = [
            *self.index.find("id_no_print", papers),
            *self.index.find("phone_print", phones),
        ]
        for number in numbers:
            record = self.live(number)
            if record is None or number == but:
                continue
            if record.id_no_print and record.id_no_print in papers:
                return number
            known = record.phone_print in phones and record.name_print in names
            # Two papers that differ are two people, however alike the rest.
            if known and not (papers and record.id_no_print):
                return number
        return None

    def next(self) -> str:
        """A number nobody has or had; history knows those who left and those long forgotten."""
        rows, count = self._store.rows, self.index.top
        if self._last is None:
            # Nothing is restored while a program is open: it is enough to look once.
            self._last = self._given_and_lost(count)
            count = max(count, self._last)
        elif self._last > count and rows.row(TABLE, number_of(self._last)) is not None:
            count = self._last
        while rows.row(TABLE, number_of(count + 1)) is not None:
            count += 1
        self._last = count + 1
        return number_of(self._last)

    def _given_and_lost(self, top: int) -> int:
        """After which number to go on where a backup was put back; 0: it was not.

        People enrolled between the two have cards, with numbers that nobody knows any more.
        """
        today = self._clock.now().at.date()
        last = self.record(number_of(top)).cards[0].at if top else None
        day = last.date() if last else today - timedelta(days=FORGOTTEN)
        restores = self._store.table(RESTORES)
        while day <= today:
            for note in restores.past("day", day.isoformat()):
                if last is None or datetime.fromisoformat(note["at"]) > last:
                    return (top // LEAP + 1) * LEAP
            day += timedelta(days=1)
        return 0

    @staticmethod
    def checked(given: Mapping[str, Any], now: Moment) -> Said:
        """Fields by name, checked. Refuses: ``unknown_field``; as ``volunteer_fields.checked``."""
        for name in given:
            if name not in fields.FIELDS:
                known = "、".join(fields.FIELDS)
                raise refusal("unknown_field", field=name[:40], fields=known)
        return fields.checked(given, now.at.date())

    def make(self, said: Said, day: str, by: str) -> VolunteerRecord:
        """A record of what somebody said, sealed, with its fingerprints; without a card."""
        seal, mark = self._sealed.seal, self._sealed.fingerprint
        sealed: dict[str, Any] = {
            name: seal(getattr(said, name)) for name in _SEALED if getattr(said, name)
        }
        if said.id_no:
            sealed.pop("born", None)  # the number says it
        guardian = None
        if said.guardian_name:
            guardian = Guardian(seal(said.guardian_name), seal(said.guardian_phone), day)
        return VolunteerRecord(
            day=day,
            enrolled=day,
            consent=day,
            name_print=mark(said.name),
            phone_print=mark(said.phone),
            phone_tail_print=mark(said.phone[-TAIL:]),
            id_no_print=mark(said.id_no) if said.id_no else "",
            id_type=said.id_type,
            sex=said.sex,
            guardian=guardian,
            skills=said.skills,
            profession=said.profession,
            posted=said.posted,
            by=by,
            **sealed,
        )

    def said(self, record: VolunteerRecord) -> Said:
        """What a record says, in clear."""
        opened = {
            name: self._sealed.open(token) if (token := getattr(record, name)) else ""
            for name in _SEALED
        }
        if opened["id_no"] and (born := identity.birth(opened["id_no"])):
            opened["born"] = born.isoformat()
        guardian = record.guardian
        return Said(
            id_type=record.id_type,
            sex=record.sex,
            skills=record.skills,
            profession=record.profession,
            posted=record.posted,
            guardian_name=self._sealed.open(guardian.name) if guardian else "",
            guardian_phone=self._sealed.open(guardian.phone) if guardian else "",
            **opened,
        )
