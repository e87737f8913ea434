"""A statement says what is on record, where each minute came from, and nothing more."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.__main__ import main
from kiosk.certificates.paper import Paper
from kiosk.hall import Hall
from kiosk.jobs import JobState, Reason
from kiosk.retention import Retention
from kiosk.rotation import Rotation
from kiosk.staff import Role
from kiosk.volunteers.check import check
from kiosk.volunteers.statement import FILE, Statement
from tests.halls import HandClock
from tests.volunteers.day import CLERK, EARLY, OTHER, Day
from tests.volunteers.test_chain import edit, folder_of
from tests.volunteers.test_volunteer_acts import ask

NAME, ID = "欧阳小明", "11010519491231002X"


@pytest.fixture
def someone(day: Day) -> str:
    """A volunteer whose document is known."""
    more = {"id_no": ID, "national": "110000123456"}
    return day.volunteers.roster.enrol(NAME, "13800138000", **more).number


def issued(day: Day, number: str, **how: object) -> Statement:
    return day.volunteers.statements.issue(number, CLERK, **how)  # type: ignore[arg-type]


def paper(day: Day, one: Statement) -> Paper:
    return day.hall.certificates.papers.paper(one.number)


def booked(day: Day, activity: str) -> None:
    """Hang an activity on the wall, and book it when its days there are over."""
    day.volunteers.posting.post(activity, CLERK)
    day.later(4)
    day.volunteers.posting.book(activity, CLERK)


def test_it_says_time_content_and_who_recorded_it(day: Day, someone: str) -> None:
    day.served(someone, "09:00", "10:40")
    one = issued(day, someone)
    assert (one.number, one.volunteer, one.holder) == ("XINGFULI-2026-V-00001", someone, "欧**明")
    assert (one.sums.scan, one.sums.total, one.hours) == (100, 100, "1.5")
    said = paper(day, one)
    text = "".join(said.body)
    for part in (
        NAME,
        "女",
        "居民身份证号码后四位002X",
        someone,
        "110000123456",
        "100分钟",
        "1.5小时",
    ):
        assert part in text
    assert ID not in said.text().decode()
    assert said.rows == (
        ("2026-11-23*", "楼道清洁", "幸福路 3 号", "清扫楼道和院落", "100", "扫码", "王芳"),
    )
    notes = "".join(said.notes)
    assert "向下取30分钟的整数倍（100分钟取90分钟，即1.5小时）" in notes
    assert "日期带*的100分钟尚未公示入账" in notes
    assert "已录入0条，未录入1条" in notes
    assert "无偿" in notes and "不是荣誉、奖励或星级评定" in notes
    assert (said.issuer, said.handler, said.approver) == ("幸福里社区", "王芳", "")
    assert "第十九条" in said.basis


def test_the_whole_number_stands_on_it_only_when_wished(day: Day, someone: str) -> None:
    day.served(someone, "09:00", "11:00")
    text = "".join(paper(day, issued(day, someone, full_id=True)).body)
    assert f"居民身份证号码{ID}" in text
    trail = day.hall.store.table("audit").past("day", "2026-11-23")
    (entry,) = [each for each in trail if each["what"] == "statement_issued"]
    assert entry["about"]["full_id"] == "1"


def test_who_gave_no_document_is_stated_by_name_and_number(day: Day) -> None:
    number = day.person()
    day.served(number, "09:00", "11:00")
    assert "（未登记证件号码）" in paper(day, issued(day, number)).body[0]


def test_every_origin_is_apart_and_they_add_up(day: Day, someone: str) -> None:
    day.served(someone, "09:00", "10:00")
    second = day.activity("11:00", "12:00")
    day.show("11:00")
    day.volunteers.attendance.sign(someone, second.number, CLERK)
    day.show("12:00")
    day.volunteers.attendance.sign(someone, second.number, CLERK)
    third = day.activity("13:00", "14:00")
    fourth = day.served(someone, "15:00", "16:00")
    day.show("17:00")
    hours = day.volunteers.hours
    hours.backfill(someone, third.number, CLERK, OTHER, "忘带卡", 45)
    hours.correct(f"{fourth.number}/{someone}", CLERK, OTHER, 50, "中途离开")
    one = issued(day, someone)
    sums = one.sums
    assert (sums.scan, sums.desk, sums.backfill, sums.corrected) == (60, 60, 45, 50)
    assert sums.total == 215 and one.hours == "3.5"
    said = paper(day, one)
    assert "扫码签到60分钟，工作人员登记60分钟，补录45分钟，更正50分钟" in "".join(said.body)
    assert [row[5] for row in said.rows] == ["扫码", "登记", "补录", "更正"]
    assert sum(int(row[4]) for row in said.rows) == 215


def test_what_waits_and_what_is_no_service_is_not_in_it(day: Day, someone: str) -> None:
    forgotten = day.activity("09:00", "10:00")
    day.scan(someone, "09:00", forgotten.number)
    day.show("10:40")
    with day.refuses("nothing_to_state"):
        issued(day, someone)
    duty = day.activity("11:00", "12:00", counts=False, why_not="duty")
    day.scan(someone, "11:00", duty.number)
    day.scan(someone, "12:00")
    with day.refuses("nothing_to_state"):
        issued(day, someone)
    day.served(someone, "13:00", "14:00")
    one = issued(day, someone)
    assert (one.sums.total, len(paper(day, one).rows)) == (60, 1)
    assert "待负责人确认的1次" in "".join(paper(day, one).notes)


def test_booked_hours_bear_no_mark(day: Day, someone: str) -> None:
    first = day.served(someone, "09:00", "11:00")
    booked(day, first.number)
    day.served(someone, "09:00", "10:00")
    one = issued(day, someone)
    assert (one.sums.total, one.sums.booked) == (180, 120)
    assert [row[0] for row in paper(day, one).rows] == ["2026-11-23", "2026-11-27*"]
    assert (one.first, one.last) == (date(2026, 11, 23), date(2026, 11, 27))


def test_a_centre_may_state_booked_hours_only(hall: Hall, clock: HandClock, tmp_path: Path) -> None:
    own = '[numbers.statement_booked]\nvalue = 1\nbasis = "居民议事会决定"\n'
    (tmp_path / "volunteers.toml").write_text(own, encoding="utf-8")
    hall._beside = tmp_path
    clock.now = EARLY
    day = Day(hall, clock)
    number = day.person()
    first = day.served(number, "09:00", "11:00")
    with day.refuses("nothing_to_state"):
        issued(day, number)
    booked(day, first.number)
    day.served(number, "09:00", "10:00")
    assert issued(day, number).sums.total == 120


def test_some_days_only(day: Day, someone: str) -> None:
    day.served(someone, "09:00", "11:00")
    day.later(7, hour=8)
    day.served(someone, "09:00", "10:00")
    first, last = date(2026, 11, 24), date(2027, 5, 1)
    one = issued(day, someone, first=first, last=last)
    assert (one.sums.total, one.first, one.last) == (60, first, date(2026, 11, 30))
    with day.refuses("days_crossed"):
        issued(day, someone, first=date(2026, 11, 30), last=date(2026, 11, 29))
    with day.refuses("days_crossed"):
        issued(day, someone, first=date(2027, 1, 1))
    with day.refuses("nothing_to_state"):
        issued(day, someone, last=date(2026, 11, 22))


def test_people_served_stand_beside_the_hours(day: Day, someone: str) -> None:
    activity = day.served(someone, "09:00", "11:00")
    day.volunteers.activities.count(activity.number, CLERK, 6, served=41)
    text = "".join(paper(day, issued(day, someone)).body)
    assert "1次记有服务对象人数，共41人次" in text


def test_several_units_stand_in_a_column(day: Day, someone: str) -> None:
    day.served(someone, "09:00", "10:00")
    other = day.activity("11:00", "12:00", unit="蓝天救援队")
    day.scan(someone, "11:00", other.number)
    day.scan(someone, "12:00")
    said = paper(day, issued(day, someone))
    assert said.head[-1] == "组织单位"
    assert [row[-1] for row in said.rows] == ["幸福里社区居委会", "蓝天救援队"]


def test_the_code_is_checked_offline_and_after_voiding(day: Day, someone: str) -> None:
    day.served(someone, "09:00", "11:00")
    one, verify = issued(day, someone), day.hall.certificates.verify
    found = verify(one.code)
    assert (found.verdict, found.kind, found.item_name) == (
        "genuine",
        "statement",
        "志愿服务记录证明",
    )
    assert (found.number, found.hours, found.holder) == (one.number, "2", "欧**明")
    assert not found.expired
    assert verify(one.code[:-1] + ("0" if one.code[-1] != "0" else "1")).verdict == "altered"
    statements = day.volunteers.statements
    with day.refuses("missing_field"):
        statements.void(one.number, OTHER, " ")
    with day.refuses("personal_number"):
        statements.void(one.number, OTHER, f"本人 {ID} 要求")
    voided = statements.void(one.number, OTHER, "姓名写错")
    assert voided.void_since == day.clock.now
    assert (verify(one.code).verdict, verify(one.code).since) == ("void", day.clock.now)
    with day.refuses("certificate_void"):
        statements.void(one.number, OTHER, "再作废")
    again = issued(day, someone)
    assert again.number.endswith("00002"), "a number is never given twice"
    assert [each.number for each in statements.voided()] == [one.number]
    assert [each.number for each in statements.year(2026)] == [one.number, again.number]
    assert statements.of(someone) == [voided, again]
    assert statements.year(2025) == []


def test_another_halls_register_cannot_tell(day: Day, someone: str) -> None:
    day.served(someone, "09:00", "11:00")
    one = issued(day, someone)
    signed = day.hall.signing.sign("statement", "XINGFULI-2026-V-00009", one.issued, b"")
    assert day.hall.certificates.verify(signed).verdict == "unknown"


def test_an_administrator_and_a_stranger_issue_nothing(day: Day, someone: str) -> None:
    day.served(someone, "09:00", "11:00")
    day.hall.staff.add("900", "管理员", "8642", Role.ADMIN)
    statements = day.volunteers.statements
    with day.refuses("not_allowed"):
        statements.issue(someone, "900")
    with day.refuses("no_such_staff"):
        statements.issue(someone, "999")
    with day.refuses("unknown_volunteer"):
        statements.issue("V999999", CLERK)
    with day.refuses("copies_range"):
        statements.issue(someone, CLERK, copies=0)
    with day.refuses("unknown_printer"):
        statements.issue(someone, CLERK, printer="lobby")
    with day.refuses("unknown_statement"):
        statements.get("XINGFULI-2026-V-00001")
    assert statements.year() == []
    number = issued(day, someone).number
    with day.refuses("not_allowed"):
        statements.void(number, "900", "写错")


def test_a_certificates_number_is_no_statements(day: Day, someone: str) -> None:
    day.served(someone, "09:00", "11:00")
    certificate = day.hall.certificates.papers.enter(
        paper(day, issued(day, someone)), item="C01", request="R20260001", handler="", approver=""
    )
    with day.refuses("unknown_statement"):
        day.volunteers.statements.get(certificate.number)


def test_who_left_still_gets_one(day: Day, someone: str) -> None:
    day.served(someone, "09:00", "11:00")
    day.volunteers.roster.leave(someone, CLERK)
    assert issued(day, someone).sums.total == 120


def test_a_change_after_it_was_issued_changes_nothing_on_it(day: Day, someone: str) -> None:
    activity = day.served(someone, "09:00", "11:00")
    one = issued(day, someone)
    before = paper(day, one)
    day.volunteers.hours.correct(f"{activity.number}/{someone}", CLERK, OTHER, 10, "中途离开")
    assert day.volunteers.statements.get(one.number) == one
    assert paper(day, one) == before
    assert issued(day, someone).sums.total == 10


def test_nothing_about_the_person_lies_in_clear(day: Day, someone: str) -> None:
    day.served(someone, "09:00", "11:00")
    one = issued(day, someone)
    stored = [row.doc or b"" for row in day.hall.store.rows.engine.everything()]
    for secret in (NAME, ID, "002X", "13800138000", "110000123456"):
        assert not any(secret.encode() in doc for doc in stored)
    assert NAME not in one.code
    hall, engine = day.hall, day.hall.store.rows.engine
    Rotation(hall.store, engine, hall.sealed, hall.audit).run("2026-11-23T12:00:00+08:00")
    assert NAME in paper(day, one).body[0], "it is sealed anew with the others"


def test_without_an_office_printer_the_job_says_so(day: Day, someone: str) -> None:
    day.served(someone, "09:00", "11:00")
    job = day.hall.slips.job(f"statement/{issued(day, someone).number}")
    assert (job.state, job.reason) == (JobState.FAILED, Reason.NO_OFFICE_PRINTER)


def test_the_slip_has_the_code_and_says_it_is_no_statement(day: Day, someone: str) -> None:
    day.served(someone, "09:00", "11:00")
    one, statements = issued(day, someone), day.volunteers.statements
    job = statements.slip(one.number)
    assert (job.fields["code"], job.fields["hours"], job.printer) == (one.code, "2", "lobby")
    assert NAME not in str(job.fields)
    assert statements.slip(one.number) == job, "asked for again, it is the same slip"
    statements.void(one.number, CLERK, "写错")
    with day.refuses("certificate_void"):
        statements.slip(one.number)


def test_it_is_wanted_at_the_lobby_and_made_at_the_desk(day: Day, someone: str) -> None:
    day.served(someone, "09:00", "11:00")
    statements = day.volunteers.statements
    wanted = statements.ask(someone)
    assert statements.ask(someone) == wanted
    assert [(each.volunteer, each.where) for each in statements.wanted()] == [(someone, "lobby")]
    issued(day, someone)
    assert statements.wanted() == []
    with day.refuses("wanted_closed"):
        statements.dismiss(wanted.id, CLERK, "没有来取")
    again = statements.ask(someone)
    with day.refuses("unknown_wanted"):
        statements.dismiss("2026-11-23/0", CLERK, "没有来取")
    assert statements.dismiss(again.id, CLERK, "没有来取").outcome == "dismissed"
    assert statements.wanted() == []


def test_the_register_keeps_it_as_long_as_a_certificate(day: Day, someone: str) -> None:
    day.served(someone, "09:00", "11:00")
    one = issued(day, someone)
    hall = day.hall
    retention = Retention(hall.store, hall.store.rows.engine, hall.audit)
    retention.purge(one.issued + timedelta(days=3650))
    assert day.volunteers.statements.of(someone) == [one]
    gone = retention.purge(one.issued + timedelta(days=3652))
    assert set(gone["certificates"].hashes) == {"S2026-00001"}
    assert set(gone["statements"].hashes) == {one.number}
    assert day.volunteers.statements.year(2026) == []
    assert day.volunteers.statements.of(someone) == []


@pytest.mark.embedded
def test_the_doctor_names_a_statement_that_was_edited(day: Day, someone: str) -> None:
    day.served(someone, "09:00", "11:00")
    one = issued(day, someone)
    assert check(day.volunteers).wrong == ()

    def more(document: dict[str, Any]) -> None:
        document["hours"] = "20"

    edit(folder_of(day.hall), "statements", one.number, more)
    day.hall.refresh()
    assert check(day.volunteers).wrong == (f"statements {one.number}",)


def test_through_batch(day: Day, someone: str) -> None:
    day.served(someone, "09:00", "11:00")
    made = ask(day, do="statement", volunteer=someone, staff=CLERK)
    assert made["ok"] and made["statement"] == "XINGFULI-2026-V-00001"
    assert made["minutes"] == ask(day, do="hours", volunteer=someone)["minutes"]
    assert (made["total"], made["hours"]) == (120, "2")
    checked = ask(day, do="verify", code=made["code"])
    assert (checked["verdict"], checked["kind"]) == ("genuine", "statement")
    voiding = {"do": "void", "statement": made["statement"], "staff": OTHER, "reason": "写错"}
    assert ask(day, **voiding)["void_since"]
    assert ask(day, do="verify", code=made["code"])["verdict"] == "void"
    listed = ask(day, do="statements", volunteer=someone)["statements"]
    assert [each["statement"] for each in listed] == [made["statement"]]
    assert ask(day, do="statements", year="2026", void=True)["statements"] == listed
    assert ask(day, do="statement", volunteer=someone)["error"] == "missing_field"
    wanted = ask(day, do="want_statement", volunteer=someone)["wanted"]
    assert [w["id"] for w in ask(day, do="wanted_statements")["wanted"]] == [wanted]
    done = ask(day, do="dismiss_statement", wanted=wanted, staff=CLERK, reason="不要了")
    assert done["ok"] and ask(day, do="wanted_statements")["wanted"] == []


@pytest.mark.embedded
def test_the_command_issues_lists_and_voids(
    day: Day, someone: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day.served(someone, "09:00", "11:00")
    common = ["--config", str(tmp_path / "config.toml"), "--data", str(tmp_path / "data")]
    common += ["--clock", "2026-11-23T12:00:00+08:00"]

    def kiosk(*words: str) -> str:
        assert main([*common, *words]) == 0
        return capsys.readouterr().out

    out = kiosk("volunteers", "statement", someone, "--staff", CLERK)
    assert "120 分钟，即 2 小时" in out and "向下取 30 分钟的整数倍" in out
    assert "kiosk certificates pdf XINGFULI-2026-V-00001" in out
    (listed,) = json.loads(kiosk("volunteers", "statements", "--json"))["statements"]
    assert "真实" in kiosk("certificates", "verify", listed["code"])
    file = tmp_path / "statement.pdf"
    kiosk("certificates", "pdf", listed["statement"], "--staff", CLERK, str(file))
    assert file.read_bytes().startswith(b"%PDF")
    void = ("volunteers", "void-statement", listed["statement"], "--staff", CLERK)
    assert "已作废" in kiosk(*void, "--reason", "写错")
    assert "已作废" in kiosk("certificates", "verify", listed["code"])
    assert "作废 2026-11-23" in kiosk("volunteers", "statements", "2026", "--void")


def test_the_shipped_words_name_their_law() -> None:
    said = FILE.read_text(encoding="utf-8")
    assert all(law in said for law in ("第十四、十五条", "第十七条", "第十九条"))
