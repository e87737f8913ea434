"""Random days in the hall, act by act beside a paper hall that was written from the rules alone."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import hypothesis.strategies as st
import msgspec
import pytest
from hypothesis import note
from hypothesis import settings as profile
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kiosk.config import Config
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.priorities import classes
from kiosk.tickets.ticket import State, Ticket
from tests.engines import Database
from tests.halls import MONDAY, ORDINARY, HandClock
from tests.tickets import truths
from tests.tickets.paper_hall import No, PaperHall, Slip

WINDOWS = {"1": {"A", "B", "C"}, "2": {"A", "B"}, "3": {"A", "C"}, "4": {"C"}}
windows = st.sampled_from(sorted(WINDOWS))
lines = st.sampled_from("ABC")
picks = st.integers(0, 30)
people = st.lists(
    st.tuples(lines, st.sampled_from([None, None, "elder", "disabled"])), min_size=1, max_size=5
)
AT_WINDOW = ["recall", "arrive", "miss", "hold", "finish", "transfer"]
ASIDE = {"held", "missed"}
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class QueueBesidePaper(RuleBasedStateMachine):
    """One act at a time in a real hall and on paper; both must agree on everything."""

    database: ClassVar[Database | None] = None
    """The records' database, if they do not lie in a folder."""

    @initialize(
        calls=st.integers(1, 3),
        late=st.sampled_from(
            [("behind", 0), ("behind", 1), ("behind", 3), ("end", 3), ("never", 3)]
        ),
        bound=st.tuples(st.integers(0, 3), st.sampled_from([0, 5, 30, 10_000])),
        quota=st.sampled_from([2, 4, 200]),
        keep=st.booleans(),
    )
    def found(
        self, calls: int, late: tuple[str, int], bound: tuple[int, int], quota: int, keep: bool
    ) -> None:
        rules = {
            "calls_before_missed": calls,
            "late_return": {"rule": late[0], "places": late[1]},
            "priority_bound": {"passes": bound[0], "minutes": bound[1]},
            "rollover": "keep" if keep else "clear",
        }
        named = {w: {"lines": sorted(served)} for w, served in WINDOWS.items()}
        a_line = ORDINARY["lines"]
        changed = {"lines": a_line | {"B": a_line["B"] | {"quota": quota}}, "windows": named}
        tables = (
            ORDINARY | changed | {"queue": rules, "hours": {day: ["00:00-24:00"] for day in WEEK}}
        )
        if self.database is not None:
            self.database.empty()
            tables |= {"store": {"engine": "postgresql", "url": self.database.url}}
        self.config = msgspec.convert(tables, Config)
        self.folder = Path(tempfile.mkdtemp())
        self.clock = HandClock(MONDAY)
        self.halls = [self._open(), self._open()]
        self.paper = PaperHall(WINDOWS, {"B": quota}, {"C"}, calls, late, bound, keep)
        self.ids: set[str] = set()
        self.take([("A", None), ("A", "elder"), ("B", None), ("C", None), ("A", None)])

    def _open(self) -> Hall:
        return Hall.open(self.config, self.folder, self.clock)

    def teardown(self) -> None:
        if hasattr(self, "halls"):
            for hall in self.halls:
                hall.close()
            shutil.rmtree(self.folder)

    @property
    def hall(self) -> Hall:
        """The process that acts now."""
        return self.halls[0]

    @property
    def now(self) -> datetime:
        return self.clock.now

    @property
    def today(self) -> date:
        return self.paper.day_of(self.now)

    def number(self, pick: int) -> str:
        known = [slip.number for slip in self.paper.floor] or ["A001"]
        return sorted(known)[pick % len(known)]

    def free(self, pick: int) -> str:
        free = [window for window in WINDOWS if not self.paper.at(window)] or ["1"]
        return free[pick % len(free)]

    def act(
        self, name: str, *words: str | None, paper: Callable[[Ticket | None], Slip] | None = None
    ) -> None:
        """Let both act; they agree on the refusal, or on how every ticket stands afterwards."""
        before = self.hall.store.rows.read() if self.paper.opened == self.today else None
        self.paper.open(self.now)
        outcome: Ticket | str
        try:
            outcome = getattr(self.hall.queue, name)(*words)
        except Refused as refused:
            outcome = refused.code
            assert before is None or self.hall.store.rows.read() == before
        if outcome == "closing_soon":
            line, priority = words
            self.too_late(str(line), priority)
            return
        try:
            given = [word for word in words if word or name == "take"]
            ticket = outcome if isinstance(outcome, Ticket) else None
            slip = paper(ticket) if paper else getattr(self.paper, name)(*given, self.now)
        except No as no:
            assert outcome == str(no)
        else:
            assert isinstance(outcome, Ticket), f"refused: {outcome}, {slip}"
            assert outcome.number == slip.number
            note(f"{outcome.number} {outcome.state} {outcome.log[-1].why}")
        self.agree()

    def too_late(self, line: str, priority: str | None) -> None:
        queue, moment = self.hall.queue, self.hall.clock.now()
        _, quote = queue.waits.newcomer(line, priority, self.today.isoformat(), moment)
        assert quote
        assert quote.low >= queue.waits.closes_in(line, moment)

    @rule(people=people)
    def take(self, people: list[tuple[str, str | None]]) -> None:
        for line, priority in people:
            self.act("take", line, priority)
            self.clock.pass_minutes(1)

    @rule(window=windows)
    def call(self, window: str) -> None:
        self.act("call", window, paper=lambda ticket: self.called(window, None, ticket))

    @precondition(lambda self: self.paper.floor)
    @rule(pick=picks)
    def call_chosen(self, pick: int) -> None:
        window, number = self.free(pick), self.number(pick)
        self.act("call", window, number, paper=lambda t: self.called(window, number, t))

    def called(self, window: str, number: str | None, ticket: Ticket | None) -> Slip:
        """Check the call by the rule, and by the reason stored with it."""
        if number is not None:
            may = [(self.paper.choose(window, number), "chosen")]
        else:
            may = self.paper.acceptable(window, self.now)
        assert ticket is not None
        why = ticket.log[-1].why
        assert why is not None
        slip = next(slip for slip, rule in may if (slip.number, rule) == (ticket.number, why.rule))
        basis = classes()[slip.priority or ""].basis if why.rule == "priority" else None
        assert why.basis == basis
        assert why.passed == self.paper.call(window, slip, self.now)
        return slip

    @rule(pick=picks, come=st.sampled_from(["at once", "never", "late"]))
    def call_and_see_whether_they_come(self, pick: int, come: str) -> None:
        window = self.free(pick)
        self.call(window)
        called = self.paper.at(window)
        for name in ["arrive"] if come == "at once" else ["recall", "recall", "miss"]:
            self.act(name, window)
        if come == "late" and called:
            self.take([(called.line, None)] * 3)
            self.act("resume", window, called.number)

    @precondition(lambda self: any(self.paper.at(window) for window in WINDOWS))
    @rule(pick=picks, name=st.sampled_from(AT_WINDOW), line=lines)
    def someone_at_a_window(self, pick: int, name: str, line: str) -> None:
        taken = [window for window in WINDOWS if self.paper.at(window)]
        self.act(name, taken[pick % len(taken)], *([line] if name == "transfer" else []))

    @precondition(lambda self: self.paper.touched)
    @rule(pick=st.integers(1, 3), times=st.integers(1, 3))
    def a_clerk_takes_back(self, pick: int, times: int) -> None:
        window, _ = self.paper.touched[-min(pick, len(self.paper.touched))]
        for _ in range(times):
            self.act("undo", window)

    @precondition(lambda self: any(s.now.state in ASIDE for s in self.paper.floor))
    @rule(window=st.sampled_from(["1", "1", "1", "2", "4"]), pick=picks)
    def someone_comes_back(self, window: str, pick: int) -> None:
        aside = sorted(s.number for s in self.paper.floor if s.now.state in ASIDE)
        self.act("resume", window, aside[pick % len(aside)])

    @rule(window=windows, name=st.sampled_from([*AT_WINDOW, "undo", "resume"]))
    def something_that_may_not_fit(self, window: str, name: str) -> None:
        more = {"transfer": ["C"], "resume": [self.number(self.now.minute)]}
        self.act(name, window, *more.get(name, []))

    @rule(state=st.sampled_from(["left", "void"]), pick=picks)
    def someone_gives_up(self, state: str, pick: int) -> None:
        number = self.number(pick)
        name = "leave" if state == "left" else "void"
        self.act(name, number, paper=lambda _: self.paper.give_up(number, state, self.now))

    @rule(minutes=st.sampled_from([0.5, 4, 12, 31, 31, -0.2, -20]))
    def time_passes_or_the_clock_is_set_back(self, minutes: float) -> None:
        self.clock.pass_minutes(minutes)

    @precondition(lambda self: len(self.ids) > 5)
    @rule(days=st.sampled_from([0, 0, 1, 1, 3, -1, -5]))
    def another_day(self, days: int) -> None:
        self.clock.now += timedelta(days=days)

    @rule(anew=st.booleans())
    def the_other_process_acts(self, anew: bool) -> None:
        self.halls.reverse()
        if anew:
            self.hall.close()
            self.halls[0] = self._open()
            self.agree()

    def agree(self) -> None:
        truths.check(self.hall, self.now)
        self.halls[1].refresh()
        truths.memory_is_the_replayed_log(self.halls[1])
        live = self.hall.queue.floor.tickets
        assert {id_ for id_, t in live.items()} == {slip.id for slip in self.paper.floor}
        truths.placed_by_the_rule(self.paper, live)
        for slip in self.paper.floor:
            ticket = live[slip.id]
            assert ticket.state.value == slip.now.state
            assert ticket.window == slip.now.window
            assert (ticket.line, ticket.calls) == (slip.line, slip.now.calls)
            if ticket.state is State.WAITING:
                assert ticket.periods()[-1].start.at == slip.now.since
        for window in WINDOWS if self.paper.opened == self.today else ():
            shown, here = self.hall.queue.at(window), self.paper.at(window)
            assert (shown.number if shown else None) == (here.number if here else None)
        self.ids |= live.keys()
        truths.nothing_is_lost(self.hall, self.ids)


TestQueueBesidePaper = pytest.mark.timeout(3600)(QueueBesidePaper.TestCase)


@pytest.mark.timeout(3600)
def test_a_hall_on_a_server_agrees_with_paper_too(database: Database) -> None:
    """The short form: what differs is below the rules."""

    class OnServer(QueueBesidePaper):
        pass

    OnServer.database = database
    whole = profile().max_examples
    run_state_machine_as_test(OnServer, settings=profile(max_examples=max(5, whole // 10)))
