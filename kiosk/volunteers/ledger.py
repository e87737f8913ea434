"""Where one person's attendances are found: a document a person and year, read through by id.

It holds no minutes: these derive from the attendances alone. ``kiosk doctor`` compares both ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kiosk.volunteers.activity import Activity
from kiosk.volunteers.record import TABLE as ATTENDANCE
from kiosk.volunteers.record import Attendance, Tally, attendance_id, tally
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.volunteers.volunteers import Volunteers

TABLE = "volunteer_years"
"""The store's table of who was where: ``V000123/2026``, and ``V000123`` with the years."""

_decode = msgspec.json.Decoder(Attendance).decode


class Ledger:
    """Finds and stores attendances; ``put`` is called inside the act's transaction."""

    def __init__(self, volunteers: Volunteers) -> None:
        self._v = volunteers
        self._table = volunteers.store.table(TABLE)
        self._attendance = volunteers.store.table(ATTENDANCE)

    def find(self, activity: str, volunteer: str) -> Attendance | None:
        """One person's attendance at one activity, if there is one."""
        row = self._v.store.rows.row(ATTENDANCE, attendance_id(activity, volunteer))
        return _decode(row.doc) if row and row.doc else None

    def get(self, id_: str) -> Attendance:
        """An attendance by its id. Refuses: ``unknown_attendance``."""
        activity, _, volunteer = id_.partition("/")
        found = self.find(activity, volunteer)
        if found is None:
            raise refusal("unknown_attendance", attendance=id_[:40])
        return found

    def put(self, attendance: Attendance, activity: Activity) -> Tally:
        """Store an attendance: live while something is to be done. Gives what it comes to."""
        new = self.find(attendance.activity, attendance.volunteer) is None
        if new:
            self._note(attendance.volunteer, attendance.activity)
        self._attendance.put(attendance.id, attendance)
        sums = tally(attendance, activity)
        if sums.settled:
            self._attendance.retire([attendance.id])
        else:
            self._attendance.revive([attendance.id])
        return sums

    def of(self, volunteer: str, year: str | None = None) -> list[str]:
        """Numbers of the activities somebody was at, in the order they came to them."""
        years = [year] if year else self._years(volunteer)
        found: list[str] = []
        for each in years:
            document = self._table.get(doc_id=f"{volunteer}/{each}")
            found += document["activities"] if document else []
        return found

    def on(self, volunteer: str, day: str) -> list[Attendance]:
        """Those of one day (``2026-11-23``)."""
        prefix = day.replace("-", "") + "-"
        numbers = [n for n in self.of(volunteer, day[:4]) if n.startswith(prefix)]
        return [found for n in numbers if (found := self.find(n, volunteer)) is not None]

    def _years(self, volunteer: str) -> list[str]:
        document = self._table.get(doc_id=volunteer)
        return list(document["years"]) if document else []

    def _note(self, volunteer: str, activity: str) -> None:
        year = activity[:4]
        years = self._years(volunteer)
        if year not in years:
            self._keep(volunteer, {"years": sorted([*years, year])})
        activities = [*self.of(volunteer, year), activity]
        self._keep(f"{volunteer}/{year}", {"activities": activities})

    def _keep(self, id_: str, document: dict[str, list[str]]) -> None:
        self._table.put(id_, document)
        self._table.retire([id_])
