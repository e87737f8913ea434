"""叫人帮忙: a resident at a terminal asks for somebody, and somebody comes. ``hall.help``.

A call says which terminal, never who stands there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from kiosk.config import Config
from kiosk.hours import Moment, seconds_between
from kiosk.staff import Staff
from kiosk.store import Store
from kiosk.store.rows import Change
from kiosk.tickets.queue import Queue
from kiosk.wording import refusal

TABLE = "help"
"""The store's table of calls for help; one that is over is history."""

COMING = timedelta(minutes=10)
"""How long "I am coming" holds. A clerk who was there and forgot to say so must not keep the next
resident of that terminal from being heard."""


class Step(StrEnum):
    """What can happen to a call. The last four end it."""

    CALLED = "called"
    ANSWERED = "answered"
    HELPED = "helped"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    DAY_CLOSED = "day_closed"


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step of a call: when, at which terminal and window, and which member of staff."""

    step: Step
    at: datetime
    tick: float | None = None
    boot: str | None = None
    where: str | None = None
    by: str | None = None
    window: str | None = None

    @property
    def moment(self) -> Moment:
        """When it happened."""
        return Moment(self.at, self.tick, self.boot)


class HelpCall(msgspec.Struct, frozen=True, omit_defaults=True):
    """One call for help, from the press to its end; every time derives from ``log``.

    ``id`` and the names (of the terminal, for ``wording.name_of``) are filled in when a call is
    handed to someone and never stored.
    """

    terminal: str
    day: str
    log: tuple[Entry, ...]
    id: str = ""
    name: str = ""
    name_en: str = ""
    name_hant: str = ""

    @property
    def at(self) -> datetime:
        """When it was made."""
        return self.log[0].at

    @property
    def answer(self) -> Entry | None:
        """Who said that they are coming, from which window, and when."""
        return next((entry for entry in self.log if entry.step is Step.ANSWERED), None)

    @property
    def answered_by(self) -> str | None:
        """The number of the member of staff who is coming."""
        return self.answer.by if self.answer else None

    @property
    def answered_at(self) -> datetime | None:
        """When they said so."""
        return self.answer.at if self.answer else None

    @property
    def closed_at(self) -> datetime | None:
        """When it was over."""
        last = self.log[-1]
        return None if last.step in {Step.CALLED, Step.ANSWERED} else last.at

    def seconds(self, now: Moment) -> float:
        """Seconds since it was made."""
        return seconds_between(self.log[0].moment, now)


_decode = msgspec.json.Decoder(HelpCall).decode


class Help:
    """The calls for help that are open now. Each act is one transaction, told to everyone.

    A terminal has at most one open call. ``call`` arguments name it by its terminal or its id.
    """

    def __init__(self, config: Config, store: Store, queue: Queue, staff: Staff) -> None:
        self._config, self._store, self._queue, self._staff = config, store, queue, staff
        self._table = store.table(TABLE)
        self._calls: dict[str, HelpCall] = {}
        self._follow(store.rows.live(TABLE).items())
        store.rows.derived.append(self._apply)
        queue.days.closing.append(self._end_day)

    def _follow(self, docs: Iterable[tuple[str, bytes]]) -> None:
        for id_, doc in docs:
            self._calls[id_] = self._named(id_, _decode(doc))

    def _apply(self, changes: list[Change]) -> None:
        for change in changes:
            if change.table == TABLE:
                self._calls.pop(change.id, None)
                if change.after is not None:
                    self._follow([(change.id, change.after)])

    def _named(self, id_: str, call: HelpCall) -> HelpCall:
        terminal = self._config.terminals.get(call.terminal)
        name = (terminal.name if terminal else "") or call.terminal
        return msgspec.structs.replace(
            call,
            id=id_,
            name=name,
            name_en=terminal.name_en if terminal else "",
            name_hant=terminal.name_hant if terminal else "",
        )

    # --- questions ---------------------------------------------------------------------------

    def waiting(self) -> list[HelpCall]:
        """The open calls, oldest first: unanswered ones, and those somebody is on the way to."""
        now = self._queue.clock.now()
        today = self._queue.days.today(now)
        with self._store.rows.reading:
            calls = [c for c in self._calls.values() if c.day == today and not _lapsed(c, now)]
        return sorted(calls, key=lambda call: (call.at, call.id))

    def at(self, terminal: str) -> HelpCall | None:
        """The open call of a terminal."""
        return next((call for call in self.waiting() if call.terminal == terminal), None)

    def anyone_here(self) -> bool:
        """Whether somebody sits at a window to see a call (``hall.queue.open_windows`` says which).

        Where nobody does, a terminal must say so and not promise that someone comes.
        """
        return bool(self._queue.open_windows())

    # --- acts --------------------------------------------------------------------------------

    def call(self, terminal: str | None = None) -> HelpCall:
        """Ask for somebody to come to a terminal, by default this process's own.

        While a call of that terminal is open, this is the same call and nothing is recorded.

        Raises:
            Refused: ``unknown_terminal``.
        """
        terminal = self._known(terminal)
        with self._queue.act() as now:
            if call := self.at(terminal):
                return call
            for forgotten in self._of(terminal):
                self._end(forgotten, self._entry(Step.LAPSED, now))
            day = self._queue.days.today(now)
            entry = self._entry(Step.CALLED, now)
            call = HelpCall(terminal, day, (msgspec.structs.replace(entry, where=terminal),))
            id_ = self._table.insert(msgspec.to_builtins(call))
        return self._named(id_, call)

    def answer(self, call: str, by: str | None = None, window: str | None = None) -> HelpCall:
        """A member of staff says "I am coming"; from which ``window``, if they sit at one.

        Whoever said so already is not recorded twice.

        Raises:
            Refused: ``no_help_call``; ``unknown_window``; ``already_answered`` when somebody else
                is coming.
        """
        self._seat(window)
        with self._queue.act() as now:
            found = self._open(call)
            by = by or self._queue.actor
            if (answer := found.answer) is not None:
                if answer.by == by:
                    return found
                name = self._staff.name_of(answer.by or "")
                raise refusal("already_answered", terminal=found.name, name=name)
            return self._write(found, self._entry(Step.ANSWERED, now, by, window))

    def close(self, call: str, by: str | None = None, window: str | None = None) -> HelpCall:
        """The resident was helped; whoever of the staff says so.

        Raises:
            Refused: ``no_help_call``; ``unknown_window``.
        """
        self._seat(window)
        with self._queue.act() as now:
            return self._end(self._open(call), self._entry(Step.HELPED, now, by, window))

    def withdraw(self, terminal: str | None = None) -> HelpCall:
        """The resident at a terminal, by default this one, needs nobody any more.

        Raises:
            Refused: ``unknown_terminal``; ``no_help_call``.
        """
        terminal = self._known(terminal)
        with self._queue.act() as now:
            return self._end(self._open(terminal), self._entry(Step.WITHDRAWN, now))

    # --- records -----------------------------------------------------------------------------

    def _known(self, terminal: str | None) -> str:
        own = self._queue.terminal
        if terminal is not None and terminal != own and terminal not in self._config.terminals:
            names = "、".join(self._config.terminals) or own
            raise refusal("unknown_terminal", terminal=terminal, terminals=names)
        return terminal or own

    def _seat(self, window: str | None) -> None:
        if window is not None:
            self._queue.lines(window)

    def _open(self, call: str) -> HelpCall:
        found = next((each for each in self.waiting() if call in {each.terminal, each.id}), None)
        if found is None:
            raise refusal("no_help_call", terminal=call)
        return found

    def _of(self, terminal: str) -> list[HelpCall]:
        return [call for call in self._calls.values() if call.terminal == terminal]

    def _entry(
        self, step: Step, now: Moment, by: str | None = None, window: str | None = None
    ) -> Entry:
        who = by or self._queue.actor
        return Entry(step, now.at, now.tick, now.boot, self._queue.terminal, who, window)

    def _write(self, call: HelpCall, entry: Entry) -> HelpCall:
        call = msgspec.structs.replace(call, log=(*call.log, entry))
        bare = HelpCall(call.terminal, call.day, call.log)
        self._table.put(call.id, bare)
        return call

    def _end(self, call: HelpCall, entry: Entry) -> HelpCall:
        call = self._write(call, entry)
        self._table.retire([call.id])
        return call

    def _end_day(self, now: Moment) -> None:
        """As part of closing a day: nobody waits over night for somebody to come."""
        with self._store.rows.reading:
            calls = list(self._calls.values())
        for call in calls:
            self._end(call, self._entry(Step.DAY_CLOSED, now))


def _lapsed(call: HelpCall, now: Moment) -> bool:
    answer = call.answer
    return answer is not None and seconds_between(answer.moment, now) >= COMING.total_seconds()
