"""The wire is cut at any moment of an act: it is recorded exactly when that was, or will be, said.

``KIOSK_FAULT_ROUNDS=200`` (``make faults``) for the long form.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

import pytest

from kiosk.errors import StoreError
from kiosk.hall import Hall
from tests.faults.test_kills import ROUNDS, SEED
from tests.store.conftest import records
from tests.store.wired import Wired
from tests.waiting import until
from tests.wire_proxy import Proxy

pytestmark = pytest.mark.embedded


def _forgotten(proxy: Proxy) -> None:
    proxy.half_close("server")
    proxy.drop()


WAYS: list[Callable[[Proxy], None]] = [
    Proxy.cut,
    Proxy.drop,
    lambda proxy: proxy.drop("client"),
    lambda proxy: proxy.drop("server"),
    _forgotten,
    Proxy.half_close,
]


class Actor(threading.Thread):
    """Acts until one is refused; what became of each."""

    def __init__(self, hall: Hall, name: str) -> None:
        super().__init__(daemon=True)
        self.hall, self.label = hall, name
        self.done: list[str] = []
        self.error: StoreError | None = None

    def run(self) -> None:
        notes = records(self.hall.store, "notes")
        while self.error is None:
            id_ = f"{self.label}/{len(self.done)}"
            try:
                notes.add(id_, {"text": "x" * 2000})
                self.done.append(id_)
            except StoreError as error:
                self.error = error


def test_whatever_moment_the_wire_is_cut_each_act_is_recorded_as_it_was_said(
    wired: Wired, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.store.postgres.engine.SETTLING", 0.3)
    monkeypatch.setattr("kiosk.store.postgres.reading.ASKING", 1.0)
    monkeypatch.setattr("kiosk.store.feed.CERTAIN", 0.3)
    print(f"KIOSK_FAULT_SEED={SEED}")
    chance = random.Random(SEED)
    hall, elsewhere = wired.hall(), wired.elsewhere()
    hall.on_wire(lambda _: None)
    expected: set[str] = set()
    told: dict[str, int] = {}
    for n in range(max(6, ROUNDS)):
        actor = Actor(hall, f"{n}")
        actor.start()
        until(lambda: len(actor.done) > 1 or actor.error, "it acts")  # noqa: B023 -- this round's
        # The one wait for no condition: the moment of a cut is nobody's choice.
        threading.Event().wait(chance.uniform(0, 0.05))
        cut, before = WAYS[n % len(WAYS)], len(actor.done)
        cut(wired.proxy)
        if cut is Proxy.half_close:  # that alone it overcomes, or only this act is refused
            until(lambda: actor.error or len(actor.done) > before, "it goes on")  # noqa: B023
            wired.proxy.cut()
        actor.join(60)
        assert actor.error is not None
        word = actor.error.code
        wired.proxy.mend()
        until(lambda: hall.cut_off is None, "the server answers", seconds=60)
        expected |= set(actor.done)
        if word == "outcome_unknown":
            act = str(actor.error.fields["act"])
            until(lambda: hall.store.happened(act) is not None, "known", seconds=60)  # noqa: B023
            if hall.store.happened(act):
                word = "outcome_unknown, recorded"
                expected.add(f"{n}/{len(actor.done)}")
        told[word] = told.get(word, 0) + 1

    elsewhere.refresh()
    hall.refresh()
    print(f"{len(expected)} acts recorded, none lost, none doubled, none denied; ends: {told}")
    for seen in (hall, elsewhere):
        assert set(records(seen.store, "notes")._read_table()) == expected
    assert set(told) <= {"store_away", "outcome_unknown", "outcome_unknown, recorded"}


def test_an_act_whose_lock_the_server_took_back_is_not_recorded_and_says_so(wired: Wired) -> None:
    hall, elsewhere = wired.hall(), wired.elsewhere()
    notes = records(hall.store, "notes")
    with pytest.raises(StoreError) as refused, hall.store.transaction():
        notes.add("ours", {"text": "of an act that lost its lock"})
        wired.database.connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND state = 'idle in transaction'",
            (wired.name,),
        )
        records(elsewhere.store, "notes").add("theirs", {"text": "came between"})
        hall.refresh()  # as a follower does, from its own thread
    assert refused.value.code == "store_away"
    notes.add("next", {"text": "the wire was never cut"})
    elsewhere.refresh()
    for seen in (hall, elsewhere):
        assert set(records(seen.store, "notes")._read_table()) == {"theirs", "next"}
