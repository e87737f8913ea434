"""One request as it was last read, and an act on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from textual import on
from textual.message import Message

from kiosk.certificates.register_entry import Certificate
from kiosk.certificates.request import Request
from kiosk.staff import Role
from screens.desk.requests.facts import AND, Looked, printed
from screens.desk.requests.frame import Framed


class RequestChanged(Message):
    """The hall has recorded an act; ``text`` says what."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class OneRequest(Framed):
    """``seen`` is the request as it was last read; until it was, no key does anything.

    The hall refuses what has changed since.
    """

    number: str
    seen: Looked | None = None

    @property
    def request(self) -> Request:
        """The request as it was last read."""
        return cast(Looked, self.seen).request

    @property
    def certificate(self) -> Certificate:
        """Its certificate; there is one where it can be sealed or made void."""
        return cast(Certificate, cast(Looked, self.seen).certificate)

    def _do(self, did: str, act: Callable[[], object]) -> None:
        """One act on a thread; what it answers is said."""
        self.start(did, lambda: RequestChanged(self._done(did, act())))

    def _done(self, did: str, answer: object) -> str:
        if isinstance(answer, Certificate) and did == "issue":
            jobs = self.hall.slips.about(answer.number)
            words = [self.say("handling.is_issued", number=answer.number)]
            words += [printed(self.hall, job, self.language) for job in jobs[-1:]]
            return "  ".join(words)
        state = self.hall.certificates.get(self.number).state
        return self.say(
            "handling.changed",
            number=self.number,
            what=self.say(f"handling.act_{did}"),
            state=self.say(f"requests.{state}"),
        )

    @on(RequestChanged)
    def _say_what(self, event: RequestChanged) -> None:
        self.tell(event.text)
        self.show_hall()

    def who_approves(self) -> str:
        """Who could approve this request; said when somebody cannot."""
        handlers = self.request.handlers if self.seen else frozenset()
        heads = [one for one in self.hall.staff.people() if one.role is Role.HEAD]
        able = [
            self.say("desk.person", name=one.name, number=one.number)
            for one in heads
            if one.number not in handlers
        ]
        if not able:
            return self.say("handling.nobody_approves")
        return self.say("handling.who_approves", names=AND.join(able))
