"""Somebody who fills in a request at the lobby, screen after screen."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from kiosk.certificates.request import Request
from kiosk.identity.numbers import identity_check
from screens.lobby.app import LobbyApp
from screens.lobby.request.accepted import Accepted
from screens.lobby.request.filling import Filling
from screens.lobby.request.plan import Way
from screens.lobby.request.question import Asking
from screens.lobby.request.written import WrittenAnswer
from screens.lobby.start import Start
from screens.widgets.tile_page import TilePage
from tests.screens.seen import until, words

NUMBER = "11010519491231002X"
"""The specimen number of GB 11643-1999."""


def number(body: str) -> str:
    """An identity number with its check character."""
    return body + identity_check(body)


CHILD = number("11010520151231001")
"""Somebody of ten years on the day of these tests."""

ANSWERS = {
    "applicant_name": "王䶮",
    "id_no": NUMBER,
    "address": "幸福路1号3栋2单元501室",
    "since_month": "201903",
    "tenure": "owned",
    "household_size": "3",
    "reason": "重病",
    "difficulty": "住院花费大，一家三口只有一份收入",
    "school": "幸福路小学",
    "activity": "暑期图书整理",
    "hours": "12",
    "purpose": "高龄补贴",
    "to_unit": "",
    "copies": "1",
    "phone": "13800005678",
    "agent.name": "欧阳建国",
    "agent.id_no": number("11010519600101003"),
    "agent.phone": "",
    "guardian.name": "李四光",
    "guardian.id_no": number("11010519850615002"),
    "guardian.phone": "13900001234",
}


class Resident:
    """Fills in what is asked; what differs from ``ANSWERS`` is given."""

    def __init__(self, pilot: Pilot[Any], **differs: str) -> None:
        self.pilot = pilot
        self.app: LobbyApp = pilot.app  # type: ignore[assignment]
        self.answers = {**ANSWERS, **differs}

    @property
    def filling(self) -> Filling:
        return self.app.kept.request.filling

    @property
    def screen(self) -> Asking:
        assert isinstance(self.app.screen, Asking)
        return self.app.screen

    async def asks_for(self, code: str) -> None:
        """At the notice of a certificate."""
        await until(self.pilot, lambda: isinstance(self.app.screen, Start))
        self.app.kept.request.begin(code)
        self.app.go(self.app.kept.request)
        await self.ready()

    async def ready(self) -> None:
        """Wait for the screen of the question, which takes touches."""

        def there() -> bool:
            screen = self.app.screen
            return isinstance(screen, Asking) and screen.is_mounted and screen.guard.open

        await until(self.pilot, there)

    async def agrees(self) -> None:
        while self.filling.question.way is Way.NOTICE:
            await self.ready()
            self.screen.foot("agree")
            await self.pilot.pause()

    async def answers_one(self) -> None:
        """The question that is asked now, as far as it has an answer to give."""
        question = self.filling.question
        if question.way is Way.WHOSE:
            self.filling.ask_for(another=self.answers.get("whose") == "other")
        elif question.way is Way.BRINGING:
            self.filling.go_on()
        elif isinstance(self.screen, WrittenAnswer):
            self.screen.wrote(self.answers[question.name])
            self.screen.entered()
        else:
            field = question.field
            assert field is not None
            given = self.answers.get(question.name, "")
            if field.kind == "choice" and given not in {c.code for c in field.choices}:
                given = field.choices[0].code
            self.filling.answer(given)
        await self.pilot.pause()

    async def fills_in(self, stop: Way | str = Way.REVIEW) -> None:
        """Everything up to a question."""
        while stop not in {self.filling.question.way, self.filling.question.name}:
            before = self.filling.question
            if before.way is Way.NOTICE:
                await self.agrees()
            else:
                await self.answers_one()
            assert self.filling.question != before, f"not taken:\n{words(self.app)}"
        await self.ready()

    async def hands_in(self) -> Request:
        """The review to its end; the hall's request."""
        page = self.screen.query_one(TilePage)
        while page.page < page.pages - 1:
            page.turn()
        await self.ready()
        page.press("0")
        await until(self.pilot, lambda: isinstance(self.app.screen, Accepted))
        [request] = self.app.hall.certificates.open()
        return request
