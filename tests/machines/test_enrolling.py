"""Who is let in: once, with a code, by somebody who may; and who is not any more."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.machines import identity
from kiosk.machines.codes import VALID
from kiosk.machines.machine import LETTERS
from kiosk.staff import Role
from kiosk.tries import MOST
from tests.engines import Database
from tests.halls import HandClock, refuses, settings
from tests.machines.conftest import Opens, let_in


def test_the_one_machine_of_an_embedded_hall_needs_nothing(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(settings(), encoding="utf-8")
    with Hall.open(config, tmp_path / "alone") as hall:
        assert not hall.machines.shared
        assert hall.machine is None
        hall.machines.admit("lobby", shows=True)
        assert not (tmp_path / "alone" / identity.FILE).exists()
        with refuses(hall, "one_machine"):
            hall.machines.code("101")
        with refuses(hall, "one_machine"):
            hall.machines.enrol("12345678")


def test_the_first_machine_of_an_empty_hall_lets_itself_in(machine: Opens) -> None:
    hall = machine("first")
    hall.machines.admit("lobby", shows=True)
    assert hall.machine is not None
    assert (hall.machine.role, hall.machine.terminals) == ("lobby", ("lobby",))
    stranger = machine("second")
    with refuses(stranger, "stranger"):
        stranger.machines.admit("desk", shows=True)


def test_where_somebody_works_already_an_administrator_lets_the_first_in(machine: Opens) -> None:
    hall = machine("first")
    hall.staff.add("101", "王芳", "2468", Role.ADMIN)
    hall.staff.add("102", "李强", "1357", Role.CLERK)
    with refuses(hall, "first_machine"):
        hall.machines.admit("lobby", shows=True)
    with pytest.raises(Refused, match="工号或 PIN"):
        hall.machines.enrol_first(staff="101", pin="0000")
    with pytest.raises(Refused) as refused:
        hall.machines.enrol_first(staff="102", pin="1357")
    assert refused.value.code == "not_allowed"
    assert hall.machine is None
    assert hall.machines.enrol_first(staff="101", pin="2468").by == "101"


def test_with_a_pin_only_the_first_one_gets_in(first: Hall, machine: Opens) -> None:
    stranger = machine("second")
    with refuses(stranger, "stranger"):
        stranger.machines.enrol_first(staff="101", pin="2468")


def test_a_code_lets_one_machine_in(first: Hall, machine: Opens, tmp_path: Path) -> None:
    desk = machine("second")
    let_in(first, desk, "一号窗口机")
    desk.machines.admit("desk", shows=True)
    known = desk.machine
    assert known is not None
    assert (known.name, known.role, known.by, known.letter) == ("一号窗口机", "desk", "101", "Y")
    first.refresh()
    assert [one.name for one in first.machines.all()] == ["一号窗口机", "大厅机"]
    with refuses(desk, "machine_enrolled"):
        desk.machines.enrol("12345678")
    assert machine("second").machine == known, "it is known when it is started again"


def test_the_secret_stays_on_its_machine(first: Hall, machine: Opens, database: Database) -> None:
    assert first.machine is not None
    kept = Path(first.store.rows.engine.folder) / identity.FILE
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    secret = json.loads(kept.read_text())["secret"]
    assert len(secret) == 64
    everything = database.connection.execute("SELECT string_agg(doc::text, ' ') FROM kiosk.docs")
    found = everything.fetchone()
    assert found is not None
    assert first.machine.check in found[0]
    assert secret not in found[0]
    other = machine("copy")
    copied = Path(other.store.rows.engine.folder) / identity.FILE
    copied.write_text(json.dumps({"id": first.machine.id, "secret": "0" * 64}))
    assert other.machine is None, "an id is no proof"


def test_a_file_that_is_no_identity_is_said(machine: Opens, tmp_path: Path) -> None:
    hall = machine("first")
    (tmp_path / "first" / identity.FILE).write_text("{")
    with refuses(hall, "machine_file"):
        hall.machines.admit("lobby", shows=True)


def test_a_code_is_good_once(first: Hall, machine: Opens) -> None:
    code = first.machines.code("101").digits
    machine("second").machines.enrol(f"{code[:4]} {code[4:]}")
    with pytest.raises(Refused) as refused:
        machine("third").machines.enrol(code)
    assert refused.value.code == "wrong_enrol_code"


def test_a_code_is_good_for_ten_minutes(first: Hall, machine: Opens, clock: HandClock) -> None:
    code, other = first.machines.code("101").digits, machine("second")
    clock.pass_minutes(VALID.total_seconds() / 60)
    with pytest.raises(Refused) as refused:
        other.machines.enrol(code)
    assert refused.value.code == "wrong_enrol_code"
    code = first.machines.code("101").digits
    clock.pass_minutes(9.9)
    other.refresh()
    assert other.machines.enrol(code)


def test_two_codes_are_good_beside_each_other(first: Hall, machine: Opens) -> None:
    codes = [first.machines.code("101").digits for _ in range(2)]
    letters = {
        machine(f"m{n}").machines.enrol(code, f"机器{n}").letter for n, code in enumerate(codes)
    }
    assert len(letters) == 2


def test_a_code_is_not_guessed(first: Hall, machine: Opens, clock: HandClock) -> None:
    code = first.machines.code("101").digits
    for n in range(MOST):
        with pytest.raises(Refused) as refused:
            machine(f"guess{n}").machines.enrol("00000000" if code != "00000000" else "11111111")
        assert refused.value.code == "wrong_enrol_code"
    other = machine("second")
    with pytest.raises(Refused) as refused:
        other.machines.enrol(code)
    assert refused.value.code == "staff_locked"
    clock.pass_minutes(1.1)
    assert other.machines.enrol(code)


def test_who_may_make_a_code(first: Hall, machine: Opens) -> None:
    first.staff.add("103", "赵敏", "8642", Role.HEAD)
    assert len(first.machines.code("103").digits) == 8
    with refuses(first, "not_allowed"):
        first.machines.code("102")
    with refuses(first, "no_such_staff"):
        first.machines.code("999")
    assert len(first.machines.code().digits) == 8, "the tables' owner may"


def test_without_the_tables_only_staff_may(
    first: Hall, machine: Opens, database: Database, config_file: object
) -> None:
    database.role("terminal")
    grants = Path(__file__).parents[2] / "deploy" / "postgres" / "grants.sql"
    database.role("kiosk_terminal")
    database.connection.execute(grants.read_text())
    database.connection.execute("GRANT kiosk_terminal TO terminal")
    url = database.as_role("terminal")
    hall = machine("second", store={"url": url})
    with refuses(hall, "not_the_owner"):
        hall.machines.code()
    let_in(first, hall)
    assert hall.machine is not None
    assert hall.machines.retire("大厅机", "101").name == "大厅机"
    hall.machines.measure()


# --- names, letters ------------------------------------------------------------------------------


def test_every_machine_has_a_letter_of_its_own(first: Hall, machine: Opens) -> None:
    assert first.machine is not None
    assert first.machine.letter == LETTERS[0]
    desk, board = machine("desk"), machine("board")
    assert let_in(first, desk, terminal="desk").letter == LETTERS[1] == "Y"
    assert let_in(first, board, terminal="board").letter == "", "a board gives no numbers"
    asked = {"lobby2": {"role": "lobby", "letter": "Q"}, "lobby3": {"role": "lobby", "letter": "X"}}
    assert let_in(first, machine("l2", terminals=asked), terminal="lobby2").letter == "Q"
    code, other = first.machines.code("101").digits, machine("l3", terminals=asked)
    with refuses(other, "letter_taken"):
        other.machines.enrol(code, terminal="lobby3")
    assert other.machines.enrol(code, terminal="lobby"), "the code was not spent"


def test_a_letter_is_not_given_again_on_the_same_day(
    first: Hall, machine: Opens, clock: HandClock
) -> None:
    desk = machine("desk")
    assert let_in(first, desk, "窗口机").letter == "Y"
    first.machines.retire("窗口机", "101")
    assert let_in(first, machine("next"), "下一台").letter == "Z"
    clock.pass_minutes(24 * 60)
    assert let_in(first, machine("tomorrow"), "明天").letter == "Y"


def test_names_are_of_one_machine_each(first: Hall, machine: Opens) -> None:
    desk = machine("desk")
    with pytest.raises(Refused):
        desk.machines.enrol("00000000")  # from now on there is a counter of wrong codes
    code = first.machines.code("101").digits
    with refuses(desk, "machine_name_taken"):
        desk.machines.enrol(code, " 大厅机 ")
    with refuses(desk, "machine_name"):
        desk.machines.enrol(code, "很" * 21)
    assert desk.machines.enrol(code, terminal="desk").name == "desk"
    assert let_in(first, machine("two")).name == "desk 2", "who gives no name is given one"
    first.refresh()
    assert first.machines.rename("desk 2", "二号窗口机", "101").name == "二号窗口机"
    with refuses(first, "machine_name_taken"):
        first.machines.rename("desk", "二号窗口机", "101")
    with refuses(first, "unknown_machine"):
        first.machines.rename("desk 2", "三号", "101")


# --- retired -------------------------------------------------------------------------------------


def test_a_retired_machine_is_not_let_in(first: Hall, machine: Opens) -> None:
    desk = machine("desk")
    let_in(first, desk, "窗口机")
    with refuses(first, "not_allowed"):
        first.machines.retire("窗口机", "102")
    first.machines.retire("窗口机", "101")
    desk.refresh()
    with refuses(desk, "machine_retired"):
        desk.machines.admit("desk", shows=True)
    with refuses(machine("desk"), "machine_retired"):
        machine("desk").machines.admit("desk", shows=True)
    assert [one.name for one in first.machines.all()] == ["大厅机"]


def test_a_retired_machine_comes_back_with_a_code(first: Hall, machine: Opens) -> None:
    desk = machine("desk")
    before = let_in(first, desk, "窗口机")
    first.machines.retire("窗口机", "101")
    again = let_in(first, desk, "回来的")
    assert (again.id, again.retired, again.letter) == (before.id, None, "Y")
    assert machine("desk").machine == again
    first.refresh()
    assert {one.name for one in first.machines.all()} == {"大厅机", "回来的"}


def test_where_all_are_retired_it_begins_anew(first: Hall) -> None:
    first.machines.retire("大厅机", "101")
    assert first.machines.enrol_first(staff="101", pin="2468", terminal="lobby")


def test_what_was_done_is_in_the_audit_trail(first: Hall, machine: Opens) -> None:
    desk = machine("desk")
    let_in(first, desk, "窗口机")
    first.refresh()
    first.machines.rename("窗口机", "一号", "101")
    first.machines.retire("一号", "101")
    trail = first.store.table("audit").past("day", "2026-11-23")
    done = [(doc["what"], doc["who"]) for doc in trail if doc["what"].startswith("machine")]
    assert done == [
        ("machine_enrolled", ""),
        ("machine_code", "101"),
        ("machine_enrolled", "101"),
        ("machine_renamed", "101"),
        ("machine_retired", "101"),
    ]
    assert first.audit.verify().broken == ""
