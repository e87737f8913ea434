"""What there is for volunteers; a card shown here signs in or out."""

from __future__ import annotations

from screens.lobby.volunteering.asked import Purpose
from screens.lobby.volunteering.room import Choices
from screens.widgets.tile import Face

OFFERED = (Purpose.SIGN, Purpose.HOURS, Purpose.POSTS, Purpose.CODE)


class Menu(Choices):
    """Four tiles."""

    PROMPT = "volunteering.menu"

    def faces(self) -> list[Face]:
        return [
            Face(each, self.say(f"volunteering.{each}"), "", self.say(f"volunteering.{each}_note"))
            for each in OFFERED
        ]

    def chose(self, value: str) -> None:
        self.visit.choose(Purpose(value))
