"""Cut the shipped font out of Debian's: ``python -m kiosk.fonts.subset SOURCE.ttc``.

Needs the optional extra ``font`` (fontTools); nothing else in the hall does.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from kiosk.fonts import FONT

FAMILY = "Noto Sans Mono CJK SC"
"""The face to take out of a collection: its ASCII is exactly half as wide as its Chinese."""

TABLE_8105 = Path(__file__).with_name("table-8105.txt")
"""通用规范汉字表, the characters that a Chinese name may be registered with since 2013."""

SIGNS = (
    (0x0020, 0x007F),  # ASCII
    (0x00A0, 0x0100),  # Latin-1: names of foreign residents, ¥ · × ÷ §
    (0x2010, 0x2040),  # dashes, quotation marks, …
    (0x20AC, 0x20AD),  # €
    (0x2100, 0x2140),  # ℃ № ™
    (0x2150, 0x2180),  # Roman numerals
    (0x2190, 0x219A),  # arrows
    (0x2200, 0x2270),  # mathematics
    (0x2460, 0x2500),  # ① ⑴ Ⓐ
    (0x2500, 0x2600),  # boxes, blocks, shapes
    (0x2600, 0x2670),  # ★ ☎ ♀
    (0x26A0, 0x26A1),  # ⚠
    (0x2700, 0x2780),  # ✓ ✔ where the source has them
    (0x3000, 0x3040),  # 、。《》〇〓
    (0x3200, 0x3400),  # ㈠ ㎡ ㊣
    (0xFE30, 0xFE50),  # upright brackets
    (0xFF00, 0xFFF0),  # full width
)
"""Half-open ranges of what stands between the words on Chinese paper."""

PINYIN = "āáǎàōóǒòēéěèêīíǐìūúǔùǖǘǚǜüńňǹḿ"
"""Tone-marked letters, composed (NFC)."""


def characters() -> set[int]:
    """The code points to keep: 通用规范汉字表, GB 2312, common Big5, signs, pinyin."""
    table = TABLE_8105.read_text(encoding="utf-8")
    kept = {ord(c) for row in table.splitlines() if not row.startswith("#") for c in row}
    for first, end in SIGNS:
        kept.update(range(first, end))
    kept.update(map(ord, PINYIN))
    kept.update(_double_byte("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF)))
    kept.update(_double_byte("big5", range(0xA4, 0xC7), range(0x40, 0xFF)))
    return kept


def cut(source: Path, target: Path) -> int:
    """Write ``target`` with ``characters()`` of ``source``; returns how many of them it has.

    Outlines, widths and the licence fields stay; layout features go, since receipts
    draw one character a cell.
    """
    from fontTools import subset  # noqa: PLC0415 - an optional extra
    from fontTools.ttLib import TTCollection, TTFont  # noqa: PLC0415

    if source.suffix.lower() in {".ttc", ".otc"}:
        faces = TTCollection(source, lazy=True).fonts
        font = next(face for face in faces if face["name"].getDebugName(4) == FAMILY)
    else:
        font = TTFont(source, lazy=True)
    options = subset.Options()
    options.layout_features = []
    options.hinting = True  # without it 曦 and the like lose strokes at 24 px
    options.notdef_outline = True  # a missing character must be seen as missing
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 13, 14]
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx", "GDEF", "GPOS", "GSUB"]
    worker = subset.Subsetter(options)
    worker.populate(unicodes=characters())
    worker.subset(font)
    font.recalcTimestamp = False  # the same source gives the same bytes
    font.save(target)
    return len(font.getBestCmap())


def _double_byte(encoding: str, leads: Iterable[int], trails: range) -> set[int]:
    found: set[int] = set()
    for lead in leads:
        for trail in trails:
            found.update(map(ord, bytes((lead, trail)).decode(encoding, "ignore")))
    return found


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="NotoSansCJK-Regular.ttc")
    parser.add_argument("--output", type=Path, default=FONT)
    given = parser.parse_args()
    count = cut(given.source, given.output)
    print(f"{given.output}: {count} characters, {given.output.stat().st_size:,} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
