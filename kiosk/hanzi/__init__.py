"""Chinese without an input method: pinyin and strokes to characters, characters to pinyin.

The tables come with the project; librime is used where it is installed. Nothing typed is kept.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.hanzi.engine import Candidate, Engine, Kind

if TYPE_CHECKING:
    from kiosk.hanzi.table import Table

__all__ = ["Candidate", "Engine", "Kind", "initials", "opened", "pinyin"]


def opened(cache_folder: Path | None = None) -> Engine:
    """The engine of this machine; takes up to a second, so call it off the screen's thread.

    librime needs ``cache_folder`` to keep its compiled tables in. Without the folder, without the
    library, or when anything about it fails, the shipped tables serve alone.
    """
    if cache_folder is not None:
        from kiosk.hanzi.rime import rime  # noqa: PLC0415 -- ctypes, only where it may be needed

        found: Engine | None = rime(_table(), cache_folder)
        if found is not None:
            return found
    return _table()


def pinyin(text: str) -> list[tuple[str, ...]]:
    """The syllables of each character without tones, the usual first; empty where it has none."""
    readings = _table().characters.readings
    return [readings.get(char, ()) for char in text]


def initials(text: str) -> str:
    """The first letter of the usual syllable of each character; others stand for themselves."""
    return "".join(
        said[0][0] if said else char for char, said in zip(text, pinyin(text), strict=True)
    )


@cache
def _table() -> Table:
    from kiosk.hanzi.table import Table  # noqa: PLC0415 -- read when first needed

    return Table()
