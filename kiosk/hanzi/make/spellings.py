"""How characters and words are spelled, and how common they are.

Weights are letters, ``A`` (never met) to ``z``: two steps are a factor of two in the corpora. Three
of them for a character: in running text, in given names, and in text written in Traditional.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cached_property
from math import log2
from pathlib import Path
from unicodedata import normalize

from kiosk.hanzi.make.sources import Folder, standard
from kiosk.hanzi.make.strokes import chars
from kiosk.hanzi.syllables import ALIASES, MARK

SCALE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
"""Weights, lowest first; their order is that of ASCII."""

OWN = Path(__file__).with_name("words.txt")
"""Words of a community service hall, as common as ``OWN_COUNT``."""

SURNAMES = Path(__file__).with_name("surnames.txt")
"""Family names, the commonest first."""

GIVEN = Path(__file__).with_name("given.txt")
"""Characters of given names, one row after the other."""

GIVEN_LEVELS = (32, 26, 22)
"""The least weight of each row of ``GIVEN``."""

OWN_COUNT = 3000
"""See ``OWN``."""

LONGEST = 6
"""Characters of a word."""

LEAST = 12
"""How often jieba must have met a word that the input method does not know."""

NOT_SPELLED = frozenset({"m", "n", "ng", "hm", "hng", "ê"})
"""Sounds, not syllables: as one letter they would break every name that begins with it."""

ALSO = {"嗯": "en"}
"""What is typed for a character that has only such a sound."""

SELDOM = 0.1
"""Share of a character's uses below which a reading is not one for names."""

OTHER_SCRIPT = 14
"""Steps that a form of the other script is put back by."""


def toneless(said: str) -> str:
    """``lǜ`` as it is typed: ``lv``."""
    plain = normalize("NFD", said.replace("ü", "v"))
    plain = plain.replace("u\u0308", "v").replace("e\u0302", "ê")
    return typed("".join(c for c in plain if (c.isascii() and c.isalpha()) or c == "ê").lower())


def typed(said: str) -> str:
    """A syllable in the one way that the tables spell it."""
    return ALIASES.get(said, said.replace("ü", "v"))


def weight(count: float) -> int:
    """A count as a place on ``SCALE``."""
    return min(len(SCALE) - 1, round(2 * log2(count + 1)))


