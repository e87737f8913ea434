"""The shipped hall on a server over a wire that a test can cut."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from kiosk.hall import Hall
from tests.postgres import Server
from tests.screens.seen import CONFIG, HallClock, until, words
from tests.store.wired import Wired


class WiredHall(Wired):
    """``hall(machine)`` hangs on the wire, ``elsewhere()`` does not; one clock for all."""

    def __init__(self, server: Server, folder: Path, clock: HallClock) -> None:
        super().__init__(server, folder)
        self._hands = clock
        self.first = "zh-Hans"
        """The language that the halls opened from now on speak first."""

    def config(self, url: str, machine: str, more: str = "") -> Path:
        folder = self.folder / machine
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "config.toml"
        key = f'key = "{self.folder}/hall.key"\n'  # personal data of one hall, on all its machines
        shipped = CONFIG.read_text(encoding="utf-8")
        ours = shipped.replace(
            'engine = "sqlite" ', f'engine = "postgresql"\nurl = "{url}"\n{key}', 1
        )
        ours = ours.replace('languages = ["', f'languages = ["{self.first}", "', 1)
        ours = ours.replace(f', "{self.first}"', "", 1)
        assert url in ours
        path.write_text(f"{ours}\n{more}", encoding="utf-8")
        return path

    def _open(self, config: Path, machine: str, at: datetime | None) -> Hall:
        self._opened.append(Hall.open(config, self.data(machine), self._hands))
        return self._opened[-1]


async def said(pilot: Pilot[Any], *signs: str, seconds: float = 60) -> None:
    """Wait for words on the screen, wherever lines break; a busy machine may take its time."""
    for sign in signs:
        plain = "".join(sign.split())
        await until(pilot, lambda plain=plain: plain in shown(pilot), seconds=seconds)  # type: ignore[misc]


def shown(pilot: Pilot[Any]) -> str:
    """The screen without spaces, nor the sides of a box."""
    return "".join(words(pilot.app).translate({ord("▐"): " ", ord("▌"): " "}).split())
