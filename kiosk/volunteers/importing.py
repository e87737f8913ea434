"""A roster from a file: everybody in it, or a reason for each row that could not be taken.

In steps of ``BATCH`` people, each one transaction: a lobby in use waits for one step, not for the
file. Whoever is here already is recognised and left as they are, so a file read again, after an
interruption or by mistake, adds nobody twice.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from kiosk.errors import Refused, StoreError
from kiosk.hours import Moment
from kiosk.volunteers import volunteer_fields as fields
from kiosk.volunteers.importing_rows import LARGEST, Line, read
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.volunteers.roster import Roster

BATCH = 100
"""People enrolled in one transaction."""


class Taken(msgspec.Struct, frozen=True):
    """A row that is somebody: their number."""

    line: int
    volunteer: str


class Bad(msgspec.Struct, frozen=True):
    """A row that could not be taken: the stable word for why, and a sentence. Nothing personal."""

    line: int
    error: str
    reason: str


class Imported(msgspec.Struct, frozen=True):
    """What became of each row of a file that is not empty: they are ``rows`` together."""

    rows: int
    added: tuple[Taken, ...]
    known: tuple[Taken, ...]
    bad: tuple[Bad, ...]
    ignored: tuple[str, ...] = ()

    def bad_csv(self) -> str:
        """The rows that could not be taken, as a file for a spreadsheet (with its mark)."""
        out = io.StringIO()
        written = csv.writer(out, lineterminator="\r\n")
        written.writerow(["行号", "原因代码", "原因"])
        written.writerows([bad.line, bad.error, bad.reason] for bad in self.bad)
        return "\ufeff" + out.getvalue()


def run(roster: Roster, source: Path | bytes, staff: str | None = None) -> Imported:
    """Enrol everybody of a file who is not here yet.

    Raises:
        Refused: ``csv_missing`` (no such file, or it cannot be read); as ``importing_rows.read``;
            ``no_such_staff``. Then nobody was added.
        StoreError: the records cannot be written; whole steps before it stand, and the same file
            goes on from there.
    """
    by = roster.by(staff)
    sheet = read(_content(source))
    done: list[Taken | Bad] = []
    added: set[int] = set()
    for start in range(0, len(sheet.lines), BATCH):
        step = sheet.lines[start : start + BATCH]
        with roster.queue.act() as now:
            taken = _step(roster, step, now, by)
        done += [one for one, _ in taken]
        added |= {one.line for one, fresh in taken if fresh}
    people = [one for one in done if isinstance(one, Taken)]
    return Imported(
        rows=len(sheet.lines),
        added=tuple(one for one in people if one.line in added),
        known=tuple(one for one in people if one.line not in added),
        bad=tuple(one for one in done if isinstance(one, Bad)),
        ignored=sheet.ignored,
    )


def _content(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        with source.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise refusal("csv_missing", file=source, reason=error.strerror) from None


def _step(
    roster: Roster, lines: Sequence[Line], now: Moment, by: str
) -> list[tuple[Taken | Bad, bool]]:
    done = []
    for line in lines:
        try:
            done.append(_one(roster, line, now, by))
        except StoreError:
            raise
        except Refused as refused:
            done.append((Bad(line.number, refused.code, str(refused)), False))
    fresh = [one.volunteer for one, new in done if new and isinstance(one, Taken)]
    if fresh:
        about = {"count": str(len(fresh)), "first": fresh[0], "last": fresh[-1]}
        roster.hall.audit.record("imported", by, roster.queue.terminal, **about)
    return done


def _one(roster: Roster, line: Line, now: Moment, by: str) -> tuple[Taken | Bad, bool]:
    if line.wrong is not None:
        raise line.wrong
    given: dict[str, Any] = dict(line.fields)
    team = given.pop("team", "")
    joined = roster.teams.named(team) if team else None
    said = fields.checked(given, now.at.date())
    try:
        number = roster.enter(said, now, by)
    except Refused as refused:
        if refused.code != "already_enrolled":
            raise
        return Taken(line.number, str(refused.fields["volunteer"])), False
    if joined is not None:
        roster.teams.put_in(joined.number, number)
    return Taken(line.number, number), True
