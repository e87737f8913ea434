"""What the screens of volunteering have in common."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from kiosk.hall import Hall
from kiosk.hours import WEEKDAYS
from kiosk.items.answers import Section
from kiosk.volunteers.activity import Activity
from kiosk.wording import in_script, say
from screens.lobby.finding.reading import Reading
from screens.lobby.session import Session
from screens.lobby.step import Step
from screens.lobby.tiles import Tiles
from screens.widgets.tile_page import TilePage

if TYPE_CHECKING:
    from screens.lobby.volunteering.visit import Visit


class Room(Step):
    """One screen. Whatever code is shown here was probably meant to be a card."""

    FOR_CARDS = True

    def __init__(self, hall: Hall, session: Session, visit: Visit) -> None:
        super().__init__(hall, session)
        self.visit = visit


class Choices(Room, Tiles):
    """Tiles, at most seven on a page."""

    KEYS: ClassVar[tuple[str, ...]] = ("back", "over", "help", "size", "language", "more")

    @on(TilePage.Chosen)
    def _chosen(self, event: TilePage.Chosen) -> None:
        if self.guard.passes():
            self.chose(event.value)

    def chose(self, value: str) -> None:
        """A tile was touched."""


class Told(Choices):
    """A text on pages, and beside it what can be done about it."""

    def body(self) -> ComposeResult:
        with Horizontal(classes="reading"):
            with Vertical(classes="told"):
                yield Static(markup=False, id="title")
                yield Static(markup=False, id="verdict")
                yield Reading()
            with Vertical(classes="acts"):
                yield TilePage(most=3, columns=1)

    def title_text(self) -> str:
        """What it is about."""
        return ""

    def verdict(self) -> tuple[str, bool]:
        """The most important of it in a sentence, and whether it is as wished."""
        return "", True

    def sections(self) -> list[Section]:
        """The rest."""
        return []

    @property
    def reading(self) -> Reading:
        """The text."""
        return self.query_one(Reading)

    def speak(self) -> None:
        super().speak()
        title, (words, good) = self.title_text(), self.verdict()
        self.query_one("#title", Static).update(title)
        verdict = self.query_one("#verdict", Static)
        verdict.update(words)
        verdict.set_class(not good, "-no")
        self.reading.show(self.sections(), large=self.session.large)

    def wipe(self) -> None:
        super().wipe()
        self.reading.first()

    @on(Reading.Paged)
    @on(TilePage.Paged)
    def _show_more(self) -> None:
        self.query_one("#more").display = self.reading.pages > 1 or self.page.pages > 1

    def foot(self, name: str) -> None:
        if name == "more":
            self.guard.close()
            self.reading.turn()
            self.page.turn()
        else:
            super().foot(name)


def clock(at: datetime) -> str:
    """``09:02``."""
    return f"{at:%H:%M}"


def on_day(at: datetime, language: str) -> str:
    """A day in words."""
    weekday = say("lobby.weekdays", language).split()[at.weekday() % len(WEEKDAYS)]
    return say("lobby.date", language, month=at.month, day=at.day, weekday=weekday)


def when(activity: Activity, language: str) -> str:
    """The day and the times of an activity."""
    return f"{on_day(activity.starts, language)}  {times(activity)}"


def times(activity: Activity) -> str:
    """``09:00-11:00``."""
    return f"{clock(activity.starts)}-{clock(activity.ends)}"


def called(activity: Activity, language: str) -> str:
    """An activity's name in the script of a language."""
    return in_script(activity.name, language)
