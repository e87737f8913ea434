"""The queue as a hall would keep it on paper: written from the rules, knowing nothing of the code.

Every slip keeps the trail of what happened to it. Where a rule leaves room (the place of a late
returner among other lines), the paper takes over the hall's ``place`` and checks it by the rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

ENDED = {"done", "left", "void"}
UNDOABLE = {"call", "arrive", "miss", "hold", "finish"}


class No(Exception):
    """The rules refuse; the word is the first argument."""


class Frame(NamedTuple):
    """How a slip stood after a move."""

    move: str
    by: str | None
    state: str
    window: str | None
    calls: int
    since: datetime


@dataclass(eq=False)
class Slip:
    number: str
    day: date
    line: str
    priority: str | None
    trail: list[Frame]
    latest: datetime
    place: float = 0.0
    placed: str | None = "new"
    """Why its place may differ from what it was: ``new``, ``late`` or ``kept``."""
    passed: int = 0
    joined: int = 0
    """When it joined its line, or came back to it: of two at one place the earlier is first."""
    late: bool = False
    """Missed and back: its priority is spent."""
    shelved: bool = False
    """It was of a closed day that was opened again: how often it was passed is not certain."""

    @property
    def id(self) -> str:
        return f"{self.day.isoformat()}/{self.number}"

    @property
    def now(self) -> Frame:
        return self.trail[-1]

    @property
    def favoured(self) -> bool:
        return self.priority is not None and not self.late

    @property
    def lives(self) -> bool:
        return self.now.state not in ENDED


@dataclass
class PaperHall:
    windows: Mapping[str, set[str]]
    quota: Mapping[str, int]
    ordinary_lines: set[str]
    calls_before_missed: int
    late: tuple[str, int]
    bound: tuple[int, int]
    keep: bool
    opened: date | None = None
    floor: list[Slip] = field(default_factory=list)
    shelf: dict[date, list[Slip]] = field(default_factory=lambda: defaultdict(list))
    top: dict[tuple[date, str], int] = field(default_factory=lambda: defaultdict(int))
    joins: int = 0
    touched: list[tuple[str, Slip]] = field(default_factory=list)

    def day_of(self, now: datetime) -> date:
        """A clock a few days behind is wrong, not the hall."""
        behind = self.opened and (self.opened - now.date()).days
        return self.opened if self.opened and behind and 0 < behind <= 3 else now.date()

    def open(self, now: datetime) -> None:
        if self.day_of(now) == self.opened:
            return
        for slip in list(self.floor):
            if self.keep and slip.now.state == "waiting":
                slip.placed = "kept"
                continue
            if slip.lives:
                self._move(slip, "end", "done" if slip.now.state == "serving" else "left", now)
            self.floor.remove(slip)
            self.shelf[slip.day].append(slip)
        self.opened = now.date()
        for slip in self.shelf.pop(self.opened, []):
            slip.shelved = True
            self.floor.append(slip)

    def take(self, line: str, priority: str | None, now: datetime) -> Slip:
        assert self.opened is not None
        if priority and line in self.ordinary_lines:
            raise No("priority_not_offered")
        of_today = [s for s in self.floor if s.day == self.opened and s.number[0] == line]
        if sum(s.now.state != "void" for s in of_today) >= self.quota.get(line, 1000):
            raise No("quota_reached")
        count = self.top[self.opened, line] + 1
        while any(slip.number == f"{line}{count:03d}" for slip in self.floor):
            count += 1
        self.top[self.opened, line] = count
        first = Frame("join", None, "waiting", None, 0, now)
        slip = Slip(f"{line}{count:03d}", self.opened, line, priority, [first], now)
        self._joins(slip)
        self.floor.append(slip)
        return slip

    def acceptable(self, window: str, now: datetime) -> list[tuple[Slip, str]]:
        """Whom the rule may call, and by which name of the rule; one, but for shelved slips."""
        if self.at(window):
            raise No("window_busy")
        waiting = self.waiting(self.windows[window])
        if not waiting:
            raise No("nobody_waiting")
        favoured = next((slip for slip in waiting if slip.favoured), None)
        if favoured is None:
            return [(waiting[0], "order")]
        if favoured is waiting[0]:
            return [(favoured, "priority")]
        passes, minutes = self.bound
        perhaps: list[tuple[Slip, str]] = []
        for slip in waiting[: waiting.index(favoured)]:
            waited = max(0.0, (now - slip.now.since).total_seconds())
            if waited >= minutes * 60 or slip.passed >= passes:
                return [*perhaps, (slip, "bound")]
            if slip.shelved:
                perhaps.append((slip, "bound"))
        return [*perhaps, (favoured, "priority")]

    def choose(self, window: str, number: str) -> Slip:
        if self.at(window):
            raise No("window_busy")
        slip = self._named(number)
        if slip.line not in self.windows[window]:
            raise No("wrong_window")
        if slip.now.state == "missed" and self.late[0] == "never":
            raise No("no_return")
        self._need(slip, "waiting", "missed")
        return slip

    def call(self, window: str, slip: Slip, now: datetime) -> int:
        """Call this one; returns how many it went before."""
        before = [s for s in self.waiting(self.windows[window]) if s.place < slip.place]
        if before:
            for other in self.floor:
                if other.place < slip.place and other.line in self.windows[window]:
                    other.passed += 1
        self._move(slip, "call", "called", now, window, calls=1)
        return len(before)

    def recall(self, window: str, now: datetime) -> Slip:
        slip = self._need(self._here(window), "called")
        slip.trail.append(slip.now._replace(move="recall", by=window, calls=slip.now.calls + 1))
        return self._touch(slip, window, now)

    def arrive(self, window: str, now: datetime) -> Slip:
        return self._move(
            self._need(self._here(window), "called"), "arrive", "serving", now, window
        )

    def miss(self, window: str, now: datetime) -> Slip:
        slip = self._here(window)
        if slip.now.state == "called" and slip.now.calls < self.calls_before_missed:
            raise No("call_again")
        return self._move(self._need(slip, "called"), "miss", "missed", now, window)

    def hold(self, window: str, now: datetime) -> Slip:
        return self._move(self._here(window), "hold", "held", now, window)

    def finish(self, window: str, now: datetime) -> Slip:
        slip = self._here(window)
        if slip.now.state == "called":
            self._move(slip, "arrive", "serving", now, window)
        return self._move(slip, "finish", "done", now, window)

    def resume(self, window: str, number: str, now: datetime) -> Slip:
        slip = self._named(number)
        if slip.line not in self.windows[window]:
            raise No("wrong_window")
        if slip.now.state == "missed":
            if self.late[0] == "never":
                raise No("no_return")
            slip.placed, slip.passed, slip.shelved, slip.late = "late", 0, False, True
            self._joins(slip)
            return self._move(slip, "return", "waiting", now, calls=0)
        if self.at(window):
            raise No("window_busy")
        return self._move(self._need(slip, "held"), "resume", "serving", now, window)

    def transfer(self, window: str, line: str, now: datetime) -> Slip:
        slip = self._here(window)
        slip.line, slip.passed, slip.shelved = line, 0, False
        self._joins(slip)
        return self._move(slip, "transfer", "waiting", now, window, calls=0)

    def give_up(self, number: str, state: str, now: datetime) -> Slip:
        slip = self._need(self._named(number), "waiting", "called", "held", "missed")
        return self._move(slip, "end", state, now)

    def undo(self, window: str, now: datetime) -> Slip:
        slip = next((s for w, s in reversed(self.touched) if w == window and s in self.floor), None)
        standing = list(slip.trail) if slip else []
        while standing and standing[-1].move == "recall":
            standing.pop()
        if not slip or standing[-1].move not in UNDOABLE or standing[-1].by != window:
            raise No("nothing_to_undo")
        slip.trail = standing[:-1]
        return self._touch(slip, window, now)

    def at(self, window: str) -> Slip | None:
        return next((s for s in self.floor if s.now.window == window), None)

    def waiting(self, lines: set[str]) -> list[Slip]:
        them = [s for s in self.floor if s.now.state == "waiting" and s.line in lines]
        return sorted(them, key=lambda slip: (slip.place, slip.joined))

    def _joins(self, slip: Slip) -> None:
        self.joins += 1
        slip.joined = self.joins

    def _here(self, window: str) -> Slip:
        if slip := self.at(window):
            return slip
        raise No("nothing_called")

    def _named(self, number: str) -> Slip:
        bearers = [s for s in self.floor if s.number == number]
        bearers.sort(key=lambda s: (s.lives, s.day == self.opened))
        if bearers and (bearers[-1].lives or bearers[-1].day == self.opened):
            return bearers[-1]
        raise No("unknown_number")

    def _need(self, slip: Slip, *states: str) -> Slip:
        if slip.now.state not in states:
            raise No("wrong_state")
        return slip

    def _move(
        self,
        slip: Slip,
        move: str,
        state: str,
        now: datetime,
        window: str | None = None,
        calls: int | None = None,
    ) -> Slip:
        last = slip.now
        here = window if state in {"called", "serving"} else None
        counted = last.calls if calls is None else calls
        slip.trail.append(Frame(move, window, state, here, counted, max(now, slip.latest)))
        return self._touch(slip, window, now)

    def _touch(self, slip: Slip, window: str | None, now: datetime) -> Slip:
        slip.latest = max(now, slip.latest)
        if window:
            self.touched.append((window, slip))
        return slip
