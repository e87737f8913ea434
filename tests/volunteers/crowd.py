"""A crowd at one lobby: ``python -m tests.volunteers.crowd CONFIG DATA CARDS ACKS``.

Signs in with each card of a file, one after another, and notes each in its own file *after* the
hall said so: what stands there was acknowledged to somebody. A note is the volunteer's number, what
was done, and how many milliseconds it took.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import timedelta
from pathlib import Path

from kiosk.hall import Hall
from tests.centre import MONDAY, settings, standing_at

BEFORE = MONDAY - timedelta(minutes=30)
"""When the activity is planned."""


def prepare(folder: Path, people: int) -> tuple[Path, Path, Path]:
    """A hall with so many volunteers and one activity: its settings, records, and their cards."""
    config, data, cards = settings(folder), folder / "data", folder / "cards"
    with Hall.open(config, data, standing_at(BEFORE)) as hall:
        volunteers = hall.volunteers
        rows = "".join(f"志愿者,139{n:08d}\n" for n in range(people))
        added = volunteers.roster.import_csv(f"姓名,电话\n{rows}".encode())
        assert len(added.added) == people
        volunteers.activities.add(
            name="防汛集结",
            place="幸福路 1 号广场",
            content="沙袋装运和巡堤",
            unit="幸福里社区居委会",
            in_charge="王芳",
            starts=MONDAY,
            ends=MONDAY + timedelta(hours=8),
        )
        numbers = [person.number for person in volunteers.roster.all()]
        cards.write_text("\n".join(map(volunteers.roster.card, numbers)), encoding="ascii")
    return config, data, cards


def check(config: Path, data: Path, acks: Path) -> int:
    """Everybody who was told so is in, once; how many are."""
    told = [line.split() for line in acks.read_text().splitlines()] if acks.exists() else []
    with Hall.open(config, data, standing_at(MONDAY)) as hall:
        present = [each.volunteer for each in hall.volunteers.attendance.present()]
        assert len(present) == len(set(present))
        lost = {number for number, did, _ in told if did in {"in", "repeat"}} - set(present)
        assert not lost, sorted(lost)
    return len(present)


def main(config: str, data: str, cards: str, acks: str) -> None:
    """Sign everybody in; whoever is in already is told that it is the same scan."""
    file = os.open(acks, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with Hall.open(Path(config), Path(data), standing_at(MONDAY)) as hall:
        attendance = hall.volunteers.attendance
        for card in Path(cards).read_text(encoding="ascii").split():
            start = time.perf_counter()
            scanned = attendance.scan(card)
            taken = (time.perf_counter() - start) * 1000
            os.write(file, f"{scanned.volunteer} {scanned.did} {taken:.3f}\n".encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
