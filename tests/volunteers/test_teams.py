"""Teams and their leaders."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kiosk.batch import answer
from kiosk.volunteers.teams import Team, Teams, TeamYear
from tests.volunteers.day import CLERK, Day


@pytest.fixture
def teams(day: Day) -> Teams:
    return day.volunteers.roster.teams


def test_a_team_has_people_and_leaders_of_its_own(day: Day, teams: Teams) -> None:
    one, two = day.person(), day.volunteers.roster.enrol("王大伟", "13700000001").number
    team = teams.found("清洁队", CLERK)
    assert team == Team("T001", "清洁队", (), 0)
    teams.join("清洁队", one, CLERK)
    assert teams.join("T001", two).people == 2
    assert teams.lead("T001", two, CLERK).leaders == (two,)
    assert [led.number for led in teams.leads(two)] == ["T001"]
    assert [v.number for v in day.volunteers.roster.all(team="T001")] == [one, two]
    assert day.volunteers.roster.get(one).teams == ("T001",)


def test_joining_again_records_nothing(day: Day, teams: Teams) -> None:
    one = day.person()
    teams.found("清洁队")
    teams.join("清洁队", one)
    before = day.hall.store.rows.ver
    assert teams.join("清洁队", one).people == 1
    assert day.hall.store.rows.ver == before


def test_who_quits_or_leaves_leads_no_more(day: Day, teams: Teams) -> None:
    one, two = day.person(), day.volunteers.roster.enrol("王大伟", "13700000001").number
    number = teams.found("清洁队").number
    for volunteer in (one, two):
        teams.join(number, volunteer)
        teams.lead(number, volunteer, CLERK)
    assert teams.lead(number, one, CLERK, leads=False).leaders == (two,)
    assert teams.quit(number, two).leaders == ()
    day.volunteers.roster.leave(one, CLERK)
    assert (teams.get(number).people, teams.get(number).leaders) == (0, ())


def test_a_leader_who_left_and_came_back_does_not_lead(day: Day, teams: Teams) -> None:
    one = day.person()
    number = teams.found("清洁队").number
    teams.join(number, one)
    teams.lead(number, one, CLERK)
    day.volunteers.roster.leave(one, CLERK)
    day.volunteers.roster.rejoin(one, CLERK)
    assert teams.get(number).leaders == ()
    assert teams.get(number).people == 0


def test_an_ended_team_is_empty_and_its_name_free(day: Day, teams: Teams) -> None:
    one = day.person()
    number = teams.found("清洁队").number
    teams.join(number, one)
    assert teams.end(number, CLERK).ended == "2026-11-23"
    assert teams.all() == []
    assert day.volunteers.roster.get(one).teams == ()
    assert teams.get(number).people == 0
    assert teams.found("清洁队").number == "T002"


def test_a_team_s_year_in_plain_numbers(day: Day, teams: Teams) -> None:
    one, two = day.person(), day.volunteers.roster.enrol("王大伟", "13700000001").number
    for name in ("清洁队", "巡逻队"):
        number = teams.found(name).number
        teams.join(number, one)
    teams.join("T001", two)
    day.served(one, "09:00", "10:00")
    day.served(one, "10:00", "10:45")
    day.scan(two, "11:00", day.activity("11:00", "12:00", counts=False, why_not="duty").number)
    day.scan(two, "12:00")
    assert teams.year(2026) == [
        TeamYear("T001", "清洁队", people=2, active=1, services=2, minutes=105),
        TeamYear("T002", "巡逻队", people=1, active=1, services=2, minutes=105),
    ]
    assert [year.minutes for year in teams.year(2025)] == [0, 0]


def test_what_is_refused(day: Day, teams: Teams) -> None:
    one = day.person()
    number = teams.found("清洁队").number
    with day.refuses("team_exists"):
        teams.found(" 清洁队 ")
    with day.refuses("missing_field"):
        teams.found(" ")
    with day.refuses("not_in_team"):
        teams.lead(number, one, CLERK)
    with day.refuses("not_in_team"):
        teams.quit(number, one)
    with day.refuses("unknown_team"):
        teams.join("巡逻队", one)
    with day.refuses("unknown_volunteer"):
        teams.join(number, "V000099")
    with day.refuses("no_such_staff"):
        teams.end(number, "999")


def test_through_batch(day: Day) -> None:
    def ask(**fields: object) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            json.dumps(answer(day.hall, json.dumps(fields).encode()))
        )
        return found

    one = day.person()
    assert ask(do="team", team="清洁队", staff=CLERK)["team"] == "T001"
    assert ask(do="team", team="T001", volunteer=one)["people"] == 1
    assert ask(do="team", team="T001", volunteer=one, what="lead", staff=CLERK)["ok"]
    assert ask(do="team", team="T001", volunteer=one, what="sing")["error"] == "wrong_field"
    assert ask(do="teams")["teams"][0]["leaders"] == [one]
    assert ask(do="volunteers", team="清洁队")["volunteers"][0]["volunteer"] == one
    assert ask(do="end_team", team="T001", staff=CLERK)["people"] == 0
