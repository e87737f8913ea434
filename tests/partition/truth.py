"""What must be so when all wires are whole again: each check gives sentences of what is not."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import msgspec
import psycopg

from kiosk.hall import Hall
from kiosk.outbox.conflicts import Conflict
from kiosk.outbox.received import Received
from kiosk.tickets.ticket import (
    AT_WINDOW,
    CUT_OFF,
    GIVEN_TWICE,
    Move,
    State,
    Ticket,
    count_of,
    effective,
    series_of,
)
from kiosk.volunteers.record import Attendance
from tests.partition.people import Crowd, Told
from tests.partition.place import REPEAT, Place

NUMBER = re.compile(r"[A-Z]{1,2}\d{3,5}")
"""A line of a ticket's slip that is its number."""

CHECKS: list[Callable[[Truth], Iterator[str]]] = []
"""All of them, in the order in which they are written."""


def check(one: Callable[[Truth], Iterator[str]]) -> Callable[[Truth], Iterator[str]]:
    """Note a check."""
    CHECKS.append(one)
    return one


def _of_ticket(job: str) -> str:
    """The number a job is of: ``ticket/2026-11-23/A001`` or, of a copy, ``…/A001#2``."""
    return job.split("/")[2].partition("#")[0]


class Truth:
    """The records, what people were told, and what was printed, beside each other."""

    def __init__(self, place: Place, crowd: Crowd, hall: Hall) -> None:
        self.place, self.crowd, self.hall = place, crowd, hall
        hall.refresh()
        self.day = hall.queue.days.today(hall.clock.now())
        self.tickets = {t.number: t for t in self._all("tickets", Ticket)}
        self.received = self._received()
        self.conflicts: list[Conflict] = self._all("conflicts", Conflict)
        self.papers = Counter(number for name in place.printers for number in self._paper(name))

    def wrong(self) -> list[str]:
        """Everything that is not as it must be."""
        return [f"{one.__name__}: {what}" for one in CHECKS for what in one(self)]

    def _all(self, table: str, kind: type[Any]) -> list[Any]:
        found: list[Any] = list(self.hall.store.table(table).past("day", self.day))
        return [msgspec.convert(dict(one), kind) for one in found]

    def _received(self) -> dict[str, Received]:
        found: list[Any] = list(self.hall.store.table("received").past("day", self.day))
        return {str(one.doc_id): msgspec.convert(dict(one), Received) for one in found}

    def _paper(self, name: str) -> Iterator[str]:
        """The numbers on a printer's paper, also on what hangs out of it."""
        printer = self.place.printers[name]
        for slip in (*printer.slips, printer.hanging):
            lines = (line.strip() for line in slip.lines)
            yield from (line for line in lines if NUMBER.fullmatch(line))

    def told(self, *acts: str) -> list[Told]:
        """What was acknowledged of these acts."""
        return [told for told in self.crowd.told if told.act in acts]

    def unsure(self, *acts: str) -> int:
        """How many of these acts ended without an answer."""
        return sum(one.act in acts for one in self.crowd.unsure)

    def stood_in_for(self) -> list[Ticket]:
        """Tickets that were recorded although nobody was told: made void, or called and flagged."""
        called = {each.record["number"] for each in self.conflicts if each.word == "given_twice"}
        tickets = self.tickets.values()
        return [t for t in tickets if t.log[-1].reason == GIVEN_TWICE or t.number in called]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the server itself."""
        with psycopg.connect(self.place.database.url) as connection:
            return connection.execute(query.encode()).fetchall()


@check
def no_number_twice(truth: Truth) -> Iterator[str]:
    """Each series is 1 to n: nothing twice, nothing left out."""
    series = defaultdict(list)
    for number in truth.tickets:
        series[series_of(number)].append(count_of(number))
    for letters, counts in series.items():
        if sorted(counts) != list(range(1, len(counts) + 1)):
            missing = sorted(set(range(1, max(counts) + 1)) - set(counts))
            yield f"{letters}: missing {missing}"
    given = Counter(told.answer["ticket"]["number"] for told in truth.told("take"))
    yield from (f"{number} was given to {times}" for number, times in given.items() if times > 1)


@check
def every_number_told_is_recorded(truth: Truth) -> Iterator[str]:
    for told in truth.told("take"):
        number = told.answer["ticket"]["number"]
        ticket = truth.tickets.get(number)
        if ticket is None:
            yield f"{number}, told at {told.machine} (offline: {told.offline}), is not there"
        elif (ticket.log[0].reason == CUT_OFF) != told.offline:
            yield f"{number}: offline {told.offline}, but its first entry says otherwise"
        elif ticket.log[-1].reason == GIVEN_TWICE:
            yield f"{number} was given to somebody, and made void"
        elif ticket.log[0].where != told.machine:
            yield f"{number} of {told.machine} is recorded as of {ticket.log[0].where}"


@check
def nothing_is_made_up(truth: Truth) -> Iterator[str]:
    """What nobody was told of is at most what nobody got an answer to."""
    void = len(truth.stood_in_for())
    extra = len(truth.tickets) - len(truth.told("take")) - void
    if not 0 <= extra <= truth.unsure("take"):
        yield f"{extra} tickets beyond those told; unanswered: {truth.unsure('take')}"
    (requests,) = truth.rows("SELECT count(*) FROM kiosk.docs WHERE tbl = 'requests'")
    extra = requests[0] - len(truth.told("request"))
    if not 0 <= extra <= truth.unsure("request"):
        yield f"{extra} requests beyond those told; unanswered: {truth.unsure('request')}"


@check
def every_printed_number_is_recorded(truth: Truth) -> Iterator[str]:
    yield from (f"{number} is on paper only" for number in truth.papers.keys() - truth.tickets)
    again = Counter(_of_ticket(told.answer["job"]) for told in truth.told("reprint_last"))
    more = {n: times - 1 - again[n] for n, times in truth.papers.items()}
    over = {number: times for number, times in more.items() if times > 0}
    if sum(over.values()) > truth.unsure("reprint_last"):
        yield f"so many slips too many, by number: {over}"
    flagged = {each.record.get("number") for each in truth.conflicts}
    for ticket in truth.stood_in_for():
        if truth.papers[ticket.number] and ticket.number not in flagged:
            yield f"{ticket.number} is void and on paper, and nobody is told of it"


@check
def every_number_told_is_printed_or_known_not_to_be(truth: Truth) -> Iterator[str]:
    """A slip not on paper is one that a spooler died over: in doubt, for somebody to look at."""
    states = {job.id: job.state.value for job in truth.hall.slips.jobs()}
    for lobby in truth.place.lobbies():
        states |= lobby.own_slips()
    for told in truth.told("take"):
        number = told.answer["ticket"]["number"]
        state = states.get(f"ticket/{truth.day}/{number}", "none")
        if not truth.papers[number] and state != "unknown":
            yield f"{number} ({state}, offline: {told.offline}) is on no paper"


@check
def what_a_window_did_is_recorded(truth: Truth) -> Iterator[str]:
    acts = (Move.CALL, Move.ARRIVE, Move.FINISH, Move.HOLD, Move.MISS, Move.TRANSFER)
    moves = {move.value: move for move in acts}
    for told in truth.told(*moves):
        shown = told.answer["ticket"]
        log = truth.tickets[shown["number"]].log
        window = told.machine[-1]
        if not any((e.move, e.window) == (moves[told.act], window) for e in log):
            yield f"{told.act} of {shown['number']} at window {window} is not recorded"


@check
def nobody_is_called_twice(truth: Truth) -> Iterator[str]:
    turns = {ticket.number: _turns(ticket) for ticket in truth.tickets.values()}
    for number, one in turns.items():
        for turn in one:
            for move, times in Counter(turn).items():
                if times > 1 and move in {Move.CALL, Move.ARRIVE, Move.FINISH, Move.TAKE}:
                    yield f"{number}: {move} {times} times"
    told = Counter(told.answer["ticket"]["number"] for told in truth.told("call"))
    for number, times in told.items():
        if times > len(turns[number]):
            yield f"{number} was called by {times}, and waited {len(turns[number])} times"
    busy = Counter(t.window for t in truth.tickets.values() if t.state in AT_WINDOW)
    yield from (f"window {w} has {times} tickets" for w, times in busy.items() if times > 1)


def _turns(ticket: Ticket) -> list[list[Move]]:
    """What happened to a ticket each time it waited: a transfer, or being missed, begins anew."""
    turns: list[list[Move]] = [[]]
    for entry in effective(ticket.log):
        if entry.move in {Move.TRANSFER, Move.MISS}:
            turns.append([])
        turns[-1].append(entry.move)
    return turns


@check
def who_was_served_is_served_or_flagged(truth: Truth) -> Iterator[str]:
    """Of several who say they served one number, one is recorded; the others are flagged."""
    said: dict[str, int] = defaultdict(int)
    flags = Counter(each.about for each in truth.conflicts if each.kind == "served")
    for told in truth.told("served", "finish"):
        number = told.about if told.act == "served" else told.answer["ticket"]["number"]
        said[number] += 1
    for number, times in said.items():
        ticket = truth.tickets.get(number)
        done = ticket is not None and ticket.state is State.DONE
        if times > done + flags[number]:
            yield f"{number}: {times} times served, {done=}, {flags[number]} flagged"


@check
def every_fact_came_once_and_in_order(truth: Truth) -> Iterator[str]:
    for told in truth.crowd.told:
        if told.offline and told.key not in truth.received:
            yield f"{told.act} {told.key} of {told.machine} is lost"
    order: dict[str, list[int]] = defaultdict(list)
    for (id_,) in truth.rows("SELECT id FROM kiosk.docs WHERE tbl = 'received' ORDER BY ver, id"):
        machine, _, seq = id_.partition("/")
        order[machine].append(int(seq))
    for machine, seqs in order.items():
        if seqs != list(range(1, len(seqs) + 1)):
            yield f"the facts of {machine} came as {seqs}"
    for key, fact in truth.received.items():
        if fact.issued > fact.received + timedelta(milliseconds=1):
            yield f"{key} was issued after it was received"


@check
def nothing_but_contradictions_is_flagged(truth: Truth) -> Iterator[str]:
    """A lost answer, and two windows that served one number by paper; nothing else happened."""
    known = {"served_twice", "at_other_window", "acted_since", "served_else", "unknown_number"}
    known |= {"given_twice", "two_slips", "served_void"}
    for each in truth.conflicts:
        if each.word not in known:
            yield f"{each.word} of {each.kind} {each.about}: {each.record}"
    open_ = {each.id for each in truth.hall.conflicts.open()}
    for each in truth.conflicts:
        if (each.settled is None) != (each.id in open_):
            yield f"{each.id} is neither open nor settled"
        if each.id in open_ and each.word == "unknown_number" and each.about in truth.tickets:
            yield f"{each.about} has come, and {each.id} still waits for it"


@check
def requests_are_recorded(truth: Truth) -> Iterator[str]:
    there = {str(i) for (i,) in truth.rows("SELECT id FROM kiosk.docs WHERE tbl = 'requests'")}
    became = []
    for told in truth.told("request"):
        if told.offline and told.key in truth.received:
            became.append(truth.received[told.key].became)
        elif not told.offline:
            became.append(told.answer["request"]["number"])
    yield from (f"request {number} is not there" for number in became if number not in there)
    twice = [number for number, times in Counter(became).items() if times > 1]
    yield from (f"request {number} is two people's" for number in twice)


@check
def everybody_is_where_their_scans_say(truth: Truth) -> Iterator[str]:
    """In and out by the order of the scans, whichever machine and wire they came by."""
    found: list[Attendance] = truth._all("attendance", Attendance)
    touched = {each.volunteer: len(each.touches(REPEAT)) for each in found}
    if len(touched) != len(found):
        yield "somebody has two attendances"
    said = Counter(told.about for told in truth.told("scan") if told.answer.get("did") != "repeat")
    unsure = Counter(one.about for one in truth.crowd.unsure if one.act == "scan")
    for number in truth.place.cards:
        there, least = touched.get(number, 0), said[number]
        if not least <= there <= least + unsure[number]:
            yield f"{number}: {there} scans recorded, {least} told, {unsure[number]} unanswered"
    inside = [each.volunteer for each in truth.hall.volunteers.attendance.present()]
    if len(inside) != len(set(inside)):
        yield "somebody is in twice"
    odd = {number for number, count in touched.items() if count % 2}
    if odd != set(inside):
        yield f"in and out: {sorted(odd ^ set(inside))}"


@check
def every_machine_knew_what_was_so(truth: Truth) -> Iterator[str]:
    """The list a machine goes on with is the records as they were at one transaction."""
    query = "SELECT tbl, id, ver, live, doc FROM kiosk.docs"
    there = {(tbl, id_): rest for tbl, id_, *rest in truth.rows(query)}
    for machine in truth.place.machines.values():
        last, known = machine.known()
        for what in known.keys() - there.keys():
            yield f"{machine.name} knows {what}, which is nowhere"
        for what, (ver, live, doc) in there.items():
            if ver > last:
                continue
            mine = known.get(what)
            if mine != (json.loads(doc) if live else None):
                yield f"{machine.name} at {last} has {what} of {ver} wrong ({live=}): {mine}"


@check
def nobody_was_refused_without_reason(truth: Truth) -> Iterator[str]:
    yield from truth.crowd.strange
