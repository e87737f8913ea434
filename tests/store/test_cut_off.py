"""The wire is cut: what is said, how soon an act is refused, and that all is caught up with after.

Through a proxy that resets, stays silent or closes one side, and with a server that stands still.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import StoreError
from kiosk.hall import Hall
from kiosk.store import feed
from kiosk.store.postgres import reading
from kiosk.store.wire import CutOff
from tests.centre import MONDAY, settings, standing_at
from tests.postgres import Server
from tests.store.conftest import records
from tests.store.wired import Wired
from tests.waiting import until
from tests.wire_proxy import Proxy

pytestmark = pytest.mark.embedded

Cut = Callable[[Proxy], None]

HEARTBEAT = reading.ASKING


def _half_closed(proxy: Proxy) -> None:
    proxy.half_close()
    proxy.drop()


WAYS = pytest.mark.parametrize(
    "cut",
    [Proxy.cut, Proxy.drop, _half_closed, lambda proxy: proxy.drop("client")],
    ids=["reset", "silent", "half-closed", "answers-lost"],
)


@pytest.fixture(autouse=True)
def on_a_busy_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patience for a machine where everything stands still for a moment: none of that is a cut."""
    monkeypatch.setattr(reading, "ASKING", 4.0)


def test_two_seconds_are_enough_to_notice() -> None:
    assert feed.CERTAIN + feed.LOOK + HEARTBEAT < 2


def cut_off(hall: Hall) -> CutOff:
    """Wait until the hall knows that it is cut off."""
    until(lambda: hall.cut_off is not None, "it is noticed", seconds=60)
    found = hall.cut_off
    assert found is not None
    return found


def back(hall: Hall) -> None:
    """Wait until the hall knows that the server answers."""
    until(lambda: hall.cut_off is None, "the server answers", seconds=60)


@WAYS
def test_a_cut_wire_is_noticed_and_so_is_its_end(wired: Wired, cut: Cut) -> None:
    told: list[CutOff | None] = []
    hall, elsewhere = wired.hall(), wired.elsewhere()
    hall.on_wire(told.append)
    number = elsewhere.queue.take("A").number
    until(hall.queue.tickets, "it is seen")
    assert hall.cut_off is None

    cut(wired.proxy)
    found = cut_off(hall)
    assert found.since <= MONDAY
    assert found.known <= MONDAY
    assert [ticket.number for ticket in hall.queue.tickets()] == [number], "the list stays"

    elsewhere.queue.take("A")
    wired.proxy.mend()
    back(hall)
    assert len(hall.queue.tickets()) == 2, "caught up before it says so"
    assert hall.queue.take("A").number == "A003"
    until(lambda: told[-1:] == [None], "both are told")
    assert told[0] == found
    assert hall.trouble is None


def test_a_server_that_stands_still_and_one_that_is_stopped_are_noticed(
    own_server: Server, tmp_path: Path
) -> None:
    wired = Wired(own_server, tmp_path)
    try:
        hall = wired.hall()
        hall.on_wire(lambda _: None)
        own_server.freeze()
        cut_off(hall)
        own_server.thaw()
        back(hall)
        own_server.stop()
        cut_off(hall)
        own_server.start()
        back(hall)
        assert hall.queue.take("A").number == "A001"
    finally:
        wired.close()


@pytest.fixture
def own_server() -> Iterator[Server]:
    server = Server()
    yield server
    server.remove()