class Spellings:
    """Readings and weights of the characters that can be drawn, and of words."""

    def __init__(self, sources: Folder, drawn: set[str]) -> None:
        self._sources, self._drawn = sources, drawn
        self._standard = {char: at for at, char in enumerate(standard())}
        self._android: dict[str, dict[str, int]] = defaultdict(dict)
        for word, said, count in sources.android():
            self._android[word][" ".join(map(typed, said.split()))] = count
        self._jieba = {word: (count, kind) for word, count, kind in sources.jieba()}
        variants = sources.unihan("Variants", "kTraditionalVariant", "kSimplifiedVariant")
        self._full = {c: chars(v) for c, v in variants["kTraditionalVariant"].items()}
        self._simple = {c: chars(v) for c, v in variants["kSimplifiedVariant"].items()}

    @cached_property
    def readings(self) -> dict[str, dict[str, float]]:
        """How often each character that can be drawn is read how."""
        said = self._sources.unihan("Readings", "kTGHZ2013", "kMandarin")
        known = self._sources.readings()
        found = {}
        for char in self._drawn:
            official = re.findall(r"[^\s:,]+(?=,|$|\s)", said["kTGHZ2013"].get(char, ""))
            usual = [toneless(r) for r in [*official, *said["kMandarin"].get(char, "").split()]]
            rare = [toneless(r) for r in known.get(char, [])]
            counts = self._android.get(char, {})
            total = sum(counts.values())
            ways = {r: float(counts[r]) for r in counts if r in usual or r in rare or not rare}
            for way in usual:
                ways.setdefault(way, total * 0.02)
            for way in rare:
                ways.setdefault(way, total * 0.001)
            if char in ALSO:
                ways[ALSO[char]] = float(total)
            kept = {r: c for r, c in ways.items() if r and r not in NOT_SPELLED}
            if kept:
                found[char] = kept
        return found

    def _common(self, char: str, said: str) -> int:
        """The weight of a character in running text; one of the standard is never the lowest."""
        level = self._standard.get(char)
        floor = 0 if level is None else 1 if level >= 6500 else 2 if level >= 3500 else 4  # noqa: PLR2004
        return max(floor, weight(self.readings.get(char, {}).get(said, 0)))

    def _traditional(self, char: str, said: str) -> int:
        """The weight in Traditional text: that of the form it became, if it is one."""
        mine = self._common(char, said)
        became = [c for c in self._simple.get(char, []) if c != char]
        if became:
            return max([mine, *(self._common(c, said) for c in became)])
        was = self._full.get(char, [])
        return max(0, mine - OTHER_SCRIPT) if was and char not in was else mine

    @cached_property
    def _named(self) -> Counter[str]:
        """How many persons of jieba's have a character in their given name."""
        known = {name for name, _ in surnames()}
        counted: Counter[str] = Counter()
        for word, (count, kind) in self._jieba.items():
            if kind == "nr" and 2 <= len(word) <= 4:  # noqa: PLR2004
                family = next((n for n in (2, 1) if word[:n] in known and len(word) > n), 0)
                for char in word[family:] if family else "":
                    counted[char] += 1 + count // 20
        return counted

    def levels(self) -> dict[str, dict[str, int]]:
        """The weight in running text of each character as read each way."""
        return {
            char: {said: self._common(char, said) for said in ways}
            for char, ways in self.readings.items()
        }

    def characters(self) -> list[str]:
        """Rows of ``chars.txt``: a syllable, then each character before its three weights."""
        rows: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
        for char, ways in self.readings.items():
            for said in ways:
                levels = (
                    self._common(char, said),
                    self._given(char, said),
                    self._traditional(char, said),
                )
                weights = "".join(SCALE[level] for level in levels)
                rows[said].append((-levels[0], char, weights))
        return [
            f"{said} " + "".join(char + weights for _, char, weights in sorted(rows[said]))
            for said in sorted(rows)
        ]

    def _given(self, char: str, said: str) -> int:
        """The weight in given names; a reading that is seldom meant stays behind."""
        ways = self.readings[char]
        share = ways[said] / max(sum(ways.values()), 1)
        if share < SELDOM:
            return self._common(char, said) // 3
        met = weight(self._named[char])
        return self._liked[char] + met // 3 if char in self._liked else met

    @cached_property
    def _liked(self) -> dict[str, int]:
        """The least weight of the characters of ``given.txt``."""
        rows = GIVEN.read_text(encoding="utf-8").splitlines()
        rows = [row for row in rows if not row.startswith("#")]
        levels = zip(rows, GIVEN_LEVELS, strict=True)
        return {char: level for row, level in reversed(list(levels)) for char in row}

    def family_names(self) -> list[str]:
        """Rows of ``surnames.txt``: a spelling, then each name before its rank."""
        rows: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for rank, (name, given) in enumerate(surnames()):
            said = given or MARK.join(self._said(char)[0] for char in name)
            if name not in {other for _, other in rows[said]}:
                rows[said].append((rank, name))
        return [
            f"{said} " + "".join(f"{name}{rank}" for rank, name in rows[said])
            for said in sorted(rows, key=lambda said: said + " ")
        ]

    def words(self) -> list[str]:
        """Rows of ``words.txt``: a spelling, then each word before its weight, heaviest first."""
        rows: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for word, level in self._weighed().items():
            for said in self._spelled(word):
                rows[said].append((-level, word))
        return [
            f"{said} " + "".join(word + SCALE[-level] for level, word in sorted(rows[said]))
            for said in sorted(rows, key=lambda said: said + " ")
        ]

    def _weighed(self) -> dict[str, int]:
        levels = {word: weight(OWN_COUNT) for word in OWN.read_text(encoding="utf-8").split()}
        for word, ways in self._android.items():
            met = self._jieba.get(word, (0, ""))[0]
            levels.setdefault(word, weight((max(ways.values()) + 2 * met) / 2))
        for word, (met, kind) in self._jieba.items():
            if met >= LEAST and not kind.startswith("nr"):
                levels.setdefault(word, weight(met))
        return {
            word: level
            for word, level in levels.items()
            if 2 <= len(word) <= LONGEST and all(c in self._standard for c in word)  # noqa: PLR2004
        }

    def _spelled(self, word: str) -> list[str]:
        """The spellings of a word, syllables parted by ``'``."""
        ways = self._android.get(word)
        if ways:
            most = max(ways.values())
            return [said.replace(" ", "'") for said, n in ways.items() if n * 20 >= most]
        said: list[str] = []
        while len(said) < len(word):
            for end in range(len(word), len(said), -1):
                part = word[len(said) : end]
                way = self._said(part)
                if len(way) == len(part):
                    said += way
                    break
        return ["'".join(said)]

    @cached_property
    def _phrases(self) -> dict[str, list[str]]:
        return self._sources.phrases()

    def _said(self, part: str) -> list[str]:
        """Syllables of a part of a word; empty where it is in no list."""
        if len(part) == 1:
            ways = self.readings[part]
            return [max(ways, key=lambda way: ways[way])]
        if part in self._phrases:
            return [toneless(one) for one in self._phrases[part]]
        ways_of = self._android.get(part)
        return max(ways_of, key=lambda way: ways_of[way]).split() if ways_of else []


def surnames() -> list[tuple[str, str]]:
    """The family names of ``surnames.txt`` and their spelling where it is not the usual one."""
    rows = SURNAMES.read_text(encoding="utf-8").splitlines()
    names = [name for row in rows if not row.startswith("#") for name in row.split()]
    return [(name.partition(":")[0], name.partition(":")[2]) for name in dict.fromkeys(names)]
