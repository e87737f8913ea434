"""A log that lost its end is not passed over in silence, and its numbers are not given again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk import config as settings_of
from kiosk.errors import StoreError
from kiosk.hall import Hall
from kiosk.store import files, keeping
from tests.centre import MONDAY, standing_at
from tests.store.conftest import Kiosk, OpenHall

pytestmark = pytest.mark.embedded

FRAME = 24 + 4096
"""Bytes of one page in SQLite's log (sqlite.org/fileformat2.html#the_write_ahead_log)."""


@pytest.fixture
def crashed(open_hall: OpenHall, tmp_path: Path) -> Path:
    """A folder as a crash leaves it: ten tickets, all of them only in the log."""
    hall = open_hall()
    for _ in range(10):
        hall.queue.take("A")
    copy = tmp_path / "crashed"
    copy.mkdir()
    for name in (files.DATABASE, f"{files.DATABASE}-wal", files.LAST):
        shutil.copy(tmp_path / "data" / name, copy)
    return copy


def _log(folder: Path) -> Path:
    return folder / f"{files.DATABASE}-wal"


def _cut(folder: Path) -> None:
    log = _log(folder)
    with log.open("r+b") as file:
        file.truncate(log.stat().st_size - 3 * FRAME)


def _flip(folder: Path) -> None:
    log = _log(folder)
    place = log.stat().st_size * 2 // 3
    with log.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ 1]))


def _delete(folder: Path) -> None:
    _log(folder).unlink()


LOSSES = pytest.mark.parametrize("lose", [_cut, _flip, _delete])


def take(config: Path, folder: Path) -> str:
    with Hall.open(config, folder, standing_at(MONDAY)) as hall:
        return hall.queue.take("A").number


def lost(config: Path, folder: Path) -> int:
    with pytest.raises(StoreError) as refused:
        take(config, folder)
    assert refused.value.code == "store_lost_tail"
    assert isinstance(refused.value.fields["lost"], int)
    return refused.value.fields["lost"]


def test_a_whole_log_opens_as_if_nothing_had_been(crashed: Path, config: Path) -> None:
    assert take(config, crashed) == "A011"


@LOSSES
def test_a_lost_end_is_an_alarm_until_somebody_has_looked(
    crashed: Path, config: Path, lose: object
) -> None:
    assert callable(lose)
    lose(crashed)

    first = lost(config, crashed)

    assert first >= 1
    assert lost(config, crashed) == first, "still so at the second try"


@LOSSES
def test_after_accepting_the_loss_the_lost_numbers_are_not_given_again(
    crashed: Path, config: Path, kiosk: Kiosk, lose: object
) -> None:
    assert callable(lose)
    lose(crashed)
    missing = lost(config, crashed)

    said = kiosk("doctor", "--accept-loss", data=crashed)

    assert f"已承认丢失 {missing} 笔" in said.stdout, said.stderr
    assert int(take(config, crashed)[1:]) >= 11
    again = kiosk("doctor", "--accept-loss", data=crashed)
    assert "已承认丢失 0 笔" in again.stdout


def test_a_restore_over_a_lost_end_leaves_the_lost_numbers_out_too(
    crashed: Path, config: Path, kiosk: Kiosk, tmp_path: Path
) -> None:
    with Hall.open(config, tmp_path / "earlier", standing_at(MONDAY)) as hall:
        hall.queue.take("A")
    kiosk("backup", tmp_path / "backup", data=tmp_path / "earlier")
    _cut(crashed)

    said = kiosk("restore", tmp_path / "backup", "--force", data=crashed)

    assert said.returncode == 0, said.stderr
    number = take(config, crashed)
    assert "A011" <= number < "A020", "close above, not a leap"


def test_a_spoilt_note_beside_the_database_does_not_make_absurd_numbers(
    crashed: Path, config: Path, kiosk: Kiosk
) -> None:
    (crashed / files.LAST).write_bytes((2**60).to_bytes(8, "little"))
    lost(config, crashed)

    kiosk("doctor", "--accept-loss", data=crashed)

    assert take(config, crashed) == "A1001"


def test_a_deleted_database_is_not_taken_for_a_new_hall(crashed: Path, config: Path) -> None:
    for path in crashed.glob("hall.db*"):
        path.unlink()

    assert lost(config, crashed) >= 10


def test_there_must_be_records_and_nobody_in_them_to_accept_a_loss(
    open_hall: OpenHall, config: Path, folder: Path, tmp_path: Path
) -> None:
    settings = settings_of.load(config)
    with pytest.raises(StoreError) as refused:
        keeping.accept_loss(tmp_path / "nothing", settings, MONDAY)
    assert refused.value.code == "no_records"
    assert not (tmp_path / "nothing").exists()

    open_hall()
    with pytest.raises(StoreError) as refused:
        keeping.accept_loss(folder, settings, MONDAY)
    assert refused.value.code == "in_use"
