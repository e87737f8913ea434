"""Text on a grid of half-width cells: what may stand there, how wide it is, where lines end."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

log = logging.getLogger(__name__)

MISSING = "〓"
"""Stands where a character cannot be printed, so that the reader sees that something is missing."""

PRINTABLE = (
    (0x0020, 0x007F),  # ASCII
    (0x00A1, 0x0250),  # Latin letters, pinyin
    (0x0391, 0x0460),  # Greek, Cyrillic
    (0x2010, 0x2028),  # dashes, quotation marks
    (0x2030, 0x205F),
    (0x20AC, 0x20AD),  # €
    (0x2100, 0x2630),  # letter-like, arrows, mathematics, ①, boxes, shapes
    (0x2638, 0x2670),
    (0x26A0, 0x26A1),  # ⚠
    (0x2701, 0x27C0),
    (0x2E80, 0x2FE0),  # radicals
    (0x3000, 0x3130),  # CJK punctuation, kana, bopomofo
    (0x3200, 0x4DC0),
    (0x4E00, 0xA000),
    (0xF900, 0xFB00),
    (0xFE30, 0xFE50),
    (0xFF01, 0xFFA0),
    (0xFFE0, 0xFFE7),
    (0x20000, 0x33480),  # ideographs beyond the first plane, used in names
)
"""Half-open ranges of characters that paper and terminal agree on; all others become 〓."""

NARROW_SIGNS = frozenset("‑‒–‚„′″‹›‼€ℓ™℮−✓")
"""Signs from U+2010 on that the font draws in one cell (measured: advance under 0.75 em)."""

WIDE_SIGNS = frozenset("§±¶·×÷")
"""Signs below U+2010 that Chinese fonts draw in two cells although terminals give them one."""

NO_LINE_START = frozenset("，。、；：？！）】》〉」』〕〗｝］”’…—·％℃°!),.:;?]}%~～")
"""Never first in a line (GB/T 15834-2011, 5.1.10, and its width of a closing bracket)."""

NO_LINE_END = frozenset("（【《〈「『〔〖｛［“‘([{")
"""Never last in a line."""

BALANCED_LINES = 6
"""Longer paragraphs are not worth balancing."""

_RUN = r"!-~\u00a1-\u024f\u2010-\u2013０-９Ａ-Ｚａ-ｚ．＋－／￥€"
_ATOM = re.compile(rf" +|[{_RUN}]+|.", re.DOTALL)
"""Spaces; a run that stays together (word, number, amount, date); or one character."""


@lru_cache(maxsize=256)
def _atom(whole: tuple[str, ...]) -> re.Pattern[str]:
    """``_ATOM``, where each of the texts ``whole`` is as good as one sign of a run."""
    kept = "|".join(re.escape(text) for text in sorted(whole, key=len, reverse=True) if text)
    return re.compile(rf" +|(?:{kept}|[{_RUN}])+|.", re.DOTALL) if kept else _ATOM


def clean(text: str) -> str:
    """``text`` as it may go on paper: composed (NFC), one line, no control or invisible characters.

    White space of any kind becomes a space, what cannot be printed becomes 〓 and is logged once.
    The narrow yen sign becomes ￥: printers with two-byte characters print "0 6" for it.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_cleaned, unicodedata.normalize("NFC", text)))


@lru_cache(maxsize=8192)
def _cleaned(char: str) -> str:
    if char == "\u00a5":
        return "￥"
    category = unicodedata.category(char)
    if char != "\u3000" and char.isspace():
        return " "
    if category in {"Cc", "Cf", "Cs", "Mn", "Me"}:
        return ""
    code = ord(char)
    if category in {"Cn", "Co"} or not any(low <= code < end for low, end in PRINTABLE):
        log.warning("U+%04X cannot be printed", code)
        return MISSING
    return char


@lru_cache(maxsize=8192)
def width(char: str) -> int:
    """Cells of one clean character on paper: 1 or 2."""
    if unicodedata.east_asian_width(char) in "WF" or char in WIDE_SIGNS:
        return 2
    return 2 if ord(char) >= 0x2010 and not _is_narrow(char) else 1  # noqa: PLR2004 - see NARROW_SIGNS


def _is_narrow(char: str) -> bool:
    return char in NARROW_SIGNS or unicodedata.east_asian_width(char) == "H"


def measure(text: str) -> int:
    """Cells of a clean text."""
    return sum(map(width, text))


def wrap(text: str, columns: int, whole: tuple[str, ...] = ()) -> list[str]:
    """Lines of at most ``columns`` cells (2 or more).

    Numbers, amounts and words stay whole as long as one line can hold them, and so does each of
    the texts ``whole``, whatever it is made of: 京民证〔2026〕12 号, 2026-11-23 09:00.
    """
    lines: list[str] = []
    line, used = "", 0
    for atom in _atoms(text, whole):
        taken = measure(atom)
        if used + taken <= columns:
            line, used = line + atom, used + taken
            continue
        if line.strip(" "):
            lines.append(line.rstrip(" "))
        *full, line = _chopped(atom.lstrip(" "), columns)
        lines += full
        used = measure(line)
    if line.strip(" ") or not lines:
        lines.append(line.rstrip(" "))
    return lines


def widest(text: str, whole: tuple[str, ...] = ()) -> int:
    """Cells of the longest part of a text that ``wrap`` would rather not divide."""
    return max(map(measure, _atoms(text, whole)), default=0)


def balanced(text: str, columns: int, whole: tuple[str, ...] = ()) -> list[str]:
    """As many lines as ``wrap`` needs, but of like length, so that no lone sign ends the text."""
    best = wrap(text, columns, whole)
    if not 1 < len(best) <= BALANCED_LINES:
        return best
    least = max(columns // 2, widest(text, whole) - 1)
    for narrower in range(columns - 1, least, -1):
        lines = wrap(text, narrower, whole)
        if len(lines) > len(best):
            break
        best = lines
    return best


def _atoms(text: str, whole: tuple[str, ...] = ()) -> Iterator[str]:
    """What a line end must not divide, with the punctuation that clings to it."""
    held = ""
    for match in _atom(whole).finditer(text):
        atom = match.group()
        clings = held and (atom[0] in NO_LINE_START or held[-1] in NO_LINE_END)
        if held and not clings:
            yield held
            held = ""
        held += atom
    if held:
        yield held


def _chopped(atom: str, columns: int) -> list[str]:
    parts = [""]
    for char in atom:
        if measure(parts[-1]) + width(char) > columns:
            parts.append("")
        parts[-1] += char
    return parts
