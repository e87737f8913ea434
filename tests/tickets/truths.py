"""What is true of a hall at every moment: domain/queue-reference.md, end of section 7."""

from __future__ import annotations

from datetime import datetime

import pytest

from kiosk.hall import Hall
from kiosk.tickets.floor import TABLE, Floor, decode
from kiosk.tickets.ticket import AT_WINDOW, ENDED, MOVES, Move, State, Ticket, effective
from tests.tickets.paper_hall import PaperHall


def check(hall: Hall, now: datetime) -> None:
    """Look at every live ticket, and at what the hall has derived from them."""
    tickets = [decode(doc) for doc in hall.store.rows.live(TABLE).values()]
    for ticket in tickets:
        log_tells_the_state(ticket)
        one_open_period_while_it_lives(ticket, now)
    each_in_one_place(hall, tickets)
    windows_have_one_ticket(tickets)
    memory_is_the_replayed_log(hall)


def log_tells_the_state(ticket: Ticket) -> None:
    state = None
    for entry in ticket.log:
        step = MOVES.get(entry.move)
        if step is not None:
            assert entry.to is step.after
            assert state is None or state in step.before
        state = entry.to
    assert state is ticket.state
    assert [e.at for e in ticket.log] == sorted(e.at for e in ticket.log)
    assert ticket.log[0].move is Move.TAKE
    for call in (e for e in ticket.log if e.move is Move.CALL):
        assert call.why is not None
        assert call.window is not None


def one_open_period_while_it_lives(ticket: Ticket, now: datetime) -> None:
    periods = ticket.periods()
    open_ones = [period for period in periods if period.end is None]
    if ticket.state in ENDED:
        assert not open_ones
    else:
        assert open_ones == periods[-1:]
        assert periods[-1].state is ticket.state
    start = ticket.log[0].moment
    end = start._replace(at=max(now, ticket.log[-1].at))
    if ticket.state in ENDED:
        end = effective(ticket.log)[-1].moment
    whole = (end.at - start.at).total_seconds()
    assert ticket.seconds(*State, now=end) == pytest.approx(whole, abs=0.01)


def each_in_one_place(hall: Hall, tickets: list[Ticket]) -> None:
    floor = hall.queue.floor
    lists = [ticket.id for ticket in floor.order]
    lists += [ticket.id for ticket in floor.at_window.values()]
    assert len(lists) == len(set(lists))
    expected = {t.id for t in tickets if t.state is State.WAITING or t.state in AT_WINDOW}
    assert set(lists) == expected
    alive = [ticket.number for ticket in tickets if ticket.lives]
    assert len(alive) == len(set(alive)), "two people would answer one call"


def windows_have_one_ticket(tickets: list[Ticket]) -> None:
    taken = [ticket.window for ticket in tickets if ticket.state in AT_WINDOW]
    assert None not in taken
    assert len(taken) == len(set(taken))
    assert all(t.window is None for t in tickets if t.state not in AT_WINDOW)


def memory_is_the_replayed_log(hall: Hall) -> None:
    """A program that starts now knows exactly what this one knows."""
    known, replayed = hall.queue.floor, Floor(hall.store.rows.live(TABLE).values(), {})
    assert known.tickets == replayed.tickets
    assert known.at_window == replayed.at_window
    assert known.last == replayed.last
    assert known.acted == replayed.acted
    assert known.n >= replayed.n
    for floor in (known, replayed):
        floor.passing.sort(key=lambda passed: passed[0].n)
    assert known.passing == replayed.passing
    for line in hall.config.lines:
        assert known.in_line((line,)) == replayed.in_line((line,))
        for day in {ticket.day for ticket in known.tickets.values()}:
            assert known.given(day, line) == replayed.given(day, line)
            assert known.top(day, line) >= replayed.top(day, line)


def nothing_is_lost(hall: Hall, ids: set[str]) -> None:
    """Every number ever given is on record, with the job of its paper; no job is without one."""
    about = {job.about for job in hall.slips.jobs()}
    assert about <= ids
    assert all(hall.store.table("jobs").get(doc_id=f"ticket/{id_}") for id_ in ids - about)
    past = ids - hall.queue.floor.tickets.keys()
    assert all(hall.store.table(TABLE).get(doc_id=id_) for id_ in past)
    listed = hall.queue.tickets()
    assert all(t.wait is None or 0 <= t.wait[0] <= t.wait[1] for t in listed)


def placed_by_the_rule(paper: PaperHall, live: dict[str, Ticket]) -> None:
    """Where the rules let the hall place someone, the paper checks it and takes it over."""
    kept = sorted((s for s in paper.floor if s.placed == "kept"), key=lambda slip: slip.place)
    for slip in paper.floor:
        place = live[slip.id].place
        if slip.placed is None:
            assert place == slip.place, "nobody else is moved"
        slip.place = place
    assert kept == sorted(kept, key=lambda slip: slip.place)
    rule, n = paper.late
    for slip in (slip for slip in paper.floor if slip.placed in {"new", "late"}):
        others = paper.waiting({slip.line} if slip.placed == "late" else set("ABC"))
        before = sum(other.place < slip.place for other in others if other is not slip)
        if slip.placed == "new":
            assert before == len(others) - 1
        if slip.placed == "late":
            assert before == min(n if rule == "behind" else 99, len(others) - 1)
    for slip in paper.floor:
        slip.placed = None
