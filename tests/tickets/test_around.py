"""What a desk shows as possible is exactly what the hall would not refuse."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.tickets.around import Crowd
from tests.halls import HandClock, refuses
from tests.halls import settings as centre

WINDOWS = ["1", "2", "3"]


class _NotReally(Exception):
    """Takes a tried act back: a transaction that raises changes nothing."""


def _refused(hall: Hall, act: Callable[[], object]) -> bool:
    try:
        with hall.store.transaction():
            act()
            raise _NotReally
    except Refused:
        return True
    except _NotReally:
        return False


def _would_do(hall: Hall, window: str, selected: str | None) -> set[str]:
    """The acts the hall does not refuse, each tried and taken back."""
    queue = hall.queue
    acts: dict[str, Callable[[], object]] = {
        name: partial(getattr(queue, name), window)
        for name in ("call", "recall", "arrive", "finish", "miss", "hold", "undo")
    }
    acts["transfer"] = partial(queue.transfer, window, "C")
    here = queue.at(window)
    if selected is not None:
        acts["call_selected"] = partial(queue.call, window, selected)
        acts["resume"] = partial(queue.resume, window, selected)
        acts["void"] = partial(queue.void, selected)
    elif here is not None:
        acts["void"] = partial(queue.void, here.number)
    return {name for name, act in acts.items() if not _refused(hall, act)}


deeds = st.tuples(
    st.sampled_from(
        ["take", "call", "arrive", "miss", "recall", "hold", "finish", "undo", "resume", "void"]
    ),
    st.sampled_from(WINDOWS),
    st.integers(0, 5),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    day=st.lists(deeds, max_size=14),
    calls=st.sampled_from([1, 2]),
    rule=st.sampled_from(["behind", "never"]),
)
def test_possible_is_what_the_hall_would_do(
    tmp_path_factory: pytest.TempPathFactory,
    clock: HandClock,
    day: list[tuple[str, str, int]],
    calls: int,
    rule: str,
) -> None:
    folder = tmp_path_factory.mktemp("hall")
    rules = {"calls_before_missed": calls, "late_return": {"rule": rule}}
    (folder / "config.toml").write_text(centre(queue=rules), encoding="utf-8")
    with Hall.open(folder / "config.toml", folder / "data", clock) as hall:
        hall.queue.open_window("1")  # the day is open: tried acts must not have to begin it
        for name, window, pick in day:
            _try(hall, name, window, pick)
        numbers = [ticket.number for ticket in hall.queue.on_floor()]
        for window in WINDOWS:
            for selected in (None, *numbers):
                possible = hall.queue.possible(window, selected)
                assert possible == _would_do(hall, window, selected), (window, selected)


def _try(hall: Hall, name: str, window: str, pick: int) -> None:
    numbers = [ticket.number for ticket in hall.queue.on_floor()] or ["A001"]
    number = numbers[pick % len(numbers)]
    words = {"take": ("ABC"[pick % 3],), "resume": (window, number), "void": (number,)}
    with suppress(Refused):
        getattr(hall.queue, name)(*words.get(name, (window,)))


def test_next_is_who_is_then_called(hall: Hall) -> None:
    assert hall.queue.next("1") is None
    hall.queue.take("A")
    favoured = hall.queue.take("B", "elder")
    following = hall.queue.next("1")
    assert following is not None
    assert following.number == favoured.number == hall.queue.call("1").number


def test_of_a_window_that_is_none_nothing_can_be_asked(hall: Hall) -> None:
    with refuses(hall, "unknown_window"):
        hall.queue.next("9")


def test_a_ticket_of_yesterday_can_no_longer_be_called_or_undone(
    hall: Hall, clock: HandClock
) -> None:
    hall.queue.take("A")
    hall.queue.take("A")
    hall.queue.call("1")
    clock.show(9, days=1)
    assert hall.queue.next("2") is None
    assert hall.queue.possible("1", "A002") == frozenset()


def test_undoable_says_what_undo_takes_back(hall: Hall) -> None:
    hall.queue.take("A")
    assert hall.queue.undoable("1") is None
    hall.queue.call("1")
    hall.queue.finish("1")
    last = hall.queue.undoable("1")
    assert last is not None
    assert (last[0].number, last[1].move) == ("A001", "finish")
    assert hall.queue.undoable("2") is None


def test_seats_say_who_sits_where_with_whom_and_since_when(hall: Hall, clock: HandClock) -> None:
    hall.queue.actor = "007"
    hall.queue.open_window("1")
    clock.pass_minutes(5)
    hall.queue.actor = "008"
    hall.queue.open_window("2")
    hall.queue.take("A")
    hall.queue.call("2")
    clock.pass_minutes(2)
    one, two, three = hall.queue.seats()
    assert (one.open, one.by, one.ticket) == (True, "007", None)
    assert one.since is not None
    assert (hall.clock.now().at - one.since.at).total_seconds() == 7 * 60
    assert two.ticket is not None
    assert two.since is not None
    assert (two.open, two.by, two.ticket.number) == (True, "008", "A001")
    assert (hall.clock.now().at - two.since.at).total_seconds() == 2 * 60
    assert three == ("3", False, None, None, None)
    hall.queue.close_window("1")
    assert (hall.queue.seats()[0].open, hall.queue.seats()[0].by) == (False, None)


def test_crowds_say_how_many_wait_and_since_when(hall: Hall, clock: HandClock) -> None:
    hall.queue.take("A")
    began = hall.clock.now()
    clock.pass_minutes(3)
    hall.queue.take("A")
    hall.queue.take("B")
    crowds = hall.queue.crowds()
    assert [crowd[:2] for crowd in crowds] == [("A", 2), ("B", 1), ("C", 0)]
    assert crowds[0].since is not None
    assert crowds[0].since.at == began.at
    assert crowds[2] == Crowd("C", 0, None)
    clock.show(9, days=1)
    assert [crowd.waiting for crowd in hall.queue.crowds()] == [0, 0, 0]
