"""A disk that is full, or may not be written, while the hall works."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.errors import StoreError
from kiosk.hall import Hall
from tests.centre import MONDAY, settings, standing_at
from tests.faults.disks import Mount, tmpfs
from tests.faults.load import Load, check


def fill(disk: Mount) -> Path:
    """Take all the room there is."""
    ballast = disk.at / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return ballast


def test_a_full_disk_refuses_acts_loses_none_and_goes_on_when_there_is_room(
    tmp_path: Path,
) -> None:
    config = settings(tmp_path)
    with tmpfs(tmp_path / "disk", "16m") as disk:
        data = disk.at / "data"
        with Load(config, data, tmp_path / "acks") as load:
            load.running(10)
            ballast = fill(disk)
            load.refused()
            assert load.words() == {"disk_full"}
            with (
                pytest.raises(StoreError) as refused,
                Hall.open(config, data, standing_at(MONDAY)) as hall,
            ):
                hall.store.table("notes").insert({"text": "x" * 1_000_000})
            assert refused.value.code == "disk_full"

            ballast.unlink()
            load.running(10)
        acks = load.kill()
        assert load.words() == {"disk_full"}

        check(config, data, acks)


def test_a_new_folder_on_a_full_disk_is_refused_and_opens_when_there_is_room(
    tmp_path: Path,
) -> None:
    config = settings(tmp_path)
    with tmpfs(tmp_path / "disk", "256k") as disk:
        ballast = fill(disk)

        with pytest.raises(StoreError) as refused:
            Hall.open(config, disk.at / "data", standing_at(MONDAY))

        assert refused.value.code in {"disk_full", "disk_error"}
        ballast.unlink()
        with Hall.open(config, disk.at / "data", standing_at(MONDAY)) as hall:
            assert hall.queue.take("A").number == "A001"


LIMITED = """
import resource, sys
from pathlib import Path
from kiosk.errors import StoreError
from kiosk.hall import Hall
from tests.centre import MONDAY, standing_at
with Hall.open(Path(sys.argv[1]), Path(sys.argv[2]), standing_at(MONDAY)) as hall:
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
    given = 0
    try:
        while True:
            hall.queue.take("A")
            given += 1
    except StoreError as refused:
        print(given, refused.code)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(hall.queue.take("A").number)
"""


def test_a_file_that_may_not_grow_refuses_the_act_and_goes_on_afterwards(tmp_path: Path) -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    words = [sys.executable, "-c", LIMITED, settings(tmp_path), tmp_path / "data"]

    said = subprocess.run([str(w) for w in words], capture_output=True, text=True, check=True)

    given, word, number = said.stdout.split()
    # SQLite calls only ENOSPC "full"; a limit on files (EFBIG) is an error of the disk to it.
    assert word in {"disk_full", "disk_error"}
    assert int(given) >= 5
    assert number == f"A{int(given) + 1:03d}", "the refused act used no number up"
    with Hall.open(settings(tmp_path), tmp_path / "data", standing_at(MONDAY)) as hall:
        assert len(hall.queue.tickets()) == int(given) + 1
