"""The command line: words in, an answer and an exit status out."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.__main__ import main
from kiosk.acts import ACTS
from kiosk.cli.parser import SAYS
from kiosk.hall import Hall
from tests.halls import recorded

CLOCK = "2026-11-23T09:00:00+08:00"
COMMANDS = [
    *(
        [
            "lobby",
            "desk",
            "board",
            "spooler",
            "serve",
            "demo",
            "doctor",
            "backup",
            "restore",
            "export",
            "batch",
            "printer",
        ]
    ),
    *("ticket", "staff", "staff add", "staff list"),
    *(f"ticket {act}" for act in ACTS),
    *(f"printer {act}" for act in ("list", "status", "jobs", "test", "setup", "reprint")),
    *(f"printer {act}" for act in ("decide", "new-roll", "day-sheet")),
    "store",
    *(f"store {act}" for act in ("init", "check", "move")),
    "machines",
    *(f"machines {act}" for act in ("code", "enrol", "list", "show", "retire", "rename")),
    "outbox",
    *(f"outbox {act}" for act in ("list", "send", "conflicts", "settle")),
    "items",
    *(f"items {act}" for act in ("check", "search", "show", "print", "enquire", "enquiries")),
    "certificates",
    *(f"certificates {act}" for act in ("check", "notice", "requests", "show", "register")),
    *(f"certificates {act}" for act in ("my-data", "pdf", "verify", "public-key", "new-key")),
    "volunteers",
    *(f"volunteers {act}" for act in ("list", "find", "import", "card", "teams")),
    *(f"volunteers {act}" for act in ("export", "entered")),
    *(f"volunteers {act}" for act in ("activities", "present", "hours", "due", "sheet")),
    *(f"volunteers {act}" for act in ("statement", "statements", "void-statement", "report")),
    "volunteers my-data",
]


class Shell:
    """Someone at the keyboard of a training hall."""

    def __init__(self, config: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.common = ["--config", str(config), "--data", str(data), "--clock", CLOCK]
        self.capsys = capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        status = main([*self.common, *words])
        out, err = self.capsys.readouterr()
        return status, out, err

    def json(self, *words: str) -> tuple[int, dict[str, Any]]:
        status, out, _ = self(*words, "--json")
        return status, json.loads(out)


@pytest.fixture
def kiosk(
    tmp_path: Path, config_file: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> Shell:
    return Shell(config_file(), tmp_path / "data", capsys)


def run(*words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The real program in a process of its own."""
    command = [sys.executable, "-m", "kiosk", *words]
    return subprocess.run(command, input=given, capture_output=True, check=False)


def test_every_act_of_the_hall_has_its_word_and_its_help() -> None:
    assert ACTS.keys() == SAYS.keys()


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str], command: str) -> None:
    with pytest.raises(SystemExit) as left:
        main([*command.split(), "--help"])
    assert left.value.code == 0
    out = capsys.readouterr().out
    assert all(option in out for option in ("--config", "--data", "--clock", "--terminal"))


