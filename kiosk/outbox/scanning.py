"""A card was read while nobody could be asked whose it is: kept, and worked out later.

Whether it was in or out follows from the order of all scans, also those of other machines.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from kiosk.codes import Code, bare
from kiosk.errors import Refused
from kiosk.hours import Moment
from kiosk.outbox.entering import Entered, Flag
from kiosk.outbox.fact import Fact as Kept
from kiosk.outbox.fact import Kind
from kiosk.volunteers.activity import Activity, State
from kiosk.volunteers.attendance import NUMBER
from kiosk.volunteers.record import Attendance, Fact, What, tally
from kiosk.volunteers.volunteer import number_of
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.hall import Hall
    from kiosk.outbox.outbox import Outbox

DECIDED = frozenset({What.CONFIRMED, What.CORRECTED, What.BACKFILLED})
"""What a clerk has said of an attendance: nothing that comes later changes it by itself."""


def note(outbox: Outbox, scanned: str, activity: str | None, at: Moment) -> Kept:
    """See ``Outbox.scan``. Kept is what the code says, never the code: it opens doors."""
    card = _read(outbox.hall, scanned, "card", "not_ours", "not_a_card")
    said: dict[str, Any] = {"card": _parts(card)}
    if activity is not None and len(activity) > NUMBER:
        wrong = "not_an_activity"
        said["place"] = _parts(_read(outbox.hall, activity, "activity", "not_our_code", wrong))
    elif activity is not None:
        said["activity"] = activity
    with outbox.store.transaction():
        return outbox.add(Kind.SCAN, number_of(card.number), said, at)


def _read(hall: Hall, scanned: str, kind: str, not_ours: str, other: str) -> Code:
    try:
        code = hall.codes.read(bare(scanned))
    except Refused as refused:
        if refused.code != "not_our_code":
            raise
        raise refusal(not_ours) from None
    if code.kind != kind:
        raise refusal(other)
    return code


def _parts(code: Code) -> dict[str, Any]:
    return code._asdict() | {"day": code.day.isoformat()}


def _digits(hall: Hall, parts: dict[str, Any]) -> str:
    return hall.codes.make(Code(**(parts | {"day": date.fromisoformat(parts["day"])})))


def enter(hall: Hall, kept: Kept, now: Moment) -> Entered:
    """Add the scan to the attendance it belongs to.

    Raises:
        Refused: what reading the card refuses (``old_card`` …); ``unknown_activity``,
            ``no_activity``, ``cancelled``, ``offsite``; ``already_posted``, ``already_decided``,
            ``other_activity``, ``several_activities``.
    """
    moment = kept.moment(now)
    people, attendances = hall.volunteers, hall.volunteers.attendance
    volunteer = people.roster.read_card(_digits(hall, kept.said["card"]))
    activity = _activity(hall, volunteer.number, kept, moment)
    there = attendances.ledger.find(activity.number, volunteer.number)
    there = there or Attendance(activity.number, volunteer.number, activity.day)
    _may_change(there, activity)
    what = What.PROPOSED if "place" in kept.said else What.SCAN
    if what is What.PROPOSED and there.moves:
        return Entered(there.id)
    near = [f for f in there.touches() if abs((f.at - moment.at).total_seconds()) < activity.repeat]
    if what is What.SCAN and near:
        return Entered(there.id)  # the same once more: its answer may have been lost
    fact = Fact(
        what=what,
        at=moment.at,
        tick=moment.tick,
        boot=moment.boot,
        where=kept.terminal,
        by=kept.by or "",
    )
    fact = msgspec.structs.replace(fact, held=_held(hall, there, activity, fact))
    sums = attendances.write(there, activity, fact, now, elsewhere=True)
    if what is What.SCAN and activity.counts and not sums.why and not fact.held:
        # It may have come between two others, and made an end of what was a beginning.
        day = attendances.on_day(volunteer.number, activity.day)
        if day > people.rules.day_minutes:
            return Entered(there.id, (Flag("over_limit", {"minutes": day}),))
    return Entered(there.id)


def _may_change(there: Attendance, activity: Activity) -> None:
    if activity.state is State.CANCELLED:
        raise refusal("cancelled", activity=activity.name, reason=activity.reason)
    if activity.state is not State.PLANNED:
        raise refusal("already_posted", activity=activity.name)
    if any(move.what in DECIDED for move in there.moves):
        raise refusal("already_decided", activity=activity.name)


def _activity(hall: Hall, volunteer: str, kept: Kept, moment: Moment) -> Activity:
    """Where somebody was at that time; else what they chose; else the one that was open."""
    activities = hall.volunteers.activities
    if "place" in kept.said:
        return _proposed(hall, kept)
    wanted = kept.said.get("activity")
    inside = _inside(hall, volunteer, moment)
    if inside is not None:
        if wanted not in {None, inside.number}:
            other = activities.get(str(wanted))
            since = f"{inside.starts:%H:%M}"
            said = {"activity": inside.name, "since": since, "other": other.name}
            raise refusal("other_activity", **said)
        return inside
    if wanted is not None:
        return _entered(activities.get(str(wanted)), hall, moment)
    offered = activities.at(moment)
    if not offered:
        raise refusal("no_activity")
    if len(offered) > 1:
        names = "、".join(f"{each.number} {each.name}" for each in offered)
        raise refusal("several_activities", activities=names)
    return offered[0]


def _proposed(hall: Hall, kept: Kept) -> Activity:
    """The activity elsewhere whose code was shown; it is good on its day, and so must the scan be.

    The code itself was checked when it was read (``note``).
    """
    day = date.fromisoformat(kept.said["place"]["day"])
    if day.isoformat() != kept.day:
        raise refusal("code_expired", day=day.isoformat())
    which = int(kept.said["place"]["number"])
    return hall.volunteers.activities.get(f"{day:%Y%m%d}-{which:02d}")


def _entered(activity: Activity, hall: Hall, moment: Moment) -> Activity:
    if activity.offsite:
        raise refusal("offsite", activity=activity.name)
    if activity not in hall.volunteers.activities.at(moment) and activity.state is State.PLANNED:
        raise refusal("no_activity")
    return activity


def _inside(hall: Hall, volunteer: str, moment: Moment) -> Activity | None:
    """Where somebody had signed in by that time, and not out."""
    day = moment.at.date().isoformat()
    for attendance in hall.volunteers.attendance.ledger.on(volunteer, day):
        activity = hall.volunteers.activities.get(attendance.activity)
        before = [f for f in attendance.touches(activity.repeat) if f.at <= moment.at]
        if len(before) % 2 and moment.at < activity.forgotten_at:
            return activity
    return None


def _held(hall: Hall, there: Attendance, activity: Activity, fact: Fact) -> bool:
    """Does this sign-out pass what takes effect in a day by itself? As ``Choosing`` decides."""
    if not activity.counts or fact.what is not What.SCAN:
        return False
    earlier = [f for f in there.touches(activity.repeat) if f.at <= fact.at]
    if len(earlier) % 2 == 0:
        return False
    number = max(move.n for move in there.moves) + 1
    after = (*there.moves, msgspec.structs.replace(fact, n=number))
    sums = tally(msgspec.structs.replace(there, moves=after), activity)
    day = hall.volunteers.attendance.on_day(there.volunteer, activity.day, there.activity)
    return day + sums.total + sums.pending > hall.volunteers.rules.day_minutes
