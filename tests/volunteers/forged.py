"""Codes that nobody gave out: real ones altered in every way, and anything a scanner could send.

``python -m tests.volunteers.forged [COUNT]`` tries so many (1,000,000) and says what a refusal
costs; the tests try fewer. Every length from nothing to twice a code's is among them.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kiosk.codes import LENGTH, bare
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.volunteers.roster import Roster
from tests.centre import MONDAY, settings, standing_at

ODD = (
    "\0\x03\x0c\x1b[200~\x7f\x85 -.,;:+*/\\'\"<>&%$#@!?０１２３４５６７８９²³¼①一二三٣४\u200b\ufeff"
    "abcXYZ\U0001f600"
)
"""What is no digit, or only looks like one."""

REFUSALS = {"not_ours", "not_a_card", "old_card"}
"""What a code that was not given out may be told. Never that it is somebody's."""


class Tried(NamedTuple):
    """How many were tried, what each was told, whose they were taken for, seconds of each."""

    tries: int
    told: Counter[str]
    accepted: list[str]
    seconds: list[float]


def mutated(real: list[str], count: int, seed: int = 1) -> Iterator[str]:
    """Codes that differ from each real one, also after what a scanner adds is taken off."""
    chance = random.Random(seed)
    given, made = set(real), 0
    while made < count:
        code = _altered(chance, chance.choice(real), real, made)
        if bare(code) not in given:
            made += 1
            yield code


def _altered(  # noqa: PLR0911 -- one way a row
    chance: random.Random, code: str, real: list[str], n: int
) -> str:
    place = chance.randrange(LENGTH)
    digits = "".join(chance.choices("0123456789", k=chance.randrange(1, LENGTH)))
    match n % 10:
        case 0:  # one digit
            return code[:place] + chance.choice("0123456789") + code[place + 1 :]
        case 1:  # several
            return code[:place] + digits[: LENGTH - place] + code[place + len(digits) :]
        case 2:  # two of them changed places
            other = chance.randrange(LENGTH)
            swapped = list(code)
            swapped[place], swapped[other] = swapped[other], swapped[place]
            return "".join(swapped)
        case 3:  # another's check under this one's body
            return code[:20] + chance.choice(real)[20:]
        case 4:  # every length
            size = (n // 10) % (2 * LENGTH + 1)
            return "".join(chance.choices("0123456789", k=size))
        case 5:  # cut short, or gone on
            return code[:place] if chance.random() < 0.5 else code + digits
        case 6:  # no digit in its place
            return code[:place] + chance.choice(ODD) + code[place + 1 :]
        case 7:  # the next serial, the next number, another kind, another key, another day
            at = chance.choice([0, 1, 2, 6, 14, 15, 18, 19])
            return code[:at] + str((int(code[at]) + 1) % 10) + code[at + 1 :]
        case 8:  # anything
            size = chance.randrange(3 * LENGTH)
            return "".join(chr(chance.randrange(0x2FFFF)) for _ in range(size))
        case _:  # right in form and made up
            return code[0] + "".join(chance.choices("0123456789", k=LENGTH - 1))


def cards(roster: Roster, count: int = 20) -> list[str]:
    """Cards of some people; every fourth was reprinted, so one of theirs is void."""
    real = []
    for n in range(count):
        number = roster.enrol("李小明", f"138{n:08d}").number
        real.append(roster.card(number))
        if n % 4 == 0:
            real.append(roster.reprint(number))
    return real


def attempts(roster: Roster, codes: Iterator[str]) -> Tried:
    """Show each to the reader. Whatever is not a refusal is raised."""
    told: Counter[str] = Counter()
    accepted, seconds = [], []
    for code in codes:
        start = time.perf_counter()
        try:
            accepted.append(roster.read_card(code).number)
        except Refused as refused:
            told[refused.code] += 1
        seconds.append(time.perf_counter() - start)
    return Tried(len(seconds), told, accepted, seconds)


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        config, data = settings(Path(folder)), Path(folder) / "data"
        with Hall.open(config, data, standing_at(MONDAY)) as hall:
            roster = hall.volunteers.roster
            tried = attempts(roster, mutated(cards(roster), count))
    cost = statistics.quantiles(tried.seconds, n=100)
    print(f"{tried.tries} tried, {len(tried.accepted)} accepted, {dict(tried.told)}")
    print(f"a refusal: median {cost[49] * 1e6:.1f} µs, p99 {cost[98] * 1e6:.1f} µs")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
