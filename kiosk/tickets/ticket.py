"""A ticket: its states, the one table of allowed moves, and the times that follow from its log."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import msgspec

from kiosk.hours import Moment, seconds_between
from kiosk.tickets.calibration import Quote
from kiosk.wording import Phrase, refusal


class State(StrEnum):
    """Where a ticket stands."""

    ISSUED = "issued"
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    MISSED = "missed"
    DONE = "done"
    LEFT = "left"
    VOID = "void"


ENDED = frozenset({State.DONE, State.LEFT, State.VOID})
"""A ticket in one of these lives no longer and has no open period."""

AT_WINDOW = frozenset({State.CALLED, State.SERVING})
"""A ticket in one of these takes its window."""

LIVING = frozenset(State) - ENDED


class Move(StrEnum):
    """What can happen to a ticket."""

    TAKE = "take"
    JOIN = "join"
    CALL = "call"
    RECALL = "recall"
    ARRIVE = "arrive"
    MISS = "miss"
    RETURN = "return"
    HOLD = "hold"
    RESUME = "resume"
    TRANSFER = "transfer"
    FINISH = "finish"
    LEAVE = "leave"
    VOID = "void"
    UNDO = "undo"


class _Step(NamedTuple):
    before: frozenset[State]
    after: State


def _step(after: State, *before: State) -> _Step:
    return _Step(frozenset(before), after)


MOVES: dict[Move, _Step] = {
    Move.TAKE: _step(State.ISSUED),
    Move.JOIN: _step(State.WAITING, State.ISSUED),
    Move.CALL: _step(State.CALLED, State.WAITING, State.MISSED),
    Move.RECALL: _step(State.CALLED, State.CALLED),
    Move.ARRIVE: _step(State.SERVING, State.CALLED),
    Move.MISS: _step(State.MISSED, State.CALLED),
    Move.RETURN: _step(State.WAITING, State.MISSED),
    Move.HOLD: _step(State.HELD, State.CALLED, State.SERVING),
    Move.RESUME: _step(State.SERVING, State.HELD),
    Move.TRANSFER: _step(State.WAITING, State.CALLED, State.SERVING),
    Move.FINISH: _step(State.DONE, State.SERVING),
    Move.LEAVE: _step(State.LEFT, *(LIVING - {State.SERVING})),
    Move.VOID: _step(State.VOID, *(LIVING - {State.SERVING})),
}
"""From where each move may start and where it leads. Whatever is not here is refused."""

UNDOABLE = frozenset({Move.CALL, Move.ARRIVE, Move.MISS, Move.HOLD, Move.FINISH})
"""Slips of a clerk's finger; the other moves are a resident's or another window's business."""


