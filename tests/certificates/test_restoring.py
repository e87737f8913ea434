"""A backup put back: no request and no certificate gets a number that somebody has on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk import config as settings
from kiosk.certificates.request import State
from kiosk.hall import Hall
from kiosk.store import files, keeping
from tests.certificates.hall import addresses, brought_to, staffed
from tests.halls import MONDAY


@pytest.mark.embedded
@pytest.mark.parametrize(
    ("readable", "next_ones"),
    [(True, ("R20260004", "00003")), (False, ("R20261001", "01001"))],
)
def test_numbers_go_on_after_those_that_were_given(
    open_hall: Callable[..., Hall],
    tmp_path: Path,
    readable: bool,
    next_ones: tuple[str, str],
) -> None:
    addresses(tmp_path)
    hall = staffed(open_hall())
    brought_to(hall, State.ISSUED)
    saved = tmp_path / "saved"
    keeping.backup(hall.store.rows.engine, saved)
    lost = hall.certificates.get(brought_to(hall, State.ISSUED)).certificate
    brought_to(hall, State.RECEIVED)
    config, folder = tmp_path / "config.toml", tmp_path / "data"
    hall.close()
    if not readable:
        (folder / files.DATABASE).write_bytes(b"\0" * 100_000)

    keeping.restore(saved, folder, settings.load(config), MONDAY, force=True)

    hall = open_hall()
    number = brought_to(hall, State.ISSUED)
    certificate = hall.certificates.get(number).certificate or ""
    assert (number, certificate[-5:]) == next_ones
    assert certificate != lost
