"""A hall's server looked after by hand: made, checked, moved to and from, backed up, restored."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from kiosk.errors import StoreError
from kiosk.hall import Hall
from kiosk.store import Store, files
from kiosk.store.engine import Row
from kiosk.store.postgres import Postgres, keeping, rows
from kiosk.store.sqlite import SQLite
from tests.centre import MONDAY, settings, standing_at
from tests.engines import Database
from tests.store.conftest import Kiosk, records

GRANTS = Path(__file__).parents[2] / "deploy" / "postgres"


@pytest.fixture
def config(database: Database, tmp_path: Path) -> Path:
    """Settings of a hall on the server."""
    return settings(tmp_path, more=f'[store]\nengine = "postgresql"\nurl = "{database.url}"')


@pytest.fixture
def embedded(tmp_path: Path) -> Path:
    """Settings of the same hall on its folder."""
    return settings(tmp_path / "embedded")


def opened(config: Path, folder: Path) -> Hall:
    return Hall.open(config, folder, standing_at(MONDAY))


def serve(hall: Hall, people: int = 3) -> None:
    for _ in range(people):
        hall.queue.take("A")
        hall.queue.call("1")
        hall.queue.finish("1")
    hall.queue.take("B")


def contents(engine: SQLite | Postgres) -> list[Row]:
    with closing(engine):
        return list(engine.everything())


@pytest.fixture
def bare(database: Database) -> Iterator[str]:
    """A database without any tables."""
    name = sql.Identifier("kiosk_bare")
    database.connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
    database.connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
    yield make_conninfo(database.url, dbname="kiosk_bare")
    database.connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def answers(run: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    found = {f["what"]: f for f in json.loads(run.stdout)["findings"]}
    assert json.loads(run.stdout)["ok"] == all(f["ok"] for f in found.values())
    return found


def test_init_makes_the_tables_once_and_adds_centres(
    bare: str, kiosk: Kiosk, tmp_path: Path
) -> None:
    stored = f'[store]\nengine = "postgresql"\nurl = "{bare}"'
    config = settings(tmp_path / "first", more=stored)
    other = settings(tmp_path / "other", code="elsewhere", more=stored)
    said = kiosk("ticket", "take", "A", settings=config)
    assert "(store_not_ready)" in said.stderr
    assert kiosk("store", "check", settings=config).returncode == 1

    for _ in range(2):
        said = kiosk("store", "init", settings=config)
        assert said.returncode == 0, said.stderr
    said = kiosk("ticket", "take", "A", settings=config)
    assert said.returncode == 0, said.stderr
    said = kiosk("ticket", "take", "A", settings=other)
    assert "(no_centre)" in said.stderr
    assert kiosk("store", "init", settings=other).returncode == 0

    assert "A001" in kiosk("ticket", "take", "A", settings=other).stdout
    said = kiosk("store", "check", "--json", settings=config)
    found = answers(said)
    assert said.returncode == (0 if found["落盘"]["ok"] else 1), "the tests' server does not fsync"
    assert found["历史分区"]["ok"]
    assert "23 个月" in found["历史分区"]["says"]


def test_there_and_back_again_nothing_is_changed(
    embedded: Path, config: Path, kiosk: Kiosk, folder: Path, database: Database
) -> None:
    with opened(embedded, folder) as hall:
        serve(hall)
        hall.staff.add("007", "王芳", "4711")
        hall.store.table("notes").insert({"text": "一"})
        hall.store.drop_table("notes")
        ver = hall.store.rows.ver
    before = contents(SQLite(folder, "xingfuli"))
    assert any(row.doc is None for row in before)
    assert any(not row.live and row.doc for row in before)

    said = kiosk("store", "move", "postgresql")

    assert said.returncode == 0, said.stderr
    assert contents(Postgres(database.url, "xingfuli", folder)) == before
    assert not (folder / files.DATABASE).exists()
    (kept,) = folder.glob("hall.moved-*.db")
    with opened(config, folder) as hall:
        assert hall.store.rows.ver == ver
        assert hall.queue.take("A").number == "A004"
    moved = contents(Postgres(database.url, "xingfuli", folder))

    said = kiosk("store", "move", "sqlite")

    assert said.returncode == 0, said.stderr
    assert contents(SQLite(folder, "xingfuli")) == moved
    with opened(embedded, folder) as hall:
        assert hall.queue.take("A").number == "A005"
    for machine in (folder, folder / "another machine"):
        said = kiosk("ticket", "take", "A", data=machine)
        assert "(store_moved)" in said.stderr
    said = kiosk("store", "move", "postgresql")
    assert said.returncode == 0, said.stderr
    with opened(config, folder) as hall:
        assert hall.queue.take("A").number == "A006"
    assert kept.exists()


def test_no_move_while_terminals_run(
    embedded: Path, config: Path, kiosk: Kiosk, folder: Path, database: Database, tmp_path: Path
) -> None:
    with opened(embedded, folder) as hall:
        serve(hall)
        said = kiosk("store", "move", "postgresql")
        assert "(in_use)" in said.stderr
        assert contents(Postgres(database.url, "xingfuli", folder)) == []
        assert hall.queue.take("A").number == "A004"
    assert kiosk("store", "move", "postgresql").returncode == 0
    with opened(config, folder) as hall:
        said = kiosk("store", "move", "sqlite", data=tmp_path / "back")
        assert "(store_in_use)" in said.stderr
        assert not (tmp_path / "back" / files.DATABASE).exists()
        assert hall.queue.take("A").number == "A005"


def test_no_move_over_records_that_are_there(
    embedded: Path, config: Path, kiosk: Kiosk, folder: Path, tmp_path: Path
) -> None:
    with opened(config, tmp_path / "machine") as hall:
        serve(hall)
    opened(embedded, folder).close()

    assert "(store_there)" in kiosk("store", "move", "postgresql").stderr
    assert "(store_there)" in kiosk("store", "move", "sqlite").stderr
    said = kiosk("store", "move", "postgresql", data=tmp_path / "nothing")
    assert "(no_records)" in said.stderr
    assert "(no_server)" in kiosk("store", "check", settings=embedded).stderr


def test_a_document_that_arrives_altered_stops_the_move(
    embedded: Path,
    folder: Path,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with opened(embedded, folder) as hall:
        serve(hall)
    write = rows.write

    def careless(connection: Any, centre: str, ver: int, changed: Any, new: list[Row]) -> None:
        new[-1] = new[-1]._replace(doc=b'{"altered":true}')
        write(connection, centre, ver, changed, new)

    monkeypatch.setattr(rows, "write", careless)
    server = Postgres(database.url, "xingfuli", folder)
    with closing(server), pytest.raises(StoreError) as error:
        keeping.move_there(folder, server, MONDAY)
    assert error.value.code == "store_differs"
    assert contents(Postgres(database.url, "xingfuli", folder)) == []
    with opened(embedded, folder) as hall:
        assert hall.queue.take("A").number == "A004"


def test_a_backup_of_the_server_opens_anywhere(
    embedded: Path, config: Path, kiosk: Kiosk, folder: Path, tmp_path: Path
) -> None:
    with opened(config, folder) as hall:
        serve(hall)
        said = kiosk("backup", tmp_path / "saved")
        assert said.returncode == 0, said.stderr
        assert hall.queue.take("A").number == "A004"
    said = kiosk("restore", tmp_path / "saved", settings=embedded, data=tmp_path / "new")
    assert said.returncode == 0, said.stderr
    with opened(embedded, tmp_path / "new") as hall:
        assert sorted(t.number for t in hall.queue.tickets()) == ["A001", "A002", "A003", "B001"]
    said = kiosk("export", "--tinydb", tmp_path / "out.json")
    assert said.returncode == 0, said.stderr
    assert len(json.loads((tmp_path / "out.json").read_text())["tickets"]) == 5


def test_a_restore_puts_the_server_back_and_gives_no_number_again(
    config: Path, kiosk: Kiosk, folder: Path, tmp_path: Path, database: Database
) -> None:
    with opened(config, folder) as hall:
        serve(hall)
        kiosk("backup", tmp_path / "saved")
        serve(hall)
        said = kiosk("restore", tmp_path / "saved", "--force")
        assert "(store_in_use)" in said.stderr
    said = kiosk("restore", tmp_path / "saved")
    assert "(restore_over_live)" in said.stderr

    said = kiosk("restore", tmp_path / "saved", "--force")

    assert said.returncode == 0, said.stderr
    (aside,) = folder.glob("hall.replaced-*.db")
    assert aside.stat().st_size > 0
    with opened(config, folder) as hall:
        assert len(hall.queue.tickets()) == 4
        assert [hall.queue.take("A").number, hall.queue.take("B").number] == ["A007", "B003"]


def test_a_terminal_that_was_cut_off_during_a_restore_has_to_start_again(
    config: Path, kiosk: Kiosk, folder: Path, tmp_path: Path, database: Database
) -> None:
    with opened(config, tmp_path / "a") as hall:
        serve(hall)
        assert kiosk("backup", tmp_path / "saved").returncode == 0
        database.connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        said = kiosk("restore", tmp_path / "saved", "--force")
        assert said.returncode == 0, said.stderr
        with pytest.raises(StoreError) as error:
            hall.queue.take("A")
        assert error.value.code in {"store_replaced", "config_differs"}
    with opened(config, tmp_path / "a") as hall:
        assert hall.queue.take("A").number == "A004"


def test_the_doctor_looks_at_the_server(config: Path, kiosk: Kiosk, folder: Path) -> None:
    with opened(config, folder) as hall:
        serve(hall)
    said = kiosk("doctor", "--json", clock=False)
    found = answers(said)
    assert "PostgreSQL" in found["数据服务器"]["says"]
    assert found["时钟"]["ok"]
    assert found["审计记录"]["ok"]


def test_terminals_need_no_more_than_the_grants(
    database: Database, folder: Path, tmp_path: Path
) -> None:
    database.role("kiosk_terminal")
    database.role("kiosk_reports")
    for name in ("grants.sql", "reports.sql"):
        database.connection.execute((GRANTS / name).read_bytes())
    url = database.as_role("kiosk_terminal")
    config = settings(tmp_path, more=f'[store]\nengine = "postgresql"\nurl = "{url}"')
    with opened(config, folder) as hall:
        serve(hall)
        hall.staff.add("007", "王芳", "4711")
        (entry, *_) = hall.store.table("audit").past("day", "2026-11-23")
        assert entry["what"] == "added"
        assert hall.audit.verify().broken == ""
    store = Store(Postgres(url, "xingfuli", folder))
    ticket = "2026-11-23/A001"
    records(store, "tickets").retire([ticket])
    records(store, "tickets").update({"note": "更正"}, doc_ids=[ticket])
    records(store, "tickets").remove(doc_ids=[ticket])
    store.close()

    with psycopg.connect(url, autocommit=True) as terminal:
        for words in (
            "DELETE FROM kiosk.docs",
            "DELETE FROM kiosk.centres",
            "INSERT INTO kiosk.centres VALUES ('strange', 0)",
            "CREATE TABLE kiosk.mine (n int)",
            "DROP TABLE kiosk.history_2026_10",
            "TRUNCATE kiosk.history",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                terminal.execute(words.encode())
    with psycopg.connect(database.as_role("kiosk_reports"), autocommit=True) as reports:
        found = reports.execute("SELECT DISTINCT tbl FROM kiosk.report").fetchall()
        assert ("tickets",) in found
        assert not {("keys",), ("staff",)} & set(found)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reports.execute("SELECT * FROM kiosk.docs")
    database.connection.execute("DROP VIEW kiosk.report")
