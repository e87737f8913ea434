"""Facts come to the records once, whatever ends between two steps, in order, by themselves."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kiosk.claims import claim
from kiosk.errors import StoreError
from kiosk.hall import Hall
from kiosk.outbox import going_on
from kiosk.outbox.received import Receiving
from kiosk.outbox.sending import CLAIM, deliver
from kiosk.store.engine import Row
from kiosk.wording import refusal
from tests.halls import HandClock
from tests.outbox.conftest import Machine, Wire
from tests.waiting import until

SEED = int(os.environ.get("KIOSK_FAULT_SEED", random.randrange(10**6)))
ROUNDS = int(os.environ.get("KIOSK_FAULT_ROUNDS", "6"))


class KilledError(BaseException):
    """As a kill does it: nothing after it runs, but what the processes of the system undo."""


@contextmanager
def killed(engine: Any, when: str, after: int) -> Iterator[None]:
    """The commit number ``after`` of an engine is this program's last act, or not even that."""
    commit: Callable[..., None] = engine.commit
    left = [after]

    def committing(*given: Any) -> None:
        left[0] -= 1
        if not left[0] and when == "before":
            raise KilledError
        commit(*given)
        if not left[0]:
            raise KilledError

    engine.commit = committing
    try:
        with pytest.raises(KilledError):
            yield
    finally:
        engine.commit = commit


def on_server(hall: Hall) -> Counter[str]:
    hall.refresh()
    return Counter(ticket.number for ticket in hall.queue.tickets())


@pytest.mark.parametrize("after", [1, 2, 3])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("where", ["server", "machine"])
def test_killed_between_any_two_steps_each_comes_once(
    machine: Machine, where: str, when: str, after: int
) -> None:
    lobby = machine(listens=False)
    lobby.queue.take("B")
    given = [lobby.outbox.take("A")[0].number for _ in range(3)]
    store = lobby.store if where == "server" else lobby.outbox.store
    with killed(store.rows.engine, when, after):
        lobby.outbox.send()

    again = machine(listens=False)  # the next program of this machine
    sent = again.outbox.send()

    assert sent.left == sent.flagged == 0
    assert on_server(again) == Counter([*given, "B001"])
    assert again.conflicts.open() == []
    assert again.queue.take("B").number == "B002"


def test_killed_while_giving_a_number_none_is_told_and_none_is_given_twice(
    machine: Machine,
) -> None:
    lobby = machine(listens=False)
    told = [lobby.outbox.take("A")[0].number]
    for when in ("before", "after"):
        with killed(lobby.outbox.store.rows.engine, when, 1):
            lobby.outbox.take("A")
        again = machine(listens=False)
        told.append(again.outbox.take("A")[0].number)
        lobby = again
    lobby.outbox.send()

    assert told == ["AX001", "AX002", "AX004"]
    # Kept but never told: on paper, and so in the line, or 补打上一张.
    assert on_server(lobby) == Counter(["AX001", "AX002", "AX003", "AX004"])
    assert len(lobby.outbox.slips.jobs()) == 4


def test_a_second_upload_changes_nothing(machine: Machine) -> None:
    lobby = machine()
    for _ in range(3):
        lobby.outbox.take("A")
    facts = lobby.outbox.facts()
    assert lobby.outbox.send() == (3, 0, 0)
    lobby.refresh()
    before = lobby.store.rows.read()

    for fact in facts:
        deliver(lobby.outbox, fact)
    assert lobby.outbox.send() == (0, 0, 0)

    assert lobby.store.rows.read() == before
    assert {row.table for row in lobby.store.rows.engine.everything()} >= {"received"}
    received = [Receiving(lobby).get(fact.id) for fact in facts]
    assert [one and one.became for one in received] == [f"2026-11-23/AX00{n}" for n in (1, 2, 3)]


