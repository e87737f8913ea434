"""What these screens have in common: they read the hall on a thread, and say what was recorded."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.message import Message

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.staff import Person
from kiosk.wording import say
from screens.desk.requests.frame import Framed
from screens.desk.volunteering.second import Second
from screens.terminal import HallChanged, in_words


class Recorded(Message):
    """The hall has recorded an act; ``text`` says what."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class SecondAsked(Message):
    """The hall wants a second member of staff for this act, which is told their number."""

    def __init__(self, question: str, act: Callable[[str], None]) -> None:
        super().__init__()
        self.question, self.act = question, act


class Tending(Framed):
    """Acts, and who signs them."""

    def key_said(self, name: str) -> str:
        return self.say(f"volunteer_desk.act_{name}")

    def why_said(self, name: str, language: str) -> str:
        return say(f"volunteer_desk.why_{name}", language)

    # --- acts ----------------------------------------------------------------------------------

    def record(self, did: str, act: Callable[[], str]) -> None:
        """One act on a thread; the text it answers is said, after the name of its key."""

        def work() -> Message:
            return Recorded(
                self.say("volunteer_desk.recorded", what=self.key_said(did), about=act())
            )

        self.start(did, work)

    @on(Recorded)
    def _say_what(self, event: Recorded) -> None:
        self.tell(event.text)
        self.show_hall()

    def print_card(self, volunteer: str) -> str:
        """Print somebody's card, here or where the hall first has paper; says where."""
        terminals, own = self.hall.config.terminals, self.hall.queue.terminal
        able = [name for name, setting in terminals.items() if setting.printer]
        if not able:
            return self.say("volunteer_desk.no_card_printer")
        where = own if own in able else able[0]
        job = self.hall.volunteers.roster.print_card(volunteer, where)
        return self.say("volunteers.card_printing", volunteer=volunteer, printer=job.printer)

    # --- the second person ---------------------------------------------------------------------

    def ask_second(self, question: str, then: Callable[[str], None]) -> None:
        """Have a colleague look at it, and sign it with their PIN."""
        if self.is_active:
            self.app.push_screen(Second(self.hall, self.language, self.person, question, then))

    @on(SecondAsked)
    def _ask_second(self, event: SecondAsked) -> None:
        self.ask_second(event.question, event.act)

    # --- why not -------------------------------------------------------------------------------

    def say_why(self, refused: Refused) -> None:
        self.tell(self.refused(with_label(refused, self.language)), warn=True)

    def refused_in_words(self, code: str, fields: dict[str, str], message: str) -> str:
        """One refusal out of many, in this screen's language."""
        return in_words(Refused(code, message, **fields), self.language)


class Following(Tending):
    """``looked`` reads the hall on a thread and answers with a message that shows it.

    While it reads, changes only note that it must read again: a rush costs one reading at a time.
    """

    def __init__(self, hall: Hall, language: str, person: Person) -> None:
        super().__init__(hall, language, person)
        self._reading = self._stale = False

    def looked(self) -> Message:
        """Read what is shown here."""
        raise NotImplementedError

    @on(HallChanged)
    def show_hall(self) -> None:
        self._stale = True
        if not self._reading:
            self._reading = True
            self.start("look", self._look)

    def _look(self) -> Message:
        self._stale = False
        try:
            return self.looked()
        finally:
            self._reading = False

    def look_again(self) -> None:
        """Called where what was read is shown: something may have changed in the meantime."""
        if self._stale and self.is_running:
            self.show_hall()


FIELDS = (
    *("name", "person", "place", "content", "unit", "in_charge", "day", "starts", "ends", "counts"),
    *("places", "skills", "offsite", "every", "until", "risks", "reason", "minutes", "phone"),
    *("id_no", "born", "sex", "area", "profession", "national", "posted"),
    *("guardian_name", "guardian_phone", "words"),
)
"""Fields that have a name in the catalogue (``volunteer_desk.field_…``)."""


def with_label(refused: Refused, language: str) -> Refused:
    """The refusal with its field called as the screens call it."""
    name = refused.fields.get("field")
    if name not in FIELDS:
        return refused
    label = say(f"volunteer_desk.field_{name}", language)
    return Refused(refused.code, str(refused), **{**refused.fields, "field": label})
