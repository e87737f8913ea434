"""Who may do what with a request, from which state, and what is written down of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kiosk.certificates.request import MOVES, Did, Request, State
from kiosk.hall import Hall
from tests.certificates.hall import FACTS, brought_to, requested
from tests.halls import HandClock, refuses

Act = Callable[[Hall, str, str], object]

ACTS: dict[Did, Act] = {
    Did.ASK: lambda hall, number, staff: hall.certificates.ask(number, staff, ["户口簿"]),
    Did.BROUGHT: lambda hall, number, staff: hall.certificates.brought(number, staff, ["户口簿"]),
    Did.SEND_TO_GRID: lambda hall, number, staff: hall.certificates.send_to_grid(number, staff),
    Did.VERIFIED: lambda hall, number, staff: hall.certificates.verified(number, staff, "属实"),
    Did.REVIEW: lambda hall, number, staff: hall.certificates.review(number, staff),
    Did.APPROVE: lambda hall, number, staff: hall.certificates.approve(number, staff),
    Did.REFUSE: lambda hall, number, staff: hall.certificates.refuse(number, staff, "不属实"),
    Did.WITHDRAW: lambda hall, number, staff: hall.certificates.withdraw(number, staff),
    Did.EXTEND: lambda hall, number, staff: hall.certificates.extend(number, staff, 3, "外调"),
    Did.CORRECT: lambda hall, number, staff: hall.certificates.correct(
        number, staff, "copies", 1, "本人要求"
    ),
    Did.ISSUE: lambda hall, number, staff: hall.certificates.issue(number, staff),
    Did.HAND_OVER: lambda hall, number, staff: hall.certificates.hand_over(
        hall.certificates.slip_code(hall.certificates.get(number)), staff
    ),
    Did.LOOK: lambda hall, number, staff: hall.certificates.full(number, staff, "核对"),
}
"""Every move that names a request, made by somebody."""

TABLE = {
    Did.ASK: "received missing verified",
    Did.BROUGHT: "missing",
    Did.SEND_TO_GRID: "received",
    Did.VERIFIED: "with_grid",
    Did.REVIEW: "received verified",
    Did.APPROVE: "reviewed",
    Did.REFUSE: "received missing with_grid verified reviewed approved",
    Did.WITHDRAW: "received missing with_grid verified reviewed approved",
    Did.EXTEND: "received missing with_grid verified reviewed approved",
    Did.CORRECT: "received missing with_grid verified reviewed approved refused",
    Did.ISSUE: "approved",
    Did.HAND_OVER: "issued",
    Did.LOOK: "received missing with_grid verified reviewed approved issued handed_over refused"
    " void",
}
"""The moves as they are told to the centre, apart from how the program has them."""


def by(did: Did) -> str:
    """Somebody who may: the head who has handled nothing, or the clerk who handled it."""
    return "002" if did is Did.APPROVE else "007"


@pytest.mark.parametrize("state", State)
def test_each_move_is_made_from_its_states_and_no_other(
    open_hall: Callable[..., Hall], centre: Hall, state: State
) -> None:
    for did, act in ACTS.items():
        number = brought_to(centre, state)
        if state.value in TABLE[did].split():
            act(centre, number, by(did))
        else:
            with refuses(centre, "wrong_request_state"):
                act(centre, number, by(did))


@pytest.mark.parametrize("did", ACTS)
def test_a_stranger_and_an_administrator_make_no_move(centre: Hall, did: Did) -> None:
    number = brought_to(centre, State(TABLE[did].split()[0]))
    with refuses(centre, "no_such_staff"):
        ACTS[did](centre, number, "404")
    with refuses(centre, "not_allowed"):
        ACTS[did](centre, number, "900")


@pytest.mark.parametrize("did", [did for did in ACTS if did is not Did.HAND_OVER])
def test_there_is_no_move_on_a_request_that_is_not_there(centre: Hall, did: Did) -> None:
    with refuses(centre, "unknown_request"):
        ACTS[did](centre, "R20260404", by(did))


def test_the_whole_way_is_written_down(centre: Hall, clock: HandClock) -> None:
    number = requested(centre).number
    kept = centre.certificates
    centre.queue.terminal = "desk"
    clock.pass_minutes(5)
    kept.send_to_grid(number, "008", "门牌要看")
    kept.verified(number, "008", "住在这里")
    kept.review(number, "007", "原件已核")
    kept.approve(number, "001")
    request = kept.get(number)
    told = [(move.did.value, move.to.value, move.by, move.where) for move in request.moves]
    assert told == [
        ("request", "received", None, "lobby"),
        ("send_to_grid", "with_grid", "008", "desk"),
        ("verified", "verified", "008", "desk"),
        ("review", "reviewed", "007", "desk"),
        ("approve", "approved", "001", "desk"),
    ]
    assert [move.at.minute for move in request.moves] == [0, 5, 5, 5, 5]
    assert kept.notes(number, "007", "核对") == ["", "门牌要看", "住在这里", "原件已核", ""]
    assert all(move.note == "" or move.note.startswith("sealed1.") for move in request.moves)


def test_more_is_asked_for_once_and_all_of_it(centre: Hall) -> None:
    number = requested(centre, has=["户口簿", "房产证、租赁合同或购房合同"]).number
    request = centre.certificates.ask(number, "007", ["房主同意书", "居民身份证"])
    assert request.missing == ("居民身份证", "房主同意书")
    assert (request.state, request.missing_by) == (State.MISSING, date(2026, 12, 7))
    with refuses(centre, "asked_already"):
        centre.certificates.ask(number, "007", ["还有一样"])
    with refuses(centre, "missing_field"):
        centre.certificates.ask(number, "007", [])
    with refuses(centre, "personal_number"):
        centre.certificates.ask(number, "007", ["13800138000 的复印件"])


def test_the_promise_begins_when_all_is_there(centre: Hall, clock: HandClock) -> None:
    number = requested(centre, "C02", has=["居民身份证", "户口簿"]).number
    centre.certificates.ask(number, "007", ["低保证"])
    clock.show(9, days=2)
    request = centre.certificates.brought(number, "007", ["收入和支出材料"])
    assert (request.state, request.missing) == (State.MISSING, ("低保证",))
    with refuses(centre, "unknown_material"):
        centre.certificates.brought(number, "007", ["收入和支出材料"])
    with refuses(centre, "missing_field"):
        centre.certificates.brought(number, "007", [])
    with refuses(centre, "wrong_request_state"):
        centre.certificates.review(number, "007")
    request = centre.certificates.brought(number, "007", ["低保证"])
    assert (request.state, request.missing, request.missing_by) == (State.RECEIVED, (), None)
    assert request.due == date(2026, 11, 30)


def test_what_was_verified_stays_verified_when_more_was_asked_for(centre: Hall) -> None:
    number = brought_to(centre, State.VERIFIED)
    centre.certificates.ask(number, "007", ["户口簿"])
    assert centre.certificates.brought(number, "007", ["户口簿"]).state is State.VERIFIED


def test_the_head_who_handled_it_does_not_approve_it(centre: Hall) -> None:
    number = requested(centre).number
    centre.certificates.review(number, "001")
    with refuses(centre, "second_person_needed"):
        centre.certificates.approve(number, "001")
    assert centre.certificates.approve(number, "002").state is State.APPROVED


@pytest.mark.parametrize("did", [Did.ASK, Did.SEND_TO_GRID, Did.CORRECT])
def test_whatever_a_head_did_with_it_before_counts(centre: Hall, did: Did) -> None:
    number = requested(centre).number
    ACTS[did](centre, number, "001")
    if did is Did.ASK:
        centre.certificates.brought(number, "007", ["户口簿"])
    if did is Did.SEND_TO_GRID:
        centre.certificates.verified(number, "007", "属实")
    centre.certificates.review(number, "007")
    with refuses(centre, "second_person_needed"):
        centre.certificates.approve(number, "001")


def test_a_head_may_look_and_put_off_and_still_approve(centre: Hall) -> None:
    number = requested(centre).number
    centre.certificates.review(number, "007")
    centre.certificates.extend(number, "001", 2, "等外调")
    centre.certificates.full(number, "001", "签批前看")
    assert centre.certificates.approve(number, "001").state is State.APPROVED


def test_a_clerk_never_approves(centre: Hall) -> None:
    number = brought_to(centre, State.REVIEWED)
    for clerk in ("007", "008"):
        with refuses(centre, "not_allowed"):
            centre.certificates.approve(number, clerk)


def test_a_refusal_says_why_and_where_instead(centre: Hall) -> None:
    number = requested(centre).number
    for wrong, word in (
        ("", "missing_field"),
        ("长" * 61, "too_many_characters"),
        ("电话 138-0013-8000 打不通", "personal_number"),
    ):
        with refuses(centre, word):
            centre.certificates.refuse(number, "007", wrong)
    request = centre.certificates.refuse(number, "007", "不住在本社区")
    assert request.office == "公安派出所（居住证）"
    assert centre.certificates.notes(number, "007", "核对")[-1] == "不住在本社区"
    other = requested(centre).number
    assert centre.certificates.refuse(other, "007", "不住", "街道办").office == "街道办"


def test_it_is_put_off_once_with_a_reason(centre: Hall) -> None:
    number = requested(centre, "C02").number
    for days in (0, 31, -1):
        with refuses(centre, "out_of_range"):
            centre.certificates.extend(number, "007", days, "外调")
    with refuses(centre, "missing_field"):
        centre.certificates.extend(number, "007", 3, " ")
    request = centre.certificates.extend(number, "007", 3, "外调")
    assert (request.due, request.state) == (date(2026, 12, 1), State.RECEIVED)
    with refuses(centre, "extended_already"):
        centre.certificates.extend(number, "007", 3, "还要")


def test_what_was_put_off_is_not_due_sooner_when_the_rest_comes(centre: Hall) -> None:
    number = requested(centre, "C02", has=[]).number
    due = centre.certificates.extend(number, "007", 10, "外调").due
    missing = centre.certificates.get(number).missing
    assert centre.certificates.brought(number, "007", missing).due == due


def test_the_desk_adds_what_the_paper_needs(centre: Hall) -> None:
    number = requested(centre, "C03").number
    with refuses(centre, "paper_incomplete"):
        centre.certificates.review(number, "007")
    with refuses(centre, "paper_incomplete"):
        centre.certificates.review(number, "007", facts={"hours": "36"})
    with refuses(centre, "unknown_field"):
        centre.certificates.review(number, "007", facts=FACTS["C03"] | {"applicant_name": "王"})
    with refuses(centre, "too_many_characters"):
        centre.certificates.review(number, "007", facts=FACTS["C03"] | {"content": "长" * 201})
    request = centre.certificates.review(number, "007", facts=FACTS["C03"])
    assert request.state is State.REVIEWED
    assert centre.certificates.full(number, "007", "核对")["hours"] == "36"


def test_the_resident_withdraws_it_and_nothing_of_them_is_left(centre: Hall) -> None:
    number = requested(centre).number
    centre.certificates.send_to_grid(number, "007", "问欧阳小兰")
    request = centre.certificates.withdraw(number)
    assert (request.state, request.moves[-1].by) == (State.WITHDRAWN, None)
    kept: Request = centre.certificates.get(number)
    assert (kept.applicant, kept.fields, kept.shown) == ("", {}, {})
    assert not any(move.note for move in kept.moves)


def test_every_kind_of_move_has_its_rule() -> None:
    assert MOVES.keys() == set(Did) - {Did.REQUEST}
    assert ACTS.keys() == MOVES.keys() - {Did.VOID}
