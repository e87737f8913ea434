"""叫人帮忙: one call a terminal, one clerk who comes, and nothing said of who asked."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.help import COMING, TABLE, HelpCall, Step
from tests.halls import HandClock, recorded, refuses
from tests.test_batch import ask
from tests.waiting import until

NAMED = {"lobby": {"role": "lobby", "name": "东厅大厅机", "name_en": "East lobby"}}


def steps(hall: Hall, call: HelpCall) -> list[str]:
    """What the record says became of a call."""
    stored = hall.store.table(TABLE).get(doc_id=call.id)
    return [entry["step"] for entry in stored["log"]]


@pytest.fixture
def staffed(hall: Hall) -> Hall:
    hall.staff.add("007", "王芳", "2468")
    hall.staff.add("008", "李强", "1357")
    return hall


def test_a_call_says_which_terminal_and_when(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(terminals=NAMED)
    call = hall.help.call()
    assert (call.terminal, call.name, call.name_en) == ("lobby", "东厅大厅机", "East lobby")
    assert call.at == hall.clock.now().at
    assert (call.answered_by, call.answered_at, call.closed_at) == (None, None, None)
    assert hall.help.waiting() == [call]
    assert hall.help.at("lobby") == call
    assert hall.help.at("desk") is None


def test_a_terminal_without_a_name_is_called_by_its_key(hall: Hall) -> None:
    call = hall.help.call("desk")
    assert (call.terminal, call.name, call.name_en) == ("desk", "desk", "")


def test_no_call_comes_from_a_terminal_that_is_none(hall: Hall) -> None:
    with refuses(hall, "unknown_terminal"):
        hall.help.call("cellar")
    with refuses(hall, "unknown_terminal"):
        hall.help.withdraw("cellar")


def test_pressing_again_is_the_same_call(hall: Hall, clock: HandClock) -> None:
    first = hall.help.call()
    records = recorded(hall)
    clock.pass_minutes(3)
    assert hall.help.call() == first
    assert recorded(hall) == records
    assert first.seconds(hall.clock.now()) == 180


def test_the_oldest_is_first(hall: Hall, clock: HandClock) -> None:
    for terminal in ("desk", "lobby"):
        hall.help.call(terminal)
        clock.pass_minutes(1)
    assert [call.terminal for call in hall.help.waiting()] == ["desk", "lobby"]


def test_one_clerk_comes_and_the_second_is_told_who(staffed: Hall, clock: HandClock) -> None:
    staffed.help.call()
    clock.pass_minutes(1)
    answered = staffed.help.answer("lobby", "007", "2")
    assert (answered.answered_by, answered.answered_at) == ("007", staffed.clock.now().at)
    assert answered.answer is not None
    assert answered.answer.window == "2"
    assert staffed.help.at("lobby") == answered
    with refuses(staffed, "already_answered"):
        staffed.help.answer("lobby", "008")
    with pytest.raises(Refused, match="王芳"):
        staffed.help.answer("lobby", "008")


def test_whoever_is_coming_may_say_so_twice(staffed: Hall) -> None:
    staffed.help.call()
    staffed.queue.actor = "007"
    answered = staffed.help.answer("lobby")
    records = recorded(staffed)
    assert staffed.help.answer("lobby") == answered
    assert recorded(staffed) == records


def test_a_call_may_be_named_by_its_id(staffed: Hall) -> None:
    call = staffed.help.call()
    assert staffed.help.answer(call.id, "007").id == call.id
    assert staffed.help.close(call.id, "007").closed_at
    with refuses(staffed, "no_help_call"):
        staffed.help.answer(call.id, "007")


def test_who_was_helped_is_history(staffed: Hall, clock: HandClock) -> None:
    call = staffed.help.call()
    staffed.help.answer("lobby", "007", "1")
    clock.pass_minutes(4)
    closed = staffed.help.close("lobby", "007", "1")
    assert closed.closed_at == staffed.clock.now().at
    assert [(e.step, e.where, e.by, e.window) for e in closed.log] == [
        (Step.CALLED, "lobby", None, None),
        (Step.ANSWERED, "lobby", "007", "1"),
        (Step.HELPED, "lobby", "007", "1"),
    ]
    assert staffed.help.waiting() == []
    assert TABLE not in recorded(staffed)
    assert steps(staffed, call) == ["called", "answered", "helped"]
    assert staffed.help.call().id != call.id


def test_a_call_nobody_answered_can_be_closed(staffed: Hall) -> None:
    call = staffed.help.call()
    staffed.help.close("lobby", "007")
    assert steps(staffed, call) == ["called", "helped"]


@pytest.mark.parametrize("answered", [False, True])
def test_the_resident_needs_nobody_any_more(staffed: Hall, answered: bool) -> None:
    call = staffed.help.call()
    if answered:
        staffed.help.answer("lobby", "007")
    assert staffed.help.withdraw().closed_at
    assert staffed.help.waiting() == []
    assert steps(staffed, call)[-1] == "withdrawn"


def test_without_a_call_there_is_nothing_to_answer_close_or_withdraw(staffed: Hall) -> None:
    for act in (staffed.help.answer, staffed.help.close):
        with refuses(staffed, "no_help_call"):
            act("lobby", "007")
    with refuses(staffed, "no_help_call"):
        staffed.help.withdraw()


def test_nobody_comes_from_a_window_that_is_none(staffed: Hall) -> None:
    staffed.help.call()
    for act in (staffed.help.answer, staffed.help.close):
        with refuses(staffed, "unknown_window"):
            act("lobby", "007", "9")


def test_a_forgotten_answer_does_not_silence_the_next_resident(
    staffed: Hall, clock: HandClock
) -> None:
    forgotten = staffed.help.call()
    staffed.help.answer("lobby", "007")
    clock.pass_minutes(COMING.total_seconds() / 60 - 0.1)
    assert staffed.help.call().id == forgotten.id
    clock.pass_minutes(0.1)
    assert staffed.help.waiting() == []
    with refuses(staffed, "no_help_call"):
        staffed.help.close("lobby")
    call = staffed.help.call()
    assert call.id != forgotten.id
    assert staffed.help.waiting() == [call]
    assert steps(staffed, forgotten) == ["called", "answered", "lapsed"]
    clock.pass_minutes(60)
    assert staffed.help.waiting() == [call], "one that nobody answered stands"


def test_nobody_waits_for_help_over_night(
    staffed: Hall, clock: HandClock, open_hall: Callable[..., Hall]
) -> None:
    call = staffed.help.call()
    clock.show(9, days=1)
    assert staffed.help.waiting() == []
    assert staffed.help.at("lobby") is None
    staffed.queue.take("A")
    assert TABLE not in recorded(staffed)
    assert steps(staffed, call) == ["called", "day_closed"]
    assert staffed.help.call().id != call.id
    assert len(open_hall().help.waiting()) == 1


def test_whether_anyone_sits_at_a_window_to_see_it(hall: Hall) -> None:
    assert not hall.help.anyone_here()
    hall.queue.open_window("2")
    hall.queue.open_window("3")
    assert hall.help.anyone_here()
    assert hall.queue.open_windows() == ["2", "3"]
    hall.queue.close_window("2")
    hall.queue.close_window("3")
    assert not hall.help.anyone_here()


def test_another_process_sees_it_and_after_a_restart_it_is_there(
    open_hall: Callable[..., Hall],
) -> None:
    one, other = open_hall(), open_hall()
    call = one.help.call()
    other.refresh()
    assert other.help.waiting() == [call]
    other.help.answer("lobby", "007")
    with refuses(one, "already_answered"):
        one.help.answer("lobby", "008")
    assert open_hall().help.at("lobby") == other.help.at("lobby")


OTHER = """
import sys
from datetime import datetime
from kiosk.hall import Hall
at = datetime.fromisoformat("2026-11-23T09:00:00+08:00")
with Hall.open(sys.argv[1], sys.argv[2], lambda: at) as hall:
    for line in sys.stdin:
        print(hall.help.call("desk").id, flush=True)
