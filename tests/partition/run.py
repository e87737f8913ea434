"""One run: build the hall, let people and weather loose, mend everything, look at the truth."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from tests.partition.machine import Machine
from tests.partition.people import Clerk, Crowd, Person, Visitor
from tests.partition.place import Place, people_for
from tests.partition.truth import Truth
from tests.partition.weather import Storm, Weather
from tests.waiting import until

ENDING = 600.0
"""Seconds for what is left to be sent and printed."""

UNSETTLED = {"queued", "sending", "sent"}
"""States of a slip with which a printer is not done."""

EXPLAINED = ("nobody knows whether transaction",)
"""Errors in a log that are no more than what happened."""

STORM = 60.0
"""Seconds between two deaths of the server, about."""


class Found(NamedTuple):
    """What a run came to: figures by name, and sentences of what is wrong."""

    figures: dict[str, object]
    wrong: list[str]


def run(folder: Path, acts: int, seed: int, storm: float = STORM) -> Found:
    """So many acknowledged acts, with faults from a seed."""
    with ExitStack() as stack:
        place = Place(folder, seed, people_for(acts), stack)
        crowd = Crowd(place, acts)
        people: list[Person] = [Visitor(crowd, one, seed) for one in place.lobbies()]
        people += [Clerk(crowd, one, seed) for one in place.desks()]
        weathers = [Weather(crowd, one, seed) for one in place.machines.values()]
        server = Storm(crowd, place.server, seed, storm)
        started = time.monotonic()
        for lobby in place.lobbies():
            lobby.spooler.start()
        for thread in (*people, *weathers):
            thread.start()
        server.rage()
        _wait([*people, *weathers])
        taken = time.monotonic() - started
        _end(place)
        with place.look() as hall:
            truth = Truth(place, crowd, hall)
            wrong = truth.wrong() + _said(place)
        return Found(_figures(truth, [*weathers, server], taken), wrong)


def _wait(threads: list[Person | Weather]) -> None:
    for thread in threads:
        thread.join(ENDING)
        assert not thread.is_alive(), f"{thread.name} does not end"
        if thread.failed is not None:
            raise thread.failed


def _end(place: Place) -> None:
    """Wires whole, programs alive; until all is sent and printed."""
    for machine in place.machines.values():
        machine.calm()
    for lobby in place.lobbies():
        lobby.spooler.start()
    for machine in place.machines.values():
        until(lambda m=machine: _nothing_left(m), f"{machine.name} has sent all", ENDING)  # type: ignore[misc]
    with place.look() as hall:

        def printed() -> bool:
            hall.refresh()
            states = {job.state.value for job in hall.slips.jobs()}
            for lobby in place.lobbies():
                states |= set(lobby.own_slips().values())
            return not states & UNSETTLED

        until(printed, "all slips are settled", ENDING)
    for machine in place.machines.values():
        machine.leave()


def _nothing_left(machine: Machine) -> bool:
    answer = machine.ask("unsent")
    time.sleep(0.2)  # not to ask all the time, with this machine's own turn to send in between
    return answer is not None and answer["ok"] and not answer["facts"]


def _said(place: Place) -> list[str]:
    """What programs complained of: no error that nobody foresaw."""
    wrong = []
    for machine in place.machines.values():
        for log in (machine.folder / "said", machine.data / "kiosk.log"):
            lines = log.read_text(errors="replace").splitlines() if log.exists() else []
            for n, line in enumerate(lines, 1):
                bad = line.startswith("Traceback") or " ERROR " in line
                if bad and not any(words in line for words in EXPLAINED):
                    wrong.append(f"{log}:{n}: {line[:160]}")
    return wrong


def _figures(truth: Truth, weathers: Sequence[Weather | Storm], taken: float) -> dict[str, object]:
    told, faults = truth.crowd.told, Counter(kind for one in weathers for kind in one.seen)
    offline = Counter(one.act for one in told if one.offline)
    falls = sum(m.batch.falls + m.spooler.falls for m in truth.place.machines.values())
    return {
        "seconds": round(taken),
        "acts": dict(Counter(one.act for one in told)),
        "offline": dict(offline),
        "unanswered": len(truth.crowd.unsure),
        "refused": dict(truth.crowd.refused),
        "faults": dict(faults),
        "programs killed": falls,
        "tickets": len(truth.tickets),
        "on paper": sum(truth.papers.values()),
        "stood in for": len(truth.stood_in_for()),
        "facts received": len(truth.received),
        "flagged": dict(Counter(each.word for each in truth.conflicts)),
        "of them open": dict(Counter(each.word for each in truth.hall.conflicts.open())),
        "volunteers": len(truth.place.cards),
    }
