"""``kiosk printer``: real processes, a printer at the other end, and what it says of itself."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pexpect
import pytest

from kiosk.__main__ import main
from kiosk.config import Printer, load
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.jobs import JobState, Reason
from kiosk.settings_file import printer_lines, write_printer
from printers.bench import Bench
from tests.halls import MONDAY, HandClock, refuses
from tests.printers.fake import BLIND, FakePrinter, TcpFace
from tests.printers.wire import free_port
from tests.waiting import until

CLOCK = "2026-11-23T09:00:00+08:00"
PATIENCE = 60
"""Seconds for a process on a busy machine; what is waited for comes in one."""

Settings = dict[str, Any]


@pytest.fixture
def face() -> Iterator[TcpFace]:
    """A network printer that proves what it prints."""
    with TcpFace(FakePrinter()) as face:
        yield face


class Kiosk:
    """The real program on a hall of its own."""

    def __init__(self, config: Path, data: Path) -> None:
        self.config, self.data = config, data
        self._began = time.monotonic()

    @property
    def common(self) -> list[str]:
        """Where its hall is; its clock goes on from one process to the next."""
        now = datetime.fromisoformat(CLOCK) + timedelta(seconds=time.monotonic() - self._began)
        return [
            "--config", str(self.config), "--data", str(self.data), "--clock", now.isoformat(),
        ]  # fmt: skip

    def __call__(self, *words: str, given: str = "") -> tuple[int, str, str]:
        command = [sys.executable, "-m", "kiosk", *self.common, *words]
        done = subprocess.run(
            command, input=given, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        return done.returncode, done.stdout, done.stderr

    def json(self, *words: str, given: str = "") -> tuple[int, Settings]:
        status, out, _ = self("printer", *words, "--json", given=given)
        return status, json.loads(out)

    def typed(self, *words: str) -> pexpect.spawn[str]:
        """Somebody sits at a terminal."""
        command = ["-m", "kiosk", *self.common, *words]
        return pexpect.spawn(sys.executable, command, timeout=PATIENCE, encoding="utf-8")


@pytest.fixture
def kiosk(tmp_path: Path, config_file: Callable[..., Path], face: TcpFace) -> Kiosk:
    """The lobby prints on the network printer; a second one draws pictures."""
    network = {"device": "network", "host": "127.0.0.1", "port": face.port, "roll_metres": 50}
    return Kiosk(
        config_file(printers={"lobby": network, "desk": {"device": "preview", "paper": 58}}),
        tmp_path / "data",
    )


def ended(child: pexpect.spawn[str]) -> int:
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus is not None
    return child.exitstatus


# --- what there is, and how it is --------------------------------------------------------------


def test_the_printers_of_the_settings(kiosk: Kiosk, face: TcpFace) -> None:
    status, answer = kiosk.json("list")
    assert status == 0
    lobby, desk = answer["printers"]
    assert (lobby["printer"], lobby["where"]) == ("lobby", f"127.0.0.1:{face.port}")
    assert (lobby["paper"], lobby["terminals"]) == (80, ["lobby"])
    assert (desk["device"], desk["paper"], desk["terminals"]) == ("preview", 58, [])
    _, out, _ = kiosk("printer", "list")
    assert [line.split()[0] for line in out.splitlines()] == ["lobby", "desk"]


def test_a_printer_nobody_prints_on_is_not_called_ready(kiosk: Kiosk) -> None:
    status, answer = kiosk.json("status")
    assert status == 0
    assert {row["state"] for row in answer["printers"]} == {"no_spooler"}
    assert answer["printers"][0]["metres_left"] == 50
    assert kiosk.json("status", "cellar")[1]["error"] == "unknown_printer"


def test_a_printer_that_is_printed_on_says_how_it_is_and_what_it_can_prove(
    kiosk: Kiosk, face: TcpFace
) -> None:
    spooler = subprocess.Popen([sys.executable, "-m", "kiosk", *kiosk.common, "spooler"])
    try:
        until(lambda: row(kiosk)["state"] == "ready", "it is ready", PATIENCE)
        assert row(kiosk)["tier"] == "acknowledged"
        _, out, _ = kiosk("printer", "status", "lobby")
        for said in ("正常", "会报告每张是否印出", "余纸约 50 米"):
            assert said in out
        # The page is printed by the spooler that owns the printer, not beside it.
        status, answer = kiosk.json("test", "lobby")
        assert (status, answer["job"]["state"]) == (0, "printed")
        assert [slip.codes for slip in face.printer.slips] == [[answer["code"]]]
        assert row(kiosk)["metres_left"] < 50
        face.printer.run_out()
        status, answer = kiosk.json("test", "lobby")
        assert (status, answer["error"], answer["reason"]) == (1, "not_printed", "paper_out")
        assert row(kiosk)["state"] == "paper_out"
        assert "换纸" in row(kiosk)["do"]
    finally:
        spooler.terminate()
        spooler.wait(PATIENCE)


def row(kiosk: Kiosk, name: str = "lobby") -> Settings:
    rows: list[Settings] = kiosk.json("status", name)[1]["printers"]
    return rows[0]


# --- test pages --------------------------------------------------------------------------------


def test_a_test_page_goes_the_way_of_every_slip(kiosk: Kiosk, face: TcpFace) -> None:
    status, answer = kiosk.json("test", "lobby")
    assert (status, answer["ok"]) == (0, True)
    assert [slip.codes for slip in face.printer.slips] == [[answer["code"]]]
    job = answer["job"]
    assert (job["kind"], job["state"], job["copies"], job["reason"]) == ("test", "printed", 1, None)
    assert kiosk.json("jobs")[1]["jobs"] == [job]


def test_a_printer_that_is_mute_is_not_said_to_have_printed(
    tmp_path: Path, config_file: Callable[..., Path]
) -> None:
    with TcpFace(FakePrinter(BLIND)) as face:
        network = {"device": "network", "host": "127.0.0.1", "port": face.port}
        kiosk = Kiosk(config_file(printers={"lobby": network}), tmp_path / "data")
        status, out, _ = kiosk("printer", "test", "lobby")
        assert status == 0
        assert "不报告是否印出" in out
        assert kiosk.json("jobs")[1]["jobs"][0]["state"] == "sent"


def test_a_page_that_could_not_be_printed_does_not_come_out_later(
    kiosk: Kiosk, face: TcpFace
) -> None:
    face.printer.run_out()
    status, out, err = kiosk("printer", "test", "lobby")
    assert (status, out) == (1, "")
    assert "缺纸" in err
    assert "not_printed" in err
    (job,) = kiosk.json("jobs")[1]["jobs"]
    assert (job["state"], job["reason"], job["decided"]) == ("failed", "cancelled", "cancel")
    face.printer.load()
    assert kiosk.json("test", "lobby")[0] == 0
    assert len(face.printer.slips) == 1


# --- copies and decisions ----------------------------------------------------------------------


def test_a_copy_says_so_and_is_counted(kiosk: Kiosk, face: TcpFace) -> None:
    kiosk("ticket", "take", "A")
    assert kiosk.json("test", "lobby")[0] == 0  # whoever prints it prints what waited before
    ticket = "ticket/2026-11-23/A001"
    jobs = {job["job"]: job for job in kiosk.json("jobs")[1]["jobs"]}
    assert (jobs[ticket]["state"], jobs[ticket]["copies"]) == ("printed", 1)
    status, answer = kiosk.json("reprint", ticket, "--by", "0007")
    assert status == 0
    assert (answer["job"]["state"], answer["job"]["copies"]) == ("queued", 2)
    assert answer["job"]["by"] == "0007"
    assert kiosk.json("reprint", ticket)[1]["error"] == "slip_on_its_way"
    assert kiosk.json("test", "lobby")[0] == 0
    jobs = {job["job"]: job for job in kiosk.json("jobs", "--printer", "lobby")[1]["jobs"]}
    assert jobs[f"{ticket}#2"]["state"] == "printed"
    assert {job["copies"] for job in jobs.values() if job["about"] == "2026-11-23/A001"} == {2}
    first, _, second, _ = face.printer.slips
    assert len(second.rows) > len(first.rows), "补打 stands above and below"
    assert kiosk.json("jobs", "--printer", "desk")[1]["jobs"] == []


def test_a_slip_in_doubt_is_decided_about(
    kiosk: Kiosk, open_hall: Callable[..., Hall], capsys: pytest.CaptureFixture[str]
) -> None:
    hall = open_hall()
    hall.queue.terminal = "lobby"
    for _ in range(3):
        (job,) = hall.slips.about(hall.queue.take("A").id)
        hall.slips.begin(job.id)
        hall.slips.unknown(job.id, Reason.INTERRUPTED)
    words = ["--config", str(kiosk.config), "--data", str(kiosk.data), "--clock", CLOCK, "printer"]

    def said(*more: str) -> Settings:
        main([*words, *more, "--json"])
        answer: Settings = json.loads(capsys.readouterr().out)
        return answer

    assert len(said("jobs", "--undecided")["jobs"]) == 3
    ids = [f"ticket/2026-11-23/A00{n}" for n in (1, 2, 3)]
    assert said("decide", ids[0], "came_out", "--by", "0007")["job"]["state"] == "printed"
    assert said("decide", ids[1], "cancel")["job"]["reason"] == "cancelled"
    again = said("decide", ids[2], "reprint")["job"]
    assert (again["job"], again["copies"]) == (f"{ids[2]}#2", 2)
    assert said("decide", ids[0], "cancel")["error"] == "job_decided"
    assert said("decide", "ticket/none", "cancel")["error"] == "unknown_job"
    assert said("jobs", "--undecided")["jobs"] == []
    main([*words, "jobs"])
    lines = capsys.readouterr().out.splitlines()
    assert any("已确认出纸" in line for line in lines)
    assert any("第 2 份" in line for line in lines)


def test_a_new_roll_is_counted_from_the_beginning(kiosk: Kiosk) -> None:
    assert kiosk.json("test", "lobby")[0] == 0
    assert row(kiosk)["metres_left"] < 50
    status, answer = kiosk.json("new-roll", "lobby")
    assert (status, answer["metres_left"]) == (0, 50)
    assert kiosk.json("new-roll", "cellar")[1]["error"] == "unknown_printer"


# --- the day sheet -----------------------------------------------------------------------------


def test_the_day_in_numbers_is_printed_when_it_is_asked_for(kiosk: Kiosk) -> None:
    for line in "AAB":
        kiosk("ticket", "take", line)
    status, answer = kiosk.json("day-sheet", "--printer", "desk")
    assert (status, answer["job"]["kind"], answer["job"]["printer"]) == (0, "day_sheet", "desk")
    assert kiosk.json("day-sheet", "--day", "2026-11-20")[1]["error"] == "no_such_day"
    assert kiosk.json("day-sheet", "--day", "yesterday")[1]["error"] == "no_such_day"
    with Hall.open(kiosk.config, kiosk.data, lambda: MONDAY) as hall:
        fields = hall.slips.job(answer["job"]["job"]).fields
    assert fields["training"]
    assert (fields["taken_all"], fields["taken.1"], fields["uncalled.2"]) == ("3", "2", "1/1")


# --- setting up --------------------------------------------------------------------------------


def test_printers_of_a_network_are_found_when_asked_for(kiosk: Kiosk, face: TcpFace) -> None:
    words = ["setup", "--subnet", "127.0.0.0/30", "--port", str(face.port), "--name", "hall"]
    status, answer = kiosk.json(*words)
    assert status == 0
    (found,) = [entry for entry in answer["found"] if entry["device"] == "network"]
    assert found["where"] == f"127.0.0.1:{face.port}"
    assert found["lines"][:3] == ["[printers.hall]", 'device = "network"', "paper = 80"]
    assert face.printer.received == 0, "nothing was sent to it"


@pytest.mark.parametrize("network", ["10.0.0.0/8", "8.8.8.0/24", "everything", "fe80::/120"])
def test_no_more_than_a_hall_is_searched(kiosk: Kiosk, network: str) -> None:
    status, answer = kiosk.json("setup", "--subnet", network)
    assert (status, answer["error"]) == (1, "scan_too_wide")


def test_a_number_that_is_not_in_the_list_is_refused(kiosk: Kiosk, face: TcpFace) -> None:
    words = ["setup", "--subnet", "127.0.0.0/30", "--port", str(face.port), "--choose", "9"]
    assert kiosk.json(*words)[1]["error"] == "no_such_choice"
    words = ["setup", "--subnet", "127.0.0.0/30", "--port", str(free_port())]
    found = kiosk.json(*words)[1].get("found", [])
    assert not [entry for entry in found if entry["device"] == "network"], "nobody listens there"


def test_the_code_that_comes_back_is_the_one_on_the_paper(kiosk: Kiosk, face: TcpFace) -> None:
    before = kiosk.config.read_text(encoding="utf-8")
    child = kiosk.typed("printer", "setup", "--host", "127.0.0.1", "--port", str(face.port))
    child.expect("扫描纸上")
    (slip,) = face.printer.slips
    child.sendline("12345")
    child.expect("不是纸上的码")
    child.sendline(slip.codes[0])
    child.expect("码读对了")
    child.expect(r"\[printers\.lobby\]")
    assert ended(child) == 0
    assert kiosk.config.read_text(encoding="utf-8") == before, "nobody said --write"


def test_a_wrong_code_is_said_and_nothing_is_written(kiosk: Kiosk, face: TcpFace) -> None:
    before = kiosk.config.read_text(encoding="utf-8")
    direct = ["--host", "127.0.0.1", "--port", str(face.port), "--name", "new", "--write"]
    status, answer = kiosk.json("setup", *direct, given="1\n22\n333\n")
    assert (status, answer["error"]) == (1, "wrong_code")
    assert kiosk.config.read_text(encoding="utf-8") == before


def test_a_printer_that_prints_nothing_is_not_set_up(kiosk: Kiosk, face: TcpFace) -> None:
    face.printer.open_cover()
    direct = ["--host", "127.0.0.1", "--port", str(face.port), "--write"]
    status, answer = kiosk.json("setup", *direct)
    assert (status, answer["error"]) == (1, "not_printed")
    assert "盖子" in answer["message"]
    assert kiosk.json("setup", "--host", "127.0.0.1", "--port", str(free_port()))[0] == 1


def test_what_was_tried_is_written_and_the_old_file_is_kept(tmp_path: Path, face: TcpFace) -> None:
    shipped = Path("config.toml").read_text(encoding="utf-8")
    config = tmp_path / "config.toml"
    config.write_text(shipped, encoding="utf-8")
    kiosk = Kiosk(config, tmp_path / "data")
    child = kiosk.typed(
        *("printer", "setup", "--host", "127.0.0.1", "--port", str(face.port), "--write")
    )
    child.expect("扫描纸上")
    child.sendline(face.printer.slips[0].codes[0])
    child.expect("已写进")
    assert ended(child) == 0
    lobby = load(config).printers["lobby"]
    assert (lobby.device, lobby.host, lobby.port) == ("network", "127.0.0.1", face.port)
    (old,) = tmp_path.glob("config.toml.20261123-09*")
    assert old.read_text(encoding="utf-8") == shipped
    assert kiosk.json("test", "lobby")[1]["ok"]


def test_serial_lines_and_device_files_are_found(tmp_path: Path) -> None:
    for name in ("usb/lp0", "serial/by-id/usb-Xprinter", "ttyUSB0", "ttyS0"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = [(setting.device, setting.path) for setting in Bench(tmp_path).attached()]
    assert ("file", str(tmp_path / "usb/lp0")) in found
    assert ("serial", str(tmp_path / "serial/by-id/usb-Xprinter")) in found
    assert ("serial", str(tmp_path / "ttyUSB0")) in found
    assert not [path for _, path in found if path and path.endswith("ttyS0")]


# --- the settings file -------------------------------------------------------------------------

USB = Printer(device="usb", vendor=0x04B8, product=0x0202, paper=58)


def test_lines_are_what_the_settings_read_back(config_file: Callable[..., Path]) -> None:
    assert printer_lines("lobby", USB) == [
        "[printers.lobby]",
        'device = "usb"',
        "paper = 58",
        "vendor = 0x04b8",
        "product = 0x0202",
    ]
    assert printer_lines("大厅 1", USB)[0] == '[printers."大厅 1"]'


@pytest.mark.parametrize("name", ["lobby", "second", "大厅 1"])
def test_a_table_is_replaced_or_added_and_everything_else_stays(tmp_path: Path, name: str) -> None:
    shipped = Path("config.toml").read_text(encoding="utf-8")
    config = tmp_path / "config.toml"
    for at in (1, 2):
        config.write_text(shipped, encoding="utf-8")
        for _ in range(at):  # written twice is written once
            write_printer(config, name, USB, MONDAY)
        read, before = load(config), load(Path("config.toml"))
        assert read.printers == {**before.printers, name: USB}
        assert read.lines == before.lines
        assert read.terminals == before.terminals
        comments = {line for line in shipped.splitlines() if line.startswith("#")}
        assert comments <= set(config.read_text(encoding="utf-8").splitlines())


def test_a_file_that_would_be_wrong_is_left_alone(config_file: Callable[..., Path]) -> None:
    config = config_file()  # its printers are written in one line
    before = config.read_text(encoding="utf-8")
    for name, setting in (("lobby", USB), ("new", Printer(device="network"))):
        with pytest.raises(Refused) as refused:
            write_printer(config, name, setting, MONDAY)
        assert refused.value.code == "config_not_written"
    assert config.read_text(encoding="utf-8") == before
    assert [path.name for path in config.parent.iterdir() if "config" in path.name] == [
        "config.toml"
    ]


# --- papers of the staff -----------------------------------------------------------------------


def test_papers_go_to_this_terminals_printer_or_the_one_that_is_named(
    open_hall: Callable[..., Hall],
) -> None:
    hall = open_hall(printers={"lobby": {}, "desk": {"paper": 58}})
    hall.queue.terminal = "desk"
    assert hall.papers.printer() == "lobby", "the desk has none of its own"
    assert hall.papers.printer("desk") == "desk"
    with refuses(hall, "unknown_printer"):
        hall.papers.test("cellar")
    assert hall.papers.test("desk").fields["paper"] == "58"


def test_a_hall_without_a_printer_says_so(
    tmp_path: Path, config_file: Callable[..., Path], clock: HandClock
) -> None:
    bare = msgspec.structs.replace(load(config_file()), printers={}, terminals={})
    with Hall.open(bare, tmp_path / "bare", clock) as hall, refuses(hall, "no_printer"):
        hall.papers.day_sheet()


def test_a_desk_slip_carries_the_ticket_and_what_comes_next(hall: Hall) -> None:
    hall.queue.take("A")
    hall.queue.call("1")
    hall.queue.actor = "0007"
    job = hall.papers.desk_slip("1", "下周一取件", done="已登记", bring=["身份证", " ", "照片"])
    assert (job.kind, job.state, job.printer) == ("desk_slip", JobState.QUEUED, "lobby")
    said = job.fields
    assert (said["number"], said["window"], said["line_name"]) == ("A001", "1", "综合服务")
    assert (said["done"], said["next"]) == ("已登记", "下周一取件")
    assert (said["bring.1"], said["bring.2"]) == ("身份证", "照片")
    assert hall.papers.desk_slip("1", "下周一取件").id != job.id, "each slip is one"
    with refuses(hall, "empty_slip"):
        hall.papers.desk_slip("1", "  ", bring=["　"])
    with refuses(hall, "unknown_window"):
        hall.papers.desk_slip("9", "下周一取件")


def test_a_ticket_in_large_type_is_asked_for_in_the_same_act(hall: Hall) -> None:
    hall.queue.terminal = "lobby"
    (small,) = hall.slips.about(hall.queue.take("A").id)
    (large,) = hall.slips.about(hall.queue.take("A", large=True).id)
    assert "large" not in small.fields
    assert large.fields["large"]
