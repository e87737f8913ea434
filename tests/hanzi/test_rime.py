"""librime where it is installed: better words, nothing learned; without it, the table."""

from __future__ import annotations

import ctypes
import json
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.hanzi import opened
from kiosk.hanzi.rime import DICTIONARIES, LIBRARY, SHARED, rime
from kiosk.hanzi.table import Table


def _missing() -> str:
    try:
        ctypes.CDLL(LIBRARY)
    except OSError:
        return f"{LIBRARY} is not installed (apt-get install librime1)"
    if not any((SHARED / "build" / f"{name}.table.bin").is_file() for name in DICTIONARIES):
        return "no dictionary for librime (apt-get install rime-data-luna-pinyin)"
    return ""


needs_librime = pytest.mark.skipif(bool(_missing()), reason=_missing())

ASK = """
import json, sys
from pathlib import Path
from kiosk.hanzi import Kind, opened
engine = opened(Path(sys.argv[1]))
found = {typed: [(one.text, one.takes) for one in engine.spelled(typed)] for typed in sys.argv[2:]}
name = [one.text for one in engine.spelled("zhang", kind=Kind.NAME)]
hant = [one.text for one in engine.spelled("juzhuzheng", traditional=True)]
strokes = [one.text for one in engine.stroked("111253531")]
print(json.dumps([engine.name, found, name, hant, strokes]))
"""


def _ask(folder: Path, *typed: str) -> list[object]:
    """What a process of its own answers: librime has one state in a process."""
    run = subprocess.run(
        [sys.executable, "-c", ASK, str(folder), *typed],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    answer: list[object] = json.loads(run.stdout.splitlines()[-1])
    return answer


@needs_librime
def test_words_come_from_librime_and_names_and_strokes_from_the_table(tmp_path: Path) -> None:
    name, found, family, hant, strokes = _ask(tmp_path, "zhangsan", "woyaobanlijuzhuzheng", "jie")
    assert name == "librime"
    assert isinstance(found, dict) and isinstance(family, list) and isinstance(hant, list)
    assert found["zhangsan"][0] == ["张三", 8]
    assert ["张", 5] in found["zhangsan"]
    assert found["woyaobanlijuzhuzheng"][0] == ["我要办理居住证", 20]
    assert ["㛃", 3] in found["jie"], "what librime does not have, the table adds"
    assert family[0] == "张"
    assert "居住證" in hant[:2]
    assert strokes == ["㛃"]


@needs_librime
def test_nothing_that_was_typed_is_kept(tmp_path: Path) -> None:
    _ask(tmp_path, "zhangsan")
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    _ask(tmp_path, *["wangjianguo"] * 5, "ouyangxiu")
    after = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    assert after == before
    assert not list(tmp_path.rglob("*userdb*"))
    assert not any(b"zhang" in content or "张".encode() in content for content in after.values())


@needs_librime
def test_the_order_does_not_change_by_use(tmp_path: Path) -> None:
    _, once, *_ = _ask(tmp_path, "zhangsan", "shi")
    _, again, *_ = _ask(tmp_path, *["shi"] * 20, "zhangsan")
    assert again == once


def test_without_the_library_the_table_serves(table: Table, tmp_path: Path) -> None:
    assert rime(table, tmp_path, library="librime-that-is-not-there.so") is None


@needs_librime
def test_without_a_dictionary_the_table_serves(table: Table, tmp_path: Path) -> None:
    assert rime(table, tmp_path, shared=tmp_path / "nowhere") is None


def test_a_folder_that_cannot_be_written_leaves_the_table(table: Table, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where a folder should be")
    assert rime(table, blocked) is None


def test_without_a_folder_for_its_tables_librime_is_not_asked() -> None:
    assert opened().name == "table"
