"""Backup and export: one file of one moment, nothing overwritten, no secret given away."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tinydb import TinyDB, where

from kiosk.cli.opening import engine_of
from kiosk.errors import StoreError
from kiosk.hall import Hall
from kiosk.store import keeping
from tests.centre import MONDAY, standing_at
from tests.faults.disks import tmpfs
from tests.store.conftest import Kiosk, OpenHall

pytestmark = pytest.mark.embedded


def numbers(hall: Hall) -> list[str]:
    return sorted(ticket.number for ticket in hall.queue.tickets())


def test_a_backup_is_one_whole_file_made_while_the_hall_goes_on(
    hall: Hall, kiosk: Kiosk, config: Path, tmp_path: Path
) -> None:
    hall.queue.take("A")
    saved = tmp_path / "monday.backup"

    said = kiosk("backup", saved)

    assert said.returncode == 0, said.stderr
    assert hall.queue.take("A").number == "A002"
    assert sorted(path.name for path in tmp_path.glob("monday*")) == ["monday.backup"]
    with closing(sqlite3.connect(saved)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    elsewhere = tmp_path / "elsewhere"
    assert kiosk("restore", saved, data=elsewhere).returncode == 0
    with Hall.open(config, elsewhere, standing_at(MONDAY)) as restored:
        assert numbers(restored) == ["A001"]


def test_a_backup_overwrites_nothing(hall: Hall, kiosk: Kiosk, tmp_path: Path) -> None:
    saved = tmp_path / "monday.backup"
    saved.write_text("last week's")

    said = kiosk("backup", saved)

    assert said.returncode == 1
    assert "(backup_exists)" in said.stderr
    assert saved.read_text() == "last week's"
    with pytest.raises(StoreError, match="没有覆盖") as refused:
        keeping.backup(engine_of(hall), saved)
    assert refused.value.code == "backup_exists"


def test_a_backup_onto_a_full_disk_leaves_no_half_file(hall: Hall, tmp_path: Path) -> None:
    for _ in range(100):
        hall.queue.take("A")
    with tmpfs(tmp_path / "stick", "64k"):
        with pytest.raises(StoreError) as refused:
            keeping.backup(engine_of(hall), tmp_path / "stick" / "monday.backup")

        assert refused.value.code == "disk_full"
        assert list((tmp_path / "stick").iterdir()) == []
    assert hall.queue.take("A").number == "A101"


def test_a_backup_into_a_folder_that_is_not_there_is_refused(
    hall: Hall, kiosk: Kiosk, tmp_path: Path
) -> None:
    for words in (("backup", tmp_path / "no" / "b"), ("export", "--tinydb", tmp_path / "no" / "e")):
        said = kiosk(*words)
        assert said.returncode == 1
        assert "Traceback" not in said.stderr
        assert str(tmp_path / "no") in said.stderr
    assert not (tmp_path / "no").exists()


def test_an_export_opens_with_plain_tinydb(hall: Hall, kiosk: Kiosk, tmp_path: Path) -> None:
    hall.queue.take("A")
    hall.queue.call("1")
    hall.staff.add("007", "王芳", "4711")
    file = tmp_path / "hall.json"

    said = kiosk("export", "--tinydb", file)

    assert said.returncode == 0, said.stderr
    with TinyDB(file) as db:
        (ticket,) = db.table("tickets").search(where("number") == "A001")
        assert (ticket["id"], ticket["state"]) == ("2026-11-23/A001", "called")
        assert db.table("jobs").count(where("about") == ticket["id"]) == 1
        assert db.table("staff").get(doc_id=1)["name"] == "王芳"
        assert db.table("audit").count(where("what") == "added") == 1, "history is there too"


def test_an_export_gives_no_secret_away(hall: Hall, tmp_path: Path) -> None:
    hall.queue.take("A")
    hall.staff.add("007", "王芳", "4711")
    secret = hall.store.table("keys").all()[0]["secret"]
    person = hall.store.table("staff").all()[0]
    file = tmp_path / "hall.json"

    keeping.export_tinydb(engine_of(hall), file)

    text = file.read_text(encoding="utf-8")
    tables = json.loads(text)
    assert "keys" not in tables
    assert all(set(shown) == {"id", "number", "name", "role"} for shown in tables["staff"].values())
    for hidden in (secret, person["check"], "4711"):
        assert hidden not in text
    assert "王芳" in text, "readable as it stands"


def test_an_export_overwrites_nothing_least_of_all_the_records(
    hall: Hall, kiosk: Kiosk, folder: Path, open_hall: OpenHall
) -> None:
    hall.queue.take("A")

    said = kiosk("export", "--tinydb", folder / "hall.db")

    assert said.returncode == 1
    assert "(export_exists)" in said.stderr
    assert numbers(open_hall()) == ["A001"]


def test_a_backup_path_may_have_any_name(
    hall: Hall, kiosk: Kiosk, config: Path, tmp_path: Path
) -> None:
    hall.queue.take("A")
    odd = tmp_path / "备份 100% #1?.db"

    assert kiosk("backup", odd).returncode == 0
    said = kiosk("restore", odd, data=tmp_path / "elsewhere")

    assert said.returncode == 0, said.stderr
    with Hall.open(config, tmp_path / "elsewhere", standing_at(MONDAY)) as restored:
        assert numbers(restored) == ["A001"]
    shutil.rmtree(tmp_path / "elsewhere")