"""


def test_two_programs_share_one_call_and_a_killed_one_takes_nothing_along(
    hall: Hall, tmp_path: Path
) -> None:
    told: list[str] = []
    hall.follow(lambda _: told.extend(call.id for call in hall.help.waiting()))
    words = [sys.executable, "-c", OTHER, f"{tmp_path}/config.toml", f"{tmp_path}/data"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin
        assert other.stdout
        other.stdin.write("\n")
        other.stdin.flush()
        id_ = other.stdout.readline().strip()
        until(lambda: id_ in told, "the call of the other program")
        other.kill()
    assert hall.help.call("desk").id == id_
    assert [call.id for call in hall.help.waiting()] == [id_]


# --- in words --------------------------------------------------------------------------------


def test_batch_asks_as_its_terminal(staffed: Hall) -> None:
    asked = ask(staffed, "help")
    assert asked == {
        "ok": True,
        "windows": [],
        "help": {
            "terminal": "lobby",
            "name": "lobby",
            "at": "2026-11-23T09:00:00+08:00",
            "answered_by": None,
            "answered_at": None,
            "closed_at": None,
        },
    }
    assert ask(staffed, "help") == asked
    staffed.queue.terminal = "desk"
    assert ask(staffed, "help")["help"]["terminal"] == "desk"
    assert [call["terminal"] for call in ask(staffed, "helps")["helps"]] == ["lobby", "desk"]
    assert ask(staffed, "withdraw")["help"]["closed_at"]
    assert ask(staffed, "withdraw")["error"] == "no_help_call"


def test_batch_answers_and_closes(staffed: Hall) -> None:
    assert ask(staffed, "attend", call="lobby", by="007")["error"] == "no_help_call"
    ask(staffed, "help")
    assert ask(staffed, "attend")["error"] == "missing_field"
    assert ask(staffed, "attend", call="lobby", window="9")["error"] == "unknown_window"
    answer = ask(staffed, "attend", call="lobby", by="007", window=2)
    assert answer["help"]["answered_by"] == "007"
    assert ask(staffed, "attend", call="lobby", by="008")["error"] == "already_answered"
    assert ask(staffed, "helped", call="lobby", by="007")["help"]["closed_at"]
    assert ask(staffed, "helps")["helps"] == []
    assert ask(staffed, "helped", call="lobby")["error"] == "no_help_call"


def test_nothing_is_recorded_of_who_asked(staffed: Hall) -> None:
    call = staffed.help.call()
    staffed.help.answer("lobby", "007", "1")
    stored = staffed.store.table(TABLE).get(doc_id=call.id)
    assert stored.keys() == {"terminal", "day", "log"}
    keys = {key for entry in stored["log"] for key in entry}
    assert keys <= {"step", "at", "tick", "boot", "where", "by", "window"}
    assert "王芳" not in json.dumps(stored, ensure_ascii=False)
