"""The audit trail: nothing in it can be altered or taken away without the doctor saying where."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from kiosk import config as settings
from kiosk.audit import Chain
from kiosk.doctor import examine
from kiosk.findings import Finding
from kiosk.hall import Hall
from kiosk.store import files
from tests.halls import HandClock, recorded

ENTRIES = 12


@pytest.fixture
def trail(hall: Hall) -> Hall:
    for number in range(ENTRIES):
        hall.audit.record("viewed", "007", "desk", request=f"R{number}")
    return hall


def altered(hall: Hall, sql: str, *values: object) -> Chain:
    """The chain after somebody wrote into the file with SQLite's own tools."""
    database = hall.sealed.file.path.with_name(files.DATABASE)
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        assert connection.execute(sql, values).rowcount, "nothing was altered"
    return hall.audit.verify()


def test_an_untouched_trail_holds(trail: Hall) -> None:
    chain = trail.audit.verify()
    assert (chain.entries, chain.earlier, chain.broken) == (ENTRIES, 0, "")


def test_a_hall_where_nothing_happened_holds(hall: Hall) -> None:
    assert hall.audit.verify() == Chain(0, 0, "")


@pytest.mark.embedded
@pytest.mark.parametrize("number", [1, 5, ENTRIES])
def test_one_altered_entry_is_found(trail: Hall, number: int) -> None:
    chain = altered(
        trail,
        "UPDATE docs SET doc = json_set(doc, '$.who', '008') WHERE tbl = 'audit' AND id = ?",
        f"c{number:09d}",
    )
    assert chain.broken == f"c{number:09d}"


@pytest.mark.embedded
@pytest.mark.parametrize("number", [1, 5, ENTRIES])
def test_one_missing_entry_is_found(trail: Hall, number: int) -> None:
    chain = altered(trail, "DELETE FROM docs WHERE tbl = 'audit' AND id = ?", f"c{number:09d}")
    assert chain.broken == f"c{number:09d}"


@pytest.mark.embedded
def test_missing_last_entries_are_found(trail: Hall) -> None:
    chain = altered(trail, "DELETE FROM docs WHERE tbl = 'audit' AND id > 'c000000007'")
    assert chain.broken == "c000000008"


@pytest.mark.embedded
def test_an_entry_put_at_the_end_is_found(trail: Hall) -> None:
    chain = altered(
        trail,
        "INSERT INTO docs SELECT centre, tbl, 'c000000013', ver, live, json_set(doc, '$.n', 13)"
        " FROM docs WHERE tbl = 'audit' AND id = 'c000000012'",
    )
    assert chain.broken


@pytest.mark.embedded
def test_a_lost_end_is_found(trail: Hall) -> None:
    assert altered(trail, "DELETE FROM docs WHERE tbl = 'chain'").broken == "end"


@pytest.mark.embedded
def test_entries_swapped_are_found(trail: Hall) -> None:
    chain = altered(
        trail,
        "UPDATE docs SET doc = (SELECT doc FROM docs WHERE id = 'c000000004')"
        " WHERE tbl = 'audit' AND id = 'c000000003'",
    )
    assert chain.broken == "c000000003"


@pytest.mark.embedded
def test_what_cannot_be_found_a_tail_removed_together_with_its_end(trail: Hall) -> None:
    """Said in ``kiosk.audit``: who rewrites the end as well leaves a shorter trail that holds."""
    entry = trail.store.table("audit").get(doc_id="c000000008")
    end = msgspec.json.encode({"n": 7, "hash": entry["before"]}).decode()
    altered(trail, "UPDATE docs SET doc = ? WHERE tbl = 'chain'", end)
    chain = altered(trail, "DELETE FROM docs WHERE tbl = 'audit' AND id > 'c000000007'")
    assert (chain.entries, chain.broken) == (7, "")
    assert chain.end == entry["before"], "an end written on paper would show it"


