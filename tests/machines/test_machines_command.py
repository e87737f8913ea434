"""``kiosk machines``, and which commands a machine may use that nobody knows."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.hall import Hall
from kiosk.staff import Role
from tests.halls import HandClock

ROOT = Path(__file__).parents[2]

Kiosk = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def kiosk(config_file: Callable[..., Path], tmp_path: Path) -> Kiosk:
    """``kiosk …`` on a machine, as a process of its own; ``given`` is typed."""
    config = config_file()

    def run(
        machine: str, *words: str, given: str = "", terminal: str = ""
    ) -> subprocess.CompletedProcess[str]:
        common = ["--config", str(config), "--data", str(tmp_path / machine)]
        common += ["--clock", "2026-11-23T09:00:00+08:00"]
        common += ["--terminal", terminal] if terminal else []
        return subprocess.run(
            [sys.executable, "-m", "kiosk", *common, *words],
            input=given,
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )

    return run


@pytest.fixture
def staffed(config_file: Callable[..., Path], tmp_path: Path, clock: HandClock) -> None:
    """101 administers a hall of which no machine is known; 102 is a clerk."""
    with Hall.open(config_file(), tmp_path / "nowhere", clock) as hall:
        hall.staff.add("101", "王芳", "2468", Role.ADMIN)
        hall.staff.add("102", "李强", "1357", Role.CLERK)


def done(run: subprocess.CompletedProcess[str]) -> str:
    assert run.returncode == 0, run.stderr
    return run.stdout


def refused(run: subprocess.CompletedProcess[str]) -> str:
    assert run.returncode == 1, run.stdout + run.stderr
    return run.stderr.splitlines()[-1].strip("()")


def test_a_hall_of_two_machines_from_nothing(kiosk: Kiosk) -> None:
    assert "A001" in done(kiosk("first", "ticket", "take", "A")), "the first lets itself in"
    assert refused(kiosk("second", "ticket", "take", "A")) == "stranger"
    done(kiosk("first", "staff", "add", "101", "王芳", "--role", "admin", given="2468\n"))
    said = done(kiosk("first", "machines", "code", "--staff", "101", given="2468\n"))
    code = re.search(r"\d{4} \d{4}", said)
    assert code is not None
    enrolled = done(kiosk("second", "machines", "enrol", code[0], "--name", "desk"))
    assert "desk" in enrolled
    assert "A002" in done(kiosk("second", "ticket", "take", "A"))
    listed = json.loads(done(kiosk("second", "machines", "list", "--json")))["machines"]
    assert [(one["name"], one["role"], one["here"]) for one in listed] == [
        ("desk", "desk", True),
        ("lobby", "lobby", False),
    ]
    assert [one["printers"] for one in listed] == [[], ["lobby"]]
    shown = json.loads(done(kiosk("first", "machines", "show", "desk", "--json")))["machine"]
    assert (shown["letter"], shown["by"], shown["seen"]) == ("Y", "101", None)
    assert "desk" in done(kiosk("first", "machines", "list"))
    assert "Y" in done(kiosk("first", "machines", "show", "desk"))
    renamed = ["machines", "rename", "desk", "一号窗口机", "--staff", "101"]
    assert "一号窗口机" in done(kiosk("first", *renamed, given="2468\n"))
    retired = ["machines", "retire", "一号窗口机", "--staff", "101"]
    done(kiosk("first", *retired, given="2468\n"))
    assert refused(kiosk("second", "ticket", "take", "A")) == "machine_retired"


@pytest.mark.usefixtures("staffed")
def test_where_people_work_already_one_of_them_enrols_the_first(kiosk: Kiosk) -> None:
    for words in (["ticket", "list"], ["batch"], ["spooler"], ["backup", "x"], ["staff", "list"]):
        assert refused(kiosk("first", *words)) == "first_machine"
    by = ["machines", "enrol", "--staff"]
    assert refused(kiosk("first", *by, "101", given="0000\n")) == "unknown_staff"
    assert refused(kiosk("first", *by, "102", given="1357\n")) == "not_allowed"
    done(kiosk("first", *by, "101", "--name", "大厅机", given="2468\n"))
    assert "101" in done(kiosk("first", "staff", "list"))


@pytest.mark.usefixtures("staffed")
def test_the_owner_of_the_tables_makes_a_code_anywhere(kiosk: Kiosk) -> None:
    said = done(kiosk("server", "machines", "code"))
    code = re.search(r"\d{4} \d{4}", said)
    assert code is not None
    done(kiosk("first", "machines", "enrol", code[0].replace(" ", ""), terminal="desk"))
    assert refused(kiosk("second", "machines", "code", "--staff", "101", given="2468\n")) == (
        "stranger"
    ), "a PIN is not asked for on a machine that nobody knows"


@pytest.mark.usefixtures("staffed")
def test_what_a_stranger_may(kiosk: Kiosk) -> None:
    assert kiosk("stranger", "store", "check").stdout.startswith("[好]")
    assert "数据服务器" in kiosk("stranger", "doctor").stdout
    assert "没有登记机器" in done(kiosk("stranger", "machines", "list"))
    assert refused(kiosk("stranger", "machines", "show", "lobby")) == "unknown_machine"
    assert refused(kiosk("stranger", "machines", "enrol", "12345678")) == "wrong_enrol_code"


def test_batch_ends_when_its_machine_is_retired(
    kiosk: Kiosk, config_file: Callable[..., Path], tmp_path: Path, clock: HandClock
) -> None:
    done(kiosk("first", "ticket", "list"))
    words = ["--config", str(config_file()), "--data", str(tmp_path / "first")]
    words += ["--clock", "2026-11-23T09:00:00+08:00", "batch"]
    batch = subprocess.Popen(
        [sys.executable, "-m", "kiosk", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        assert batch.stdin is not None
        assert batch.stdout is not None
        assert batch.stderr is not None
        batch.stdin.write('{"do": "take", "line": "A"}\n')
        batch.stdin.flush()
        assert json.loads(batch.stdout.readline())["ok"]
        with Hall.open(config_file(), tmp_path / "server", clock) as hall:
            hall.machines.retire("lobby")
        assert batch.wait(120) == 1
        assert "(machine_retired)" in batch.stderr.read()
    finally:
        batch.kill()
        batch.communicate()
