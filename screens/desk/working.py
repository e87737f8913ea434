"""Acts on their way to the hall and back, one at a time; the screen never waits for the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.message import Message
from textual.screen import ScreenResultType

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.hanzi import Kind
from screens.desk.choice import Choice
from screens.desk.written import Written
from screens.terminal import HallScreen
from screens.widgets.field import LONGEST
from screens.widgets.pad.writing import Mode


class MoveRefused(Message):
    """The hall would not do it; nothing has changed."""

    def __init__(self, refusal: Refused) -> None:
        super().__init__()
        self.refusal = refusal


class Working(HallScreen[ScreenResultType]):
    """Acts typed faster than the disk writes follow one another."""

    def __init__(self, hall: Hall, language: str) -> None:
        super().__init__(hall, language)
        self._one_at_a_time = asyncio.Lock()
        self._under_way = 0

    def after_others(self, ask: Callable[[], None]) -> None:
        """Ask when what was typed before is done: the answer may depend on it."""
        if self._under_way:
            self.run_worker(self._ask_in_turn(ask), exit_on_error=False, name="ask")
        else:
            ask()

    async def _ask_in_turn(self, ask: Callable[[], None]) -> None:
        async with self._one_at_a_time:
            pass
        ask()

    def start(self, name: str, act: Callable[[], Message]) -> None:
        """Do one act on a thread; posts what it answers, or ``MoveRefused``."""
        self._under_way += 1
        self.run_worker(self._in_turn(act), exit_on_error=False, name=name)

    async def _in_turn(self, act: Callable[[], Message]) -> None:
        try:
            async with self._one_at_a_time:
                self.post_message(await asyncio.to_thread(act))
        except Refused as refusal:
            self.post_message(MoveRefused(refusal))
        finally:
            self._under_way -= 1

    # --- questions -----------------------------------------------------------------------------

    def choose(
        self,
        question: str,
        options: list[tuple[str, str]],
        then: Callable[[str | None], None],
        key: str = "",
        *,
        first: bool = False,
    ) -> None:
        """Ask which; ``key`` is the key that was pressed for it, which may still be held."""
        ask = Choice(question, options, self.say("desk.no"), first=first, held=key)
        self.app.push_screen(ask, then)

    def make_sure(self, question: str, then: Callable[[], None], key: str = "") -> None:
        """Ask before something that cannot be undone."""
        sure = [("y", self.say("desk.yes"))]
        self.choose(question, sure, lambda answer: then() if answer else None, key)

    def write(
        self,
        question: str,
        label: str,
        then: Callable[[str], None],
        *,
        kind: Kind = Kind.WORDS,
        mode: Mode | None = None,
        longest: int = LONGEST,
        before: str = "",
    ) -> None:
        """Have something written in a clerk's own words; ``then`` is told what, unless empty.

        ``before``: what stands there already.
        """
        ask = Written(self.language, question, label, kind, before, mode=mode, longest=longest)
        self.app.push_screen(ask, lambda text: then(text) if text else None)