def test_an_act_that_is_refused_leaves_no_entry(trail: Hall) -> None:
    with pytest.raises(ZeroDivisionError), trail.store.transaction():
        trail.audit.record("viewed", "007")
        _ = 1 / 0
    assert trail.audit.verify().entries == ENTRIES


def test_the_trail_is_not_carried_about(trail: Hall) -> None:
    live = recorded(trail)
    assert "audit" not in live
    assert list(live["chain"]) == ["audit"]


def test_an_ordinary_act_pays_nothing(trail: Hall) -> None:
    before = recorded(trail)["chain"]
    trail.queue.take("A")
    trail.queue.call("1")
    assert recorded(trail)["chain"] == before


# --- what was there before the chain ---------------------------------------------------------


@pytest.fixture
def of_before(hall: Hall) -> Hall:
    """Entries as a program without a chain left them."""
    table = hall.store.table("audit")
    for who in ("007", "008", "007"):
        entry = {"day": "2026-11-20", "at": "2026-11-20T09:00:00+08:00", "what": "entered"}
        table.retire([table.insert({**entry, "who": who, "where": "desk"})])
    return hall


def test_the_chain_begins_with_an_entry_about_those_of_before(of_before: Hall) -> None:
    assert of_before.audit.verify() == Chain(0, 3, "")
    of_before.audit.record("entered", "007", "desk")
    first = of_before.store.table("audit").get(doc_id="c000000001")
    assert (first["what"], first["about"]["entries"]) == ("chain_begun", "3")
    chain = of_before.audit.verify()
    assert (chain.entries, chain.earlier, chain.broken) == (2, 3, "")
    what = [e["what"] for e in of_before.store.table("audit").past("day", "2026-11-20")]
    assert what == ["entered"] * 3, "they are still there to be read"


@pytest.mark.embedded
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE docs SET doc = json_set(doc, '$.who', '009') WHERE tbl = 'audit' AND id < 'c'",
        "DELETE FROM docs WHERE tbl = 'audit' AND id < 'c'",
    ],
)
def test_those_of_before_are_held_by_it(of_before: Hall, sql: str) -> None:
    of_before.audit.record("entered", "007", "desk")
    assert altered(of_before, sql).broken == "earlier"


# --- several processes -----------------------------------------------------------------------

WRITER = """
import sys
from datetime import datetime
from kiosk.hall import Hall
at = datetime.fromisoformat("2026-11-23T09:00:00+08:00")
with Hall.open(sys.argv[1], sys.argv[2], lambda: at) as hall:
    for number in range(40):
        hall.audit.record("viewed", sys.argv[3], "desk")
"""


def test_processes_writing_at_once_make_one_chain(
    hall: Hall, config_file: Callable[..., Path], tmp_path: Path
) -> None:
    words = [sys.executable, "-c", WRITER, str(config_file()), str(tmp_path / "data")]
    writers = [subprocess.Popen([*words, str(number)]) for number in range(4)]
    assert [writer.wait(120) for writer in writers] == [0] * 4
    chain = hall.audit.verify()
    assert (chain.entries, chain.broken) == (160, "")


# --- the doctor ------------------------------------------------------------------------------


def finding(config: Path, folder: Path) -> Finding:
    findings = examine(config, settings.load(config), folder)
    return next(each for each in findings if each.what == "审计记录")


@pytest.mark.embedded
def test_the_doctor_says_where_it_breaks(
    trail: Hall, config_file: Callable[..., Path], tmp_path: Path, clock: HandClock
) -> None:
    config, folder = config_file(), tmp_path / "data"
    well = finding(config, folder)
    assert well.ok
    assert f"{ENTRIES} 条" in well.says
    altered(
        trail,
        "UPDATE docs SET doc = json_set(doc, '$.where', 'x') WHERE tbl = 'audit' AND id = ?",
        "c000000005",
    )
    ill = finding(config, folder)
    assert not ill.ok
    assert "c000000005" in ill.says
