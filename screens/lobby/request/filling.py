"""Leads through a request from screen to screen, and forgets it when it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.timer import Timer

from kiosk.errors import Refused
from kiosk.hall import Hall
from screens.cut_off import instead
from screens.lobby.request import plan
from screens.lobby.request.draft import HURRY, LONGEST, Draft
from screens.lobby.request.plan import Question, Way
from screens.lobby.request.screens import Screens

if TYPE_CHECKING:
    from kiosk.certificates.addresses import Building, Unit
    from kiosk.certificates.request import Request
    from kiosk.items.item import Material
    from kiosk.outbox.going_on import Went
    from screens.lobby.app import LobbyApp
    from screens.lobby.request.consent import Consent
    from screens.lobby.request.question import Asking

DEPENDENT = {"id_type": "id_no"}
"""What must be answered anew when another answer changes."""


class HandedIn(Message):
    """The hall has taken a request; or this machine keeps it, while it is cut off."""

    def __init__(self, went: Went[Request | None]) -> None:
        super().__init__()
        self.went = went


class NotTaken(Message):
    """The hall would not take it; nothing typed is lost."""

    def __init__(self, refusal: Refused) -> None:
        super().__init__()
        self.refusal = refusal


class Filling:
    """One draft at most, the question it is at, and the screens that ask."""

    def __init__(self, app: LobbyApp, hall: Hall) -> None:
        self._app, self._hall = app, hall
        self._screens = Screens(app, hall, self)
        self.draft: Draft | None = None
        self._at = plan.NOTICE
        self._writes = self._waits = False
        self._timers: list[Timer] = []

    @property
    def first(self) -> Consent:
        """The screen that a request begins with."""
        return self._screens.first

    # --- where one is ------------------------------------------------------------------------

    def begin(self, item: str) -> None:
        """Begin anew, for the certificate with this code."""
        self.wipe()
        self.draft = Draft(item)
        set_timer = self._app.set_timer
        self._timers = [set_timer(LONGEST, self._expire), set_timer(LONGEST - HURRY, self._hurry)]
        self._show(plan.NOTICE)

    @property
    def question(self) -> Question:
        """What is asked now."""
        return self._at

    @property
    def questions(self) -> list[Question]:
        """All questions, as the answers so far have it."""
        return plan.plan(self._hall, self.draft) if self.draft is not None else []

    @property
    def place(self) -> tuple[int, int]:
        """Which question this is, from 1, and how many there are."""
        questions = self.questions
        at = questions.index(self._at) + 1 if self._at in questions else 1
        return at, len(questions)

    @property
    def materials(self) -> tuple[Material, ...]:
        """What is to be brought, in order."""
        draft = self.draft
        if draft is None:
            return ()
        return self._hall.certificates.to_bring(draft.item, agent=bool(draft.for_another))

    def _show(self, question: Question) -> None:
        self._at, self._writes = question, False
        screen = self._screens.asking[question.way]
        screen.ask(question)
        self._app.go(screen)

    def write(self) -> None:
        """The question has tiles; the answer shall be written all the same."""
        screen = self._screens.asking[Way.WRITTEN]
        self._writes = True
        screen.ask(self._at)
        self._app.go(screen)

    def room(self, building: Building, unit: Unit) -> None:
        """Which room of a unit? Asked with a number pad."""
        self._writes = True
        self._screens.room.ask(self._at)
        self._screens.room.building, self._screens.room.unit = building, unit
        self._app.go(self._screens.room)

    def go_on(self) -> None:
        """To the next question; when only one answer was to be changed, to the review."""
        draft = self.draft
        if draft is None:
            return
        questions = self.questions
        if draft.reviewing:
            left = [q for q in questions if not plan.answered(q, draft)]
            self._show(left[0])
        else:
            self._show(questions[questions.index(self._at) + 1])

    def back(self) -> None:
        """To the question before; before the first, to where the request was asked for."""
        if self._writes:
            self._show(self._at)
            return
        draft = self.draft
        questions = self.questions
        at = questions.index(self._at) if self._at in questions else 0
        if draft is not None and draft.reviewing and self._at.way is not Way.REVIEW:
            unanswered = [q for q in questions if not plan.answered(q, draft)]
            if unanswered[0].way is Way.REVIEW:
                self._show(plan.REVIEW)
                return
        if at == 0 or draft is None:
            self.leave()
        else:
            draft.reviewing = False
            self._show(questions[at - 1])

    def leave(self) -> None:
        """Back to the screen that the request was asked for on; nothing is kept."""
        from screens.lobby.request.question import Asking  # noqa: PLC0415

        self.wipe()
        while isinstance(self._app.screen, Asking):
            self._app.pop_screen()

    def change(self, question: Question) -> None:
        """Ask one question again, and come back to the review."""
        self._show(question)

    # --- answers -----------------------------------------------------------------------------

    def answer(self, value: str) -> None:
        """Keep an answer if it is right, and go on.

        Refuses: as ``hall.certificates.check`` and ``check_person``.
        """
        draft, question = self.draft, self._at
        if draft is None or question.field is None:
            return
        checked = self._checked(draft, question, value)
        if draft.get(question.name) != checked and question.asks in DEPENDENT:
            prefix = question.name.removesuffix(question.asks)
            draft.drop(prefix + DEPENDENT[question.asks])
        draft.keep(question.name, checked)
        self.go_on()

    def _checked(self, draft: Draft, question: Question, value: str) -> str:
        if question.field is not None and question.field.optional and not value.strip():
            return ""
        certificates = self._hall.certificates
        if question.part:
            given = self._person(draft, question.part)
            return certificates.check_person(question.part, question.asks, value, given)
        return certificates.check(draft.item, question.name, value, draft)

    def _person(self, draft: Draft, part: str) -> dict[str, str]:
        start = f"{part}."
        return {name.removeprefix(start): draft[name] for name in draft if name.startswith(start)}

    def _answers(self, draft: Draft, part: str) -> dict[str, str]:
        return {name: said for name, said in self._person(draft, part).items() if said}

    def agree(self) -> None:
        """The notice was agreed to; what is sensitive needs its own consent."""
        if self.draft is not None:
            if self._at == plan.SENSITIVE:
                self.draft.sensitive_consent = True
            else:
                self.draft.consent = self._hall.certificates.notice(self.draft.item).version
            self.go_on()

    def ask_for(self, *, another: bool) -> None:
        """It is for somebody else, or not."""
        if self.draft is not None:
            self.draft.for_another = another
            if not another:
                for name in [name for name in self.draft if name.startswith("agent.")]:
                    self.draft.drop(name)
            self.go_on()

    # --- the end -----------------------------------------------------------------------------

    @property
    def waits(self) -> bool:
        """Whether the hall has it, and has not answered yet."""
        return self._waits

    def hand_in(self, teller: Asking, *, large: bool) -> None:
        """Give it to the hall, on a thread; a screen is told ``HandedIn`` or ``NotTaken``."""
        draft = self.draft
        if draft is None or self._waits:
            return
        self._waits = True
        asked = {question.name for question in self.questions}
        form = {q.name: draft[q.name] for q in self.questions if q.field and not q.part}
        fields = {name: value for name, value in form.items() if value}
        agent = self._answers(draft, "agent") if draft.for_another else None
        guardian = self._answers(draft, "guardian") if "guardian.name" in asked else None
        item, consent, has = draft.item, draft.consent, tuple(sorted(draft.has))

        def work() -> None:
            from kiosk.outbox import going_on  # noqa: PLC0415 -- when first handed in

            answer: Message
            try:
                went = going_on.hand_in(
                    self._hall,
                    item,
                    fields,
                    consent,
                    agent=agent,
                    guardian=guardian,
                    has=has,
                    large=large,
                )
                answer = HandedIn(went)
            except Refused as refusal:
                answer = NotTaken(instead(self._hall, refusal, "lobby"))
            teller.post_message(answer)

        self._app.run_worker(work, thread=True, name="request", exit_on_error=False)

    def taken(self, went: Went[Request | None]) -> None:
        """It is on record: what was typed is forgotten here, and the number is shown."""
        self.wipe()
        self._app.home()
        if went.done is not None:
            self._screens.accepted.show(went.done)
            self._app.go(self._screens.accepted)
        elif went.fact is not None:
            self._app.kept.request_kept.show(went.fact)
            self._app.go(self._app.kept.request_kept)

    def not_taken(self) -> None:
        """The hall would not have it; it can be changed and handed in again."""
        self._waits = False

    def decline(self) -> None:
        """The notice was not agreed to: nothing is kept, and a ticket is offered."""
        draft = self.draft
        self._screens.declined.item = draft.item if draft is not None else ""
        self._app.home()
        self._app.go(self._screens.declined)

    def _expire(self) -> None:
        if self.draft is not None and not self._waits:
            self._app.home()
            self._app.kept.notice.tell("form.time_over", "form.time_over_note")
            self._app.go(self._app.kept.notice)

    def _hurry(self) -> None:
        if self._app.screen in self._screens.asking.values():
            self._screens.asking[self._at.way].speak()

    def wipe(self) -> None:
        """Forget everything that was typed, here and on the screens."""
        if self.draft is not None:
            self.draft.wipe()
            self.draft = None
        for timer in self._timers:
            timer.stop()
        self._timers = []
        self._writes = self._waits = False
        self._at = plan.NOTICE
        self._screens.forget()
