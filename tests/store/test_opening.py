"""Opening a folder: whose it is, with which settings and clock, and what may not be opened."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier
from typing import Any, cast

import pytest

from kiosk.errors import StoreError
from kiosk.hall import Hall
from kiosk.store import files
from tests.centre import MONDAY, settings, standing_at
from tests.faults.disks import tmpfs
from tests.store.conftest import Kiosk, OpenHall

pytestmark = pytest.mark.embedded


def refused(config: Path, folder: Path) -> str:
    """The word with which the hall refuses to open."""
    with pytest.raises(StoreError) as error:
        Hall.open(config, folder, standing_at(MONDAY)).close()
    assert str(folder) in str(error.value)
    return error.value.code


def records(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("hall.db*")}


def test_a_read_only_disk_is_refused_and_opens_again_when_writable(
    config: Path, tmp_path: Path
) -> None:
    with tmpfs(tmp_path / "disk") as disk:
        data = disk.at / "data"
        with Hall.open(config, data, standing_at(MONDAY)) as hall:
            hall.queue.take("A")
        before = records(data)

        disk.remount("ro")
        assert refused(config, data) == "store_read_only"
        assert refused(config, disk.at / "new") == "store_read_only"
        assert records(data) == before

        disk.remount("rw")
        with Hall.open(config, data, standing_at(MONDAY)) as hall:
            assert hall.queue.take("A").number == "A002"


def test_a_folder_of_somebody_else_is_refused() -> None:
    # Root may write anything: the child below is nobody, in folders nobody can reach but not write.
    with tempfile.TemporaryDirectory(dir="/var/tmp") as base:
        place = Path(base)
        place.chmod(0o755)
        config, data = settings(place), place / "data"
        with Hall.open(config, data, standing_at(MONDAY)) as hall:
            hall.queue.take("A")
        data.chmod(0o555)
        before = records(data)
        word = refused(config, data) if os.geteuid() != 0 else _as_nobody(config, data)
        assert word == "store_read_only"
        assert records(data) == before
        data.chmod(0o755)
        with Hall.open(config, data, standing_at(MONDAY)) as hall:
            assert hall.queue.take("A").number == "A002"


def _as_nobody(config: Path, data: Path) -> str:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            os.write(writing, refused(config, data).encode())
        except BaseException as error:  # noqa: BLE001 - the parent says it
            os.write(writing, repr(error).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        word = answer.read()
    os.waitpid(child, 0)
    if "Operation not permitted" in word:
        pytest.skip("this root may not become somebody else")
    return word


def test_records_of_another_centre_are_left_alone(
    hall: Hall, kiosk: Kiosk, folder: Path, tmp_path: Path
) -> None:
    hall.queue.take("A")
    other = settings(tmp_path / "other", code="elsewhere")

    said = kiosk("ticket", "take", "A", settings=other)

    assert said.returncode == 1
    assert "(other_centre)" in said.stderr
    assert len(hall.queue.tickets()) == 1


def test_a_simulated_clock_may_not_touch_live_records(kiosk: Kiosk, folder: Path) -> None:
    assert kiosk("ticket", "list", clock=False).returncode == 0
    before = records(folder)

    said = kiosk("ticket", "take", "A")

    assert said.returncode == 1
    assert "(live_data)" in said.stderr
    assert records(folder) == before
    assert kiosk("ticket", "list", clock=False).returncode == 0


def test_settings_change_between_two_openings_never_under_a_running_program(
    open_hall: OpenHall, kiosk: Kiosk, tmp_path: Path
) -> None:
    running = open_hall()
    changed = settings(tmp_path / "changed", more='[lines.C]\nname = "证明办理"')

    said = kiosk("ticket", "take", "C", settings=changed)
    assert said.returncode == 1
    assert "(config_differs)" in said.stderr
    assert running.queue.take("A").number == "A001"

    running.close()
    said = kiosk("ticket", "take", "C", settings=changed)
    assert said.returncode == 0, said.stderr
    assert "C001" in said.stdout


def test_terminals_of_one_hall_may_have_their_own_printers(
    hall: Hall, kiosk: Kiosk, tmp_path: Path
) -> None:
    hall.queue.take("A")
    own = settings(tmp_path / "desk", more='[terminals.desk]\nrole = "desk"')

    said = kiosk("--terminal", "desk", "ticket", "take", "A", settings=own)

    assert said.returncode == 0, said.stderr
    assert "A002" in said.stdout


def test_terminals_that_start_together_on_a_new_folder_all_open_it(
    config: Path, tmp_path: Path
) -> None:
    together = Barrier(4)

    def start(data: Path) -> tuple[str, str]:
        together.wait()
        with Hall.open(config, data, standing_at(MONDAY)) as hall:
            key = cast(Any, hall.store.table("keys")).get(doc_id="ticket")
            return hall.queue.take("A").number, key["secret"]

    for morning in range(10):
        with ThreadPoolExecutor(4) as pool:
            numbers, keys = zip(*pool.map(start, [tmp_path / f"{morning}"] * 4), strict=True)
        assert sorted(numbers) == ["A001", "A002", "A003", "A004"]
        assert len(set(keys)) == 1, "all sign with the same key"


def test_a_file_of_a_newer_program_is_refused(
    open_hall: OpenHall, config: Path, folder: Path
) -> None:
    open_hall().close()
    with closing(sqlite3.connect(folder / files.DATABASE)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = records(folder)

    assert refused(config, folder) == "store_newer"
    assert records(folder) == before


@pytest.mark.parametrize("where", ["header", "middle"])
def test_a_damaged_file_is_refused_untouched_and_restored_from_a_backup(
    open_hall: OpenHall, kiosk: Kiosk, config: Path, folder: Path, tmp_path: Path, where: str
) -> None:
    hall = open_hall()
    for _ in range(60):
        hall.queue.take("A")
    assert kiosk("backup", tmp_path / "backup").returncode == 0
    hall.close()
    database = folder / files.DATABASE
    page, pages = 4096, database.stat().st_size // 4096
    with database.open("r+b") as file:
        for number in [0] if where == "header" else range(pages // 3, pages):
            file.seek(number * page)
            file.write(os.urandom(page))
    before = records(folder)

    assert refused(config, folder) == "store_damaged"
    assert records(folder) == before
    doctor = kiosk("doctor")
    assert doctor.returncode == 1
    assert "Traceback" not in doctor.stderr

    assert kiosk("restore", tmp_path / "backup", "--force").returncode == 0
    restored = open_hall()
    assert len(restored.queue.tickets()) == 60
    assert int(restored.queue.take("A").number[1:]) > 60


def test_a_refused_opening_holds_nothing(open_hall: OpenHall, config: Path, folder: Path) -> None:
    open_hall().close()
    with closing(sqlite3.connect(folder / files.DATABASE)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = len(list(Path("/proc/self/fd").iterdir()))

    for _ in range(5):
        refused(config, folder)

    assert len(list(Path("/proc/self/fd").iterdir())) <= before