@pytest.mark.parametrize(
    "words",
    [
        ["sing"],
        ["ticket"],
        ["ticket", "sing"],
        ["ticket", "take"],
        ["ticket", "take", "A", "B"],
        ["ticket", "take", "A", "--colour", "red"],
        ["--clock", "nine", "ticket", "list"],
        ["--clock", "2026-11-23T09:00:00", "ticket", "list"],
        ["--clock", "2026-11-23T09:00:00+99:00", "ticket", "list"],
        ["staff", "add", "007", "王芳", "--role", "king"],
        ["backup"],
        ["export"],
    ],
)
def test_words_that_are_off_end_with_two(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 2
    assert capsys.readouterr().err


def test_every_act_from_the_keyboard(kiosk: Shell) -> None:
    day = [
        ("take A", "A001", "waiting"),
        ("take B --priority elder", "B001", "waiting"),
        ("call 1", "B001", "called"),
        ("recall 1", "B001", "called"),
        ("arrive 1", "B001", "serving"),
        ("hold 1 --reason 取材料", "B001", "held"),
        ("call 1 A001", "A001", "called"),
        ("miss 1", "A001", "missed"),
        ("undo 1", "A001", "called"),
        ("finish 1", "A001", "done"),
        ("resume 2 B001", "B001", "serving"),
        ("transfer 2 C", "B001", "waiting"),
        ("void B001 --reason 走了", "B001", "void"),
        ("take C", "C001", "waiting"),
        ("leave C001", "C001", "left"),
    ]
    for words, number, state in day:
        status, answer = kiosk.json("ticket", *words.split())
        assert (status, answer["ok"]) == (0, True)
        assert (answer["ticket"]["number"], answer["ticket"]["state"]) == (number, state)
    _, listed = kiosk.json("ticket", "list")
    assert [ticket["number"] for ticket in listed["tickets"]] == ["A001", "B001", "C001"]


def test_without_json_it_is_said_in_words(kiosk: Shell) -> None:
    kiosk("ticket", "take", "A")
    status, out, _ = kiosk("ticket", "take", "A")
    assert (status, out.strip()) == (0, "A002  等候中  前面 1 人")
    assert "A001  已叫号 → 1 号窗口" in kiosk("ticket", "call", "1")[1]


def test_a_refusal_ends_with_one_and_its_word(kiosk: Shell) -> None:
    kiosk("ticket", "take", "A")
    status, out, err = kiosk("ticket", "call", "9")
    assert (status, out) == (1, "")
    assert "(unknown_window)" in err
    status, answer = kiosk.json("ticket", "call", "9")
    assert (status, answer["ok"], answer["error"]) == (1, False, "unknown_window")
    assert kiosk.json("ticket", "call", "1")[1]["ticket"]["number"] == "A001"


def test_options_may_stand_before_or_after_the_command(
    tmp_path: Path, config_file: Callable[..., Path]
) -> None:
    options = ["--config", str(config_file()), "--data", str(tmp_path / "data")]
    assert main([*options, "ticket", "take", "A", "--clock", CLOCK]) == 0
    assert main(["ticket", "take", "A", "--clock", CLOCK, *options]) == 0
    assert main(["--clock", CLOCK, "ticket", *options, "take", "A"]) == 0


def test_the_terminal_decides_where_it_is_printed(
    kiosk: Shell, tmp_path: Path, config_file: Callable[..., Path]
) -> None:
    kiosk("ticket", "take", "A")
    kiosk("--terminal", "desk", "ticket", "take", "A")
    at = datetime.fromisoformat(CLOCK)
    with Hall.open(config_file(), tmp_path / "data", lambda: at) as hall:
        assert [job.about for job in hall.slips.jobs()] == ["2026-11-23/A001"]
        assert [ticket.log[0].where for ticket in hall.queue.tickets()] == ["lobby", "desk"]


def test_a_training_clock_is_refused_on_live_records(
    kiosk: Shell, tmp_path: Path, config_file: Callable[..., Path]
) -> None:
    with Hall.open(config_file(), tmp_path / "data") as live:
        before = recorded(live)
    status, answer = kiosk.json("ticket", "take", "A")
    assert (status, answer["error"]) == (1, "live_data")
    with Hall.open(config_file(), tmp_path / "data") as live:
        assert recorded(live) == before


def test_a_wrong_configuration_is_refused(kiosk: Shell, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[centre]\nnane = 'x'\n", encoding="utf-8")
    status, answer = kiosk.json("ticket", "list")
    assert (status, answer["error"]) == (1, "config_invalid")
    status, answer = kiosk.json("--config", "nowhere.toml", "ticket", "list")
    assert (status, answer["error"]) == (1, "config_missing")


@pytest.mark.parametrize("screen", ["lobby", "desk", "board"])
def test_a_screen_needs_a_terminal_to_be_drawn_on(kiosk: Shell, screen: str) -> None:
    status, _, err = kiosk(screen)
    assert (status, "no_terminal" in err) == (1, True)


def test_the_program_itself_answers_line_by_line(
    tmp_path: Path, config_file: Callable[..., Path]
) -> None:
    common = ["--config", str(config_file()), "--data", str(tmp_path / "data"), "--clock", CLOCK]
    lines = b'{"do": "take", "line": "A"}\nrubbish\n\n{"do": "call", "window": 1}'
    ended = run(*common, "batch", given=lines)
    answers = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [answer["ok"] for answer in answers] == [True, False, False, True]
    assert (ended.returncode, ended.stderr) == (0, b"")
    one = run(*common, "ticket", "list", "--json")
    assert json.loads(one.stdout)["tickets"][0]["window"] == "1"
    refused = run(*common, "ticket", "take", "Z")
    assert (refused.returncode, refused.stdout) == (1, b"")


def test_bytes_that_are_no_text_are_refused_not_crashed_on(
    tmp_path: Path, config_file: Callable[..., Path]
) -> None:
    common = ["--config", str(config_file()), "--data", str(tmp_path / "data"), "--clock", CLOCK]
    run(*common, "ticket", "take", "A")
    no_text = os.fsdecode(b"\xff")
    for words in (["take", no_text], ["void", "A001", "--reason", no_text]):
        ended = run(*common, "ticket", *words, "--json")
        assert (ended.returncode, b"Traceback" in ended.stderr) == (1, False)
    listed = json.loads(run(*common, "ticket", "list", "--json").stdout)
    assert [ticket["state"] for ticket in listed["tickets"]] == ["waiting"]


def test_someone_new_is_added_from_the_keyboard(
    kiosk: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("2468\n"))
    assert kiosk("staff", "add", "007", "王芳", "--role", "head")[0] == 0
    _, answer = kiosk.json("staff", "list")
    assert [(p["number"], p["role"]) for p in answer["staff"]] == [("007", "head")]
    assert not any("2468" in str(value) for value in answer["staff"][0].values())
