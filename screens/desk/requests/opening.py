"""Whole values, for a reason; and mending one of them at the person's wish."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.message import Message

from kiosk.certificates.recorded import LONGEST
from kiosk.items.item import FormField
from kiosk.wording import name_of
from screens.desk.requests.facts import said_values
from screens.desk.requests.issuing import Issuing
from screens.desk.requests.values import Values
from screens.desk.rows import Row
from screens.widgets.pad.writing import Mode

LOOK = ("check", "phone", "print", "asked")
MENDS = ("mistyped", "changed", "asked")
"""Reasons (``handling.why_…``)."""


class ValuesFound(Message):
    """The whole values of the request."""

    def __init__(self, rows: list[Row]) -> None:
        super().__init__()
        self.rows = rows


class Opening(Issuing):
    """Acts on what the resident wrote."""

    def act_full(self, key: str) -> None:
        """What the resident wrote, for a reason, for a minute."""

        def look(reason: str) -> None:
            self.start("full", partial(self._full, reason))

        self.ask_why(self.say("handling.why_full"), LOOK, look, key)

    def _full(self, reason: str) -> Message:
        clear = self.hall.certificates.full(self.number, self.person.number, reason)
        return ValuesFound(said_values(self.hall, self.request, clear, self.language))

    @on(ValuesFound)
    def _show_values(self, event: ValuesFound) -> None:
        title = f"{self.number}  {self.say('handling.act_full')}"
        values = Values(self.hall, self.language, self.person, title, event.rows)
        self.app.push_screen(values)

    def act_correct(self, key: str) -> None:
        """At the person's wish: which answer, the right one, why."""
        form = self.hall.certificates.form(self.request.item)
        options = [(name, name_of(field, self.language)) for name, field in form.items()]

        def chosen(name: str | None) -> None:
            if name is not None:
                self._right(name, form[name])

        self.choose(self.say("handling.which_field"), options, chosen, key)

    def _right(self, name: str, field: FormField) -> None:
        label = name_of(field, self.language)
        question = self.say("handling.right_value", what=label)
        then = partial(self._why_correct, name)
        if field.kind == "choice":
            options = [(one.code, name_of(one, self.language)) for one in field.choices]
            self.choose(question, options, lambda code: then(code) if code else None)
            return
        digits = field.kind in {"number", "phone", "id_no", "date", "month"}
        mode = Mode.DIGITS if digits else None
        self.write(question, label, then, mode=mode, longest=LONGEST)

    def _why_correct(self, name: str, value: str) -> None:
        def correct(reason: str) -> None:
            act = partial(
                self.hall.certificates.correct,
                self.number,
                self.person.number,
                name,
                value,
                reason,
            )
            self._do("correct", act)

        self.ask_why(self.say("handling.why_correct"), MENDS, correct)