def test_a_copied_folder_loses_nothing(machine: Machine, tmp_path: Path) -> None:
    lobby = machine(listens=False)
    lobby.outbox.take("A")
    lobby.close()
    shutil.copytree(tmp_path / "one", tmp_path / "copy")
    lobby, copied = machine(listens=False), machine("copy", "hall2", listens=False)
    lobby.outbox.take("A")
    copied.outbox.take("B")  # another fact under the same id
    lobby.outbox.send()

    assert copied.outbox.send() == (2, 0, 0)

    assert on_server(lobby) == Counter(["AX001", "AX002", "BY001"])


def test_one_that_cannot_be_understood_keeps_nobody_back(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    lobby = machine()
    for line in "ABA":
        lobby.outbox.take(line)
    from kiosk.outbox import numbering

    enter = numbering.enter

    def fails(hall: Hall, fact: Any, now: Any) -> Any:
        entered = enter(hall, fact, now)
        if fact.about == "BX001":
            raise ZeroDivisionError
        return entered

    monkeypatch.setattr(numbering, "enter", fails)
    assert lobby.outbox.send() == (3, 1, 0)

    assert on_server(lobby) == Counter(["AX001", "AX002"])
    (conflict,) = lobby.conflicts.open()
    assert (conflict.word, conflict.about) == ("internal", "BX001")
    assert conflict.fact["line"] == "B"


def test_a_number_whose_ticket_was_purged_keeps_nobody_back(machine: Machine) -> None:
    lobby = machine(listens=False)
    lobby.outbox.take("A")
    with lobby.store.transaction():
        gone = Row("tickets", "2026-11-23/AX001", 0, live=False, doc=None)
        lobby.store.rows.write_row(gone, new=True)
    lobby.outbox.take("A")
    assert lobby.outbox.send() == (2, 1, 0)
    assert on_server(lobby) == Counter(["AX002"])
    (conflict,) = lobby.conflicts.open()
    assert (conflict.word, conflict.about) == ("internal", "AX001")


def test_a_line_that_is_gone_is_flagged(machine: Machine, tmp_path: Path) -> None:
    lobby = machine(listens=False)
    lobby.outbox.take("C")
    lobby.close()
    fewer = machine(listens=False)
    del fewer.config.lines["C"]
    assert fewer.outbox.send() == (1, 1, 0)
    (conflict,) = fewer.conflicts.open()
    assert conflict.word == "refused"
    assert conflict.record["error"] == "unknown_line"
    assert "CX001" in fewer.conflicts.sentence(conflict)


def test_while_it_is_away_they_wait(machine: Machine, wire: Wire) -> None:
    lobby = machine()
    wire.cut()
    lobby.outbox.take("A")
    with pytest.raises(StoreError):
        lobby.outbox.send()
    assert lobby.outbox.unsent == 1
    wire.mend()
    assert lobby.outbox.send() == (1, 0, 0)


def test_one_process_of_a_machine_sends_at_a_time(machine: Machine) -> None:
    lobby = machine(listens=False)
    lobby.outbox.take("A")
    held = claim(CLAIM, lobby.outbox.folder)
    assert held is not None
    assert lobby.outbox.send() == (0, 0, 1)
    os.close(held)
    assert lobby.outbox.send() == (1, 0, 0)


def test_it_sends_by_itself_at_start_and_when_the_wire_is_back(
    machine: Machine, wire: Wire, clock: HandClock
) -> None:
    lobby = machine()
    lobby.outbox.take("A")
    going_on.start(lobby)
    until(lambda: lobby.outbox.unsent == 0, "what was there at the start is sent")
    wire.cut()
    assert going_on.take(lobby, "A").key.endswith("/00000002")
    wire.mend()
    until(lambda: lobby.outbox.unsent == 0, "it is sent when the wire is back")
    assert on_server(lobby) == Counter(["AX001", "AX002"])


def test_the_slips_of_a_cut_are_known_everywhere(machine: Machine) -> None:
    lobby, desk = machine(listens=False), machine("desk", "desk", listens=False)
    lobby.outbox.take("A")
    (job,) = lobby.outbox.slips.jobs()
    lobby.outbox.slips.begin(job.id)
    lobby.outbox.slips.sent(job.id)
    lobby.outbox.send()
    desk.refresh()
    copy = desk.slips.reprint(job.id, "007")
    assert (copy.fields["number"], copy.copy) == ("AX001", 2)


def test_old_slips_go(machine: Machine, clock: HandClock) -> None:
    lobby = machine(listens=False)
    lobby.outbox.take("A")
    (job,) = lobby.outbox.slips.jobs()
    lobby.outbox.slips.begin(job.id)
    lobby.outbox.slips.sent(job.id)
    lobby.outbox.tidy("2026-11-24")
    assert lobby.outbox.slips.jobs() == []
    assert lobby.outbox.slips.job(job.id).fields["number"] == "AX001"
    lobby.outbox.tidy("2026-12-30")
    with pytest.raises(Exception, match="AX001"):
        lobby.outbox.slips.job(job.id)


# --- real processes, killed ------------------------------------------------------------------


def told(acks: Path) -> list[str]:
    """What the programs have acknowledged."""
    return acks.read_text().splitlines() if acks.exists() else []


class Lobbies:
    """Two machines' programs, whose acknowledged numbers are read back."""

    def __init__(self, folder: Path, acks: Path) -> None:
        self.processes = [
            subprocess.Popen(
                [
                    *(sys.executable, "-m", "tests.outbox.worker"),
                    *(str(folder / f"{name}.toml"), str(folder / name), str(acks), terminal),
                ]
            )
            for name, terminal in (("one", "lobby"), ("two", "hall2"))
        ]

    def kill(self) -> None:
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait()


def test_killed_programs_and_servers_lose_no_number_and_double_none(
    machine: Machine, wire: Wire, tmp_path: Path
) -> None:
    print(f"KIOSK_FAULT_SEED={SEED}")
    chance = random.Random(SEED)
    for name, terminal in (("one", "lobby"), ("two", "hall2")):
        machine(name, terminal, listens=False).close()
    acks = tmp_path / "acks"
    for number in range(ROUNDS):
        lobbies = Lobbies(tmp_path, acks)
        try:
            until(lambda n=number: told(acks).count("open") == 2 * n + 2, "both run", 120)  # type: ignore[misc]
            # The one wait for no condition: the moment of a kill is nobody's choice.
            threading.Event().wait(chance.uniform(0, 0.5))
            if number % 3 == 2:
                wire.server.kill()
                wire.server.start()
        finally:
            lobbies.kill()
    given = [line for line in told(acks) if line[:2] in {"AX", "BX", "AY", "BY"}]
    halls = [machine(n, t, listens=False) for n, t in (("one", "lobby"), ("two", "hall2"))]
    for hall in halls:
        assert hall.outbox.send().left == 0

    there = on_server(halls[0])
    assert set(given) <= set(there)
    assert max(Counter(given).values()) == 1
    assert set(there.values()) == {1}
    assert halls[0].conflicts.open() == []
    received = sum(row.table == "received" for row in halls[0].store.rows.engine.everything())
    assert received == len(there)
    print(f"{len(given)} numbers told, {len(there)} kept, each in the records once")


def test_an_answer_that_was_lost_is_no_second_fact(machine: Machine) -> None:
    """``outcome_unknown`` while sending: it is recorded, and found so the next time."""
    lobby = machine(listens=False)
    lobby.outbox.take("A")
    engine: Any = lobby.store.rows.engine
    commit = engine.commit

    def lost(*given: Any) -> None:
        commit(*given)
        engine.commit = commit
        lost_answer = refusal("outcome_unknown", where="here")
        raise StoreError(lost_answer.code, str(lost_answer))

    lobby.queue.days.open(lobby.clock.now())
    engine.commit = lost
    with pytest.raises(StoreError):
        lobby.outbox.send()
    assert lobby.outbox.send() == (1, 0, 0)
    assert on_server(lobby) == Counter(["AX001"])
