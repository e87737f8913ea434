"""Processes that claim the last place at the same instant."""

from __future__ import annotations

from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path

from kiosk.errors import Refused
from kiosk.hall import Hall
from tests.centre import MONDAY, standing_at


def claimer(
    config: Path,
    data: Path,
    start: Barrier,
    volunteer: str,
    activities: list[str],
    told: Connection,
) -> None:
    """Claim a place in each activity, all together; in the end say what one was told of each."""
    with Hall.open(config, data, standing_at(MONDAY)) as hall:
        posts, said = hall.volunteers.roster.posts, []
        for activity in activities:
            start.wait()
            try:
                posts.claim(activity, volunteer)
            except Refused as refused:
                said.append(refused.code)
            else:
                said.append("claimed")
            start.wait()
            # Whoever has it gives every second one back, and all run for it again.
            if said[-1] == "claimed" and len(said) % 2 == 0:
                posts.give_back(activity, volunteer)
                said[-1] = "given back"
        told.send(said)
