"""Minutes that a clerk writes: confirmed, back-filled, corrected; each with its reason.

Whoever signs as the second sees first what it is: whose, of which activity, how many, why.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from textual.message import Message

from kiosk.errors import Refused
from kiosk.hanzi import Kind
from kiosk.volunteers.activity import Activity
from kiosk.volunteers.record import Pending, Tally
from kiosk.wording import in_script, refusal
from screens.desk.volunteering.finding import Finding
from screens.desk.volunteering.frame import Recorded, SecondAsked
from screens.desk.written import Written
from screens.widgets.pad.writing import Mode

CONFIRM = ("in_charge", "signed_list", "several")
BACKFILL = ("broken", "no_card", "signed_list")
CORRECT = ("in_charge", "forgot", "not_there", "mistyped")
"""Reasons (``volunteer_desk.why_…``)."""

DIGITS = 4
"""Of a number of minutes."""


class Case(NamedTuple):
    """Whose attendance it is, and what it comes to now."""

    volunteer: str
    shown: str
    activity: Activity
    tally: Tally
    attendance: str = ""


class Minutes(Finding):
    """Acts of two members of staff, and of one with the word of the person in charge."""

    def ask_confirm(self, case: Case) -> None:
        """The person in charge says how long it was; or two clerks let a long day count."""
        if not case.tally.why:
            self.say_why(refusal("nothing_to_confirm", attendance=case.attendance))
            return
        hours = self.hall.volunteers.hours
        held = case.tally.why == {Pending.HELD}
        before = str(case.tally.pending) if held else ""

        def confirm(minutes: int, reason: str, second: str = "") -> object:
            return hours.confirm(case.attendance, self.person.number, minutes, reason, second)

        question = self.say("volunteer_desk.confirm_minutes", name=case.shown)
        self._ask("confirm", case, question, CONFIRM, confirm, before=before, two=held)

    def ask_backfill(self, volunteer: str, shown: str, activity: Activity) -> None:
        """Somebody was there and could not sign in."""
        hours, number = self.hall.volunteers.hours, activity.number

        def backfill(minutes: int, reason: str, second: str = "") -> object:
            return hours.backfill(volunteer, number, self.person.number, second, reason, minutes)

        question = self.say("volunteer_desk.backfill_minutes", name=shown, most=activity.length)
        case = Case(volunteer, shown, activity, Tally())
        self._ask("backfill", case, question, BACKFILL, backfill, two=True)

    def ask_correct(self, case: Case) -> None:
        """It was another time than is on record; what is on record stays beside it."""
        hours = self.hall.volunteers.hours

        def correct(minutes: int, reason: str, second: str = "") -> object:
            return hours.correct(case.attendance, self.person.number, second, minutes, reason)

        question = self.say(
            "volunteer_desk.correct_minutes", name=case.shown, minutes=case.tally.total
        )
        self._ask("correct", case, question, CORRECT, correct, two=True)

    def _ask(
        self,
        did: str,
        case: Case,
        question: str,
        reasons: tuple[str, ...],
        act: Callable[[int, str, str], object],
        *,
        before: str = "",
        two: bool = False,
    ) -> None:
        def why(minutes: int) -> None:
            then = partial(self._decide, did, case, act, minutes, two=two)
            self.ask_why(self.say("volunteer_desk.why_minutes"), reasons, then)

        self.ask_number(question, self.say("volunteer_desk.field_minutes"), why, before)

    def ask_number(
        self, question: str, label: str, then: Callable[[int], None], before: str = ""
    ) -> None:
        """Have a number written."""

        def given(text: str | None) -> None:
            if text and text.isascii() and text.isdecimal():
                then(int(text))
            elif text:
                self.tell(self.say("volunteer_desk.no_number"), warn=True)

        ask = Written(
            self.language, question, label, Kind.WORDS, before, mode=Mode.DIGITS, longest=DIGITS
        )
        self.app.push_screen(ask, given)

    def _decide(
        self,
        did: str,
        case: Case,
        act: Callable[[int, str, str], object],
        minutes: int,
        reason: str,
        *,
        two: bool,
    ) -> None:
        about = self.about(case.shown, case.activity, minutes)
        question = self.say(
            "volunteer_desk.second_signs", what=self.key_said(did), about=about, reason=reason
        )

        def signed(second: str) -> None:
            self.start(did, lambda: self._did(did, about, act(minutes, reason, second)))

        def alone() -> Message:
            try:
                return self._did(did, about, act(minutes, reason, ""))
            except Refused as refused:
                if refused.code != "second_needed":
                    raise
                return SecondAsked(question, signed)

        if two:
            self.ask_second(question, signed)
        else:
            self.start(did, alone)

    def _did(self, did: str, about: str, _: object) -> Message:
        return Recorded(self.say("volunteer_desk.recorded", what=self.key_said(did), about=about))

    def about(self, shown: str, activity: Activity, minutes: int) -> str:
        """Whose minutes, of what, how many."""
        name = in_script(activity.name, self.language)
        said = self.say("volunteering.minutes", minutes=minutes)
        return f"{shown}  {name}  {said}"
