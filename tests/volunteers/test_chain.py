"""A stored row that somebody edited by hand is found and named."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kiosk import config as settings
from kiosk.doctor import examine
from kiosk.hall import Hall
from kiosk.rotation import Rotation
from kiosk.volunteers.check import NOTHING, check
from tests.volunteers.day import CLERK, OTHER, Day

pytestmark = pytest.mark.embedded  # somebody with the file and SQL

Edit = Callable[[dict[str, Any]], None]


@pytest.fixture
def kept(day: Day) -> Day:
    """Some activities, scans and decisions on record."""
    people = [day.person() for _ in range(3)]
    for hour in (8, 10, 12):
        activity = day.activity(f"{hour:02}:00", f"{hour:02}:50")
        for number in people:
            day.scan(number, f"{hour:02}:05", activity.number)
        for number in people[:2]:
            day.scan(number, f"{hour:02}:45")
    day.show("13:30")
    day.volunteers.attendance.close_forgotten()
    day.volunteers.hours.confirm(f"20261123-01/{people[2]}", CLERK, 30)
    day.volunteers.hours.correct(f"20261123-02/{people[0]}", CLERK, OTHER, 20, "早退")
    return day


def edit(folder: Path, table: str, id_: str, change: Edit) -> None:
    """What somebody with the file and SQL can do."""
    with closing(sqlite3.connect(folder / "hall.db")) as db, db:
        where = "WHERE tbl = ? AND id = ?"
        (doc,) = db.execute(f"SELECT doc FROM docs {where}", (table, id_)).fetchone()
        document = json.loads(doc)
        change(document)
        said = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
        db.execute(f"UPDATE docs SET doc = ? {where}", (said, table, id_))


def folder_of(hall: Hall) -> Path:
    folder: Path = hall.store.rows.engine.folder
    return folder


def test_what_was_never_edited_holds(kept: Day) -> None:
    found = check(kept.volunteers)
    assert found.wrong == ()
    assert (found.attendances, found.moves) == (9, 3 + 15 + 3 + 2)


def test_a_hall_without_volunteers_has_nothing_to_check(hall: Hall) -> None:
    assert check(hall.volunteers) == NOTHING


def _later(document: dict[str, Any]) -> None:
    document["moves"][1]["at"] = document["moves"][1]["at"].replace(":45", ":49")


def _more(document: dict[str, Any]) -> None:
    document["moves"][-1]["minutes"] = 50


def _another(document: dict[str, Any]) -> None:
    document["moves"].append(document["moves"][-1] | {"minutes": 45})


def _fewer(document: dict[str, Any]) -> None:
    document["moves"].pop()


def _none(document: dict[str, Any]) -> None:
    document["moves"] = []


def _longer(document: dict[str, Any]) -> None:
    document["moves"][0]["plan"]["ends"] = "2026-11-23T12:50:00+08:00"


def _counts(document: dict[str, Any]) -> None:
    document["moves"][0]["plan"]["counts"] = False


def _reason(document: dict[str, Any]) -> None:
    document["moves"][-1]["reason"] = "别的原因"


def _nobody(document: dict[str, Any]) -> None:
    document["activities"].pop()


@pytest.mark.parametrize(
    ("table", "id_", "change"),
    [
        ("attendance", "20261123-01/V000001", _later),
        ("attendance", "20261123-01/V000003", _more),
        ("attendance", "20261123-02/V000001", _more),
        ("attendance", "20261123-02/V000001", _another),
        ("attendance", "20261123-02/V000001", _reason),
        ("attendance", "20261123-03/V000002", _none),
        ("activities", "20261123-01", _longer),
        ("activities", "20261123-02", _counts),
        ("volunteer_years", "V000002/2026", _nobody),
    ],
)
def test_the_doctor_names_the_edited_row(
    kept: Day, config_file: Callable[..., Path], table: str, id_: str, change: Edit
) -> None:
    folder = folder_of(kept.hall)
    kept.hall.close()
    edit(folder, table, id_, change)
    file = config_file()
    findings = examine(file, settings.load(file), folder)
    (found,) = [finding for finding in findings if finding.what == "志愿服务记录"]
    assert not found.ok
    assert f"{table} {id_}" in found.says


def test_a_move_taken_away_leaves_a_gap(kept: Day) -> None:
    folder = folder_of(kept.hall)
    edit(folder, "attendance", "20261123-01/V000001", _fewer)
    kept.hall.refresh()
    assert any(name.startswith("attendance") for name in check(kept.volunteers).wrong)


@pytest.mark.parametrize("id_", ["20261123-03/V000001", "20261123-01/V000003"])
def test_a_row_taken_away_leaves_a_gap(kept: Day, id_: str) -> None:
    with closing(sqlite3.connect(folder_of(kept.hall) / "hall.db")) as db, db:
        assert db.execute("DELETE FROM docs WHERE tbl = 'attendance' AND id = ?", (id_,)).rowcount
    assert any(name.startswith("attendance #") for name in check(kept.volunteers).wrong)


def test_a_row_of_one_volunteer_is_no_row_of_another(kept: Day) -> None:
    with closing(sqlite3.connect(folder_of(kept.hall) / "hall.db")) as db, db:
        db.execute(
            "UPDATE docs SET id = '20261123-01/V000009', doc = replace(doc, 'V000001', 'V000009')"
            " WHERE tbl = 'attendance' AND id = '20261123-01/V000001'"
        )
    assert "attendance 20261123-01/V000009" in check(kept.volunteers).wrong


def test_the_sheet_of_decisions_cannot_be_shortened(kept: Day) -> None:
    with closing(sqlite3.connect(folder_of(kept.hall) / "hall.db")) as db, db:
        (id_,) = db.execute("SELECT min(id) FROM docs WHERE tbl = 'amendments'").fetchone()
        db.execute("DELETE FROM docs WHERE tbl = 'amendments' AND id = ?", (id_,))
    assert check(kept.volunteers).wrong == (f"amendments {id_}",)


def test_without_the_chains_key_nothing_is_taken_on_trust(kept: Day) -> None:
    folder = folder_of(kept.hall)
    kept.hall.close()
    with closing(sqlite3.connect(folder / "hall.db")) as db, db:
        db.execute("DELETE FROM docs WHERE tbl = 'volunteer_chain'")
    with Hall.open(kept.hall.config, folder, kept.clock) as again:
        assert check(again.volunteers).wrong == ("volunteer_chain key",)


def test_the_chain_goes_on_after_the_key_was_changed(kept: Day) -> None:
    engine: Any = kept.hall.store.rows.engine
    rotation = Rotation(kept.hall.store, engine, kept.hall.sealed, kept.hall.audit)
    rotation.run("2026-11-23", forget=True)
    kept.served(kept.people[0], "14:00", "15:00")
    assert check(kept.volunteers).wrong == ()


def test_a_refused_act_takes_no_place_in_the_chain(kept: Day) -> None:
    before = kept.volunteers.chain.end()
    with kept.refuses("too_long"):
        kept.volunteers.hours.correct("20261123-01/V000001", CLERK, OTHER, 300, "改")
    assert kept.volunteers.chain.end() == before
    assert check(kept.volunteers).wrong == ()
