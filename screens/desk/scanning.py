"""What is scanned at a desk: a slip or a card opens what it is of, a certificate is judged."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.message import Message
from textual.screen import ScreenResultType
from textual.widgets import Static

from kiosk.certificates.verdict import Verdict
from kiosk.codes import bare
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.staff import Person
from kiosk.wording import in_script, refusal
from screens.cut_off import instead
from screens.desk.choice import Choice
from screens.desk.working import MoveRefused, Working
from screens.scanner.scanned import ScanBroken, Scanned
from screens.terminal import ActFailed

OPEN = "o"


class RequestFound(Message):
    """A slip is of this request; ``code`` are its digits."""

    def __init__(self, number: str, code: str = "") -> None:
        super().__init__()
        self.number, self.code = number, code


class VolunteerFound(Message):
    """A card is of this volunteer; ``code`` are its digits."""

    def __init__(self, number: str, code: str = "") -> None:
        super().__init__()
        self.number, self.code = number, code


class ActivityFound(Message):
    """The code of an activity elsewhere, on its day."""

    def __init__(self, number: str) -> None:
        super().__init__()
        self.number = number


class VerdictGiven(Message):
    """What is to be said of a certificate's code; ``request`` is what it was issued for, if any."""

    def __init__(self, verdict: Verdict, request: str) -> None:
        super().__init__()
        self.verdict, self.request = verdict, request


class Scanning(Working[ScreenResultType]):
    """A screen of whoever sits at a desk; codes are believed when the hall has read them."""

    def __init__(self, hall: Hall, language: str, person: Person) -> None:
        super().__init__(hall, language)
        self.person = person

    @on(Scanned)
    def _scanned(self, event: Scanned) -> None:
        code = bare(event.text)
        if not code.isdecimal():
            self.start("verify", partial(self._verify, code))
            return
        try:
            kind = self.hall.codes.read(code).kind
            if kind == "ticket":
                self.scanned_ticket(code)
            elif kind == "request":
                self.start("scan", partial(self._find, code))
            elif kind == "card":
                self.scanned_card(code)
            elif kind == "activity":
                self.start("scan", partial(self._activity, code))
            else:
                raise refusal("not_our_code")
        except Refused as refused:
            self.tell(self.refused(refused), warn=True)

    def scanned_ticket(self, code: str) -> None:
        """A ticket's code, as printed. May refuse what the queue refuses."""
        ticket = self.hall.queue.by_code(code)
        state = self.say(f"states.{ticket.state}")
        self.tell(self.say("desk.not_here", number=ticket.number, state=state), warn=True)

    @on(ScanBroken)
    def _scan_broken(self) -> None:
        self.tell(self.say("desk.scan_broken"), warn=True)

    def _find(self, code: str) -> Message:
        return RequestFound(self.hall.certificates.by_code(code).number, code)

    @on(RequestFound)
    def _found(self, event: RequestFound) -> None:
        self.show_request(event)

    def show_request(self, event: RequestFound) -> None:
        """Show a request whose slip was scanned."""
        from screens.desk.requests.page import RequestPage  # noqa: PLC0415 -- when first shown

        if self.is_active:
            page = RequestPage(self.hall, self.language, self.person, event.number, event.code)
            self.app.push_screen(page)

    # --- volunteers --------------------------------------------------------------------------

    def scanned_card(self, code: str) -> None:
        """A volunteer's card, as printed."""
        self.start("scan", partial(self._bearer, code))

    def _bearer(self, code: str) -> Message:
        return VolunteerFound(self.hall.volunteers.roster.read_card(code).number, code)

    def _activity(self, code: str) -> Message:
        return ActivityFound(self.hall.volunteers.activities.of_code(code).number)

    @on(VolunteerFound)
    def _found_volunteer(self, event: VolunteerFound) -> None:
        self.show_volunteer(event.number)

    def show_volunteer(self, number: str) -> None:
        """Show somebody whose card was scanned."""
        from screens.desk.volunteering.person import PersonPage  # noqa: PLC0415 -- when first shown

        if self.is_active:
            self.app.push_screen(PersonPage(self.hall, self.language, self.person, number))

    @on(ActivityFound)
    def _found_activity(self, event: ActivityFound) -> None:
        self.show_activity(event.number)

    def show_activity(self, number: str) -> None:
        """Show an activity whose code was scanned."""
        from screens.desk.volunteering.activity import ActivityPage  # noqa: PLC0415

        if self.is_active:
            self.app.push_screen(ActivityPage(self.hall, self.language, self.person, number))

    # --- certificates ------------------------------------------------------------------------

    def _verify(self, code: str) -> Message:
        verdict = self.hall.certificates.verify(code)
        entry = self.hall.certificates.papers.entry(verdict.number) if verdict.number else None
        known = entry is not None and entry.kind == "certificate" and verdict.item
        return VerdictGiven(verdict, entry.request if entry and known else "")

    @on(VerdictGiven)
    def _say_verdict(self, event: VerdictGiven) -> None:
        found = event.verdict
        about = [found.number, in_script(found.item_name, self.language), found.holder]
        words = [found.words(self.language), "  ".join(filter(None, about))]
        options = [(OPEN, self.say("handling.open_request"))] if event.request else []
        ask = Choice("\n".join(filter(None, words)), options, self.say("desk.back"))
        if self.is_active:
            self.app.push_screen(ask, partial(self._open_of, event.request))

    def _open_of(self, number: str, answer: str | None) -> None:
        if answer == OPEN:
            self.post_message(RequestFound(number))

    # --- what the hall said --------------------------------------------------------------------

    @on(MoveRefused)
    def _refused(self, event: MoveRefused) -> None:
        self.say_why(instead(self.hall, event.refusal, "desk"))

    def say_why(self, refused: Refused) -> None:
        """Say why the hall would not do it."""
        self.tell(self.refused(refused), warn=True)

    def on_act_failed(self, _: ActFailed) -> None:
        self.tell(self.say("desk.failed"), warn=True)

    def tell(self, text: str, *, warn: bool = False) -> None:
        """Say something above the keys."""
        message = self.query_one("#message", Static)
        message.set_class(warn, "-warn")
        message.update(f"! {text}" if warn else text)
