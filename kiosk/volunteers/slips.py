"""The slip of one attendance: the fields of the template ``volunteer``. It is no certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.errors import Refused
from kiosk.slip_frame import framed, printer_here
from kiosk.volunteers.record import attendance_id, periods
from kiosk.wording import in_script, refusal, say

if TYPE_CHECKING:
    from kiosk.hall import Hall
    from kiosk.jobs import Job

KIND = "volunteer"
"""The kind of slip, and the template's name."""


def duration(minutes: int, language: str) -> str:
    """Whole minutes as hours and minutes, in words; nothing is rounded."""
    whole, left = divmod(minutes, 60)
    if not whole:
        return say("volunteering.minutes", language, minutes=left)
    if not left:
        return say("volunteering.whole_hours", language, hours=whole)
    return say("volunteering.duration", language, hours=whole, minutes=left)


def print_slip(hall: Hall, volunteer: str, activity: str, *, large: bool = False) -> Job:
    """Print what somebody's last time at an activity came to, where this terminal prints.

    Asked for again while nothing has changed, it is the same slip.

    Raises:
        Refused: ``unknown_attendance``, ``unknown_activity``, ``unknown_volunteer``;
            ``unknown_terminal``, ``no_paper_here``.
    """
    volunteers, queue = hall.volunteers, hall.queue
    printer = printer_here(hall.config, queue.terminal)
    with queue.act() as now:
        found = volunteers.attendance.ledger.get(attendance_id(activity, volunteer))
        about = f"{found.id}/{len(found.moves)}"
        try:
            return queue.slips.job(f"{KIND}/{about}")
        except Refused as refused:
            if refused.code != "unknown_job":
                raise
        plan = volunteers.activities.get(activity)
        times = periods(found, plan)
        if not times:
            raise refusal("unknown_attendance", attendance=found.id)
        last, sums = times[-1], volunteers.hours.of(volunteer)
        language = hall.config.centre.languages[0]
        counts = plan.counts and last.end is not None and not last.end.held
        said = {
            "volunteer": volunteers.roster.get(volunteer).shown,
            "card": volunteer,
            "activity": in_script(plan.name, language),
            "place": in_script(plan.place, language),
            "came": f"{last.start.at:%Y-%m-%d %H:%M}",
            "went": f"{last.end.at:%Y-%m-%d %H:%M}" if last.end else "",
            "counted": duration(last.minutes, language) if counts else "",
            "total": duration(sums.total, language),
        }
        training = queue.clock.training
        fields = framed(hall.config, said, now.at, training=training, large=large)
        queue.slips.write(printer, KIND, about, queue.days.today(now), fields)
        return queue.slips.job(f"{KIND}/{about}")
