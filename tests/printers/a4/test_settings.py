"""An office printer in the settings: what is right, and what is said of the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kiosk.config import load
from kiosk.errors import ConfigError
from kiosk.hall import Hall
from tests.halls import MONDAY, HandClock, settings

FOLDER = {"device": "folder", "paper": "A4", "path": "/srv/papers"}


def written(folder: Path, **tables: dict[str, Any]) -> Path:
    path = folder / "config.toml"
    path.write_text(settings(**tables), encoding="utf-8")
    return path


def test_an_office_printer_beside_a_roll(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        printers={"office": FOLDER, "queue": {"device": "cups", "paper": "A4", "queue": "hp"}},
        terminals={"desk": {"role": "desk", "office_printer": "queue"}},
        certificates={"issuer": "幸福里社区居民委员会", "prefix": "XFL", "draft": False},
    )
    config = load(path)
    assert config.printers["office"].office
    assert not config.printers["lobby"].office
    assert config.terminals["desk"].office_printer == "queue"
    assert config.certificates.prefix == "XFL"


def test_slips_never_go_to_it_by_themselves(tmp_path: Path) -> None:
    terminals = {"lobby": {"role": "lobby"}, "desk": {"role": "desk"}}
    path = written(tmp_path, printers={"lobby": FOLDER, "roll": {}}, terminals=terminals)
    with Hall.open(path, tmp_path / "data", HandClock(MONDAY)) as hall:
        assert hall.papers.printer() == "roll"


@pytest.mark.parametrize(
    ("tables", "key", "says"),
    [
        (
            {"printers": {"a": {"device": "network", "paper": "A4", "host": "x"}}},
            "a.device",
            "cups",
        ),
        ({"printers": {"a": {"device": "folder", "path": "x"}}}, "printers.a.paper", "A4"),
        ({"printers": {"a": {"device": "folder", "paper": "A4"}}}, "printers.a.path", "文件夹"),
        ({"printers": {"a": {"paper": "A5"}}}, "printers.a.paper", "A4"),
        ({"printers": {"a": FOLDER | {"stand_in": "lobby"}}}, "a.stand_in", "互相代替"),
        (
            {"printers": {"a": FOLDER}, "terminals": {"desk": {"role": "desk", "printer": "a"}}},
            "terminals.desk.printer",
            "office_printer",
        ),
        (
            {"terminals": {"desk": {"role": "desk", "office_printer": "lobby"}}},
            "terminals.desk.office_printer",
            "A4",
        ),
        (
            {"terminals": {"desk": {"role": "desk", "office_printer": "x"}}},
            "terminals.desk.office_printer",
            "没有打印机 x",
        ),
    ],
)
def test_what_cannot_be_right_is_named(
    tmp_path: Path, tables: dict[str, dict[str, Any]], key: str, says: str
) -> None:
    with pytest.raises(ConfigError) as wrong:
        load(written(tmp_path, **tables))
    assert key in str(wrong.value)
    assert says in str(wrong.value)
