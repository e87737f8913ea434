"""领岗: places in activities, claimed and given back. ``hall.volunteers.roster.posts``.

Whether a place is left is asked and answered in one transaction, so the last one has one taker.
Nobody is made to claim (《志愿服务条例》第25条), and a claim is no hours: attendance gives those.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from kiosk.volunteers.activity import Activity
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.volunteers.roster import Roster

TABLE = "claims"
"""The store's table of claims, by activity and volunteer; history when the activity is over."""


class Turn(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place was claimed, or given back; by whom where it was not the volunteer."""

    at: datetime
    back: bool = False
    where: str = ""
    by: str = ""


class ClaimRecord(msgspec.Struct, frozen=True):
    """All turns of one volunteer at one activity; ``day`` is the activity's."""

    day: str
    turns: tuple[Turn, ...]

    @property
    def stands(self) -> bool:
        """Is the place theirs?"""
        return not self.turns[-1].back


class Post(msgspec.Struct, frozen=True):
    """An activity to claim a place in. ``left`` is ``None`` where any number may come.

    ``suits``: asked for something this volunteer can do; others are open to everybody.
    """

    activity: Activity
    taken: int
    left: int | None
    mine: bool = False
    suits: bool = False


_decode = msgspec.json.Decoder(ClaimRecord).decode


class Posts:
    """Offers places and keeps who has them."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._table = roster.store.table(TABLE)

    def offers(self, volunteer: str | None = None, *, full: bool = False) -> list[Post]:
        """What can be claimed, by its start; with ``full``, also what has no place left.

        For a volunteer: what asks for one of their skills or their profession first, then what asks
        for nothing; what asks for something else is left out, unless they have it already.

        Raises:
            Refused: ``unknown_volunteer``, ``volunteer_left``.
        """
        record = self._roster.records.here(volunteer) if volunteer else None
        able = {*record.skills, record.profession} - {""} if record else set()
        taken = self._taken()
        now = self._roster.hall.clock.now().at
        found = []
        for activity in self._roster.hall.volunteers.activities.upcoming():
            people = taken.get(activity.number, ())
            asked = set(activity.skills)
            post = self._post(activity, people, volunteer, suits=bool(asked & able))
            open_ = activity.starts > now and (full or post.left != 0)
            fits = not record or not asked or post.suits
            if post.mine or (open_ and fits):
                found.append(post)
        return sorted(found, key=lambda post: not post.suits) if record else found

    def taken(self, activity: str) -> list[str]:
        """Who has a place in an activity: numbers, in the order in which they claimed."""
        return list(self._taken(activity).get(activity, ()))

    def of(self, volunteer: str) -> list[str]:
        """The activities that are not over in which somebody has a place."""
        return sorted(number for number, people in self._taken().items() if volunteer in people)

    def post(self, activity: str, volunteer: str | None = None) -> Post:
        """One activity's places. Refuses: ``unknown_activity``."""
        found = self._roster.hall.volunteers.activities.get(activity)
        return self._post(found, self.taken(activity), volunteer)

    def claim(self, activity: str, volunteer: str, staff: str | None = None) -> Post:
        """Somebody takes a place; who has one keeps it, and nothing is recorded again.

        Raises:
            Refused: ``unknown_activity``, ``cancelled``, ``activity_begun``;
                ``unknown_volunteer``, ``volunteer_left``, ``no_such_staff``; ``lacks_skill``;
                ``no_places`` (all are taken).
        """
        by = self._roster.by(staff)
        with self._roster.queue.act() as now:
            found = self._open(activity, now.at)
            record = self._roster.records.here(volunteer)
            people = self.taken(activity)
            if volunteer not in people:
                if found.skills and not {*found.skills} & {*record.skills, record.profession}:
                    skills = "、".join(found.skills)
                    raise refusal("lacks_skill", activity=found.name, skills=skills)
                if found.places and len(people) >= found.places:
                    raise refusal("no_places", activity=found.name, places=found.places)
                self._turn(found, volunteer, now.at, by, back=False)
            self._settle(now.at)
            return self.post(activity, volunteer)

    def give_back(self, activity: str, volunteer: str, staff: str | None = None) -> Post:
        """Somebody gives a place back, before it begins; it is free at once.

        Raises:
            Refused: ``unknown_activity``, ``activity_begun``, ``unknown_volunteer``,
                ``no_such_staff``; ``not_claimed``.
        """
        by = self._roster.by(staff)
        with self._roster.queue.act() as now:
            found = self._open(activity, now.at, cancelled=True)
            self._roster.records.record(volunteer)
            if volunteer not in self.taken(activity):
                raise refusal("not_claimed", activity=found.name, volunteer=volunteer)
            self._turn(found, volunteer, now.at, by, back=True)
            return self.post(activity, volunteer)

    def _post(
        self,
        activity: Activity,
        people: tuple[str, ...] | list[str],
        volunteer: str | None,
        *,
        suits: bool = False,
    ) -> Post:
        left = max(0, activity.places - len(people)) if activity.places else None
        return Post(activity, len(people), left, volunteer in people, suits)

    def _open(self, number: str, now: datetime, *, cancelled: bool = False) -> Activity:
        activity = self._roster.hall.volunteers.activities.get(number)
        if activity.cancelled and not cancelled:
            raise refusal("cancelled", activity=activity.name, reason=activity.reason)
        if activity.starts <= now:
            starts = f"{activity.starts:%m-%d %H:%M}"
            raise refusal("activity_begun", activity=activity.name, starts=starts)
        return activity

    def _taken(self, activity: str = "") -> dict[str, tuple[str, ...]]:
        """Who has places, by activity, in the order in which they claimed."""
        claims: dict[str, list[tuple[datetime, str]]] = {}
        for id_, doc in self._roster.store.rows.live(TABLE).items():
            number, _, volunteer = id_.partition("/")
            if not activity or number == activity:
                record = _decode(doc)
                if record.stands:
                    claims.setdefault(number, []).append((record.turns[-1].at, volunteer))
        return {number: tuple(v for _, v in sorted(found)) for number, found in claims.items()}

    def _turn(
        self, activity: Activity, volunteer: str, at: datetime, by: str, *, back: bool
    ) -> None:
        id_ = f"{activity.number}/{volunteer}"
        row = self._roster.store.rows.row(TABLE, id_)
        before = _decode(row.doc).turns if row and row.doc else ()
        turn = Turn(at, back, self._roster.queue.terminal, by)
        self._table.put(id_, ClaimRecord(activity.day, (*before, turn)))

    def _settle(self, now: datetime) -> None:
        """Claims of days that are over become history."""
        today = now.date().isoformat()
        rows = self._roster.store.rows.live(TABLE).items()
        self._table.retire(id_ for id_, doc in rows if _decode(doc).day < today)