def test_an_act_and_a_look_into_history_are_refused_without_asking_the_server(
    wired: Wired, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = wired.hall()
    hall.on_wire(lambda _: None)
    wired.proxy.drop()
    cut_off(hall)

    engine: Any = hall.store.rows.engine
    with monkeypatch.context() as asked:
        asked.setattr(engine._write, "connection", _never)
        entered = []
        with pytest.raises(StoreError) as error, hall.store.transaction():
            entered.append(True)
        assert error.value.code == "store_away"
        assert not entered
        with pytest.raises(StoreError) as error:
            records(hall.store, "notes").get(doc_id="of another year")
        assert error.value.code == "store_away"
        with pytest.raises(StoreError):
            records(hall.store, "notes").past("day", "2019-04-01")

    wired.proxy.mend()
    back(hall)
    assert records(hall.store, "notes").get(doc_id="of another year") is None


def _never(*_: object) -> None:
    raise AssertionError("the server was asked")


def test_who_waits_for_the_lock_when_the_wire_is_cut_need_not_wait_to_the_end(
    wired: Wired,
) -> None:
    hall = wired.hall()
    hall.on_wire(lambda _: None)
    refused: list[StoreError] = []

    def act() -> None:
        with pytest.raises(StoreError) as error:
            hall.queue.take("A")
        refused.append(error.value)

    hall.queue.take("A")
    wired.proxy.drop()
    waiting = threading.Thread(target=act)
    waiting.start()
    cut_off(hall)
    waiting.join(60)

    assert refused[0].code == "store_away"
    assert "no answer within 10 s" not in str(refused[0]), "it did not wait for its own patience"
    wired.proxy.mend()
    back(hall)
    assert hall.queue.take("A").number == "A002"


def test_a_long_question_of_somebody_else_is_not_taken_for_a_cut_wire(wired: Wired) -> None:
    hall = wired.hall()
    told: list[CutOff | None] = []
    hall.on_wire(told.append)
    engine: Any = hall.store.rows.engine
    probed = threading.Event()
    probe = engine.probe

    def noted() -> None:
        probe()
        probed.set()

    engine.probe = noted
    with engine._reading:  # as a thread that waits for a long answer has it
        assert probed.wait(60)
    assert told == []

    with engine._reading:
        wired.proxy.drop()
        cut_off(hall)
    wired.proxy.mend()
    back(hall)


def test_a_slow_wire_is_none_that_is_cut(wired: Wired) -> None:
    hall, elsewhere = wired.hall(), wired.elsewhere()
    told: list[CutOff | None] = []
    hall.on_wire(told.append)
    wired.proxy.delay(0.05)

    for n in range(1, 6):
        assert hall.queue.take("A").number == f"A{2 * n - 1:03d}"
        elsewhere.queue.take("A")
    until(lambda: len(hall.queue.tickets()) == 10, "all are seen")

    assert told == []


def test_one_connection_that_is_lost_is_not_a_cut_wire(wired: Wired) -> None:
    hall = wired.hall()
    told: list[CutOff | None] = []
    hall.on_wire(told.append)
    for towards in ("client", "server"):
        wired.proxy.half_close(towards)
        until(lambda: _takes(hall), "acts go on")
    assert told == []


def _takes(hall: Hall) -> bool:
    try:
        hall.queue.take("A")
    except StoreError:
        return False
    return True


def test_without_a_follower_each_try_is_its_own_proof(wired: Wired) -> None:
    hall = wired.hall()
    wired.proxy.cut()
    with pytest.raises(StoreError) as error:
        hall.queue.take("A")
    assert error.value.code == "store_away"
    assert hall.cut_off is not None

    wired.proxy.mend()
    until(lambda: _takes(hall), "it is tried again")
    assert hall.cut_off is None


# --- an act whose answer is lost -----------------------------------------------------------------


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.store.postgres.engine.SETTLING", 0.5)


def _in_commit(hall: Hall, cut: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> str:
    """Cut the wire when an act has its lock, and let it try to commit; what to ask for later."""
    with monkeypatch.context() as patched:
        write = hall.store.rows.engine.commit

        def commit(*words: Any) -> None:
            cut()
            write(*words)

        patched.setattr(hall.store.rows.engine, "commit", commit)
        with pytest.raises(StoreError) as error:
            records(hall.store, "notes").insert({"n": 1})
    assert error.value.code == "outcome_unknown"
    return str(error.value.fields["act"])


@pytest.mark.usefixtures("hurried")
def test_an_act_whose_answer_was_lost_is_told_when_the_wire_is_back(
    wired: Wired, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall, elsewhere = wired.hall(), wired.elsewhere()
    hall.on_wire(lambda _: None)

    act = _in_commit(hall, lambda: wired.proxy.drop("client"), monkeypatch)
    cut_off(hall)
    assert hall.store.happened(act) is None

    wired.proxy.mend()
    back(hall)
    until(lambda: hall.store.happened(act) is not None, "it is known")
    assert hall.store.happened(act) is True
    records(hall.store, "notes").insert({"n": 2})
    assert hall.store.happened(act) is True, "also after other acts"
    assert elsewhere.store.happened(act) is True, "and for other programs"
    hall.refresh()
    assert [note["n"] for note in records(hall.store, "notes")] == [1, 2]


@pytest.mark.usefixtures("hurried")
def test_an_act_that_was_never_sent_is_known_not_to_have_happened(
    wired: Wired, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall, elsewhere = wired.hall(), wired.elsewhere()
    hall.on_wire(lambda _: None)

    act = _in_commit(hall, wired.proxy.cut, monkeypatch)
    cut_off(hall)
    assert hall.store.happened(act) is None

    records(elsewhere.store, "notes").insert({"from": "elsewhere"})  # under the same number
    wired.proxy.mend()
    back(hall)
    assert hall.store.happened(act) is False
    records(hall.store, "notes").insert({"n": 2})
    assert hall.store.happened(act) is False
    assert len(records(elsewhere.store, "notes")) == 1
    elsewhere.refresh()
    assert len(records(elsewhere.store, "notes")) == 2


@pytest.mark.usefixtures("hurried")
def test_an_act_that_arrives_late_is_not_denied_before(
    wired: Wired, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall, elsewhere = wired.hall(), wired.elsewhere()
    hall.on_wire(lambda _: None)

    act = _in_commit(hall, wired.proxy.drop, monkeypatch)  # held, and still on its way
    cut_off(hall)
    wired.proxy.mend()
    back(hall)
    until(lambda: hall.store.happened(act) is not None, "it is known", seconds=60)

    happened = hall.store.happened(act)
    elsewhere.refresh()
    assert len(records(elsewhere.store, "notes")) == (1 if happened else 0)


def test_inside_an_act_nobody_may_ask_for_another(wired: Wired) -> None:
    hall = wired.hall()
    with pytest.raises(RuntimeError), hall.store.transaction():
        hall.store.happened("somebody/1")


# --- the embedded engine -------------------------------------------------------------------------


def test_records_of_this_machine_are_never_cut_off(tmp_path: Path) -> None:
    stale = tmp_path / "data" / "last-known.db"
    stale.parent.mkdir()
    stale.touch()
    with Hall.open(settings(tmp_path), tmp_path / "data", standing_at(MONDAY)) as hall:
        told: list[CutOff | None] = []
        hall.on_wire(told.append)
        hall.queue.take("A")
        assert hall.cut_off is None
        assert hall.store.happened("somebody/1") is None
        assert told == []
    assert not stale.exists()
