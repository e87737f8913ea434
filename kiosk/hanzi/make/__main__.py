"""Make the tables of ``kiosk/hanzi/data``: ``python -m kiosk.hanzi.make FOLDER``.

FOLDER holds the downloaded sources; ``kiosk/hanzi/data/README.md`` has the commands that fetch
them. Needs the optional extra ``font`` (fontTools) and ``dpkg-deb``. The same sources give the
same bytes.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from kiosk.hanzi.make.sources import SOURCES, Folder, drawable, standard
from kiosk.hanzi.make.spellings import SCALE, Spellings
from kiosk.hanzi.make.strokes import Strokes

DATA = Path(__file__).parents[1] / "data"


def make(folder: Path, target: Path) -> None:
    """Write the four tables, each with a head that says from what."""
    sources = Folder(folder)
    spellings = Spellings(sources, drawable())
    strokes = Strokes(sources)
    common = {char: max(levels.values()) for char, levels in spellings.levels().items()}
    orders = sorted(
        f"{order} {char}{SCALE[common[char]]}" for char in common for order in strokes.of(char)
    )
    _write(target / "chars.txt", spellings.characters(), "unihan", "android", "jieba", "pypinyin")
    _write(target / "words.txt", spellings.words(), "android", "jieba", "pypinyin")
    _write(target / "surnames.txt", spellings.family_names(), "android", "unihan")
    _write(target / "strokes.txt", orders, "cnchar", "chaizi", "unihan", "android")
    table = standard()
    print(f"{sum(c in common for c in table)} of {len(table)} by pinyin")  # noqa: T201
    print(f"{sum(bool(strokes.of(c)) for c in table)} of {len(table)} by strokes")  # noqa: T201


def _write(file: Path, rows: list[str], *used: str) -> None:
    origin = "; ".join(f"{SOURCES[name].file} ({SOURCES[name].licence})" for name in used)
    head = f"# From {origin}. Made by: python -m kiosk.hanzi.make FOLDER. See README.md.\n"
    file.write_text(head + "\n".join(rows) + "\n", encoding="utf-8", newline="\n")
    print(f"{file}: {len(rows):,} rows, {file.stat().st_size:,} bytes")  # noqa: T201


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the sources were downloaded to")
    parser.add_argument("--output", type=Path, default=DATA)
    given = parser.parse_args()
    make(given.folder, given.output)


if __name__ == "__main__":
    main()