class Why(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a ticket was called: the rule, its basis, and how many people it was called before.

    ``rule`` is ``order`` (first come), ``priority``, ``bound`` (someone passed often or long
    enough), or ``chosen`` (by the clerk). ``place`` is the ticket's at that moment; a late return
    may move it later.
    """

    rule: str
    basis: str | None = None
    passed: int = 0
    place: float = 0.0


class Transition(msgspec.Struct, frozen=True, omit_defaults=True):
    """One entry of a ticket's log. ``n`` numbers the acts of the floor; later acts have more."""

    n: int
    move: Move
    to: State
    at: datetime
    tick: float | None = None
    boot: str | None = None
    where: str | None = None
    by: str | None = None
    window: str | None = None
    line: str | None = None
    reason: str | None = None
    why: Why | None = None

    @property
    def moment(self) -> Moment:
        """When it happened."""
        return Moment(self.at, self.tick, self.boot)


class Period(NamedTuple):
    """Time a ticket spent in a state; ``end`` is ``None`` while it lasts."""

    state: State
    start: Moment
    end: Moment | None


CUT_OFF = "cut_off"
"""The reason on a ticket that a machine gave out by itself, or that was served so."""

GIVEN_TWICE = "given_twice"
"""The reason on a ticket made void because its answer was lost, and another stood in for it."""


def series_of(number: str) -> str:
    """The letters a number begins with: its line's, and a terminal's that gave it while cut off."""
    return number.rstrip("0123456789")


def count_of(number: str) -> int:
    """Which one of its series it is."""
    return int(number[len(series_of(number)) :])


class Ticket(msgspec.Struct, frozen=True, omit_defaults=True):
    """One place in a line.

    ``id`` is business day and number, so that a number can be given once only. ``place`` orders
    those who wait: the act with which they joined, moved only by the late returner's rule.
    ``joined`` is the act with which they came to their line, since which others may have passed
    them; ``passed`` is how often they were up to the act ``counted``, when a day was closed that
    a kept ticket waited through. ``late``: missed, and back by that rule. ``calls``
    counts the calls since it last waited. ``item`` is the code of what it is for, as far as that
    was said (``hall.items.get``). ``key`` finds it again when the answer was lost on its way.
    ``quote`` is the wait as it was told. ``ahead`` and
    ``wait`` (whole minutes, low and high) are worked out when a ticket is handed to someone and
    never stored.
    """

    id: str
    day: str
    number: str
    line: str
    state: State
    place: float
    joined: int
    log: tuple[Transition, ...]
    passed: int = 0
    counted: int = 0
    priority: str | None = None
    late: bool = False
    window: str | None = None
    calls: int = 0
    quote: Quote | None = None
    item: str | None = None
    key: str | None = None
    ahead: int = 0
    wait: tuple[int, int] | None = None

    @property
    def favoured(self) -> bool:
        """Does it go before ordinary ones? Not after it was missed: the late rule is for all."""
        return self.priority is not None and not self.late

    @property
    def lives(self) -> bool:
        """Not done, left or void."""
        return self.state not in ENDED

    def moved(self, move: Move, by: Transition) -> Ticket:
        """This ticket after a move; ``by`` carries who, where, when and why.

        Raises:
            Refused: ``wrong_state`` when the table of moves has no such step.
        """
        step = MOVES[move]
        if self.state not in step.before:
            name = Phrase(f"states.{self.state}")
            raise refusal("wrong_state", number=self.number, state=self.state, state_name=name)
        last = self.log[-1]
        entry = msgspec.structs.replace(by, move=move, to=step.after, at=max(by.at, last.at))
        calls = {Move.CALL: 1, Move.RECALL: self.calls + 1}.get(move, self.calls)
        keeps = step.after in AT_WINDOW
        return msgspec.structs.replace(
            self,
            state=step.after,
            log=(*self.log, entry),
            window=(entry.window or self.window) if keeps else None,
            calls=0 if step.after is State.WAITING else calls,
        )

    def undone(self, by: Transition) -> Ticket:
        """This ticket with its last move taken back; the log keeps both, the times stay true.

        Raises:
            Refused: ``nothing_to_undo`` when that move cannot be taken back, or was made at another
                window.
        """
        standing = effective(self.log)
        while standing and standing[-1].move is Move.RECALL:
            standing.pop()
        if not standing or standing[-1].move not in UNDOABLE or standing[-1].window != by.window:
            raise refusal("nothing_to_undo", window=by.window)
        standing.pop()
        top = standing[-1]
        entry = msgspec.structs.replace(
            by, move=Move.UNDO, to=top.to, at=max(by.at, self.log[-1].at)
        )
        return msgspec.structs.replace(
            self,
            state=top.to,
            log=(*self.log, entry),
            window=_window_of(standing) if top.to in AT_WINDOW else None,
            calls=_calls_of(standing),
        )

    def periods(self) -> list[Period]:
        """The states it went through and when; the last is open exactly while it lives."""
        spans: list[Period] = []
        for entry in effective(self.log):
            if entry.move is Move.RECALL:
                continue
            if spans:
                spans[-1] = spans[-1]._replace(end=entry.moment)
            if entry.to not in ENDED:
                spans.append(Period(entry.to, entry.moment, None))
        return spans

    def seconds(self, *states: State, now: Moment | None = None) -> float:
        """Seconds spent in these states, up to ``now`` where one still lasts."""
        return sum(
            seconds_between(span.start, end)
            for span in self.periods()
            if span.state in states and (end := span.end or now) is not None
        )


def effective(log: tuple[Transition, ...]) -> list[Transition]:
    """The log without what was undone."""
    standing: list[Transition] = []
    for entry in log:
        if entry.move is not Move.UNDO:
            standing.append(entry)
            continue
        while standing.pop().move is Move.RECALL:
            pass
    return standing


def _window_of(standing: list[Transition]) -> str | None:
    return next((entry.window for entry in reversed(standing) if entry.window), None)


def _calls_of(standing: list[Transition]) -> int:
    calls = 0
    for entry in standing:
        if entry.to is State.WAITING:
            calls = 0
        elif entry.move is Move.CALL:
            calls = 1
        elif entry.move is Move.RECALL:
            calls += 1
    return calls
