"""How long a newcomer waits: rules that always hold, and promises compared with simulated truth.

`python -m tests.tickets.test_estimate` prints the table of all simulated halls.
"""

from __future__ import annotations

import random
from statistics import fmean

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.tickets.calibration import Calibration, Quote
from kiosk.tickets.estimate import Reach, expected_wait, reach
from kiosk.tickets.futures import PLAYED, Desk
from kiosk.tickets.service_times import ENOUGH, LONGEST, SAMPLE, ServiceTimes
from tests.tickets.hall_day import Clock, Outcome, Plan, Promise, simulate
from tests.tickets.memory_hall import MemoryHall

ABC = frozenset("ABC")
MINUTES = {"A": 3.0, "B": 8.0, "C": 25.0}
SHARE = {"A": 0.5, "B": 0.35, "C": 0.15}


def windows(count: int, lines: frozenset[str] = ABC) -> dict[str, frozenset[str]]:
    return {str(number + 1): lines for number in range(count)}


THREE = windows(3)
UNLIKE = {"1": frozenset("AB"), "2": frozenset("AC"), "3": ABC}

# One service and mixed services as in queue-reference.md 3.2, then months of a small hall.
ONE_SERVICE = {
    f"one, {n} desks": Plan({"A": 10.0}, windows(n, frozenset("A")), load=(load, load))
    for n, load in ((1, 0.85), (2, 0.9), (3, 0.9), (5, 0.95))
}
MIXED = {
    f"mix, {n} desks": Plan(MINUTES, windows(n), load=(load, load))
    for n, load in ((1, 0.85), (2, 0.9), (3, 0.9), (5, 0.95))
}
MONTH = Plan(MINUTES, THREE, share=SHARE, load=(0.8, 1.0), no_show=0.05)
MONTHS = {
    "month": MONTH,
    "unlike windows": Plan(MINUTES, UNLIKE, share=SHARE, load=(0.75, 0.95), no_show=0.05),
    "priority": Plan(MINUTES, THREE, share=SHARE, load=(0.8, 1.0), no_show=0.05, priority=0.1),
    "breathers": Plan(MINUTES, THREE, share=SHARE, load=(0.75, 0.9), no_show=0.05, breather=20),
    "keeps its break": Plan(MINUTES, THREE, share=SHARE, load=(0.8, 1.0), keeps_break=True),
    "windows close": Plan(
        MINUTES,
        THREE,
        share=SHARE,
        load=(0.7, 0.85),
        away={"2": (36000, 39600), "3": (54e3, 57600)},
    ),
}


def month(plan: Plan, seed: int, days: int = 22) -> list[tuple[Outcome, Promise]]:
    clock = Clock()
    outcomes = simulate(plan, MemoryHall(plan.windows, clock), clock, days=days, seed=seed)
    return [(each, each.promise) for each in outcomes if each.promise is not None]


def cover(tickets: list[tuple[Outcome, Promise]]) -> float:
    return fmean(outcome.held for outcome, _ in tickets)


def gain(tickets: list[tuple[Outcome, Promise]]) -> tuple[float, float]:
    """How much less the middle errs than the naive formula, and the midpoint of the shown range."""
    known = [(outcome, promise) for outcome, promise in tickets if outcome.naive == outcome.naive]
    naive = fmean(abs(outcome.naive - outcome.wait) for outcome, _ in known)
    middle = fmean(abs((promise.middle or 0) - outcome.wait) for outcome, promise in known)
    shown = fmean(
        abs((promise.low + promise.high) / 2 - outcome.wait) for outcome, promise in known
    )
    return 1 - middle / naive, 1 - shown / naive


def times(*minutes: float) -> ServiceTimes:
    return ServiceTimes([each * 60 for each in minutes])


def seen_in(seed: int = 1, lines: str = "ABC") -> dict[str, ServiceTimes]:
    draw = random.Random(seed)
    return {
        line: ServiceTimes([draw.lognormvariate(0, 0.5) * MINUTES[line] * 60 for _ in range(60)])
        for line in lines
    }


SEEN = seen_in()
LINES = st.sampled_from("ABC")
DESKS = st.lists(
    st.builds(
        Desk,
        st.frozensets(LINES, min_size=1),
        st.none() | LINES,
        st.floats(0, 20_000, allow_nan=False),
    ),
    max_size=6,
)
CALIBRATIONS = st.builds(
    Calibration,
    st.lists(st.floats(0.2, 4), min_size=3, max_size=3),
    st.floats(0.6, 1.7),
)


def quoted(
    line: str, ahead: str, *desks: Desk, pauses: tuple[tuple[float, float], ...] = ()
) -> Quote:
    quote = expected_wait(line, ahead, desks, SEEN, Calibration(), pauses)
    assert quote is not None
    return quote


