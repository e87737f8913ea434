"""A machine's last known list: opened without the server, caught up with when it is back."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import StoreError
from kiosk.hall import Hall
from kiosk.store import files, last_known
from kiosk.store.last_known import LastKnown
from tests.centre import MONDAY, settings, standing_at
from tests.store.conftest import records
from tests.store.wired import Wired
from tests.waiting import until

pytestmark = pytest.mark.embedded


@pytest.fixture(autouse=True)
def on_a_busy_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patience for a machine where everything stands still for a moment: none of that is a cut."""
    monkeypatch.setattr("kiosk.store.postgres.reading.ASKING", 4.0)


def kept(wired: Wired, tickets: int = 2, **more: Any) -> list[str]:
    """Let a machine keep a list with so many tickets, and close; their numbers."""
    hall = wired.hall(**more)
    hall.follow(lambda _: None)
    numbers = [hall.queue.take("A").number for _ in range(tickets)]
    hall.close()
    wired.proxy.cut()
    return numbers


def known(wired: Wired) -> dict[str, str]:
    """What a list says of itself."""
    with closing(sqlite3.connect(wired.data() / files.LAST_KNOWN)) as file:
        return dict(file.execute("SELECT key, value FROM facts"))


def refused(wired: Wired, **more: Any) -> str:
    """The word with which a hall over the wire refuses to open."""
    with pytest.raises(StoreError) as error:
        wired.hall(**more)
    return error.value.code


def back(hall: Hall) -> None:
    """Wait until the hall knows that the server answers, whatever it says."""
    until(lambda: hall.cut_off is None, "the server answers", seconds=60)


def test_a_hall_that_never_opened_a_day_has_a_list_too(wired: Wired) -> None:
    kept(wired, tickets=0)
    hall = wired.hall()
    assert hall.cut_off is not None
    assert hall.queue.tickets() == []


def test_a_machine_without_the_server_opens_on_what_it_last_knew(wired: Wired) -> None:
    numbers = kept(wired)
    elsewhere = wired.elsewhere()

    hall = wired.hall()
    told: list[object] = []
    hall.on_wire(told.append)
    assert hall.cut_off is not None
    assert hall.cut_off.known == hall.cut_off.since <= MONDAY
    assert [ticket.number for ticket in hall.queue.tickets()] == numbers
    with pytest.raises(StoreError) as error:
        hall.queue.take("A")
    assert error.value.code == "store_away"

    numbers.append(elsewhere.queue.take("A").number)
    elsewhere.queue.call("1")
    wired.proxy.mend()
    back(hall)
    assert [ticket.number for ticket in hall.queue.tickets()] == numbers
    assert hall.queue.tickets()[0].state == "called"
    assert hall.queue.take("A").number == "A004"
    assert elsewhere.store.rows.engine.in_use.alone() is False, "it is in the server's list"
    assert told == [None]


def test_the_list_is_for_its_owner_and_holds_what_is_live(wired: Wired) -> None:
    kept(wired)
    path = wired.data() / files.LAST_KNOWN
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in wired.data().glob(f"{files.LAST_KNOWN}*")] == [files.LAST_KNOWN]
    with closing(sqlite3.connect(path)) as file:
        tables = {name for (name,) in file.execute("SELECT DISTINCT tbl FROM docs")}
    assert {"tickets", "jobs", "keys"} <= tables
    assert known(wired)["centre"] == "xingfuli"


def test_who_only_acts_writes_no_list(wired: Wired) -> None:
    wired.hall().queue.take("A")
    wired.close_halls()
    assert not (wired.data() / files.LAST_KNOWN).exists()


