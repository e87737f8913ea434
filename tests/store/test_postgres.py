"""The server: what it says when it will not, coming back after it was away, lost answers."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast

import psycopg
import pytest
from psycopg import sql
from tinydb.table import Document

from kiosk.errors import StoreError
from kiosk.hall import Hall
from kiosk.store import Store
from kiosk.store.feed import Follower
from kiosk.store.postgres import Postgres, engine, link, rows, schema
from tests.centre import MONDAY, settings, standing_at
from tests.engines import Database
from tests.postgres import Server
from tests.store.conftest import records
from tests.waiting import until

SharedStore = Callable[..., Store]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def shared(database: Database, folder: Path) -> Iterator[SharedStore]:
    """Opens the records on the server once more, as another machine would."""
    opened: list[Store] = []

    def once_more(**more: Any) -> Store:
        opened.append(Store(Postgres(database.url, "xingfuli", folder, **more)))
        return opened[-1]

    yield once_more
    for store in opened:
        store.close()


def refused(url: str, folder: Path, centre: str = "xingfuli") -> str:
    """The word with which the engine refuses to open."""
    with pytest.raises(StoreError) as error:
        Postgres(url, centre, folder).close()
    return error.value.code


def sessions(database: Database, ending: str = "") -> list[int]:
    """Process ids of our sessions on the server."""
    found = database.connection.execute(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        " AND application_name LIKE %s",
        (f"kiosk%:%{ending}",),
    )
    return [pid for (pid,) in found.fetchall()]


def cut(database: Database) -> None:
    """End our sessions on the server, as a restart does."""
    for pid in sessions(database):
        database.connection.execute("SELECT pg_terminate_backend(%s)", (pid,))
    until(lambda: not sessions(database), "the sessions are gone")


# --- what the server says ----------------------------------------------------------------------


def test_a_server_that_is_away_is_said(folder: Path, tmp_path: Path) -> None:
    assert refused(f"postgresql:///kiosk?host={tmp_path}", folder) == "store_away"
    assert refused("postgresql://127.0.0.1:9/kiosk", folder) == "store_away"


def test_no_such_database_user_or_tables_are_said(server: Server, folder: Path) -> None:
    assert refused(server.url("nowhere"), folder) == "store_not_ready"
    assert refused(server.url("postgres", user="nobody"), folder) == "store_denied"
    assert refused(server.url("postgres"), folder) == "store_not_ready"
    assert refused("postgresql://[", folder) == "store_url"


def test_a_centre_that_was_never_added_is_refused(database: Database, folder: Path) -> None:
    assert refused(database.url, folder, "xinfuli") == "no_centre"


def test_tables_of_another_version_are_refused(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrations = {**schema.MIGRATIONS, schema.SCHEMA: lambda _: None}
    with monkeypatch.context() as newer:
        newer.setattr(schema, "MIGRATIONS", migrations)
        assert refused(database.url, folder) == "store_older"
    schema.migrate(database.connection, "here", migrations)
    try:
        assert refused(database.url, folder) == "store_newer"
    finally:
        comment = sql.SQL("COMMENT ON SCHEMA kiosk IS {}")
        database.connection.execute(comment.format(f"community-kiosk {schema.SCHEMA}"))


def test_the_password_comes_from_outside_the_settings(
    server: Server, database: Database, folder: Path, tmp_path: Path, monkeypatch: Any
) -> None:
    server.ask_for_password("locked", "kept outside")
    name = psycopg.conninfo.conninfo_to_dict(database.url)["dbname"]
    database.connection.execute("GRANT USAGE ON SCHEMA kiosk TO locked")
    for table in ("docs", "history", "centres", "writers", "meta"):
        database.connection.execute(
            sql.SQL("GRANT SELECT ON {} TO locked").format(sql.Identifier("kiosk", table))
        )
    url = server.url(str(name), user="locked")

    assert refused(url, folder) == "store_denied"
    monkeypatch.setenv("PGPASSWORD", "wrong")
    assert refused(url, folder) == "store_denied"
    monkeypatch.setenv("PGPASSWORD", "kept outside")
    Postgres(url, "xingfuli", folder).close()
    monkeypatch.delenv("PGPASSWORD")
    passfile = tmp_path / "pgpass"
    passfile.write_text("*:*:*:locked:kept outside\n")
    passfile.chmod(0o600)
    Postgres(f"{url}&passfile={passfile}", "xingfuli", folder).close()
    service = tmp_path / "services"
    service.write_text(
        f"[hall]\nhost={server.folder}\ndbname={name}\nuser=locked\npassword=kept outside\n"
    )
    monkeypatch.setenv("PGSERVICEFILE", str(service))
    Postgres("service=hall", "xingfuli", folder).close()


def test_rights_that_are_missing_are_said_and_nothing_is_recorded(
    server: Server, database: Database, folder: Path, shared: SharedStore
) -> None:
    database.role("reader")
    database.connection.execute("GRANT USAGE ON SCHEMA kiosk TO reader")
    database.connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA kiosk TO reader")
    store = Store(Postgres(database.as_role("reader"), "xingfuli", folder))
    try:
        with pytest.raises(StoreError) as error:
            records(store, "notes").insert({"n": 1})
        assert error.value.code == "store_denied"
    finally:
        store.close()
    assert len(records(shared(), "notes")) == 0


def test_a_hall_that_is_held_up_says_so_and_goes_on(
    shared: SharedStore, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(link._TIMES, "lock_timeout", 200)
    store = shared()
    with psycopg.connect(database.url) as other:
        other.execute("SELECT ver FROM kiosk.centres WHERE centre = 'xingfuli' FOR UPDATE")
        with pytest.raises(StoreError) as error:
            records(store, "notes").insert({"n": 1})
        assert error.value.code == "store_slow"

    records(store, "notes").insert({"n": 2})
    assert [note["n"] for note in records(shared(), "notes")] == [2]


def test_who_freezes_in_the_middle_of_an_act_does_not_hold_the_others_up(
    shared: SharedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(link._TIMES, "idle_in_transaction_session_timeout", 300)
    frozen = shared()
    monkeypatch.setitem(link._TIMES, "idle_in_transaction_session_timeout", 10_000)
    other = shared()

    with pytest.raises(StoreError) as error, frozen.transaction():
        records(frozen, "notes").insert({"n": 1})
        records(other, "notes").insert({"n": 2})  # waits until the server shows the other one out
        assert len(records(other, "notes")) == 1

    assert error.value.code in {"store_slow", "store_away"}
    assert [note["n"] for note in records(shared(), "notes")] == [2]
    records(frozen, "notes").insert({"n": 3})
    assert len(records(frozen, "notes")) == 2


# --- away, and back ----------------------------------------------------------------------------


def test_a_restarted_server_is_not_noticed_by_the_next_act(
    shared: SharedStore, database: Database
) -> None:
    store, other = shared(), shared()
    records(store, "notes").insert({"n": 1})
    cut(database)

    records(store, "notes").insert({"n": 2})
    records(other, "notes").insert({"n": 3})

    store.rows.catch_up()
    assert [note["n"] for note in records(store, "notes")] == [1, 2, 3]


def test_a_connection_lost_in_the_middle_of_an_act_records_nothing(
    shared: SharedStore, database: Database
) -> None:
    store = shared()
    with pytest.raises(StoreError) as error, store.transaction():
        records(store, "notes").insert({"n": 1})
        cut(database)

    assert error.value.code == "store_away"
    records(store, "notes").insert({"n": 2})
    for seen in (store, shared()):
        assert [note["n"] for note in records(seen, "notes")] == [2]
        assert seen.rows.ver == 1


def test_a_follower_says_that_the_server_is_away_and_sees_it_come_back(tmp_path: Path) -> None:
    server = Server()
    try:
        database = Database(server.url("postgres"))
        database.empty()
        store = Store(Postgres(database.url, "xingfuli", tmp_path / "here"))
        follower = Follower(store)
        follower.start()
        until(lambda: sessions(database, ":r"), "it follows")
        server.kill()
        until(lambda: follower.trouble is not None, "the trouble is noticed")
        with pytest.raises(StoreError) as error:
            records(store, "notes").insert({"n": 1})
        assert error.value.code == "store_away"

        server.start()
        until(lambda: follower.trouble is None, "it is back")
        records(store, "notes").insert({"n": 2})
        assert [note["n"] for note in records(store, "notes")] == [2]
        follower.stop()
        store.close()
    finally:
        server.remove()


def test_what_others_did_while_we_were_cut_off_is_seen(
    shared: SharedStore, database: Database
) -> None:
    store = shared()
    seen: list[Any] = []
    store.rows.told.append(seen.extend)
    cut(database)
    records(shared(), "notes").insert({"n": 1})

    store.rows.catch_up()

    assert [change.after for change in seen] == [b'{"n":1}']


@pytest.mark.parametrize("listen", [True, False])
def test_changes_are_heard_of_or_looked_for(
    shared: SharedStore, listen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.store.feed.CERTAIN", 3600)
    store = shared(listen=listen)
    follower = Follower(store)
    follower.start()
    try:
        for n in range(5):
            records(shared(), "notes").insert({"n": n})
            until(lambda n=n: len(records(store, "notes")) > n, "it is seen")  # type: ignore[misc]
    finally:
        follower.stop()


# --- a lost answer -----------------------------------------------------------------------------


class Lost:
    """Cuts the wire once, in a commit: before anything was sent, or before the answer came."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, database: Database, *, after: bool) -> None:
        self.happened = 0
        sync, write = psycopg.Pipeline.sync, rows.write

        def cut_after(pipeline: psycopg.Pipeline) -> None:
            sync(pipeline)
            if not self.happened:
                query = "SELECT ver FROM kiosk.centres WHERE centre = 'xingfuli'"
                ver = database.connection.execute
                until(lambda: ver(query).fetchone() == (1,), "it is recorded")
                self._cut(pipeline._conn)

        def cut_before(connection: psycopg.Connection[Any], *words: Any, **more: Any) -> None:
            if not self.happened:
                self._cut(connection)
            write(connection, *words, **more)

        if after:
            monkeypatch.setattr(psycopg.Pipeline, "sync", cut_after)
        else:
            monkeypatch.setattr(rows, "write", cut_before)

    def _cut(self, connection: psycopg.Connection[Any]) -> None:
        self.happened += 1
        connection.pgconn.finish()
        raise psycopg.OperationalError("the wire was cut")


