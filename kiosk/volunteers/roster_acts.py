"""The acts of the roster in ``kiosk batch``, and how its entries are given in JSON."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from kiosk.acts import Act, Answer
from kiosk.hall import Hall
from kiosk.volunteers.posts import Post
from kiosk.volunteers.report_in import Report, Reporter
from kiosk.volunteers.roster import Roster
from kiosk.volunteers.teams import Team
from kiosk.volunteers.volunteer import Volunteer
from kiosk.volunteers.volunteer_fields import FIELDS
from kiosk.wording import refusal

Fields = Mapping[str, Any]

_SAID = tuple(field for field in FIELDS if field not in {"name", "phone"})


def row(volunteer: Volunteer) -> Answer:
    """A volunteer, masked; ``volunteer`` is the number."""
    said: Answer = msgspec.to_builtins(volunteer)
    renamed = {"volunteer": said.pop("number"), "name": said.pop("shown")}
    return renamed | {"phone": said.pop("phone_shown")} | said


def offer(post: Post) -> Answer:
    """A place to claim, as JSON says it."""
    activity = post.activity
    return {
        "activity": activity.number,
        "name": activity.name,
        "place": activity.place,
        "starts": activity.starts.isoformat(),
        "ends": activity.ends.isoformat(),
        "skills": list(activity.skills),
        "places": activity.places,
        "taken": post.taken,
        "left": post.left,
        "mine": post.mine,
        "suits": post.suits,
    }


def team_row(team: Team) -> Answer:
    """A team; ``team`` is the number."""
    said: Answer = msgspec.to_builtins(team)
    return {"team": said.pop("number")} | said


def report_row(report: Report) -> Answer:
    """An entry of the report-in register; ``report`` is the number."""
    said: Answer = msgspec.to_builtins(report)
    return {"report": said.pop("number"), "name": said.pop("shown")} | said


def _roster(hall: Hall) -> Roster:
    return hall.volunteers.roster


def _enrol(hall: Hall, fields: Fields) -> Answer:
    volunteer = _roster(hall).enrol(**fields)
    return {"volunteer": volunteer.number, "card": _roster(hall).card(volunteer.number)}


def _card(hall: Hall, fields: Fields) -> Answer:
    number = fields["volunteer"]
    code = _roster(hall).reprint(number, fields.get("staff"), fields.get("reason", ""))
    return {"volunteer": number, "card": code, "serial": _roster(hall).get(number).serial}


def _print_card(hall: Hall, fields: Fields) -> Answer:
    job = _roster(hall).print_card(fields["volunteer"], fields.get("terminal"))
    return {"job": job.id, "printer": job.printer}


def _show(hall: Hall, fields: Fields) -> Answer:
    return row(_roster(hall).get(fields["volunteer"]))


def _all(hall: Hall, fields: Fields) -> Answer:
    hall.refresh()
    team = fields.get("team")
    number = _roster(hall).teams.named(team).number if team else None
    return {"volunteers": [row(volunteer) for volunteer in _roster(hall).all(team=number)]}


def _find(hall: Hall, fields: Fields) -> Answer:
    found = _roster(hall).find(fields["tail"], fields.get("name", ""))
    return {"volunteers": [row(volunteer) for volunteer in found]}


def _change(hall: Hall, fields: Fields) -> Answer:
    given = {name: value for name, value in fields.items() if name not in {"volunteer", "staff"}}
    return row(_roster(hall).change(fields["volunteer"], fields["staff"], **given))


def _left(hall: Hall, fields: Fields) -> Answer:
    reason = fields.get("reason", "")
    return row(_roster(hall).leave(fields["volunteer"], fields["staff"], reason))


def _back(hall: Hall, fields: Fields) -> Answer:
    volunteer = _roster(hall).rejoin(fields["volunteer"], fields["staff"])
    return row(volunteer) | {"card": _roster(hall).card(volunteer.number)}


def _import(hall: Hall, fields: Fields) -> Answer:
    found = _roster(hall).import_csv(Path(fields["file"]), fields.get("staff"))
    answer: Answer = msgspec.to_builtins(found)
    return answer


def _team(hall: Hall, fields: Fields) -> Answer:
    """Found a team, or let somebody join, quit, lead or stop leading it."""
    teams = _roster(hall).teams
    staff: Any = fields.get("staff")
    if "volunteer" not in fields:
        return team_row(teams.found(fields["team"], staff))
    name, volunteer, what = fields["team"], fields["volunteer"], fields.get("what", "join")
    if what in {"lead", "unlead"} and staff is None:
        raise refusal("missing_field", field="staff")
    acts = {
        "join": lambda: teams.join(name, volunteer, staff),
        "quit": lambda: teams.quit(name, volunteer, staff),
        "lead": lambda: teams.lead(name, volunteer, staff),
        "unlead": lambda: teams.lead(name, volunteer, staff, leads=False),
    }
    if what not in acts:
        raise refusal("wrong_field", field="what", kind="、".join(acts))
    return team_row(acts[what]())


def _teams(hall: Hall, _: Fields) -> Answer:
    hall.refresh()
    return {"teams": [team_row(team) for team in _roster(hall).teams.all()]}


def _end_team(hall: Hall, fields: Fields) -> Answer:
    return team_row(_roster(hall).teams.end(fields["team"], fields["staff"]))


def _claim(hall: Hall, fields: Fields) -> Answer:
    return offer(_roster(hall).posts.claim(**fields))


def _give_back(hall: Hall, fields: Fields) -> Answer:
    return offer(_roster(hall).posts.give_back(**fields))


def _offers(hall: Hall, fields: Fields) -> Answer:
    hall.refresh()
    return {"offers": [offer(post) for post in _roster(hall).posts.offers(fields.get("volunteer"))]}


def _report_in(hall: Hall, fields: Fields) -> Answer:
    """A unit reports in, or with a name and a phone a member of one."""
    register, given = _roster(hall).report_in, dict(fields)
    if "name" in given or "phone" in given:
        for field in ("name", "phone"):
            if field not in given:
                raise refusal("missing_field", field=field)
        return report_row(register.report_member(**given))
    if "membership" in given:
        raise refusal("missing_field", field="name")
    return report_row(register.report_unit(**given))


def _reported(hall: Hall, fields: Fields) -> Answer:
    hall.refresh()
    kind = fields.get("reporter")
    if kind is not None and kind not in set(Reporter):
        raise refusal("wrong_field", field="reporter", kind="、".join(Reporter))
    found = _roster(hall).report_in.all(Reporter(kind) if kind else None, fields.get("unit", ""))
    return {"reports": [report_row(report) for report in found]}


def _confirm_report(hall: Hall, fields: Fields) -> Answer:
    return report_row(_roster(hall).report_in.confirm(fields["report"], fields["staff"]))


def _withdraw_report(hall: Hall, fields: Fields) -> Answer:
    return report_row(_roster(hall).report_in.withdraw(fields["report"], fields["staff"]))


def _duty(hall: Hall, fields: Fields) -> Answer:
    register = _roster(hall).report_in
    return report_row(register.duty(fields["report"], fields["duty"], fields["staff"]))


_FREE = frozenset({"skills", "posted"})
"""Fields that may be a list, or true and false."""

ACTS: dict[str, Act] = {
    "enrol": Act(("name", "phone"), (*_SAID, "staff"), _enrol, _FREE),
    "card": Act(("volunteer",), ("staff", "reason"), _card),
    "print_card": Act(("volunteer",), ("terminal",), _print_card),
    "volunteer": Act(("volunteer",), (), _show),
    "volunteers": Act((), ("team",), _all),
    "find": Act(("tail",), ("name",), _find),
    "change_volunteer": Act(("volunteer", "staff"), FIELDS, _change, _FREE),
    "leave_volunteer": Act(("volunteer", "staff"), ("reason",), _left),
    "rejoin": Act(("volunteer", "staff"), (), _back),
    "import": Act(("file",), ("staff",), _import),
    "team": Act(("team",), ("volunteer", "what", "staff"), _team),
    "teams": Act((), (), _teams),
    "end_team": Act(("team", "staff"), (), _end_team),
    "claim": Act(("activity", "volunteer"), ("staff",), _claim),
    "give_back": Act(("activity", "volunteer"), ("staff",), _give_back),
    "offers": Act((), ("volunteer",), _offers),
    "report_in": Act(("unit",), ("name", "phone", "membership", "staff"), _report_in),
    "reports": Act((), ("reporter", "unit"), _reported),
    "confirm_report": Act(("report", "staff"), (), _confirm_report),
    "withdraw_report": Act(("report", "staff"), (), _withdraw_report),
    "duty": Act(("report", "duty", "staff"), (), _duty),
}
"""By name, as ``kiosk.acts.ACTS``; ``kiosk volunteers`` has the first ones in words."""
