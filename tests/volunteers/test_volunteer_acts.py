"""Volunteering through ``batch``: enrol, activity, scan in, scan out, hours."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kiosk import batch
from tests.halls import let_in
from tests.volunteers.day import CLERK, OTHER, Day

ACTIVITY = {
    "do": "activity",
    "name": "楼道清洁",
    "date": "2026-11-23",
    "place": "幸福路 3 号",
    "content": "清扫楼道和院落",
    "unit": "幸福里社区居委会",
    "in_charge": "王芳",
    "starts": "2026-11-23T09:00:00+08:00",
    "ends": "2026-11-23T11:00:00+08:00",
    "counts": True,
}


ROOT = Path(__file__).parents[2]


def ask(day: Day, **request: Any) -> dict[str, Any]:
    """The answer of ``batch`` to one line."""
    line = json.dumps(request, ensure_ascii=False).encode()
    answer: dict[str, Any] = json.loads(json.dumps(batch.answer(day.hall, line)))
    return answer


def test_from_enrolling_to_hours(day: Day) -> None:
    enrolled = ask(day, do="enrol", name="张小明", phone="13800138000")
    planned = ask(day, **ACTIVITY)
    assert planned == {"ok": True, "activity": "20261123-01"}
    card, number = enrolled["card"], enrolled["volunteer"]
    day.show("09:02")
    scanned = ask(day, do="scan", code=card)
    assert scanned == {
        "ok": True,
        "did": "in",
        "volunteer": number,
        "name": "张*明",
        "at": "2026-11-23T09:02:00+08:00",
        "activity": "20261123-01",
        "counts": True,
    }
    assert ask(day, do="scan", code=card)["did"] == "repeat"
    day.show("10:32")
    scanned = ask(day, do="scan", code=card, activity="20261123-01")
    assert (scanned["did"], scanned["minutes"], scanned["held"]) == ("out", 90, False)
    hours = ask(day, do="hours", volunteer=number)
    assert hours["minutes"] == {"scan": 90, "desk": 0, "backfill": 0, "corrected": 0}
    assert (hours["total"], hours["hours"]) == (90, "1.5")


def test_choosing_confirming_and_filling_in(day: Day) -> None:
    people = [ask(day, do="enrol", name="张小明", phone=f"1380013800{n}") for n in range(2)]
    first = ask(day, **ACTIVITY)["activity"]
    second = ask(day, **(ACTIVITY | {"name": "助老送餐"}))["activity"]
    day.show("09:00")
    asked = ask(day, do="scan", code=people[0]["card"])
    assert asked["did"] == "choose"
    assert [choice["activity"] for choice in asked["choices"]] == [first, second]
    assert ask(day, do="scan", code=people[0]["card"], activity=second)["did"] == "in"
    there = ask(day, do="present", activity=second)["present"]
    assert [each["volunteer"] for each in there] == [people[0]["volunteer"]]
    refused = ask(day, do="scan", code=people[0]["card"], activity=first)
    assert (refused["ok"], refused["error"]) == (False, "other_activity")
    day.show("12:00")
    which = {"activity": second, "volunteer": people[0]["volunteer"]}
    assert ask(day, do="confirm", staff=CLERK, minutes=100, **which)["minutes"]["desk"] == 100
    said = {"staff": CLERK, "second": OTHER, "reason": "忘带卡", "activity": first}
    filled = ask(day, do="backfill", volunteer=people[1]["volunteer"], minutes=60, **said)
    assert (filled["ok"], filled["total"]) == (True, 60)
    for differs, word in (
        ({"second": CLERK}, "same_person"),
        ({"minutes": 400}, "too_long"),
        ({"minutes": "-5"}, "wrong_field"),
        ({"minutes": 1.5}, "wrong_field"),
    ):
        request = {"do": "backfill", "volunteer": people[1]["volunteer"], "minutes": 10} | said
        assert ask(day, **(request | differs))["error"] == word
    hours = ask(day, do="hours", volunteer=people[1]["volunteer"])
    assert hours["minutes"] == {"scan": 0, "desk": 0, "backfill": 60, "corrected": 0}
    sheet = ask(day, do="sheet", month="2026-11")["clerks"]
    assert [(c["number"], c["backfills"], c["seconded"]) for c in sheet] == [
        (CLERK, 1, 0),
        (OTHER, 0, 1),
    ]


@pytest.mark.parametrize(
    ("differs", "word"),
    [
        ({"counts": False}, "why_not_needed"),
        ({"counts": "maybe"}, "wrong_field"),
        ({"starts": "nine"}, "wrong_field"),
        ({"date": "2026-11-24"}, "wrong_field"),
        ({"minutes": 60}, "wrong_field"),
        ({"skills": {"a": 1}}, "wrong_field"),
        ({"every": "year", "until": "2027-01-01"}, "wrong_field"),
        ({"every": "week", "until": "soon"}, "wrong_field"),
        ({"content": ""}, "missing_field"),
        ({"fee": 5}, "unknown_field"),
    ],
)
def test_an_activity_that_cannot_be_is_refused(
    day: Day, differs: dict[str, Any], word: str
) -> None:
    assert ask(day, **(ACTIVITY | differs))["error"] == word
    assert ask(day, do="activities")["activities"] == []


def test_a_series_and_a_duty_in_words(day: Day) -> None:
    made = ask(day, **(ACTIVITY | {"every": "week", "until": "2026-12-07"}))
    assert made["activities"] == ["20261123-01", "20261130-01", "20261207-01"]
    times = {"starts": "14:00", "ends": "16:00", "counts": "no", "why_not": "duty"}
    duty = ask(day, **(ACTIVITY | times))["activity"]
    (shown,) = [a for a in ask(day, do="activities")["activities"] if a["number"] == duty]
    assert (shown["counts"], shown["why_not"], shown["state"]) == (False, "duty", "planned")
    assert shown["starts"] == "2026-11-23T14:00:00+08:00"
    card = ask(day, do="enrol", name="张小明", phone="13800138000")["card"]
    day.show("14:00")
    assert ask(day, do="scan", code=card)["counts"] is False
    day.show("15:00")
    scanned = ask(day, do="scan", code=card)
    assert (scanned["minutes"], scanned["duty"]) == (0, 60)


def test_lists_corrections_posting_and_booking(day: Day) -> None:
    people = [ask(day, do="enrol", name="张小明", phone=f"1380013800{n}") for n in range(2)]
    number = ask(day, **ACTIVITY)["activity"]
    day.show("09:00")
    numbers = [each["volunteer"] for each in people]
    group = {"do": "group", "activity": number, "volunteers": numbers, "staff": CLERK}
    assert [each["did"] for each in ask(day, **group)["listed"]] == ["in", "in"]
    day.show("10:00")
    assert [each["did"] for each in ask(day, **group, out=True)["listed"]] == ["out", "out"]
    which = {"activity": number, "volunteer": numbers[0]}
    said = {"staff": CLERK, "second": OTHER, "reason": "早到"}
    corrected = ask(day, do="correct", minutes=70, **which, **said)
    assert (corrected["minutes"]["corrected"], corrected["original"]) == (70, 60)
    wrong = ask(day, do="wrong", volunteer=numbers[1], attendance=f"{number}/{numbers[1]}")
    assert wrong["due"] == "2026-12-07"
    due = ask(day, do="due")
    assert [len(due[what]) for what in ("activities", "corrections")] == [0, 1]
    day.show("12:00")
    counted = ask(day, do="count", activity=number, staff=CLERK, people=2, served=30)
    assert counted["served"] == 30
    assert ask(day, do="post", activity=number, staff=CLERK)["until"] == "2026-11-26"
    day.later(4)
    assert ask(day, do="book", activity=number, staff=CLERK)["error"] == "correction_open"
    answer = {"correction": wrong["correction"], "staff": CLERK, "reason": "核对无误"}
    assert ask(day, do="answer_wrong", outcome="unchanged", **answer)["ok"]
    assert ask(day, do="book", activity=number, staff=CLERK)["state"] == "booked"
    assert ask(day, do="hours", volunteer=numbers[0])["booked"] == 70


def test_the_command_says_hours_and_their_rule(day: Day) -> None:
    someone = day.person()
    day.served(someone, "09:00", "10:50")
    folder = let_in(day.hall).store.rows.engine.folder
    day.hall.close()
    words = [sys.executable, "-m", "kiosk", "--config", str(folder.parent / "config.toml")]
    words += ["--data", str(folder), "--clock", "2026-11-23T12:00:00+08:00", "volunteers"]

    def told(*more: str) -> str:
        run = subprocess.run([*words, *more], capture_output=True, text=True, cwd=ROOT, check=False)
        assert run.returncode == 0, run.stderr
        return run.stdout

    assert "110" in told("hours", someone)
    assert json.loads(told("hours", someone, "--json"))["total"] == 110
    assert "20261123-01" in told("activities")
    assert told("present").strip()
    assert "20261123-01" in told("due")
    assert told("sheet").strip()
