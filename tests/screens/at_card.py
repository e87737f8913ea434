"""Volunteers at the lobby: people with cards, activities of a Monday, and what they touch."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from textual.pilot import Pilot

from kiosk.hall import Hall
from kiosk.volunteers.activity import Activity
from screens.lobby.app import LobbyApp
from screens.lobby.start import Start
from screens.lobby.step import Step
from screens.widgets.big_text import BigText
from screens.widgets.tile import Tile
from tests.screens.hands import scan
from tests.screens.seen import HallClock, until

CLERK, OTHER = "007", "008"


class Helpers:
    """What tests do to a hall in one line; the clock is moved by hand. It begins at seven."""

    def __init__(self, hall: Hall, clock: HallClock) -> None:
        self.hall, self.clock = hall, clock
        self.volunteers = hall.volunteers
        clock.at = clock.at.replace(hour=7)
        hall.staff.add(CLERK, "王芳", "2468")
        hall.staff.add(OTHER, "李强", "1357")
        self.number = self.enrol("张小明", "13800001234")

    def enrol(self, name: str, phone: str, **more: Any) -> str:
        """Somebody new; their number."""
        return self.volunteers.roster.enrol(name, phone, **more).number

    @property
    def card(self) -> str:
        """The digits of the card of 张小明."""
        return self.volunteers.roster.card(self.number)

    def activity(
        self, start: str = "09:00", end: str = "11:00", name: str = "楼道清洁", **more: Any
    ) -> Activity:
        """An activity of this day, from one time to another."""
        said = {
            "name": name,
            "place": "幸福路 3 号",
            "content": "清扫楼道和院落",
            "unit": "幸福里社区居委会",
            "in_charge": "王芳",
            "starts": self.time(start),
            "ends": self.time(end),
        }
        return self.volunteers.activities.add(CLERK, **(said | more))

    def time(self, time: str) -> datetime:
        """A time of this day."""
        hour, minute = map(int, time.split(":"))
        return self.clock.at.replace(hour=hour, minute=minute, second=0)

    def show(self, time: str) -> None:
        """Turn the clock to a time of this day."""
        self.clock.at = self.time(time)

    def tomorrow(self, hour: int = 9) -> None:
        """Turn the clock to the next day, and let it begin."""
        self.clock.forward(days=1)
        self.clock.at = self.clock.at.replace(hour=hour, minute=0, second=0)
        self.hall.queue.days.open(self.hall.clock.now())

    def signs(self, number: str | None = None) -> list[str]:
        """Everything recorded of somebody: what happened, in order."""
        entries = self.volunteers.hours.entries(number or self.number)
        return [move.what.value for entry in entries for move in entry.attendance.moves]

    def reasons(self) -> list[str]:
        """Why scans of this day failed, in their order."""
        return [failed.reason for failed in self.volunteers.attendance.failed()]


class Hand:
    """Somebody before the lobby's screen."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        self.pilot = pilot
        self.app: LobbyApp = pilot.app  # type: ignore[assignment]

    async def ready(self, kind: type) -> None:
        """Wait for a screen that takes touches."""

        def there() -> bool:
            screen = self.app.screen
            return isinstance(screen, kind) and isinstance(screen, Step) and screen.guard.open

        await until(self.pilot, there)

    @property
    def heading(self) -> str:
        """What stands on the screen in large characters."""
        return self.app.screen.query_one("#heading", BigText).text

    async def at_start(self) -> None:
        await self.ready(Start)

    async def scans(self, code: str, kind: type) -> None:
        """Hold a code before the scanner, and wait for a screen that takes touches."""
        scan(self.app, code)
        await self.ready(kind)

    async def touches(self, title: str, kind: type) -> None:
        """Touch the tile with this title, and wait for a screen that takes touches."""
        tiles = [tile for tile in self.app.screen.query(Tile) if tile.display]
        assert title in [tile.face.title for tile in tiles]
        await self.pilot.click(next(tile for tile in tiles if tile.face.title == title))
        await self.ready(kind)
