"""Volunteers may know everything that is kept of them, and every such look is on record."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from kiosk.__main__ import main
from kiosk.certificates.privacy import Kept
from kiosk.staff import Role
from kiosk.volunteers.kept import data_of
from tests.volunteers.day import CLERK, OTHER, Day
from tests.volunteers.test_volunteer_acts import ask

NAME, ID, PHONE = "欧阳小明", "11010519491231002X", "13800138000"
NEXT_WEEK = "2026-11-30T09:00:00+08:00"


@pytest.fixture
def someone(day: Day) -> str:
    """A volunteer who has done a little of everything."""
    roster = day.volunteers.roster
    said: dict[str, Any] = {
        "id_no": ID,
        "skills": ["急救", "助老"],
        "profession": "护士",
        "area": "幸福路 5 号",
    }
    number = roster.enrol(NAME, PHONE, **said).number
    team = roster.teams.found("助老队", CLERK).number
    roster.teams.join(team, number, CLERK)
    first = day.served(number, "09:00", "11:00")
    day.volunteers.hours.correct(f"{first.number}/{number}", CLERK, OTHER, 90, "中途离开")
    day.volunteers.corrections.ask(number, "我十一点才走", f"{first.number}/{number}")
    day.volunteers.statements.ask(number)
    day.volunteers.statements.issue(number, CLERK)
    later = {"date": "2026-11-30", "starts": NEXT_WEEK, "ends": "2026-11-30T10:00:00+08:00"}
    plan = {
        "name": "送餐",
        "place": "食堂",
        "content": "助老送餐",
        "unit": "居委会",
        "in_charge": "王芳",
    }
    claimed = ask(day, do="activity", **plan, **later)["activity"]
    roster.posts.claim(claimed, number)
    roster.report_in.report_member(NAME, PHONE, "幸福医院")
    return number


def said(kept: list[Kept]) -> dict[str, str]:
    """The values by heading, each in one text."""
    return {one.item: " ".join(f"{row.what}={row.value}" for row in one.rows) for one in kept}


def looks(day: Day) -> list[dict[str, Any]]:
    trail = day.hall.store.table("audit").past("day", "2026-11-23")
    return [dict(one) for one in trail if one["what"] == "data_shown"]


def test_all_of_it_is_said(day: Day, someone: str) -> None:
    kept = said(data_of(day.volunteers, someone, CLERK, "本人查询"))
    enrolment = kept["志愿者登记"]
    for text in (
        NAME,
        ID,
        PHONE,
        "女",
        "1949-12-31",
        "急救、助老",
        "护士",
        "助老队",
        "幸福路 5 号",
    ):
        assert text in enrolment
    assert "09:00-11:00；更正 90 分钟；中途离开" in kept["服务记录"]
    assert "我十一点才走" in kept["更正申请"]
    assert "XINGFULI-2026-V-00001=90 分钟，即 1.5 小时" in kept["服务记录证明"]
    assert "在大厅机上要过证明" in kept["服务记录证明"]
    assert "20261130-01" in kept["领岗"]
    assert "幸福医院" in kept["双报到"]
    (look,) = looks(day)
    assert look["about"] == {"volunteer": someone, "reason": "本人查询"}


def test_by_the_number_of_the_document_too(day: Day, someone: str) -> None:
    day.person()
    certificates = day.hall.certificates
    found = certificates.data_of(ID, CLERK, "本人查询")
    assert {one.number for one in found} == {someone}
    assert [one.stands for one in found] == ["在册"] * len(found)
    assert looks(day)[-1]["about"]["request"] == someone
    day.volunteers.roster.leave(someone, CLERK)
    found = certificates.data_of(ID, CLERK, "本人查询", "en")
    assert found[0].stands == "Left"
    assert found[0].item == "Enrolment as a volunteer"
    assert certificates.data_of("44030819990110151" + "2", CLERK, "本人查询") == []


def test_not_for_everybody_and_not_without_a_reason(day: Day, someone: str) -> None:
    day.hall.staff.add("900", "管理员", "8642", Role.ADMIN)
    with day.refuses("not_allowed"):
        data_of(day.volunteers, someone, "900", "好奇")
    with day.refuses("missing_field"):
        data_of(day.volunteers, someone, CLERK, " ")
    with day.refuses("unknown_volunteer"):
        data_of(day.volunteers, "V999999", CLERK, "本人查询")
    assert looks(day) == []


@pytest.mark.embedded
def test_the_command_asks_for_the_pin(
    day: Day,
    someone: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    common = ["--config", str(tmp_path / "config.toml"), "--data", str(tmp_path / "data")]
    common += ["--clock", "2026-11-23T12:00:00+08:00", "volunteers", "my-data", someone]
    common += ["--staff", CLERK, "--reason", "本人查询"]
    monkeypatch.setattr("sys.stdin", io.StringIO("2468\n"))
    assert main(common) == 0
    assert NAME in capsys.readouterr().out
    file = tmp_path / "mine.txt"
    monkeypatch.setattr("sys.stdin", io.StringIO("2468\n"))
    assert main([*common, "--file", str(file)]) == 0
    assert NAME not in capsys.readouterr().out
    assert NAME in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o077 == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("0000\n"))
    assert main(common) != 0
    assert NAME not in capsys.readouterr().out
