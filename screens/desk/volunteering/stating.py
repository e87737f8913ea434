"""志愿服务记录证明: what it would say is shown first; then it is issued, sealed, or made void."""

from __future__ import annotations

from datetime import date
from functools import partial

from textual import on
from textual.message import Message

from kiosk.volunteers.statement import Stated, Statement
from screens.desk.requests.facts import printed
from screens.desk.volunteering.minutes import Minutes

VOID = ("written_wrong", "damaged")
"""Reasons (``volunteer_desk.why_…``)."""

MOST = 5
"""Earlier statements that can be chosen with one key, the latest first."""


class StatedFound(Message):
    """What a statement of these days would say."""

    def __init__(self, stated: Stated, first: date | None, last: date | None) -> None:
        super().__init__()
        self.stated, self.first, self.last = stated, first, last


class Stating(Minutes):
    """Acts on one volunteer's statements: free, whenever they ask for one (第67号令第十四条)."""

    number: str

    def act_statement(self, key: str = "") -> None:
        """Of which days; or an earlier one."""
        year = self.hall.clock.now().at.year
        options = [
            ("a", self.say("volunteer_desk.all_days")),
            ("t", self.say("volunteer_desk.of_year", year=year)),
            ("l", self.say("volunteer_desk.of_year", year=year - 1)),
        ]
        standing = [
            one for one in self.hall.volunteers.statements.of(self.number) if not one.void_since
        ][: -MOST - 1 : -1]
        options += [(one.number, self._said(one)) for one in standing]

        def chosen(what: str | None) -> None:
            for one in standing:
                if one.number == what:
                    self._earlier(one)
            if what in {"t", "l"}:
                of = year if what == "t" else year - 1
                self._preview(date(of, 1, 1), date(of, 12, 31))
            elif what == "a":
                self._preview(None, None)

        self.choose(self.say("volunteer_desk.which_days"), options, chosen, key)

    def _said(self, one: Statement) -> str:
        hours = self.say("volunteering.whole_hours", hours=one.hours)
        return f"{one.number}  {hours}"

    # --- a new one -----------------------------------------------------------------------------

    def _preview(self, first: date | None, last: date | None) -> None:
        def look() -> Message:
            stated = self.hall.volunteers.statements.preview(self.number, first, last)
            return StatedFound(stated, first, last)

        self.start("preview", look)

    @on(StatedFound)
    def _sure(self, event: StatedFound) -> None:
        stated = event.stated
        question = self.say(
            "volunteer_desk.sure_statement",
            first=stated.first.isoformat(),
            last=stated.last.isoformat(),
            hours=stated.hours,
            count=len(stated.entries),
            waiting=stated.sums.total - stated.sums.booked,
        )
        options = [
            ("y", self.say("volunteer_desk.last_four")),
            ("f", self.say("volunteer_desk.full_id")),
        ]

        def answered(answer: str | None) -> None:
            if answer is not None:
                issue = partial(self._issue, event.first, event.last, full_id=answer == "f")
                self.record("statement", issue)

        self.choose(question, options, answered)

    def _issue(self, first: date | None, last: date | None, *, full_id: bool) -> str:
        one = self.hall.volunteers.statements.issue(
            self.number, self.person.number, first=first, last=last, full_id=full_id
        )
        jobs = self.hall.slips.about(one.number)
        return "  ".join(
            [one.number, *(printed(self.hall, job, self.language) for job in jobs[-1:])]
        )

    # --- an earlier one ------------------------------------------------------------------------

    def _earlier(self, one: Statement) -> None:
        options = [
            ("s", self.say("handling.act_seal")),
            ("v", self.say("handling.act_void")),
        ]

        def chosen(what: str | None) -> None:
            if what == "s":
                self._seal(one)
            elif what == "v":
                self._void(one)

        self.choose(self._said(one), options, chosen)

    def _seal(self, one: Statement) -> None:
        def seal() -> str:
            self.hall.certificates.seal_paper(one.number, self.person.number, one.copies)
            return self.say("handling.sealed", sealed=one.copies, copies=one.copies)

        question = self.say("volunteer_desk.sure_seal", number=one.number, copies=one.copies)
        self.make_sure(question, lambda: self.record("statement", seal))

    def _void(self, one: Statement) -> None:
        def void(reason: str) -> None:
            def act() -> str:
                statements = self.hall.volunteers.statements
                return statements.void(one.number, self.person.number, reason).number

            question = self.say("handling.sure_void", number=one.number, reason=reason)
            self.make_sure(question, lambda: self.record("statement", act))

        self.ask_why(self.say("handling.why_void", number=one.number), VOID, void)
