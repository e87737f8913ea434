"""Restore: refused unless meant, nothing deleted, and no number given a second time."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk import config as settings_of
from kiosk.cli.opening import engine_of
from kiosk.errors import StoreError
from kiosk.hall import Hall
from kiosk.store import files, keeping
from tests.centre import MONDAY, settings, standing_at
from tests.faults.disks import tmpfs
from tests.store.conftest import Kiosk, OpenHall

pytestmark = pytest.mark.embedded


@pytest.fixture
def backup(open_hall: OpenHall, tmp_path: Path) -> Path:
    """A001 to A003 are in the backup, A004 and A005 were given after it."""
    hall = open_hall()
    for _ in range(3):
        hall.queue.take("A")
    saved = tmp_path / "monday.backup"
    keeping.backup(engine_of(hall), saved)
    for _ in range(2):
        hall.queue.take("A")
    hall.close()
    return saved


def numbers(hall: Hall) -> list[str]:
    return sorted(ticket.number for ticket in hall.queue.tickets())


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".log"}


def test_a_restore_puts_the_replaced_records_aside(
    backup: Path, kiosk: Kiosk, folder: Path, open_hall: OpenHall, config: Path, tmp_path: Path
) -> None:
    assert kiosk("restore", backup, "--force").returncode == 0
    assert numbers(open_hall()) == ["A001", "A002", "A003"]

    (aside,) = folder.glob("hall.replaced-*.db")
    again = tmp_path / "again"
    keeping.restore(aside, again, settings_of.load(config), MONDAY, force=False)
    with Hall.open(config, again, standing_at(MONDAY)) as replaced:
        assert numbers(replaced) == ["A001", "A002", "A003", "A004", "A005"]


def test_two_restores_at_one_moment_keep_both_replaced_records(
    backup: Path, kiosk: Kiosk, folder: Path
) -> None:
    for _ in range(3):
        assert kiosk("restore", backup, "--force").returncode == 0

    assert len(list(folder.glob("hall.replaced-*.db"))) == 3


def test_a_restore_over_records_must_be_meant(backup: Path, kiosk: Kiosk, folder: Path) -> None:
    before = contents(folder)

    said = kiosk("restore", backup)

    assert said.returncode == 1
    assert "(restore_over_live)" in said.stderr
    assert "--force" in said.stderr
    assert contents(folder) == before


def test_a_restore_waits_for_nobody(
    backup: Path, kiosk: Kiosk, open_hall: OpenHall, folder: Path
) -> None:
    hall = open_hall()

    said = kiosk("restore", backup, "--force")

    assert said.returncode == 1
    assert "(in_use)" in said.stderr
    assert hall.queue.take("A").number == "A006"
    assert not list(folder.glob("hall.replaced-*.db"))
    hall.close()
    assert kiosk("restore", backup, "--force").returncode == 0


def _garbage(backup: Path) -> None:
    backup.write_bytes(b"not a database" * 1000)


def _truncated(backup: Path) -> None:
    backup.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])


def _empty(backup: Path) -> None:
    backup.write_bytes(b"")


def _missing(backup: Path) -> None:
    backup.unlink()


def _other_program(backup: Path) -> None:
    backup.unlink()
    with closing(sqlite3.connect(backup)) as connection, connection:
        connection.execute("CREATE TABLE docs (centre, tbl, id, ver, live, doc)")


def _other_centre(backup: Path) -> None:
    with closing(sqlite3.connect(backup)) as connection, connection:
        connection.execute("UPDATE meta SET value = 'elsewhere' WHERE key = 'centre'")


def _newer(backup: Path) -> None:
    with closing(sqlite3.connect(backup)) as connection:
        connection.execute("PRAGMA user_version = 99")


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (_garbage, "not_a_backup"),
        (_truncated, "not_a_backup"),
        (_empty, "not_a_backup"),
        (_missing, "not_a_backup"),
        (_other_program, "not_a_backup"),
        (_other_centre, "other_centre"),
        (_newer, "store_newer"),
    ],
)
def test_what_is_no_backup_of_ours_changes_nothing(
    backup: Path, kiosk: Kiosk, folder: Path, open_hall: OpenHall, spoil: object, word: str
) -> None:
    assert callable(spoil)
    spoil(backup)
    before = contents(folder)

    said = kiosk("restore", backup, "--force")

    assert said.returncode == 1
    assert f"({word})" in said.stderr
    assert contents(folder) == before
    assert len(numbers(open_hall())) == 5


def test_a_restore_onto_a_full_disk_leaves_the_records_as_they_are(
    backup: Path, config: Path, tmp_path: Path
) -> None:
    with tmpfs(tmp_path / "small", "512k"):
        data = tmp_path / "small" / "data"
        keeping.restore(backup, data, settings_of.load(config), MONDAY, force=False)
        room = (tmp_path / "small" / "ballast").open("wb", buffering=0)
        with room, pytest.raises(OSError, match="28"):
            while True:
                room.write(b"x" * 4096)
        before = contents(data)

        with pytest.raises(StoreError) as refused:
            keeping.restore(backup, data, settings_of.load(config), MONDAY, force=True)

        assert refused.value.code == "disk_full"
        assert contents(data) == before


def test_numbers_go_on_after_those_of_the_replaced_records(
    backup: Path, kiosk: Kiosk, open_hall: OpenHall
) -> None:
    kiosk("restore", backup, "--force")

    hall = open_hall()

    assert hall.queue.take("A").number == "A006"
    assert hall.queue.take("B").number == "B001"
    assert open_hall().queue.take("A").number == "A007"


@pytest.mark.parametrize("damage", ["deleted", "header", "new machine"])
def test_without_readable_records_numbers_leap(
    backup: Path, kiosk: Kiosk, folder: Path, config: Path, tmp_path: Path, damage: str
) -> None:
    data = tmp_path / "new" if damage == "new machine" else folder
    if damage == "deleted":
        (folder / files.DATABASE).unlink()
    elif damage == "header":
        (folder / files.DATABASE).write_bytes(b"\0" * 100_000)

    said = kiosk("restore", backup, "--force", data=data)

    assert said.returncode == 0, said.stderr
    with Hall.open(config, data, standing_at(MONDAY)) as hall:
        assert [hall.queue.take("A").number, hall.queue.take("B").number] == ["A1001", "B1001"]
    (data / files.DATABASE).write_bytes(b"\0" * 100_000)
    kiosk("restore", backup, "--force", data=data)
    with Hall.open(config, data, standing_at(MONDAY)) as hall:
        assert hall.queue.take("A").number > "A1001", "not the leap of the first restore again"


def test_ids_made_by_the_store_are_new_after_a_restore(
    backup: Path, kiosk: Kiosk, open_hall: OpenHall
) -> None:
    hall = open_hall()
    lost = hall.store.table("notes").insert({"n": 1})
    hall.close()

    kiosk("restore", backup, "--force")

    assert open_hall().store.table("notes").insert({"n": 1}) != lost


def test_a_restored_yesterday_does_not_hold_up_today(
    backup: Path, kiosk: Kiosk, config: Path, folder: Path
) -> None:
    kiosk("restore", backup, "--force")

    with Hall.open(config, folder, standing_at(MONDAY, days=1)) as hall:
        assert hall.queue.take("A").number == "A001"


def test_before_the_business_day_begins_numbers_of_yesterdays_go_on(
    tmp_path: Path, kiosk: Kiosk
) -> None:
    config = settings_of.load(settings(tmp_path, more='[queue]\nday_starts = "04:00"'))
    night = MONDAY.replace(hour=1)
    data, saved = tmp_path / "night", tmp_path / "night.backup"
    with Hall.open(config, data, standing_at(night)) as hall:
        keeping.backup(engine_of(hall), saved)
        assert hall.queue.take("A").number == "A001"

    keeping.restore(saved, data, config, night, force=True)

    with Hall.open(config, data, standing_at(night)) as hall:
        assert hall.queue.take("A").number == "A002"
