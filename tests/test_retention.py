"""A purge removes what is over its time, nothing else, and proves what it removed."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kiosk.errors import ConfigError
from kiosk.hall import Hall
from kiosk.retention import Purged, Retention
from tests.halls import HandClock, let_in

YEARS_LATER = date(2029, 11, 26)


def retention(hall: Hall) -> Retention:
    engine = hall.store.rows.engine
    return Retention(hall.store, engine, hall.audit, hall.config.retention)


def removed(done: dict[str, Purged]) -> dict[str, int]:
    return {table: len(purged.hashes) for table, purged in done.items() if purged.hashes}


@pytest.fixture
def old(hall: Hall, clock: HandClock) -> Hall:
    """A hall with a day of history, and another day on which it is open."""
    hall.staff.add("007", "王芳", "2468")
    for _ in range(3):
        hall.queue.take("A")
    hall.queue.call("1")
    hall.help.call("lobby")
    hall.help.close("lobby", by="007")
    clock.show(9, days=7)
    hall.queue.take("A")
    hall.staff.left("007", "desk")
    return hall


def tickets(hall: Hall, day: str) -> list[str]:
    return [str(one.doc_id) for one in hall.store.table("tickets").past("day", day)]


def test_nothing_goes_before_its_time(old: Hall) -> None:
    assert removed(retention(old).purge(date(2026, 11, 30))) == {}
    assert old.audit.verify().entries == 2


def test_each_table_goes_at_its_own_time(old: Hall) -> None:
    done = removed(retention(old).purge(date(2027, 2, 28)))
    assert done.keys() == {"help"}
    assert len(tickets(old, "2026-11-23")) == 3


def test_what_is_over_goes_and_what_is_live_stays(old: Hall) -> None:
    done = retention(old).purge(YEARS_LATER)
    assert removed(done) == {"tickets": 3, "help": 1, "audit": 1}
    assert tickets(old, "2026-11-23") == []
    assert len(tickets(old, "2026-11-30")) == 1, "it still waits"
    assert old.queue.tickets()


def test_a_number_that_was_purged_is_not_given_again(old: Hall) -> None:
    retention(old).purge(YEARS_LATER)
    with pytest.raises(ValueError, match="already exists"):
        old.store.table("tickets").add("2026-11-23/A001", {})


def test_every_document_is_proved_by_its_hash(old: Hall) -> None:
    engine = old.store.rows.engine
    row = engine.one("tickets", "2026-11-23/A002")
    assert row is not None and row.doc is not None
    done = retention(old).purge(YEARS_LATER)["tickets"]
    assert done.hashes["2026-11-23/A002"] == hashlib.sha256(row.doc).hexdigest()
    trail = old.store.table("audit").past("day", "2026-11-30")
    said = [one["about"] for one in trail if one["what"] == "purged"]
    assert {one["table"]: one["count"] for one in said} == {
        "tickets": "3",
        "help": "1",
        "audit": "1",
    }
    assert done.digest in {one["digest"] for one in said}


def test_a_dry_run_says_the_same_and_does_nothing(old: Hall) -> None:
    said = retention(old).purge(YEARS_LATER, dry=True)
    assert len(tickets(old, "2026-11-23")) == 3
    assert old.audit.verify().entries == 2
    assert retention(old).purge(YEARS_LATER) == said


def test_the_audit_chain_holds_after_its_beginning_is_purged(old: Hall) -> None:
    retention(old).purge(YEARS_LATER)
    assert old.audit.verify().broken == ""
    old.audit.record("viewed", "007")
    retention(old).purge(date(2035, 1, 1))
    old.audit.record("viewed", "007")
    assert old.audit.verify().broken == ""


def test_entries_from_before_the_chain_go_with_the_entry_that_vouches_for_them(
    hall: Hall, clock: HandClock
) -> None:
    table = hall.store.table("audit")
    table.retire([table.insert({"day": "2020-01-01", "what": "entered", "who": "", "where": ""})])
    clock.show(9, days=-1000)
    hall.audit.record("entered", "007")
    clock.show(9, days=1000)
    hall.audit.record("entered", "007")
    assert removed(retention(hall).purge(date(2026, 11, 23), dry=True)) == {}
    assert removed(retention(hall).purge(date(2027, 11, 23))) == {"audit": 3}
    assert (hall.audit.verify().broken, hall.audit.verify().earlier) == ("", 0)


def test_a_day_of_the_callers_is_kept_from_what_the_law_wants_kept(old: Hall) -> None:
    done = removed(retention(old).purge(date(2026, 11, 30), date(2026, 11, 30)))
    assert done == {"tickets": 3, "help": 1}, "the trail is kept for half a year at least"


def test_a_centre_sets_its_own_times(open_hall: Callable[..., Hall]) -> None:
    assert retention(open_hall(retention={"help": 7})).days("help") == 7


@pytest.mark.parametrize(("table", "days"), [("audit", 30), ("help", 0), ("ticket", 30)])
def test_a_time_that_cannot_be_is_refused(
    open_hall: Callable[..., Hall], table: str, days: int
) -> None:
    with pytest.raises(ConfigError) as refused:
        open_hall(retention={table: days})
    assert f"retention.{table}" in str(refused.value)


def test_the_command_purges(old: Hall, config_file: Callable[..., Path], tmp_path: Path) -> None:
    let_in(old)
    words = ["--config", str(config_file()), "--data", str(tmp_path / "data")]
    clock = ["--clock", "2026-11-30T09:00:00+08:00"]
    purge = ["purge", "--before", "2026-11-30", "--json"]
    run = [sys.executable, "-m", "kiosk", *words, *clock, *purge]
    for more, left in (["--dry-run"], 3), ([], 0):
        done = subprocess.run([*run, *more], capture_output=True, text=True, check=True)
        said = json.loads(done.stdout)
        assert said["tables"]["tickets"]["removed"] == 3
        assert len(said["tables"]["tickets"]["hashes"]) == 3
        assert len(tickets(old, "2026-11-23")) == left