def test_an_act_whose_answer_was_lost_is_done_once(
    shared: SharedStore, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = shared()
    lost = Lost(monkeypatch, database, after=True)

    records(store, "notes").insert({"n": 1})

    assert lost.happened == 1
    for seen in (store, shared()):
        assert [note["n"] for note in records(seen, "notes")] == [1]
    records(store, "notes").insert({"n": 2})
    assert store.rows.ver == 2


def test_an_act_that_never_reached_the_server_is_refused_and_not_recorded(
    shared: SharedStore, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = shared()
    Lost(monkeypatch, database, after=False)

    with pytest.raises(StoreError) as error:
        records(store, "notes").insert({"n": 1})

    assert error.value.code == "store_away"
    for seen in (store, shared()):
        assert len(records(seen, "notes")) == 0


def test_another_ones_transaction_under_the_same_number_is_not_taken_for_ours(
    shared: SharedStore, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, other = shared(), shared()
    settled = store.rows.engine._settled  # type: ignore[attr-defined]
    Lost(monkeypatch, database, after=False)

    def meanwhile(ver: int) -> bool:
        records(other, "notes").insert({"from": "other"})
        assert other.rows.ver == ver
        return bool(settled(ver))

    monkeypatch.setattr(store.rows.engine, "_settled", meanwhile)
    with pytest.raises(StoreError):
        records(store, "notes").insert({"from": "us"})

    store.rows.catch_up()
    assert records(store, "notes").all() == [{"from": "other"}]


def test_an_outcome_that_nobody_knows_is_said_and_shows_by_itself(
    shared: SharedStore, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = shared()
    monkeypatch.setattr(engine, "SETTLING", 0.0)
    Lost(monkeypatch, database, after=True)
    with monkeypatch.context() as away:
        connect = link.Link.connection

        def fails(self: link.Link, patience: float = 1) -> Any:
            if self._words["application_name"].endswith(":w"):
                raise psycopg.OperationalError("still away")
            return connect(self, patience)

        commit = store.rows.engine.commit

        def then_away(*words: Any) -> None:
            away.setattr(link.Link, "connection", fails)
            commit(*words)

        away.setattr(store.rows.engine, "commit", then_away)
        with pytest.raises(StoreError) as error:
            records(store, "notes").insert({"n": 1})
        assert error.value.code == "outcome_unknown"

    store.rows.catch_up()
    assert [note["n"] for note in records(store, "notes")] == [1]
    records(store, "notes").insert({"n": 2})
    assert len(records(shared(), "notes")) == 2


def test_a_server_that_lost_acknowledged_records_is_noticed(
    shared: SharedStore, database: Database
) -> None:
    """A standby that had not received the last ones took over."""
    store = shared()
    for n in range(3):
        records(store, "notes").insert({"n": n})
    database.connection.execute("DELETE FROM kiosk.docs WHERE ver > 1")
    database.connection.execute("UPDATE kiosk.centres SET ver = 1 WHERE centre = 'xingfuli'")
    cut(database)

    with pytest.raises(StoreError) as error:
        records(store, "notes").insert({"n": 4})

    assert (error.value.code, error.value.fields["lost"]) == ("store_lost_tail", 2)


def test_an_act_beside_a_new_connection_is_no_loss(
    shared: SharedStore, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the server said of itself is out of date when the answer is read."""
    store = shared()
    records(store, "notes").insert({"n": 1})
    follower, judge = Follower(store), Postgres._not_behind
    acted: list[str] = []

    def late(engine: Postgres, ver: int, seen: int) -> None:
        if threading.current_thread() is follower and not acted:
            acting = threading.Thread(target=lambda: acted.append(_insert(store)))
            acting.start()
            acting.join()
        judge(engine, ver, seen)

    monkeypatch.setattr(Postgres, "_not_behind", late)
    follower.start()
    for pid in sessions(database, ":r"):
        database.connection.execute("SELECT pg_terminate_backend(%s)", (pid,))
    until(lambda: acted, "it acted while the connection was made anew")
    before = follower._looked
    until(lambda: follower._looked > before, "it has looked again")
    assert follower.trouble is None
    follower.stop()


def _insert(store: Store) -> str:
    return str(records(store, "notes").insert({"n": 2}))


# --- the shape of the tables -------------------------------------------------------------------


def test_the_tables_can_be_distributed_by_centre(database: Database) -> None:
    def asked(query: str) -> list[tuple[Any, ...]]:
        return database.connection.execute(query).fetchall()

    keys = asked(
        "SELECT c.relname, i.relname, x.indisunique,"
        " (SELECT attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = x.indkey[0])"
        " FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i"
        " ON i.oid = x.indexrelid WHERE c.relnamespace = 'kiosk'::regnamespace"
    )
    assert len(keys) >= 8
    assert {(table, index) for table, index, _, first in keys if first != "centre"} == set()
    tables = asked(
        "SELECT relname FROM pg_class c WHERE relnamespace = 'kiosk'::regnamespace"
        " AND relkind IN ('r', 'p') AND NOT EXISTS (SELECT FROM pg_index x WHERE x.indrelid = c.oid"
        " AND x.indisprimary)"
    )
    assert tables == [], "every table has a primary key"
    for what in (
        "pg_sequences WHERE schemaname = 'kiosk'",
        "pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE c.relnamespace = 'kiosk'::regnamespace",
        "pg_proc WHERE pronamespace = 'kiosk'::regnamespace",
        "pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " WHERE c.relnamespace = 'kiosk'::regnamespace AND a.attidentity <> ''",
        "pg_constraint WHERE connamespace = 'kiosk'::regnamespace AND contype = 'f'",
    ):
        assert asked(f"SELECT count(*) FROM {what}") == [(0,)], what


def test_an_act_takes_no_advisory_lock_and_locks_its_own_centre_only(
    shared: SharedStore, database: Database
) -> None:
    store = shared()
    with store.transaction():
        records(store, "notes").insert({"n": 1})
        locks = database.connection.execute(
            "SELECT DISTINCT locktype FROM pg_locks WHERE pid = ANY(%s)", (sessions(database),)
        ).fetchall()
        free = database.connection.execute(
            "SELECT centre FROM kiosk.centres FOR UPDATE SKIP LOCKED"
        ).fetchall()
    assert ("advisory",) not in locks
    assert free == [("elsewhere",)]


# --- months ------------------------------------------------------------------------------------


def past(store: Store, day: str, number: str = "A001") -> str:
    id_ = f"{day}/{number}"
    tickets = records(store, "tickets")
    with store.transaction():
        tickets.insert(Document({"day": day, "number": number}, cast(int, id_)))
        tickets.retire([id_])
    return id_


def test_history_lies_under_its_month_and_a_month_can_go(
    shared: SharedStore, database: Database
) -> None:
    store = shared()
    october, november, far = (
        past(store, day) for day in ("2026-10-30", "2026-11-02", "2031-01-05")
    )
    where = dict(
        database.connection.execute("SELECT id, tableoid::regclass::text FROM kiosk.history")
    )
    assert where == {
        october: "kiosk.history_2026_10",
        november: "kiosk.history_2026_11",
        far: "kiosk.history_rest",
    }

    with database.connection.transaction(force_rollback=True):
        database.connection.execute("DROP TABLE kiosk.history_2026_10")
    detach = "ALTER TABLE kiosk.history DETACH PARTITION kiosk.history_2026_10"
    database.connection.execute(detach)
    try:
        tickets = records(store, "tickets")
        assert tickets.get(doc_id=october) is None
        assert tickets.get(doc_id=november)["number"] == "A001"
        assert tickets.past("day", "2026-10-30") == []
        with pytest.raises(ValueError, match="A001"):
            tickets.insert(Document({"again": True}, cast(int, october)))
        kept = database.connection.execute("SELECT id FROM kiosk.history_2026_10").fetchall()
        assert kept == [(october,)], "kept beside, for whoever wants it"
    finally:
        database.connection.execute(
            "ALTER TABLE kiosk.history ATTACH PARTITION kiosk.history_2026_10"
            " FOR VALUES IN ('2026-10')"
        )
    assert records(store, "tickets").get(doc_id=october)["number"] == "A001"


def test_history_is_changed_revived_and_removed_with_its_text(
    shared: SharedStore, database: Database
) -> None:
    def texts() -> list[tuple[str, str]]:
        query = "SELECT id, doc FROM kiosk.history ORDER BY id"
        return database.connection.execute(query).fetchall()

    store = shared()
    tickets = records(store, "tickets")
    changed, revived, removed = (past(store, "2026-11-02", f"A00{n}") for n in (1, 2, 3))

    tickets.update({"day": "2026-10-02"}, doc_ids=[changed])
    tickets.revive([revived])
    tickets.remove(doc_ids=[removed])

    assert [id_ for id_, _ in texts()] == [changed], "nothing stays behind under the old month"
    assert tickets.get(doc_id=changed)["day"] == "2026-10-02"
    assert tickets.get(doc_id=revived)["number"] == "A002"
    assert shared().rows.memory["tickets"].keys() == {revived}


def test_a_month_gets_its_own_partition_later(shared: SharedStore, database: Database) -> None:
    store = shared()
    far = past(store, "2033-03-03")

    assert schema.add_months(database.connection, date(2033, 3, 1), 2) == ["2033-03", "2033-04"]
    assert schema.add_months(database.connection, date(2033, 3, 1), 2) == []

    found = database.connection.execute("SELECT tableoid::regclass::text FROM kiosk.history")
    assert found.fetchall() == [("kiosk.history_2033_03",)]
    assert records(store, "tickets").get(doc_id=far)["number"] == "A001"
    for month in ("2033_03", "2033_04"):
        database.connection.execute(
            sql.SQL("DROP TABLE {}").format(sql.Identifier("kiosk", f"history_{month}"))
        )


# --- several halls on one server -----------------------------------------------------------------


@pytest.fixture
def hall_file(tmp_path: Path, database: Database) -> Callable[..., Path]:
    def write(name: str = "one", more: str = "", code: str = "xingfuli") -> Path:
        stored = f'[store]\nengine = "postgresql"\nurl = "{database.url}"\n{more}'
        return settings(tmp_path / name, code=code, more=stored)

    return write


def opened(config: Path, machine: Path) -> Hall:
    return Hall.open(config, machine, standing_at(MONDAY))


def test_two_machines_are_one_hall_and_two_centres_two(
    hall_file: Callable[..., Path], tmp_path: Path
) -> None:
    with (
        opened(hall_file(), tmp_path / "a") as one,
        opened(hall_file(), tmp_path / "b") as other,
        opened(hall_file("else", code="elsewhere"), tmp_path / "c") as apart,
    ):
        assert [hall.queue.take("A").number for hall in (one, other, apart)] == [
            "A001",
            "A002",
            "A001",
        ]
        keys = [cast(Any, h.store.table("keys")).get(doc_id="ticket") for h in (one, other, apart)]
        assert keys[0] == keys[1] != keys[2]


def test_opening_reads_what_is_live_however_much_is_history(
    database: Database,
    hall_file: Callable[..., Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with opened(hall_file(), tmp_path / "a") as hall:
        hall.queue.take("A")
    database.connection.execute(
        "INSERT INTO kiosk.docs SELECT 'xingfuli', 'tickets', '2019/' || n, 1, false, '2019-04',"
        " '2019-04-01', NULL FROM generate_series(1, 500) n"
    )
    read: list[Any] = []
    row = rows.row

    def noted(values: Any) -> Any:
        read.append(values)
        return row(values)

    monkeypatch.setattr(rows, "row", noted)
    with opened(hall_file(), tmp_path / "b") as hall:
        assert hall.queue.take("A").number == "A002"
    assert {"A001"} <= {id_[-4:] for _, id_, *_ in read}
    assert [id_ for _, id_, *_ in read if id_.startswith("2019/")] == []


def test_the_whole_switch_is_one_line(database: Database, tmp_path: Path) -> None:
    config = settings(tmp_path)
    url = f'store = "{database.url}"\n'
    config.write_text(url + config.read_text(encoding="utf-8"), encoding="utf-8")
    with opened(config, tmp_path / "data") as hall:
        assert isinstance(hall.store.rows.engine, Postgres)
        assert hall.queue.take("A").number == "A001"


def test_settings_are_the_same_on_all_machines(
    hall_file: Callable[..., Path], tmp_path: Path, database: Database
) -> None:
    changed = hall_file("changed", '[lines.C]\nname = "证明办理"')
    running = opened(hall_file(), tmp_path / "a")
    with pytest.raises(StoreError) as error:
        opened(changed, tmp_path / "b")
    assert error.value.code == "config_differs"
    assert running.queue.take("A").number == "A001"

    cut(database)  # the wire: meanwhile the others go on with new settings
    with opened(changed, tmp_path / "b") as hall:
        assert hall.queue.take("C").number == "C001"
    with pytest.raises(StoreError) as error:
        running.queue.take("A")
    assert error.value.code == "config_differs"
    running.close()


def test_a_killed_program_is_no_longer_running(
    hall_file: Callable[..., Path], tmp_path: Path
) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom tests.store.test_postgres import opened\n"
        "hall = opened(Path(sys.argv[1]), Path(sys.argv[2]))\nprint('ready', flush=True)\n"
        "sys.stdin.read()\n"
    )
    words = [sys.executable, "-c", code, str(hall_file()), str(tmp_path / "a")]
    run = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    assert run.stdout.readline() == "ready\n"
    changed = hall_file("changed", '[lines.C]\nname = "证明办理"')
    with pytest.raises(StoreError):
        opened(changed, tmp_path / "b")
    run.send_signal(signal.SIGKILL)
    run.communicate()

    with opened(changed, tmp_path / "b") as hall:
        assert hall.queue.take("C").number == "C001"


def test_a_simulated_clock_may_not_touch_live_records(
    hall_file: Callable[..., Path], tmp_path: Path
) -> None:
    Hall.open(hall_file(), tmp_path / "a").close()
    with pytest.raises(StoreError) as error:
        opened(hall_file(), tmp_path / "a")
    assert error.value.code == "live_data"


def test_a_folder_with_records_is_not_forgotten(
    hall_file: Callable[..., Path], tmp_path: Path
) -> None:
    Hall.open(settings(tmp_path / "before"), tmp_path / "a", standing_at(MONDAY)).close()
    with pytest.raises(StoreError) as error:
        opened(hall_file(), tmp_path / "a")
    assert error.value.code == "store_not_moved"


def test_terminals_that_start_together_sign_with_one_key(
    hall_file: Callable[..., Path], tmp_path: Path, database: Database
) -> None:
    together = threading.Barrier(4)
    keys: list[str] = []

    def start(machine: int) -> None:
        together.wait()
        with opened(hall_file(f"m{machine}"), tmp_path / f"data{machine}") as hall:
            keys.append(cast(Any, hall.store.table("keys")).get(doc_id="ticket")["secret"])

    threads = [threading.Thread(target=start, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 4
    assert len(set(keys)) == 1


def test_a_refused_opening_holds_nothing(database: Database, folder: Path) -> None:
    refused(database.url, folder, "xinfuli")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(5):
        refused(database.url, folder, "xinfuli")
    assert len(list(Path("/proc/self/fd").iterdir())) <= before
