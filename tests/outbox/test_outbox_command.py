"""``kiosk outbox``, and ``batch`` through a cut."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.__main__ import main
from kiosk.batch import answer
from kiosk.hall import Hall
from tests.halls import MONDAY, HandClock
from tests.outbox.conftest import Machine, Wire, machine_id
from tests.volunteers.day import EARLY, Day


def says(hall: Hall, do: str, **fields: Any) -> Any:
    return answer(hall, json.dumps({"do": do, **fields}).encode())


def test_batch_goes_on(machine: Machine, wire: Wire, clock: HandClock) -> None:
    lobby = machine()
    clock.now = EARLY
    day = Day(lobby, clock)
    card = day.card(day.person())
    day.activity("09:00", "11:00")
    day.show("09:00")
    assert says(lobby, "take", line="A")["ticket"]["number"] == "A001"
    assert "offline" not in says(lobby, "take", line="A")
    wire.cut()

    taken = says(lobby, "take", line="A", priority="elder")
    assert taken["ok"]
    assert taken["offline"] is True
    assert taken["key"] == f"{machine_id(lobby)}/00000001"
    assert (taken["ticket"]["number"], taken["ticket"]["wait"]) == ("AX001", None)
    scanned = says(lobby, "scan", code=card)
    assert (scanned["did"], scanned["offline"]) == (None, True)
    assert says(lobby, "served", number="A001", window="1")["key"].endswith("/00000003")
    assert says(lobby, "call", window="1")["error"] == "store_away"
    assert says(lobby, "take", line="Z")["error"] == "unknown_line"
    listed = says(lobby, "list")
    assert [ticket["number"] for ticket in listed["tickets"]] == ["A001", "A002"]
    assert "2026-11-23T08:5" in listed["as_of"] or "T09:00" in listed["as_of"]
    assert says(lobby, "present")["as_of"] == listed["as_of"]
    unsent = says(lobby, "unsent")
    assert [fact["kind"] for fact in unsent["facts"]] == ["take", "scan", "served"]
    assert unsent["cut_off"] is not None
    assert says(lobby, "reprint_last", by="007")["error"] == "slip_on_its_way"

    wire.mend()
    assert "as_of" not in says(lobby, "list")
    assert says(lobby, "served", number="A001", window="1")["error"] == "not_cut_off"
    lobby.queue.void("A001")
    sent = says(lobby, "send")
    assert (sent["sent"], sent["flagged"], sent["left"]) == (3, 1, 0)
    (conflict,) = says(lobby, "conflicts")["conflicts"]
    assert (conflict["word"], conflict["about"]) == ("served_void", "A001")
    settled = says(lobby, "settle", conflict=conflict["conflict"], staff="007", words="当面核对过")
    assert settled["settled_by"] == "007"
    assert says(lobby, "conflicts")["conflicts"] == []
    assert says(lobby, "list")["tickets"][-1]["number"] == "AX001"


def test_with_records_of_its_own_there_is_nothing_to_send(hall: Hall, tmp_path: Path) -> None:
    assert says(hall, "take", line="A")["ticket"]["number"] == "A001"
    assert says(hall, "unsent") == {"ok": True, "facts": [], "unprinted": 0, "cut_off": None}
    assert says(hall, "send")["error"] == "no_outbox"
    assert says(hall, "conflicts") == {"ok": True, "conflicts": []}
    assert says(hall, "reprint_last", by="007")["error"] == "slip_on_its_way"
    assert not (tmp_path / "data" / "outbox").exists()


def test_the_command_lists_sends_and_settles(
    machine: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lobby = machine(listens=False)
    lobby.machines.enrol_first(name="lobby", terminal="lobby")
    lobby.staff.add("007", "王芳", "2468")
    common = ["--config", str(tmp_path / "one.toml"), "--data", str(tmp_path / "one")]
    common += ["--clock", MONDAY.isoformat()]

    def doctor() -> str:
        main([*common, "doctor"])
        said = capsys.readouterr().out.splitlines()
        return next(line for line in said if "断网时的记录" in line)

    assert doctor() == "[好] 断网时的记录:未上传 0 件，未打印 0 张"
    assert not (tmp_path / "one" / "outbox").exists(), "it only looks"
    lobby.queue.take("A")
    lobby.queue.void("A001")
    lobby.outbox.take("A")
    lobby.outbox.served("A001", "1")
    lobby.close()

    def kiosk(*words: str) -> tuple[int, str]:
        status = main([*common, "outbox", *words])
        return status, capsys.readouterr().out

    assert doctor().startswith("[!!] 断网时的记录:未上传 2 件，未打印 1 张；请运行 kiosk outbox")
    assert len(kiosk("list")[1].splitlines()) == 2
    assert [fact["about"] for fact in json.loads(kiosk("list", "--json")[1])["facts"]] == [
        "AX001",
        "A001",
    ]
    assert "2" in kiosk("send")[1]
    assert kiosk("list")[1].strip() == "没有等着送出的事。"
    status, said = kiosk("conflicts")
    assert status == 0
    assert "A001 已经作废" in said
    assert "对不上的 1 件" in doctor()
    (conflict,) = json.loads(kiosk("conflicts", "--json")[1])["conflicts"]
    words = ("settle", conflict["conflict"], "--staff", "007", "--words", "核对过")
    assert kiosk(*words)[0] == 0
    assert kiosk("conflicts")[1].strip() == "没有要核对的矛盾。"
