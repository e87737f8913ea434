"""Numbers given while cut off: a series of their own, kept before they are told, in line once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.outbox import going_on
from kiosk.tickets.slip import number_of
from kiosk.tickets.ticket import CUT_OFF, State, Ticket
from tests.halls import MONDAY, HandClock
from tests.outbox.conftest import Machine, Wire, machine_id


def taken(hall: Hall, line: str = "A") -> Ticket:
    """A number, from wherever this machine has it now."""
    ticket = going_on.take(hall, line).done
    assert ticket is not None
    return ticket


def numbers(hall: Hall) -> list[str]:
    """Of those who wait, in the order in which they are called."""
    hall.refresh()
    return [ticket.number for ticket in hall.queue.floor.order]


def test_a_lobby_goes_on_with_its_own_numbers(
    machine: Machine, wire: Wire, clock: HandClock
) -> None:
    lobby = machine()
    assert taken(lobby).number == "A001"
    wire.cut()

    first, second = going_on.take(lobby, "A"), going_on.take(lobby, "B")

    assert first.done is not None
    assert second.done is not None
    assert (first.done.number, second.done.number) == ("AX001", "BX001")
    assert first.offline
    assert first.key == f"{machine_id(lobby)}/00000001"
    assert [fact.about for fact in lobby.outbox.facts()] == ["AX001", "BX001"]
    assert lobby.outbox.unprinted == 2
    slip = lobby.outbox.slips.jobs()[0]
    assert slip.fields["number"] == "AX001"
    assert "ahead" not in slip.fields
    assert "网络中断" in slip.fields["cut_off"]

    clock.pass_minutes(5)
    wire.mend()
    sent = lobby.outbox.send()

    assert (sent.sent, sent.flagged, sent.left) == (2, 0, 0)
    assert numbers(lobby) == ["A001", "AX001", "BX001"]
    ticket = lobby.queue.ticket("AX001")
    assert ticket.state is State.WAITING
    assert ticket.log[0].reason == CUT_OFF
    assert ticket.log[0].at == slip.at == MONDAY
    assert lobby.queue.by_code(slip.fields["code"]).number == "AX001"
    assert lobby.queue.take("A").number == "A002"


def test_it_is_called_where_its_time_is_in_the_line(machine: Machine, clock: HandClock) -> None:
    lobby, other = machine(), machine("two", "hall2")
    for n in range(6):
        clock.pass_minutes(1)
        if n % 2:
            other.queue.take("A")
        else:
            lobby.outbox.take("A")
            lobby.outbox.take("B")
    clock.pass_minutes(1)
    lobby.outbox.send()

    asked = ["AX001", "BX001", "A001", "AX002", "BX002", "A002", "AX003", "BX003", "A003"]
    assert numbers(other) == asked
    assert other.queue.call("1").number == "AX001"


def test_many_of_one_machine_keep_their_order_before_one_who_came_later(
    machine: Machine, clock: HandClock
) -> None:
    lobby = machine()
    lobby.queue.take("A")
    for _ in range(80):
        lobby.outbox.take("A")
    clock.pass_minutes(1)
    lobby.queue.take("A")
    lobby.outbox.send()

    assert numbers(lobby) == ["A001", *(f"AX{n:03d}" for n in range(1, 81)), "A002"]


def test_two_machines_have_different_series(machine: Machine) -> None:
    lobby, other = machine(), machine("two", "hall2")
    here = [lobby.outbox.take("A")[0].number for _ in range(2)]
    there = [other.outbox.take("A")[0].number for _ in range(2)]
    assert (here, there) == (["AX001", "AX002"], ["AY001", "AY002"])
    assert other.outbox.send().sent == lobby.outbox.send().sent == 2
    assert set(numbers(lobby)) == {*here, *there}
    assert lobby.conflicts.open() == []


def test_two_processes_of_a_machine_share_one_series(machine: Machine) -> None:
    lobby, browser = machine(), machine()
    given = [hall.outbox.take("A")[0].number for hall in (lobby, browser, browser, lobby)]
    assert given == ["AX001", "AX002", "AX003", "AX004"]
    assert browser.outbox.send().sent == 4
    lobby.outbox.refresh()
    assert lobby.outbox.unsent == 0


def test_one_letter_on_two_machines_is_noticed_and_nobody_is_lost(machine: Machine) -> None:
    lobby, copied = machine(), machine("two")
    lobby.outbox.take("A")
    copied.outbox.take("A")
    assert lobby.outbox.send().flagged == 0
    assert copied.outbox.send().flagged == 1

    (conflict,) = copied.conflicts.open()
    assert (conflict.word, conflict.about, conflict.record) == (
        "number_taken",
        "AX001",
        {"number": "AX002"},
    )
    assert "AX002" in copied.conflicts.sentence(conflict, "en")
    assert numbers(copied) == ["AX001", "AX002"]


def test_midnight_begins_a_new_series(machine: Machine, wire: Wire, clock: HandClock) -> None:
    lobby = machine()
    lobby.queue.take("A")
    wire.cut()
    clock.show(17, 59)
    assert taken(lobby).number == "AX001"
    clock.show(8, 30, days=1)
    assert [taken(lobby).number, taken(lobby).number] == ["AX001", "AX002"]
    clock.pass_minutes(5)
    wire.mend()

    assert lobby.outbox.send() == (3, 0, 0)

    assert numbers(lobby) == ["AX001", "AX002"]
    table = lobby.store.table("tickets")
    (late,) = [one for one in table.past("day", "2026-11-23") if one["number"] == "AX001"]
    assert late["state"] == "left"
    assert late["log"][-1]["reason"] == "day_closed"
    assert lobby.queue.take("A").number == "A001"


def test_who_waits_over_night_is_kept_if_the_centre_keeps_them(
    machine: Machine, clock: HandClock
) -> None:
    lobby = machine(queue={"rollover": "keep"})
    lobby.outbox.take("A")
    clock.show(9, days=1)
    lobby.queue.take("A")
    lobby.outbox.send()
    assert numbers(lobby) == ["AX001", "A001"]


def test_no_time_is_later_than_its_receipt(machine: Machine, clock: HandClock) -> None:
    lobby = machine()
    clock.pass_minutes(30)
    _, fact = lobby.outbox.take("A")
    clock.now -= timedelta(minutes=20)  # the machine's clock was wrong
    lobby.outbox.send()

    assert lobby.queue.ticket("AX001").log[0].at == clock.now
    received = lobby.store.table("received").get(doc_id=fact.id)
    assert received["issued"] > received["received"]


def test_what_the_settings_refuse_is_refused_and_counts_nothing(
    machine: Machine, clock: HandClock
) -> None:
    lobby = machine()
    for word, ask in {
        "unknown_line": ("Z", None),
        "unknown_priority": ("A", "vip"),
        "priority_not_offered": ("C", "elder"),
    }.items():
        with pytest.raises(Refused) as refused:
            lobby.outbox.take(*ask)
        assert refused.value.code == word
    clock.show(20)
    with pytest.raises(Refused) as refused:
        lobby.outbox.take("A")
    assert refused.value.code == "line_closed"
    assert lobby.outbox.unsent == 0
    clock.show(9)
    assert lobby.outbox.take("A")[0].number == "AX001"


def test_the_quota_that_it_knows_of_is_kept(machine: Machine, wire: Wire) -> None:
    lines = {"A": {"name": "综合服务", "quota": 3}, "B": {"name": "社保医保"}}
    lobby = machine(lines=lines)
    lobby.queue.take("A")
    wire.cut()
    assert [taken(lobby).number, taken(lobby).number] == ["AX001", "AX002"]
    with pytest.raises(Refused) as refused:
        taken(lobby)
    assert refused.value.code == "quota_reached"
    assert lobby.outbox.take("A", instead="lost")[0].number == "AX003", "perhaps it was the third"
    assert taken(lobby, "B").number == "BX001"
    wire.mend()
    lobby.outbox.send()
    assert lobby.outbox.unsent == 0
    with pytest.raises(Refused) as refused:
        lobby.queue.take("A")
    assert refused.value.code == "quota_reached", "sent, they count"


def test_the_last_number_before_closing_is_as_early_as_ever(
    machine: Machine, clock: HandClock
) -> None:
    lobby = machine(queue={"last_ticket_minutes": 10})
    clock.show(17, 51)
    with pytest.raises(Refused) as refused:
        lobby.outbox.take("A")
    assert refused.value.code == "closing_soon"
    clock.show(17, 50)
    assert lobby.outbox.take("A")[0].number == "AX001"


def test_the_code_says_the_number(machine: Machine) -> None:
    lobby = machine()
    lobby.outbox.take("B")
    (slip,) = lobby.outbox.slips.jobs()
    assert number_of(lobby.codes.read(slip.fields["code"])) == "BX001"


def test_a_folder_that_was_lost_gives_no_number_again(machine: Machine) -> None:
    lobby = machine()
    lobby.outbox.take("A")
    lobby.outbox.send()
    lobby.outbox.close()
    for file in lobby.outbox.folder.iterdir():
        file.unlink()
    del lobby.__dict__["outbox"]

    ticket, fact = lobby.outbox.take("A")

    assert ticket.number == "AX002"
    assert fact.seq == 1
    assert lobby.outbox.send() == (1, 0, 0)
    assert numbers(lobby) == ["AX001", "AX002"]