# What always holds


@given(LINES, st.lists(LINES, max_size=PLAYED + 15), DESKS, CALIBRATIONS)
def test_a_quote_is_whole_minutes_around_its_middle_or_nothing(
    line: str, ahead: list[str], desks: list[Desk], calibration: Calibration
) -> None:
    quote = expected_wait(line, ahead, desks, SEEN, calibration)
    if not any(line in desk.lines for desk in desks):
        assert quote is None
        return
    assert quote is not None
    assert 0 <= quote.low <= quote.middle <= quote.high
    longest = max(max(times.seconds) for times in SEEN.values()) / 60
    assert quote.middle <= 1.7 * (len(ahead) + len(desks)) * longest


@given(LINES, st.lists(LINES, max_size=PLAYED + 15), LINES, DESKS, CALIBRATIONS)
def test_one_person_more_ahead_never_shortens_the_wait(
    line: str, ahead: list[str], last: str, desks: list[Desk], calibration: Calibration
) -> None:
    shorter = expected_wait(line, ahead, desks, SEEN, calibration)
    longer = expected_wait(line, [*ahead, last], desks, SEEN, calibration)
    if shorter is not None:
        assert longer is not None
        assert longer.middle >= shorter.middle - 1e-9


@given(LINES, DESKS)
def test_a_free_fitting_window_means_no_wait_and_needs_no_experience(
    line: str, desks: list[Desk]
) -> None:
    free = [*desks, Desk(frozenset(line))]
    assert expected_wait(line, [], free, {}, Calibration()) == Quote(0, 0, 0.0)


# What is said when


def test_nothing_is_said_when_no_open_window_serves_the_line() -> None:
    assert expected_wait("A", [], [], SEEN, Calibration()) is None
    assert expected_wait("A", [], [Desk(frozenset("BC"))], SEEN, Calibration()) is None


def test_nothing_is_said_from_too_few_services_of_a_line_that_decides() -> None:
    few = SEEN | {"C": ServiceTimes([60.0] * (ENOUGH - 1))}
    busy = [Desk(ABC, "A", 60)]
    assert expected_wait("A", ["C"], busy, few, Calibration()) is None
    assert expected_wait("A", [], [Desk(ABC, "C", 60)], few, Calibration()) is None
    assert expected_wait("A", ["C"], busy, seen_in(lines="AB"), Calibration()) is None


def test_lines_that_do_not_decide_need_no_experience() -> None:
    """Not the newcomer's own service, nor what happens at windows that share nobody with hers."""
    desks = [Desk(frozenset("A"), "A", 60), Desk(frozenset("C"), "C", 60)]
    assert expected_wait("A", ["C", "A"], desks, seen_in(lines="A"), Calibration()) is not None
    assert expected_wait("B", ["A"], [Desk(ABC, "A", 60)], seen_in(lines="A"), Calibration())


def test_people_at_other_windows_do_not_count() -> None:
    alone = quoted("A", "", Desk(frozenset("A"), "A", 60))
    assert quoted("A", "CCC", Desk(frozenset("A"), "A", 60), Desk(frozenset("C"), "C", 9)) == alone


def test_people_who_share_a_window_indirectly_do_count() -> None:
    """The C ahead keeps the second window from the B ahead, whom the first must take then."""
    desks = [Desk(frozenset("AB"), "A", 60), Desk(frozenset("BC"), "B", 600)]
    assert quoted("A", "CB", *desks).middle > quoted("A", "B", *desks).middle


def test_a_free_window_taken_by_someone_ahead_is_not_free() -> None:
    assert quoted("A", "B", Desk(ABC), Desk(ABC)) == Quote(0, 0, 0.0)
    assert quoted("A", "B", Desk(ABC)).middle > 2


def test_time_already_spent_at_the_desk_counts() -> None:
    """With services of 5 or 25 minutes, someone there for 6 minutes is in for the long one."""
    known = {"A": times(*[5.0] * 50, *[25.0] * 50)}

    def wait(minutes: float) -> float:
        quote = expected_wait("A", [], [Desk(ABC, "A", minutes * 60)], known, Calibration())
        assert quote is not None
        return quote.middle

    assert wait(4) == pytest.approx(11, abs=1)
    assert wait(6) == pytest.approx(19, abs=1)
    assert wait(20) == pytest.approx(5, abs=1)


def test_a_service_longer_than_all_seen_is_neither_over_nor_endless() -> None:
    middle = quoted("A", "", Desk(ABC, "B", 5 * 3600)).middle
    assert 0 < middle < 25


def test_a_range_can_be_stored_and_read_back() -> None:
    calibration = Calibration()
    quote = Quote(3, 9, 5.5)
    calibration.learn(quote, 12)
    for kept in (quote, calibration, SEEN["A"]):
        assert msgspec.json.decode(msgspec.json.encode(kept), type=type(kept)) == kept
    assert msgspec.json.encode(SEEN["A"]).startswith(b'{"seconds":[')


