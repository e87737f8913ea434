"""``kiosk batch``: one JSON object a line in, one answer a line out, whatever the line is."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from kiosk import batch
from kiosk.hall import Hall
from tests.halls import HandClock, recorded


def ask(hall: Hall, do: str, **fields: Any) -> dict[str, Any]:
    """The answer to one well-formed request, as it goes out."""
    return answered(hall, json.dumps({"do": do, **fields}).encode())


def answered(hall: Hall, line: bytes) -> dict[str, Any]:
    """The one answer to one line."""
    (answer,) = answers(hall, line + b"\n")
    return answer


def answers(hall: Hall, source: bytes) -> list[dict[str, Any]]:
    out = io.BytesIO()
    batch.run(hall, io.BytesIO(source), out)
    assert not source or out.getvalue().endswith(b"\n")
    return [json.loads(row) for row in out.getvalue().splitlines()]


def test_a_ticket_is_answered_as_the_design_says(hall: Hall) -> None:
    hall.queue.open_window("1")
    assert ask(hall, "take", line="A", priority=None) == {
        "ok": True,
        "ticket": {
            "number": "A001",
            "line": "A",
            "state": "waiting",
            "window": None,
            "ahead": 0,
            "wait": [0, 0],
        },
    }


def test_every_verb_does_its_act(hall: Hall) -> None:
    day = [
        ({"do": "take", "line": "A"}, "A001", "waiting", None),
        ({"do": "take", "line": "B", "priority": "elder"}, "B001", "waiting", None),
        ({"do": "take", "line": "A", "priority": None}, "A002", "waiting", None),
        ({"do": "call", "window": "1"}, "B001", "called", "1"),
        ({"do": "recall", "window": "1"}, "B001", "called", "1"),
        ({"do": "arrive", "window": 1}, "B001", "serving", "1"),
        ({"do": "hold", "window": "1", "reason": "取材料"}, "B001", "held", None),
        ({"do": "call", "window": "1", "number": "A002"}, "A002", "called", "1"),
        ({"do": "miss", "window": "1"}, "A002", "missed", None),
        ({"do": "resume", "window": "1", "number": "B001"}, "B001", "serving", "1"),
        ({"do": "transfer", "window": "1", "line": "C"}, "B001", "waiting", None),
        ({"do": "call", "window": "3", "number": "a001"}, "A001", "called", "3"),
        ({"do": "finish", "window": "3"}, "A001", "done", None),
        ({"do": "undo", "window": "3"}, "A001", "serving", "3"),
        ({"do": "void", "number": "A002", "reason": "走了"}, "A002", "void", None),
        ({"do": "leave", "number": "B001"}, "B001", "left", None),
    ]
    for request, number, state, window in day:
        answer = answered(hall, json.dumps(request).encode())
        assert answer["ok"], (request, answer)
        ticket = answer["ticket"]
        assert (ticket["number"], ticket["state"], ticket["window"]) == (number, state, window)
    listed = ask(hall, "list")
    states = {ticket["number"]: ticket["state"] for ticket in listed["tickets"]}
    assert states == {"A001": "serving", "A002": "void", "B001": "left"}
    assert [ticket["number"] for ticket in listed["tickets"]] == ["A001", "B001", "A002"]


def test_a_list_knows_what_other_processes_did(open_hall: Callable[..., Hall]) -> None:
    one, other = open_hall(), open_hall()
    ask(one, "take", line="A")
    assert [ticket["number"] for ticket in ask(other, "list")["tickets"]] == ["A001"]
    assert ask(other, "list", line="A")["error"] == "unknown_field"


REFUSED: list[tuple[str, list[dict[str, Any]], dict[str, Any]]] = [
    ("unknown_line", [], {"do": "take", "line": "Z"}),
    ("unknown_priority", [], {"do": "take", "line": "A", "priority": "king"}),
    ("priority_not_offered", [], {"do": "take", "line": "C", "priority": "elder"}),
    ("unknown_window", [], {"do": "call", "window": "9"}),
    ("unknown_number", [], {"do": "void", "number": "A099"}),
    ("nobody_waiting", [], {"do": "call", "window": "1"}),
    ("nothing_called", [], {"do": "arrive", "window": "1"}),
    ("nothing_to_undo", [], {"do": "undo", "window": "1"}),
    ("quota_reached", [{"do": "take", "line": "B"}], {"do": "take", "line": "B"}),
    (
        "wrong_window",
        [{"do": "take", "line": "B"}],
        {"do": "call", "window": "3", "number": "B001"},
    ),
    (
        "window_busy",
        [{"do": "take", "line": "A"}, {"do": "call", "window": "1"}],
        {"do": "call", "window": "1"},
    ),
    (
        "call_again",
        [{"do": "take", "line": "A"}, {"do": "call", "window": "1"}],
        {"do": "miss", "window": "1"},
    ),
    (
        "wrong_state",
        [{"do": "take", "line": "A"}, {"do": "void", "number": "A001"}],
        {"do": "leave", "number": "A001"},
    ),
    (
        "no_return",
        [
            {"do": "take", "line": "A"},
            {"do": "call", "window": "1"},
            {"do": "recall", "window": "1"},
            {"do": "miss", "window": "1"},
        ],
        {"do": "resume", "window": "1", "number": "A001"},
    ),
    ("unknown_act", [], {"do": "sing"}),
    ("missing_field", [], {"line": "A"}),
    ("missing_field", [], {"do": None, "line": "A"}),
    ("missing_field", [], {"do": "take"}),
    ("missing_field", [], {"do": "resume", "window": "1"}),
    ("unknown_field", [], {"do": "take", "line": "A", "colour": "red"}),
    ("wrong_field", [], {"do": "take", "line": ["A"]}),
    ("wrong_field", [], {"do": "take", "line": True}),
    ("wrong_field", [], {"do": "take", "line": None}),
    ("wrong_field", [], {"do": "call", "window": 1.5}),
    ("wrong_field", [], {"do": "call", "window": "1", "number": {"a": 1}}),
]


@pytest.mark.parametrize(("word", "before", "request_"), REFUSED)
def test_a_refusal_has_its_word_and_a_sentence_and_changes_nothing(
    open_hall: Callable[..., Hall], word: str, before: list[Any], request_: dict[str, Any]
) -> None:
    rules = {"calls_before_missed": 2, "late_return": {"rule": "never"}}
    hall = open_hall(queue=rules, lines={"B": {"name": "社保", "quota": 1}})
    for request in [{"do": "take", "line": "C"}, {"do": "void", "number": "C001"}, *before]:
        assert ask(hall, **request)["ok"]
    records = recorded(hall)
    answer = answered(hall, json.dumps(request_).encode())
    assert (answer["ok"], answer["error"]) == (False, word)
    assert answer["message"]
    assert answer.keys() == {"ok", "error", "message"}
    assert recorded(hall) == records


def test_outside_the_hours_the_word_is_line_closed(hall: Hall, clock: HandClock) -> None:
    clock.show(13)
    assert ask(hall, "take", line="A")["error"] == "line_closed"
    clock.show(14)
    assert ask(hall, "take", line="A")["ok"]


GARBAGE = {
    "an empty line": b"",
    "blanks": b"   ",
    "no JSON": b"take A",
    "half a request": b'{"do": "take", "line": "A"',
    "a list": b'["take", "A"]',
    "a number": b"1",
    "null": b"null",
    "a string": b'"take"',
    "binary": bytes(range(256)).replace(b"\n", b""),
    "zeros": b"\x00" * 100,
    "not UTF-8": b'{"do": "take", "line": "\xff\xfe"}',
    "half a surrogate": b'{"do": "take", "line": "\\ud800"}',
    "two requests": b'{"do": "take", "line": "A"} {"do": "take", "line": "A"}',
    "deep nesting": b'{"do": ' * 20_000,
    "deep lists": b"[" * 60_000,
    "a number without end": b'{"do": "call", "window": ' + b"9" * 5000 + b"}",
    "not a number": b'{"do": "call", "window": NaN}',
    "infinity": b'{"do": "call", "window": 1e999}',
    "a megabyte": b'{"do": "take", "line": "' + b"A" * 2**20 + b'"}',
}


@pytest.mark.parametrize("line", GARBAGE.values(), ids=GARBAGE.keys())
def test_garbage_gets_one_answer_and_the_next_line_is_heard(hall: Hall, line: bytes) -> None:
    before = recorded(hall)
    first, second = answers(hall, line + b"\n" + b'{"do": "list"}\n')
    assert first["ok"] is False
    assert first["error"] in {"bad_request", "too_long"}
    assert second == {"ok": True, "tickets": []}
    assert recorded(hall) == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(source=st.binary(max_size=300))
def test_whatever_comes_each_line_has_its_answer(hall: Hall, source: bytes) -> None:
    lines = source.count(b"\n") + (not source.endswith(b"\n") and bool(source))
    got = answers(hall, source)
    assert len(got) == lines
    assert not any(answer["ok"] for answer in got)
    assert "tickets" not in recorded(hall)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
verbs = ["take", "call", "resume", "void", "hold", "transfer", "undo"]
names = ["line", "window", "number", "priority", "reason", "x"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    do=st.sampled_from(["take", "call", "resume", "void", "hold", "transfer", "undo"])
    | json_values,
    fields=st.dictionaries(st.sampled_from(names), json_values),
)
def test_wrong_types_and_fields_never_become_an_inner_error(
    hall: Hall, do: Any, fields: dict[str, Any]
) -> None:
    line = json.dumps({"do": do, **fields}).encode()
    assert answered(hall, line).get("error") not in {None, "internal"}


def test_the_longest_line_is_heard_and_a_longer_one_is_not(hall: Hall) -> None:
    request = b'{"do": "take", "line": "A"}'
    fits = request + b" " * (batch.LONGEST - len(request))
    assert [answer["ok"] for answer in answers(hall, fits + b"\n" + fits + b"\r\n")] == [True] * 2
    (answer,) = answers(hall, fits + b" \n")
    assert answer["error"] == "too_long"


def test_the_last_line_needs_no_newline(hall: Hall) -> None:
    got = answers(hall, b'{"do": "take", "line": "A"}\r\n\n{"do": "take", "line": "A"}')
    assert [answer["ok"] for answer in got] == [True, False, True]
    assert answers(hall, b"") == []


def test_of_a_key_written_twice_the_last_one_counts(hall: Hall) -> None:
    answer = answered(hall, b'{"do": "list", "do": "take", "line": "B", "line": "A"}')
    assert answer["ticket"]["number"] == "A001"
