"""A volunteer at the desk: signed in or out, the card, personal data, leaving."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on
from textual.message import Message

from kiosk.volunteers.scanned import Scanned
from kiosk.volunteers.slips import duration
from kiosk.volunteers.volunteer import Volunteer
from kiosk.wording import in_script
from screens.desk.requests.frame import REASON
from screens.desk.requests.values import Values
from screens.desk.rows import Row
from screens.desk.volunteering.fields import ENROL, Asked, answers, named
from screens.desk.volunteering.stating import Stating

if TYPE_CHECKING:
    from screens.desk.volunteering.person import Known

REPRINT = ("lost", "damaged", "copied")
LOOK = ("check", "phone", "asked")
LEAVE = ("own_wish", "moved", "double")
"""Reasons (``volunteer_desk.why_…``)."""


class SignAsked(Message):
    """What signing them now would be."""

    def __init__(self, scanned: Scanned) -> None:
        super().__init__()
        self.scanned = scanned


class PersonFound(Message):
    """Everything that is kept of one person, in clear."""

    def __init__(self, rows: list[Row]) -> None:
        super().__init__()
        self.rows = rows


class Carding(Stating):
    """Acts on the person; ``seen`` is how they were last read."""

    number: str
    seen: Known | None

    @property
    def _who(self) -> Volunteer:
        assert self.seen is not None  # noqa: S101 -- until they were read, no key does anything
        return self.seen.who

    # --- in and out ----------------------------------------------------------------------------

    def act_sign(self, _: str = "") -> None:
        """In or out, by what is on record; asked first."""

        def look() -> Message:
            volunteers = self.hall.volunteers
            return SignAsked(volunteers.attendance.look(volunteers.roster.card(self.number)))

        self.start("look", look)

    @on(SignAsked)
    def _ask_sign(self, event: SignAsked) -> None:
        found = event.scanned
        name = in_script(found.activity.name, self.language) if found.activity else ""
        match found.did:
            case "choose":
                options = [
                    (each.number, in_script(each.name, self.language)) for each in found.choices
                ]
                question = self.say("volunteering.which", shown=found.shown)
                self.choose(question, options, lambda to: self._sign(to, out=False) if to else None)
            case "repeat":
                self.tell(self.say("volunteering.repeated"))
            case _:
                so_far = duration(found.minutes or 0, self.language)
                question = self.say(
                    f"volunteer_desk.sure_{found.did}",
                    name=found.shown,
                    activity=name,
                    so_far=so_far,
                )
                to = found.activity.number if found.activity else None
                self.make_sure(question, lambda: self._sign(to, out=found.did == "out"))

    def _sign(self, activity: str | None, *, out: bool) -> None:
        def sign() -> str:
            attendance, staff = self.hall.volunteers.attendance, self.person.number
            found = attendance.sign(self.number, activity, staff, out=out)
            return f"{found.shown}  {found.at:%H:%M}"

        self.record("sign_out" if out else "sign_in", sign)

    # --- the card ------------------------------------------------------------------------------

    def act_reprint(self, key: str = "") -> None:
        """A new card; the old one is void from this moment."""

        def again(reason: str) -> None:
            question = self.say("volunteer_desk.sure_reprint", name=self._who.shown)
            self.make_sure(question, lambda: self.record("reprint", partial(self._reprint, reason)))

        self.ask_why(self.say("volunteer_desk.why_reprint"), REPRINT, again, key)

    def _reprint(self, reason: str) -> str:
        roster = self.hall.volunteers.roster
        roster.reprint(self.number, self.person.number, reason)
        return self.print_card(self.number)

    def act_code(self, _: str = "") -> None:
        """The card on the screen, for a phone; or printed once more, as it is."""
        from screens.desk.volunteering.code import Code  # noqa: PLC0415 -- when first shown

        digits = self.hall.volunteers.roster.card(self.number)
        words = self.say("volunteer_desk.card_code")
        title = f"{self._who.shown}  {self.number}"
        self.app.push_screen(Code(self.hall, self.language, self.person, title, digits, words))

    # --- who it is -----------------------------------------------------------------------------

    def act_full(self, key: str = "") -> None:
        """All of it, for a reason, for a minute."""

        def look(reason: str) -> None:
            self.start("full", partial(self._full, reason))

        self.ask_why(self.say("handling.why_full"), LOOK, look, key)

    def _full(self, reason: str) -> Message:
        person = self.hall.volunteers.roster.full(self.number, self.person.number, reason)
        rows: list[Row] = []
        for name, value in person._asdict().items():
            text = "、".join(value) if isinstance(value, tuple) else value
            if text and name not in {"number", "id_type"}:
                label = named("person" if name == "name" else name, self.language)
                rows.append((f"{label}  {text}", "row"))
        return PersonFound(rows)

    @on(PersonFound)
    def _show_full(self, event: PersonFound) -> None:
        title = f"{self.number}  {self.key_said('full')}"
        self.app.push_screen(Values(self.hall, self.language, self.person, title, event.rows))

    def act_change(self, key: str = "") -> None:
        """One of the things they said of themselves."""
        options = [(asked.name, named(asked.label, self.language)) for asked in ENROL]
        by_name = {asked.name: asked for asked in ENROL}

        def chosen(name: str | None) -> None:
            if name is not None:
                self._new_value(by_name[name])

        self.choose(self.say("handling.which_field"), options, chosen, key)

    def _new_value(self, asked: Asked) -> None:
        label = named(asked.label, self.language)
        question = self.say("handling.right_value", what=label)

        def given(value: str) -> None:
            said: dict[str, Any] = {asked.name: value}
            change = self.hall.volunteers.roster.change

            def write() -> str:
                change(self.number, self.person.number, **said)
                return label

            self.record("change", write)

        if options := answers(asked, self.hall, self.language):
            self.choose(question, options, lambda value: given(value) if value else None)
        else:
            self.write(
                question, label, given, kind=asked.kind, mode=asked.mode, longest=asked.longest
            )

    def act_leave(self, key: str = "") -> None:
        """They do not want to volunteer any more."""

        def sure(reason: str) -> None:
            def leave() -> str:
                roster = self.hall.volunteers.roster
                return roster.leave(self.number, self.person.number, reason[:REASON]).number

            question = self.say("volunteer_desk.sure_leave", name=self._who.shown)
            self.make_sure(question, lambda: self.record("leave", leave))

        self.ask_why(self.say("volunteer_desk.why_leave"), LEAVE, sure, key)
