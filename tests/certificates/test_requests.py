"""A request is taken in: its number, what is missing, the promised day, the slip that says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kiosk.certificates.request import State
from kiosk.codes import Code
from kiosk.errors import Refused
from kiosk.hall import Hall
from tests.certificates.hall import (
    ADDRESSES,
    GROWN_UP,
    addresses,
    brought_to,
    fields,
    requested,
    staffed,
)
from tests.halls import HandClock, refuses

HAS_ALL = ["居民身份证", "户口簿", "房产证、租赁合同或购房合同"]


def test_numbers_run_through_the_year(centre: Hall, clock: HandClock) -> None:
    assert [requested(centre).number for _ in range(3)] == ["R20260001", "R20260002", "R20260003"]
    clock.show(9, days=60)
    assert requested(centre).number == "R20270001"


def test_a_refused_request_takes_no_number(centre: Hall) -> None:
    requested(centre)
    with refuses(centre, "value_check"):
        requested(centre, fields=fields(id_no="110105194912310021"))
    assert requested(centre).number == "R20260002"


def test_nobody_was_asked_what_is_there(centre: Hall) -> None:
    request = requested(centre)
    assert (request.state, request.missing, request.missing_by) == (State.RECEIVED, (), None)


def test_all_that_is_missing_is_said_at_once(centre: Hall) -> None:
    request = requested(centre, has=["居民身份证"])
    assert request.state is State.MISSING
    assert request.missing == ("户口簿", "房产证、租赁合同或购房合同")
    assert request.missing_by == date(2026, 12, 7)  # ten working days
    assert requested(centre, has=HAS_ALL).state is State.RECEIVED


def test_what_is_not_required_is_never_missing(centre: Hall) -> None:
    request = requested(centre, "C02", has=["居民身份证", "户口簿", "收入和支出材料"])
    assert request.missing == ()


def test_an_agent_brings_a_letter_besides(centre: Hall) -> None:
    agent = {"name": "王强", "id_no": GROWN_UP}
    request = requested(centre, agent=agent, has=HAS_ALL)
    assert request.missing == ("授权委托书", "代办人居民身份证件")


def test_a_material_nobody_knows_is_refused(centre: Hall) -> None:
    with refuses(centre, "unknown_material"):
        requested(centre, has=["驾驶证"])


@pytest.mark.parametrize(
    ("code", "due"), [("C01", "2026-11-23"), ("C02", "2026-11-26"), ("C05", "2026-11-25")]
)
def test_the_promised_day_counts_working_days(centre: Hall, code: str, due: str) -> None:
    request = requested(centre, code)
    assert request.due == date.fromisoformat(due)
    assert request.due_note == ""


def test_holidays_are_no_working_days(centre: Hall, clock: HandClock) -> None:
    clock.show(9, days=-54)  # 30 September, before the national holiday
    assert requested(centre, "C02").due == date(2026, 10, 10)  # a Saturday that is worked


def test_a_year_without_its_calendar_says_that_days_were_guessed(
    centre: Hall, clock: HandClock
) -> None:
    clock.show(9, days=37)
    request = requested(centre, "C02")
    assert request.due == date(2027, 1, 5)
    assert "2027" in request.due_note


def test_the_clock_runs_in_working_days_and_past_the_promise(
    centre: Hall, clock: HandClock
) -> None:
    request = requested(centre, "C02")
    assert centre.certificates.days_left(request) == 3
    clock.show(9, days=4)
    assert centre.certificates.days_left(request) == -1


def test_the_slip_says_number_day_and_all_that_is_missing(centre: Hall) -> None:
    request = requested(centre, has=["居民身份证"], large=True)
    (job,) = centre.slips.about(request.number)
    assert job.kind == "acceptance"
    said = job.fields
    assert (said["request"], said["item"]) == ("R20260001", "居住情况证明")
    assert said["applicant"] == "欧**兰"
    assert (said["got.1"], said["missing.1"]) == ("居民身份证", "户口簿")
    assert said["missing.2"] == "房产证、租赁合同或购房合同"
    assert (said["missing_by"], said["due"], said["large"]) == ("2026-12-07", "2026-11-23", "1")
    assert centre.certificates.by_code(said["code"]).number == request.number
    told = "".join(said.values())
    assert not any(word in told for word in ("11010519491231002X", "13800138000", "201室"))


def test_a_terminal_without_a_printer_takes_requests_in_too(centre: Hall) -> None:
    centre.queue.terminal = "desk"
    request = requested(centre)
    assert centre.slips.about(request.number) == []
    assert request.terminal == "desk"


def test_a_slip_is_found_by_its_code_and_no_other(centre: Hall) -> None:
    request = requested(centre)
    code = centre.certificates.slip_code(request)
    assert code.isdecimal()
    assert len(code) == 45
    assert centre.certificates.by_code(code).number == request.number
    ticket = centre.codes.make(Code("ticket", date(2026, 11, 23), "R", 1))
    for wrong in (ticket, code[:-1] + str(9 - int(code[-1])), "R20260001", ""):
        with refuses(centre, "not_our_code"):
            centre.certificates.by_code(wrong)


def test_a_code_says_nothing_of_any_person(centre: Hall) -> None:
    codes = {centre.certificates.slip_code(requested(centre)) for _ in range(2)}
    assert len(codes) == 2
    assert all(code[8:16] in {"08200001", "08200002"} for code in codes)  # letter R and a number


def test_an_address_of_no_building_is_taken_and_marked(centre: Hall) -> None:
    assert requested(centre).listed
    assert not requested(centre, fields=fields(address="和平路7号")).listed


def test_the_open_ones_stand_by_promised_day(centre: Hall, clock: HandClock) -> None:
    slow, quick = requested(centre, "C02").number, requested(centre).number
    assert [request.number for request in centre.certificates.open()] == [quick, slow]
    brought_to(centre, State.REFUSED)
    assert [request.number for request in centre.certificates.open()] == [quick, slow]
    assert len(centre.certificates.past("2026-11-23")) == 3
    clock.show(9, days=1)
    assert len(centre.certificates.open()) == 2


def test_what_is_closed_is_no_longer_carried_about(centre: Hall) -> None:
    for state in (State.HANDED_OVER, State.REFUSED, State.WITHDRAWN, State.VOID):
        number = brought_to(centre, state)
        assert number not in centre.store.rows.live("requests")
        assert centre.certificates.get(number).state is state


def test_other_processes_see_it_at_once(
    centre: Hall, open_hall: Callable[..., Hall], clock: HandClock
) -> None:
    other = open_hall(centre={"phone": "010-00000000"})
    number = requested(centre).number
    other.refresh()
    assert [request.number for request in other.certificates.open()] == [number]
    assert requested(other).number == "R20260002"
    with pytest.raises(Refused):
        other.certificates.get("R20269999")


def test_a_centre_without_buildings_takes_every_address(
    open_hall: Callable[..., Hall], tmp_path: Path
) -> None:
    hall = staffed(open_hall())
    assert hall.certificates.addresses.buildings == ()
    assert not requested(hall, fields=fields(address="和平路7号")).listed
    parts = {"building": "7号楼", "unit": "1单元", "room": "101室"}
    assert hall.certificates.check("C01", "address", parts) == "7号楼1单元101室"
    assert not (tmp_path / "addresses.toml").exists()


def test_the_lists_of_a_centre_count_for_its_requests(
    open_hall: Callable[..., Hall], tmp_path: Path
) -> None:
    addresses(tmp_path, ADDRESSES)
    (tmp_path / "items.toml").write_text(
        '[C01]\ndays = 5\nfields = ["applicant_name", "id_no", "purpose"]\n', encoding="utf-8"
    )
    hall = staffed(open_hall())
    with refuses(hall, "unknown_field"):
        requested(hall)
    asked = {name: fields()[name] for name in ("applicant_name", "id_no", "purpose")}
    assert requested(hall, fields=asked).due == date(2026, 11, 30)


def test_where_it_may_not_be_issued_it_cannot_be_requested(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(items={"disputed_proofs": "refuse"})
    with refuses(hall, "not_requestable"):
        hall.certificates.notice("C01")