def test_service_times_keep_the_newest_and_refuse_nonsense() -> None:
    sample = ServiceTimes()
    for seconds in (-5.0, 1e9, *range(SAMPLE - 1)):
        sample.add(seconds)
    assert len(sample.seconds) == SAMPLE
    assert max(sample.seconds) == LONGEST
    assert min(sample.seconds) == 0
    days = [ServiceTimes([1.0] * SAMPLE), ServiceTimes([3.0] * (SAMPLE // 2))]
    assert ServiceTimes.merged(days).mean == 2


def test_the_mean_is_fresh_after_each_addition() -> None:
    sample = times(1, 1, 1, 1, 1)
    assert sample.mean == 60
    sample.add(360)
    assert sample.mean == 110
    assert fmean(sample.points) == pytest.approx(110)


@pytest.mark.parametrize(
    ("minutes", "reached"),
    [(5, Reach.NO), (6, Reach.PERHAPS), (11, Reach.PERHAPS), (12, Reach.YES)],
)
def test_whether_a_newcomer_is_reached_before_closing(minutes: float, reached: Reach) -> None:
    assert reach(Quote(5, 12, 8.0), minutes) is reached


# Breaks


def test_a_break_is_added_once_the_hall_has_shown_that_it_keeps_breaks() -> None:
    desks = [Desk(ABC, "A", 60)]
    noon = ((600.0, 7800.0),)
    calibration = Calibration()
    late = expected_wait("A", ["B", "B"], desks, SEEN, calibration, noon)
    assert late is not None
    assert late.middle < 60
    assert late.pause == (10, 130)
    for _ in range(2):
        calibration.learn(late, 140)
    told = expected_wait("A", ["B", "B"], desks, SEEN, calibration, noon)
    assert told is not None
    assert told.middle == pytest.approx(late.middle + 120, abs=1)
    for _ in range(2):
        calibration.learn(late, 20)
    assert not calibration.keeps_breaks


def test_a_break_after_the_wait_changes_nothing() -> None:
    desk = Desk(ABC, "A", 60)
    assert quoted("A", "A", desk, pauses=((7200, 9000),)) == quoted("A", "A", desk)


# Promises against the truth


@pytest.mark.parametrize("seed", [1, 2])
def test_ranges_hold_in_80_percent_of_a_months_tickets(seed: int) -> None:
    tickets = month(MONTH, seed)
    assert 0.77 < cover(tickets) < 0.83
    waiting = [(outcome, promise) for outcome, promise in tickets if promise.high > 0]
    assert 0.68 < cover(waiting) < 0.83, "and not only because of those who need not wait"


@pytest.mark.parametrize("name", [name for name in MONTHS if name != "month"])
def test_ranges_hold_in_halls_with_rules_the_estimate_does_not_know(name: str) -> None:
    assert 0.75 < cover(month(MONTHS[name], seed=4)) < 0.85


def test_the_first_day_is_already_sensible() -> None:
    tickets = [ticket for seed in range(8) for ticket in month(MONTH, seed, days=1)]
    assert 0.75 < cover(tickets) < 0.88


def test_the_middle_errs_a_quarter_less_than_people_ahead_times_average() -> None:
    """Pooled, because in a single month luck moves the gain by some 7 points.

    There is little more to gain: 60 random futures of the true distributions, which no hall
    knows, gained 23 to 30 % on the mixed rows.
    """
    tickets = [ticket for plan in MIXED.values() for ticket in month(plan, seed=5)]
    tickets += [ticket for seed in (5, 6) for ticket in month(MONTH, seed)]
    middle, shown = gain(tickets)
    assert middle > 0.25
    assert shown > 0.25


def test_the_middle_errs_a_third_less_where_windows_are_unlike() -> None:
    assert min(gain(month(MONTHS["unlike windows"], seed=7))) > 0.3


def _table(seeds: int = 6) -> None:
    print("hall             tickets  zero  cover  waiting  width  gain middle / shown")
    for name, plan in {**ONE_SERVICE, **MIXED, **MONTHS}.items():
        tickets = [ticket for seed in range(seeds) for ticket in month(plan, seed)]
        waiting = [ticket for ticket in tickets if ticket[1].high > 0]
        width = fmean(promise.high - promise.low for _, promise in waiting)
        middle, shown = gain(tickets)
        print(
            f"{name:16} {len(tickets) // seeds:7} {1 - len(waiting) / len(tickets):5.0%}"
            f" {cover(tickets):6.1%} {cover(waiting):8.1%} {width:6.1f} {middle:6.1%} / {shown:.1%}"
        )


if __name__ == "__main__":
    _table()
