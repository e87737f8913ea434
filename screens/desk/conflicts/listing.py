"""Facts that contradict the records or each other, the oldest first; a person looks and says why.

Nothing else changes here: what is to be done is done with the ordinary keys.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual import on
from textual.message import Message
from textual.widget import Widget

from kiosk.wording import say
from screens.desk.acts import Act
from screens.desk.conflicts.acts import DECIDED, LIST
from screens.desk.pick_list import PickList
from screens.desk.requests.frame import Framed
from screens.desk.rows import Row
from screens.terminal import HallChanged


class ConflictSettled(Message):
    """It is on record who looked at it, and what they said."""

    def __init__(self, about: str) -> None:
        super().__init__()
        self.about = about


class Conflicts(Framed):
    """A list that follows the hall."""

    KEYS: ClassVar[tuple[Act, ...]] = LIST

    def key_said(self, name: str) -> str:
        return self.say(f"cut_off.act_{name}")

    def why_said(self, name: str, language: str) -> str:
        return say(f"cut_off.why_{name}", language)

    def title_said(self) -> str:
        return self.say("cut_off.title")

    def body(self) -> Iterable[Widget]:
        yield PickList(self.say("desk.more"))

    @on(HallChanged)
    def show_hall(self) -> None:
        conflicts = self.hall.conflicts
        rows: list[tuple[str, Row]] = [
            (one.id, (conflicts.sentence(one, self.language), "row")) for one in conflicts.open()
        ]
        nothing = ("", (self.say("cut_off.none"), "heading"))
        self.query_one(PickList).offer(rows or [nothing])

    @on(PickList.Selected)
    def _show_keys(self) -> None:
        self.may({"settle"} if self.query_one(PickList).selected else set())

    @on(PickList.Opened)
    def _opened(self) -> None:
        self.act_settle()

    def act_settle(self, key: str = "") -> None:
        """Say what was decided about the selected one."""
        if chosen := self.query_one(PickList).selected:
            self.ask_why(self.say("cut_off.how"), DECIDED, partial(self._settle, chosen), key)

    def _settle(self, id_: str, words: str) -> None:
        def settle() -> Message:
            settled = self.hall.conflicts.settle(id_, self.person.number, words)
            return ConflictSettled(settled.about)

        self.start("settle", settle)

    @on(ConflictSettled)
    def _say_settled(self, event: ConflictSettled) -> None:
        self.tell(self.say("cut_off.settled", about=event.about))
        self.show_hall()
