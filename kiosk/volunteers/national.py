"""Entry into the national system (全国志愿服务信息系统), row by row. ``….roster.national``.

What is recorded elsewhere has to be entered there to the uniform standard (第67号令第四条). There
is no open interface to it, so people type it in: this gives them the rows that are due, and keeps
of each whether it was entered, refused, or changed here since.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from kiosk.errors import Refused
from kiosk.volunteers.importing import Bad
from kiosk.volunteers.importing_rows import rows_of
from kiosk.volunteers.said import text
from kiosk.volunteers.sums import Entry
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.volunteers.roster import Roster

TABLE = "national"
"""The store's table of what was entered, by attendance; history at once."""


class Entered(StrEnum):
    """How a row stands. ``CHANGED``: entered with other minutes than it has now."""

    NOT_YET = "not_yet"
    ENTERED = "entered"
    REFUSED = "refused"
    CHANGED = "changed"


WORDS = {
    Entered.NOT_YET: "未录入",
    Entered.ENTERED: "已录入",
    Entered.REFUSED: "被退回",
    Entered.CHANGED: "须更改",
}
"""As they stand in the file; the national system has no other language."""

_STATES = {word: state for state, word in WORDS.items()} | {s.value: s for s in Entered}

COLUMNS = (  # noqa: SIM905 -- rows of words are read more easily
    "记录号 状态 说明 姓名 证件类型 证件号码 全国系统编号 活动名称 活动日期 活动地点 服务内容 "
    "服务时间（分钟） 扫码 登记 补录 更正 组织单位 负责人"
).split()
"""The seven fields of the decree's article 7, who, the origin of the minutes, and the state."""


class EntryRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of a row: with how many minutes, when, who says so."""

    day: str
    state: Entered
    minutes: int
    at: datetime
    by: str
    note: str = ""


class Noted(msgspec.Struct, frozen=True):
    """What became of a file of states."""

    changed: int
    same: int
    bad: tuple[Bad, ...]


class Row(msgspec.Struct, frozen=True):
    """One attendance that belongs into the national system, and how it stands there."""

    attendance: str
    volunteer: str
    minutes: int
    state: Entered
    note: str = ""


_decode = msgspec.json.Decoder(EntryRecord).decode


class National:
    """Says what is due, gives it out, and keeps what became of it."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._table = roster.store.table(TABLE)

    def rows(self, volunteer: str | None = None) -> list[Row]:
        """Every settled attendance of volunteer service, of one person or of all."""
        return [row for row, _ in self._rows(volunteer)]

    def counts(self, volunteer: str | None = None) -> dict[Entered, int]:
        """How many rows stand how: for a statement, and for the yearly report."""
        states = [row.state for row in self.rows(volunteer)]
        return {state: states.count(state) for state in Entered}

    def export(self, staff: str, reason: str, *, everything: bool = False) -> tuple[str, int]:
        """A file for a spreadsheet, with names and papers in clear, and how many rows it has.

        Without ``everything``, only rows that are not entered as they are now. It is audited.

        Raises:
            Refused: ``no_such_staff``; as ``said.text``.
        """
        by, why = self._roster.by(staff), text("reason", reason)
        due = [
            (row, entry)
            for row, entry in self._rows(None)
            if everything or row.state is not Entered.ENTERED
        ]
        out = io.StringIO()
        written = csv.writer(out, lineterminator="\r\n")
        written.writerow(COLUMNS)
        written.writerows(self._cells(row, entry) for row, entry in due)
        with self._roster.queue.act():
            where = self._roster.queue.terminal
            self._roster.hall.audit.record("exported", by, where, rows=str(len(due)), reason=why)
        return "\ufeff" + out.getvalue(), len(due)

    def note(self, content: bytes, staff: str) -> Noted:
        """Keep the states of a file that was given out; what cannot be is told line by line.

        Raises:
            Refused: ``no_such_staff``; ``csv_not_text``, ``csv_too_large``; ``national_columns``.
        """
        by = self._roster.by(staff)
        given = rows_of(content)
        heading = given[0][1] if given else []
        if not {"记录号", "状态"} <= set(heading):
            raise refusal("national_columns")
        known = {row.attendance: row for row in self.rows()}
        bad: list[Bad] = []
        changed = same = 0
        with self._roster.queue.act() as now:
            for line, cells in given[1:]:
                said = dict(zip(heading, cells, strict=False))
                try:
                    if self._note(said, known, now.at, by):
                        changed += 1
                    else:
                        same += 1
                except Refused as refused:
                    bad.append(Bad(line, refused.code, str(refused)))
            about = {"changed": str(changed), "bad": str(len(bad))}
            self._roster.hall.audit.record("entered_national", by, self._where, **about)
        return Noted(changed, same, tuple(bad))

    @property
    def _where(self) -> str:
        return self._roster.queue.terminal

    def _note(self, said: dict[str, str], known: dict[str, Row], at: datetime, by: str) -> bool:
        row = known.get(said["记录号"])
        if row is None:
            raise refusal("unknown_attendance", attendance=said["记录号"][:40])
        state = _STATES.get(said.get("状态", ""))
        if state is None:
            raise refusal("national_state", states="、".join(WORDS.values()))
        note = text("note", said["说明"]) if said.get("说明") else ""
        if (state, note) == (row.state, row.note) or state is Entered.CHANGED:
            return False
        minutes = said.get("服务时间（分钟）", "")
        if state is Entered.ENTERED and minutes != str(row.minutes):
            raise refusal("national_minutes", minutes=row.minutes)
        record = EntryRecord(at.date().isoformat(), state, row.minutes, at, by, note)
        self._table.put(row.attendance, record)
        self._table.retire([row.attendance])
        return True

    def _rows(self, volunteer: str | None) -> Iterable[tuple[Row, Entry]]:
        hall = self._roster.hall
        # Whoever left is history, and their service still has to be entered.
        for number in [volunteer] if volunteer else self._roster.every_number():
            for entry in hall.volunteers.hours.entries(number):
                tally = entry.tally
                if entry.activity.counts and tally.settled and tally.total:
                    yield self._row(entry, number), entry

    def _row(self, entry: Entry, volunteer: str) -> Row:
        id_, minutes = entry.attendance.id, entry.tally.total
        row = self._roster.store.rows.row(TABLE, id_)
        record = _decode(row.doc) if row and row.doc else None
        if record is None:
            return Row(id_, volunteer, minutes, Entered.NOT_YET)
        state = record.state
        if state is Entered.ENTERED and record.minutes != minutes:
            state = Entered.CHANGED
        return Row(id_, volunteer, minutes, state, record.note)

    def _cells(self, row: Row, entry: Entry) -> list[str]:
        person, activity, tally = self._roster.person(row.volunteer), entry.activity, entry.tally
        split = (tally.scan, tally.desk, tally.backfill, tally.corrected)
        return [
            row.attendance,
            WORDS[row.state],
            _safe(row.note),
            person.name,
            person.id_type,
            f'="{person.id_no}"' if person.id_no else "",  # or a spreadsheet makes 3.1E+17 of it
            person.national,
            _safe(activity.name),
            activity.day,
            _safe(activity.place),
            _safe(activity.content),
            str(row.minutes),
            *map(str, split),
            _safe(activity.unit),
            _safe(activity.in_charge),
        ]


def _safe(cell: str) -> str:
    """A text no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@"} else cell
