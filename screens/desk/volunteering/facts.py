"""What is said of an activity, of its people, and of one record with all that happened to it."""

from __future__ import annotations

from datetime import date

from kiosk.hall import Hall
from kiosk.volunteers.activity import Activity
from kiosk.volunteers.record import Attendance, Fact, Tally, periods
from kiosk.volunteers.scanned import Rolled
from kiosk.volunteers.slips import duration
from kiosk.volunteers.sums import ORIGINS, Entry, Sums
from kiosk.volunteers.volunteer import Volunteer
from kiosk.wording import in_script, name_of, say
from screens.desk.rows import Row
from screens.desk.volunteering.due import PLAIN, SIGNS, columns, state, times


def day_of(at: date, language: str) -> str:
    """A day with its year."""
    return say("handling.day", language, year=at.year, month=at.month, day=at.day)


def about(hall: Hall, activity: Activity, language: str) -> list[Row]:
    """The seven lawful fields, what counts and why not, places, risks, headcount."""
    rows: list[Row] = [(f"{activity.number}  {in_script(activity.name, language)}", "heading")]
    parts = [day_of(activity.starts, language), times(activity)]
    parts.append(state(activity, hall.clock.now().at, language))
    rows.append(("  ".join(parts), "row"))
    if activity.reason:
        rows.append((activity.reason, "row"))
    said = {
        "place": in_script(activity.place, language),
        "content": in_script(activity.content, language),
        "unit": in_script(activity.unit, language),
        "in_charge": activity.in_charge,
        "counts": counts(hall, activity, language),
        "offsite": say("volunteer_desk.is_offsite", language) if activity.offsite else "",
        "skills": "、".join(activity.skills),
    }
    if activity.places:
        taken = len(hall.volunteers.roster.posts.taken(activity.number))
        said["places"] = f"{taken}/{activity.places}"
    said["risks"] = in_script(activity.risks, language)
    rows += [
        (f"{say(f'volunteer_desk.field_{name}', language)}  {text}", "row")
        for name, text in said.items()
        if text
    ]
    if activity.people is not None:
        served = "-" if activity.served is None else activity.served
        counted = say("volunteer_desk.counted", language, people=activity.people, served=served)
        rows.append((counted, "row"))
    return rows


def counts(hall: Hall, activity: Activity, language: str) -> str:
    """Whether it is volunteer service, and why not."""
    if activity.counts:
        return say("volunteer_desk.counts_yes", language)
    why = hall.volunteers.rules.not_counted.get(activity.why_not)
    return say(
        "volunteer_desk.counts_not",
        language,
        why=name_of(why, language) if why else activity.why_not,
    )


def look_of(tally: Tally) -> str:
    """A style of the list: what waits is marked."""
    return "bring" if tally.why else "row"


def worth(tally: Tally, activity: Activity, language: str) -> str:
    """What an attendance comes to, in words, with what waits for a clerk and what was before."""
    if tally.open:
        return say("volunteer_desk.is_in", language)
    parts = [say(f"volunteers.pending_{why}", language) for why in sorted(tally.why)]
    if tally.total or not parts:
        parts.append(duration(tally.total, language))
    parts += [
        say(f"volunteers.origin_{origin}", language) for origin in ORIGINS if getattr(tally, origin)
    ]
    if tally.corrected:
        before = duration(tally.original, language)
        parts.append(say("volunteering.before", language, duration=before))
    if not activity.counts:
        parts.append(say("volunteer_desk.no_hours", language))
    return "  ".join(parts)


def person_row(one: Rolled, activity: Activity, language: str) -> list[str]:
    """One line of an activity's list."""
    spans = periods(one.attendance, activity)
    signs = "  ".join(
        f"{each.start.at:%H:%M}-{each.end.at:%H:%M}" if each.end else f"{each.start.at:%H:%M}-"
        for each in spans
    )
    return [
        SIGNS.get(look_of(one.tally), PLAIN) + one.shown,
        one.attendance.volunteer,
        signs,
        worth(one.tally, activity, language),
    ]


def record_row(entry: Entry, language: str) -> list[str]:
    """One line of somebody's record."""
    activity = entry.activity
    return [
        SIGNS.get(look_of(entry.tally), PLAIN) + activity.day,
        worth(entry.tally, activity, language),
        in_script(activity.name, language),
    ]


def volunteer(who: Volunteer, language: str) -> list[Row]:
    """Who it is, masked, and their card."""
    rows: list[Row] = [(f"{who.shown}  {who.number}  {who.phone_shown}", "heading")]
    if who.left:
        rows.append((say("volunteer_desk.has_left", language, day=who.left.isoformat()), "late"))
    since = f"{who.card_since:%Y-%m-%d}"
    rows.append((say("volunteer_desk.card", language, serial=who.serial, since=since), "row"))
    if able := "、".join(filter(None, [who.profession, *who.skills])):
        rows.append((f"{say('volunteer_desk.field_skills', language)}  {able}", "row"))
    if not who.posted:
        rows.append((say("volunteer_desk.not_posted", language), "row"))
    if who.guarded:
        rows.append((say("volunteer_desk.guarded", language), "row"))
    return rows


def sums(hall: Hall, total: Sums, language: str) -> list[Row]:
    """Minutes by origin, and what is not among them."""
    rules = hall.volunteers.rules
    said = say(
        "volunteers.hours_total",
        language,
        minutes=total.total,
        hours=rules.hours(total.total),
        booked=total.booked,
    )
    rows: list[Row] = [(said, "heading")]
    shares = [
        f"{say(f'volunteers.origin_{origin}', language)} {getattr(total, origin)}"
        for origin in ORIGINS
        if getattr(total, origin)
    ]
    if shares:
        rows.append(("  ".join(shares), "row"))
    if total.unconfirmed:
        pending = say("volunteers.hours_pending", language, count=total.unconfirmed)
        rows.append((pending, "bring"))
    if total.duty:
        rows.append((say("volunteer_desk.duty", language, minutes=total.duty), "dim"))
    return rows


def chain(hall: Hall, found: Attendance, activity: Activity, language: str) -> list[Row]:
    """Everything that was recorded of one attendance, in order: nothing is ever taken away."""
    tally = hall.volunteers.attendance.tally(found)
    shown = hall.volunteers.roster.get(found.volunteer).shown
    name = in_script(activity.name, language)
    rows: list[Row] = [
        (f"{shown}  {activity.day}  {times(activity)}  {name}", "heading"),
        (worth(tally, activity, language), look_of(tally)),
        (say("handling.moves", language), "heading"),
    ]
    told = [_fact(hall, fact, language) for fact in found.moves]
    return [*rows, *((text, "row") for text in (columns(told) if told else []))]


def _fact(hall: Hall, fact: Fact, language: str) -> list[str]:
    who = [hall.staff.name_of(number) for number in (fact.by, fact.second) if number]
    minutes = fact.minutes
    return [
        f"{fact.at:%m-%d %H:%M}",
        say(f"volunteer_desk.what_{fact.what}", language),
        "" if minutes is None else say("volunteering.minutes", language, minutes=minutes),
        " / ".join(who) or fact.where,
        in_script(fact.reason, language),
    ]