def test_without_a_list_that_can_be_used_the_server_is_away(wired: Wired) -> None:
    wired.proxy.cut()
    assert refused(wired) == "store_away"
    wired.proxy.mend()
    kept(wired)
    path = wired.data() / files.LAST_KNOWN
    whole = path.read_bytes()

    for fact, value in {"centre": "elsewhere", "where": "another/kiosk", "schema": "0"}.items():
        with closing(sqlite3.connect(path)) as file, file:
            file.execute("UPDATE facts SET value = ? WHERE key = ?", (value, fact))
        assert refused(wired) == "store_away", fact
        path.write_bytes(whole)

    path.write_bytes(b"no list at all" * 1000)
    assert refused(wired) == "store_away"
    path.write_bytes(whole[: len(whole) // 2])
    assert refused(wired) == "store_away"
    path.write_bytes(b"")
    assert refused(wired) == "store_away"
    path.write_bytes(whole)
    assert wired.hall().cut_off is not None


def test_a_damaged_list_is_made_anew(wired: Wired) -> None:
    numbers = kept(wired)
    (wired.data() / files.LAST_KNOWN).write_bytes(b"no list at all" * 1000)
    wired.proxy.mend()
    hall = wired.hall()
    hall.follow(lambda _: None)
    hall.close()
    wired.proxy.cut()
    assert [ticket.number for ticket in wired.hall().queue.tickets()] == numbers


def test_a_simulated_clock_may_not_open_a_list_of_real_days(wired: Wired) -> None:
    kept(wired, at=None)
    assert refused(wired) == "live_data"
    assert wired.hall(at=None).cut_off is not None


def test_a_folder_with_records_of_its_own_is_not_opened_on_a_list(wired: Wired) -> None:
    kept(wired)
    (wired.data() / files.DATABASE).touch()
    assert refused(wired) == "store_not_moved"


# --- what the server says when it is back --------------------------------------------------------


def opened_on_the_list(wired: Wired, more: str = "") -> Hall:
    kept(wired)
    hall = wired.hall(more=more)
    hall.on_wire(lambda _: None)
    return hall


def stuck(hall: Hall, word: str) -> None:
    """The server answers, and it is trouble: acts are refused with this word."""
    back(hall)
    assert hall.trouble is not None
    with pytest.raises(StoreError) as error:
        hall.queue.take("A")
    assert error.value.code == word
    until(lambda: hall.trouble is not None and hall.cut_off is None, "it stays so")


def test_records_that_were_replaced_meanwhile_are_not_mixed_with_the_list(wired: Wired) -> None:
    hall = opened_on_the_list(wired)
    wired.database.connection.execute(
        "INSERT INTO kiosk.meta (centre, key, value) VALUES ('xingfuli', 'epoch', 'another')"
    )
    wired.proxy.mend()
    stuck(hall, "store_replaced")
    hall.close()

    assert known(wired)["epoch"] == "", "nothing was kept of it"
    again = wired.hall()
    again.follow(lambda _: None)
    again.close()
    assert known(wired)["epoch"] == "another"


def test_a_server_that_lost_what_the_list_has_is_noticed(wired: Wired) -> None:
    hall = opened_on_the_list(wired)
    wired.database.connection.execute("UPDATE kiosk.centres SET ver = 1")
    wired.proxy.mend()
    stuck(hall, "store_lost_tail")


def test_other_settings_under_a_running_program_are_refused_when_the_server_is_back(
    wired: Wired, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.store.postgres.agreeing.CLAIMING", 2.0)
    hall = opened_on_the_list(wired, more='[lines.C]\nname = "证明办理"')
    running = wired.elsewhere()
    wired.proxy.mend()
    stuck(hall, "config_differs")
    running.close()
    until(lambda: hall.trouble is None, "the others are closed: now they may", seconds=60)
    assert hall.queue.take("C").number == "C001"


# --- the file ------------------------------------------------------------------------------------


@pytest.fixture
def every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_known, "EVERY", 0.0)


def listed(path: Path, table: str = "notes") -> dict[str, bytes]:
    with closing(sqlite3.connect(path)) as file:
        found = file.execute("SELECT id, doc FROM docs WHERE tbl = ?", (table,))
        return dict(found.fetchall())


@pytest.mark.usefixtures("every_time")
def test_the_list_follows_what_is_added_changed_removed_and_retired(wired: Wired) -> None:
    hall, path = wired.hall(), wired.data() / "list"
    notes = records(hall.store, "notes")
    notes.add("before", {"n": 0})
    file = LastKnown(path)
    file.attend(hall.store.rows)
    file.keep()
    for id_ in ("changed", "removed", "retired"):
        notes.add(id_, {"text": f"{id_} and whispered"})
    file.keep()
    assert set(listed(path)) == {"before", "changed", "removed", "retired"}

    notes.put("changed", {"n": 2})
    notes.remove(doc_ids=["removed"])
    notes.retire(["retired"])
    file.keep()

    assert listed(path) == {"before": b'{"n":0}', "changed": b'{"n":2}'}
    assert b"whispered" not in path.read_bytes(), "what is forgotten is not in the file either"
    found = file.read("xingfuli", str(hall.store.rows.engine.facts()["where"]))
    assert found is not None
    assert found.ver == hall.store.rows.ver
    assert found.moment <= MONDAY


@pytest.mark.usefixtures("every_time")
def test_programs_of_a_machine_write_one_list_and_none_undoes_the_other(wired: Wired) -> None:
    path = wired.data() / "list"
    halls = [wired.hall(), wired.hall()]
    lists = [LastKnown(path), LastKnown(path)]
    for one, hall in zip(lists, halls, strict=True):
        one.attend(hall.store.rows)
    for n in range(6):
        records(halls[n % 2].store, "notes").add(f"{n}", {"n": n})
        lists[n % 2].keep()
        lists[1 - n % 2].keep()  # it has not heard of this one
        assert set(listed(path)) == {str(seen) for seen in range(n + 1)}
    halls[0].refresh()
    lists[0].keep()
    assert len(listed(path)) == 6


@pytest.mark.usefixtures("every_time")
def test_a_list_of_transactions_that_the_server_lost_is_written_anew(wired: Wired) -> None:
    path = wired.data() / "list"
    hall = wired.hall()
    records(hall.store, "notes").add("kept", {})
    first = LastKnown(path)
    first.attend(hall.store.rows)
    first.keep()
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("INSERT INTO docs VALUES ('notes', 'lost', x'7b7d')")
        file.execute("UPDATE facts SET value = '1000' WHERE key = 'ver'")
    first.keep()
    assert set(listed(path)) == {"kept", "lost"}, "another program may be ahead of us"

    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE facts SET value = '0' WHERE key = 'written'")
    first.keep()
    assert set(listed(path)) == {"kept"}
    assert datetime.fromisoformat(_fact(path, "moment")) <= MONDAY


def _fact(path: Path, key: str) -> str:
    with closing(sqlite3.connect(path)) as file:
        return str(file.execute("SELECT value FROM facts WHERE key = ?", (key,)).fetchone()[0])


def test_nothing_is_written_between_two_times(wired: Wired) -> None:
    hall, path = wired.hall(), wired.data() / "list"
    file = LastKnown(path)
    file.attend(hall.store.rows)
    file.keep()
    records(hall.store, "notes").add("new", {})
    file.keep()
    assert listed(path) == {}
    file.keep(now=True)
    assert set(listed(path)) == {"new"}


def test_a_list_that_cannot_be_written_is_no_reason_to_stop(wired: Wired) -> None:
    hall = wired.hall()
    file = LastKnown(wired.data() / "no such folder" / "list")
    file.attend(hall.store.rows)
    file.keep()
    assert hall.queue.take("A").number == "A001"


def test_records_that_moved_home_leave_no_list_behind(wired: Wired) -> None:
    kept(wired)
    config = settings(wired.folder / "home")
    with Hall.open(config, wired.data(), standing_at(MONDAY)):
        assert not (wired.data() / files.LAST_KNOWN).exists()
