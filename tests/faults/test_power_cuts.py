"""The plug is pulled under load: everything acknowledged is on the disk.

The disk is an ext4 on a loop device. ``EXT4_IOC_SHUTDOWN`` without log flush stops it at one
instant for everybody: what the device had received stays, dirty pages and the unwritten journal are
lost; then it is mounted again and replays its journal. An image cloned while programs write
(domain/storage.md 2) would say the same and needs a file system with reflinks; a plain copy of it
would be of no single moment. What counts is what was acknowledged before the cut: to an fdatasync
that is under way at that instant ext4 may still answer yes (jbd2_complete_transaction finds its
transaction gone), to a program that with a real cut would have stopped too. Not covered, as there:
a disk that loses its own cache.
"""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest

from tests.centre import settings
from tests.faults.disks import Disk, disk
from tests.faults.load import Ack, Load, check, missing
from tests.faults.test_kills import ROUNDS, SEED


def _cut(disk: Disk, load: Load, chance: random.Random) -> list[Ack]:
    with load:
        load.running()
        threading.Event().wait(chance.uniform(0, 0.4))  # nobody chooses the moment
        acks = load.told()
        disk.cut()
    disk.detach()
    disk.attach()
    return acks


def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    print(f"KIOSK_FAULT_SEED={SEED}")
    chance = random.Random(SEED)
    config = settings(tmp_path)
    acts = 0
    with disk(tmp_path, megabytes=256) as own:
        for number in range(ROUNDS):
            data, day = own.at / f"data-{number // 6}", number % 6 // 3
            acks = _cut(own, Load(config, data, tmp_path / "acks", day), chance)
            acts += len(acks)
            check(config, data, acks, day)
    print(f"{ROUNDS} cuts, {acts} acknowledged acts, none lost")


def test_the_method_sees_what_a_careless_store_would_lose(tmp_path: Path) -> None:
    config = settings(tmp_path)
    with disk(tmp_path) as own:
        with Load(config, own.at / "data", tmp_path / "first") as first:
            first.running()
        acks = _cut(
            own, Load(config, own.at / "data", tmp_path / "acks", sync="OFF"), random.Random(1)
        )

        assert missing(own.at / "data", acks), "without fsync acknowledged acts are lost"


def test_a_disk_that_fails_is_said_and_what_it_had_is_kept(tmp_path: Path) -> None:
    config = settings(tmp_path)
    with disk(tmp_path) as own:
        with Load(config, own.at / "data", tmp_path / "acks") as load:
            load.running(20)
            acks = load.told()
            try:
                own.fail()
            except OSError:
                pytest.skip("this kernel has no trigger_fs_error")
            load.refused()
        assert load.words() <= {"store_read_only", "disk_error"}
        own.detach()
        own.attach()

        check(config, own.at / "data", acks)
