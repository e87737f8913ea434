"""Signing in and out: ``hall.volunteers.attendance``.

One person is at one activity at a time, in the whole centre. Which of in and out a scan is follows
from what was recorded before it; the person never says it.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeGuard, cast

import msgspec

from kiosk.errors import Refused, StoreError
from kiosk.hours import Moment
from kiosk.volunteers.activity import Activity
from kiosk.volunteers.choosing import Choosing, not_open
from kiosk.volunteers.record import Attendance, Fact, What
from kiosk.volunteers.scanned import Failed, Listed, Scanned
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.volunteers.roster import Volunteer
    from kiosk.volunteers.volunteers import Volunteers

FAILED = "failed_scans"
"""The store's table of scans that were refused; each is history at once, looked up by its day."""

NUMBER = 16
"""Characters beyond which what names an activity is no number but the digits of its code."""


class Attendances(Choosing):
    """Every act is one transaction; what is refused changes nothing, and leaves its reason."""

    def __init__(self, volunteers: Volunteers) -> None:
        super().__init__(volunteers)
        self._failed = volunteers.store.table(FAILED)

    def scan(self, code: str, activity: str | None = None) -> Scanned:
        """A card was read: sign in or out, by what is recorded of its bearer.

        ``activity`` is the number of one chosen, or the digits of the code of one elsewhere. What
        is refused is stored with its reason.

        Raises:
            Refused: ``not_ours``, ``old_card``; ``unknown_activity``, ``no_activity``,
                ``not_open``, ``activity_over``, ``cancelled``, ``other_activity``, ``too_often``,
                ``forgotten``; for a code: ``not_our_code``, ``not_an_activity``, ``code_expired``.
        """
        try:
            with self._v.queue.act() as now:
                self._close_forgotten(now)
                volunteer = self._v.roster.read_card(code)
                if _is_code(activity):
                    return self._propose(volunteer, activity, now)
                return self._touch(volunteer, activity, now, What.SCAN)
        except StoreError:
            raise
        except Refused as refused:
            self._note_failure(refused.code, code, activity or "")
            raise

    def look(self, code: str, activity: str | None = None) -> Scanned:
        """What ``scan`` would do now; nothing is recorded. Refuses as ``scan``."""
        volunteer, now = self._v.roster.read_card(code), self._v.clock.now()
        if _is_code(activity):
            return self._proposal(volunteer, activity, now)
        return self._find(volunteer, activity, now).answer

    def sign(
        self, volunteer: str, activity: str | None, staff: str, *, out: bool | None = None
    ) -> Scanned:
        """A clerk signs somebody in or out who has no card with them; origin ``desk``.

        ``out`` says which of the two is meant; without it that follows from the record, as of a
        card. Without ``activity`` it is the one that is open, or the answer is ``choose``.

        Refuses: as ``scan`` for the activity; ``unknown_volunteer``, ``no_such_staff``;
        ``already_in``, ``not_in`` where it is not what was meant.
        """
        self._v.works_here(staff)
        with self._v.queue.act() as now:
            self._close_forgotten(now)
            person = self._v.roster.get(volunteer)
            if out is not None:
                self._meant(person, activity, now, out=out)
            return self._touch(person, activity, now, What.DESK, staff)

    def _meant(self, person: Volunteer, activity: str | None, now: Moment, *, out: bool) -> None:
        """Refuse what would sign somebody out who is to be signed in, or the other way round."""
        did = self._find(person, activity, now).answer.did
        if did == ("out" if out else "in") or (did == "choose" and not out):
            return
        inside = not out or did == "repeat"
        raise refusal("already_in" if inside else "not_in", name=person.shown)

    def group(
        self, activity: str, volunteers: Iterable[str], staff: str, *, out: bool = False
    ) -> list[Listed]:
        """The leader's list: all of it signed in, or out; who cannot be is told, none is lost.

        Refuses: ``no_such_staff``, ``unknown_activity``.
        """
        self._v.works_here(staff)
        done = []
        with self._v.queue.act() as now:
            self._close_forgotten(now)
            self._v.activities.get(activity)
            for number in dict.fromkeys(volunteers):
                done.append(self._listed(number, activity, now, staff, out=out))
        return done

    def _listed(self, number: str, activity: str, now: Moment, staff: str, *, out: bool) -> Listed:
        try:
            person = self._v.roster.get(number)
            self._meant(person, activity, now, out=out)
            answer = self._touch(person, activity, now, What.DESK, staff)
        except StoreError:
            raise
        except Refused as refused:
            fields = {name: str(value) for name, value in refused.fields.items()}
            return Listed(volunteer=number, error=refused.code, message=str(refused), fields=fields)
        return Listed(volunteer=number, did=answer.did, minutes=answer.minutes)

    def _propose(self, volunteer: Volunteer, code: str, now: Moment) -> Scanned:
        answer = self._proposal(volunteer, code, now)
        if answer.did == "in":
            activity = cast("Activity", answer.activity)
            attendance = Attendance(activity.number, volunteer.number, activity.day)
            self.write(attendance, activity, Fact(what=What.PROPOSED, at=now.at), now)
        return answer

    def _proposal(self, volunteer: Volunteer, code: str, now: Moment) -> Scanned:
        activity = self._v.activities.of_code(code)
        self._may_stand(activity)
        found = self.ledger.find(activity.number, volunteer.number)
        if found is None and now.at < activity.starts:
            raise not_open(activity, activity.starts)
        return Scanned(
            did="in" if found is None else "repeat",
            at=now.at,
            volunteer=volunteer.number,
            shown=volunteer.shown,
            activity=activity,
            since=found.moves[0].at if found else None,
            counts=activity.counts,
            proposed=True,
        )

    def _touch(
        self, volunteer: Volunteer, wanted: str | None, now: Moment, what: What, staff: str = ""
    ) -> Scanned:
        found = self._find(volunteer, wanted, now)
        if found.answer.did in {"repeat", "choose"}:
            return found.answer
        activity = cast("Activity", found.activity)
        attendance = cast("Attendance", found.attendance)
        # The order of the facts holds even where the clock was set back between two of them.
        at = max([now.at, *(fact.at for fact in attendance.touches())])
        held = found.answer.held
        fact = Fact(what=what, at=at, tick=now.tick, boot=now.boot, held=held, by=staff)
        self.write(attendance, activity, fact, now)
        return found.answer

    def failed(self, day: str | None = None) -> list[Failed]:
        """The refused scans of a day (today), in their order."""
        day = day or self._v.queue.days.today(self._v.clock.now())
        return [msgspec.convert(dict(d), Failed) for d in self._failed.past("day", day)]

    def _note_failure(self, reason: str, code: str, activity: str) -> None:
        # What was refused stays refused with its own word, whatever becomes of the note.
        with suppress(Refused), self._v.queue.act() as now:
            day = self._v.queue.days.today(now)
            failed = Failed(
                day=day,
                at=now.at,
                where=self._v.queue.terminal,
                reason=reason,
                length=len(code),
                digits=code.isascii() and code.isdecimal(),
                activity="" if _is_code(activity) else activity[:NUMBER],
            )
            id_ = f"{day}/{self._v.store.rows.ver + 1:09x}"
            self._failed.add(id_, failed)
            self._failed.retire([id_])


def _is_code(activity: str | None) -> TypeGuard[str]:
    return activity is not None and len(activity) > NUMBER
