"""``kiosk demo``: a hall in full swing in a temporary folder, to look at and to play with."""

from __future__ import annotations

import getpass
import json
import os
import random
import shutil
import tempfile
import time
from argparse import Namespace
from datetime import datetime, timedelta
from pathlib import Path

from kiosk import config as settings
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.hours import Clock, next_opening
from kiosk.staff import Role
from kiosk.store import engines, files

CLERK = ("1", "演示员", "2468")
"""Number, name and PIN of the demo's clerk."""

ARRIVALS = 2.6
"""Minutes between two people who come in, on average."""

SERVICE = 7.0
"""Minutes at a window, on average."""


def prepare(asked: Namespace) -> None:
    """Point the words at a filled demo hall: the one that is open, or a new one."""
    folder = Path(tempfile.gettempdir()) / f"kiosk-demo-{getpass.getuser()}"
    note = folder / engines.DEMO
    if not _is_open(folder):
        shutil.rmtree(folder, ignore_errors=True)
        moment = fill(asked.config, folder)
        note.write_text(json.dumps({"moment": moment.isoformat(), "started": time.time()}))
    began = json.loads(note.read_text())
    since = timedelta(seconds=time.time() - began["started"])
    asked.data = folder
    asked.clock = datetime.fromisoformat(began["moment"]) + since


def _is_open(folder: Path) -> bool:
    if not (folder / files.IN_USE).exists():
        return False
    in_use = files.InUse(folder / files.IN_USE)
    try:
        return not in_use.alone()
    finally:
        in_use.close()


def fill(config_file: Path, folder: Path) -> datetime:
    """Let a day and a half pass in a new folder; returns the moment at which it stands."""
    config = settings.load(config_file)
    clock = Clock(config.centre.timezone)
    opens = next_opening(config.hours, clock.now().at)
    if opens is None:
        raise Refused("never_open", f"{config_file} 的 [hours] 里没有一天开放，演示不了。")
    # Before it is opened: a demonstration is never filled into a centre's own database.
    folder.mkdir(parents=True, exist_ok=True)
    (folder / engines.DEMO).touch()
    chance = random.Random(20)  # noqa: S311 -- the same demo every time
    day = opens - timedelta(days=7)
    with Hall.open(config, folder, lambda: _Now.at) as hall:
        _Now.at = day
        hall.staff.add(*CLERK, role=Role.ADMIN)
        _pass_time(hall, chance, day, day + timedelta(hours=3))
        end = opens + timedelta(minutes=85)
        _pass_time(hall, chance, opens, end)
    os.sync()
    return end


class _Now:
    at: datetime


def _pass_time(hall: Hall, chance: random.Random, start: datetime, end: datetime) -> None:
    """People come, windows call and serve them, minute by minute."""
    queue, lines = hall.queue, list(hall.config.lines)
    free = dict.fromkeys(hall.config.windows, start)
    coming = start
    moment = start
    while moment < end:
        _Now.at = moment
        if moment >= coming:
            _tolerant(queue.take, chance.choice(lines), chance.choice([None, None, None, "elder"]))
            coming = moment + timedelta(minutes=chance.expovariate(1 / ARRIVALS))
        for window, when in free.items():
            if moment < when:
                continue
            if queue.at(window) is not None:
                _tolerant(queue.finish, window)
            if _tolerant(queue.call, window) and chance.random() < 0.9:  # noqa: PLR2004
                _Now.at = moment + timedelta(seconds=20)
                _tolerant(queue.arrive, window)
            free[window] = moment + timedelta(minutes=chance.expovariate(1 / SERVICE))
        moment += timedelta(minutes=1)


def _tolerant(act: object, *words: object) -> bool:
    try:
        act(*words)  # type: ignore[operator]
    except Refused:
        return False
    return True
