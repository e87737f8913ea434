"""The rules are data: a centre changes them with its own basis, and a wrong file is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.errors import ConfigError
from kiosk.hall import Hall
from kiosk.volunteers.rules import Rules
from tests.halls import HandClock
from tests.volunteers.day import EARLY, Day


def test_a_total_is_rounded_once_and_down() -> None:
    rules = Rules()
    said = {0: "0", 29: "0", 30: "0.5", 59: "0.5", 60: "1", 749: "12", 750: "12.5"}
    assert {minutes: rules.hours(minutes) for minutes in said} == said
    assert rules.rounded(749) == 720


def test_stars_are_progress() -> None:
    rules = Rules()
    assert rules.progress(0) == (0, 6000)
    assert rules.progress(5999) == (0, 1)
    assert rules.progress(6000) == (1, 12000)
    assert rules.progress(1500 * 60) == (5, None)


def test_every_rule_has_a_basis() -> None:
    rules = Rules()
    assert all(rules.basis(name) for name in ("early_minutes", "record_days", "posting_days"))
    assert all(reason.basis and reason.name for reason in rules.not_counted.values())


def test_a_centre_has_its_own(
    tmp_path: Path, open_hall: Callable[..., Hall], clock: HandClock
) -> None:
    own = tmp_path / "volunteers.toml"
    own.write_text(
        '[numbers.early_minutes]\nvalue = 5\nbasis = "居民议事会决定"\n'
        '[not_counted.filming]\nname = "拍摄"\nbasis = "居民议事会决定"\n'
        "[stars]\nhours = [30, 60]\n",
        encoding="utf-8",
    )
    clock.now = EARLY
    day = Day(open_hall(), clock)
    rules = day.volunteers.rules
    assert (rules.early_minutes, rules.basis("early_minutes")) == (5, "居民议事会决定")
    assert rules.progress(1800) == (1, 1800)
    assert not day.activity("15:00", "16:00", counts=False, why_not="filming").counts
    someone = day.person()
    activity = day.activity("09:00", "10:00")
    day.scan(someone, "08:30")
    day.scan(someone, "10:00")
    assert day.minutes(someone) == (65, 0, 0, 0)
    own.write_text("[numbers.early_minutes]\nvalue = 30\n", encoding="utf-8")
    again = open_hall()
    assert again.volunteers.rules.early_minutes == 30
    assert again.volunteers.hours.of(someone).total == 65  # what was counted stays counted
    assert again.volunteers.activities.get(activity.number).early == 5


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[numbers.early_minutes]\nvalue = -1", "numbers.early_minutes.value"),
        ("[numbers.record_days]\nvalue = 11", "numbers.record_days.value"),
        ("[numbers.late_hours]\nvalue = 1", "numbers.late_hours"),
        ("[numbers.day_most_minutes]\nvalue = 400", "numbers.day_most_minutes.value"),
        ("[numbers.unit_minutes]\nvalue = 45", "numbers.unit_minutes.value"),
        ("[numbers.record_days]\nvalue = 9\nmost = 99", "numbers.record_days"),
        ("[stars]\nhours = [300, 100]", "stars.hours"),
        ("[colours]\nred = 1", "colours"),
        ('[not_counted.x]\nname = "x"', "not_counted"),
        ('[numbers.early_minutes]\nvalue = "ten"', "numbers.early_minutes"),
    ],
)
def test_a_wrong_file_is_refused_with_its_key(tmp_path: Path, text: str, key: str) -> None:
    (tmp_path / "volunteers.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        Rules(tmp_path)
    assert refused.value.code == "rules_invalid"
    assert str(refused.value.fields["key"]).startswith(key)
    assert "volunteers.toml" in str(refused.value)


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        Rules(tmp_path, "ours.toml")
    assert refused.value.code == "rules_missing"
    (tmp_path / "volunteers.toml").write_text("[", encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        Rules(tmp_path)
    assert refused.value.code == "rules_syntax"


def test_clocks_run_over_the_holidays_that_are_known(day: Day) -> None:
    day.clock.now = EARLY + timedelta(days=35)  # 28 December
    day.activity()
    day.show("12:00")
    (clock,) = day.volunteers.posting.clocks()
    assert clock.left == 10
    assert clock.note  # 2027 has not been entered
