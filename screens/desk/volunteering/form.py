"""Fields in a list: Enter fills in the one that is selected, one key saves all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from kiosk.hall import Hall
from kiosk.staff import Person
from screens.desk.acts import Act
from screens.desk.pick_list import PickList
from screens.desk.rows import Row
from screens.desk.volunteering.acts import FORM
from screens.desk.volunteering.fields import Asked, answers, named
from screens.desk.volunteering.frame import Tending
from screens.desk.written import Written


class FormSaved(Message):
    """The hall has it; ``then`` is the screen that comes after."""

    def __init__(self, then: Screen[None]) -> None:
        super().__init__()
        self.then = then


class Form(Tending):
    """What is filled in stays here until it is saved or left."""

    KEYS: ClassVar[tuple[Act, ...]] = FORM
    ASKED: ClassVar[tuple[Asked, ...]] = ()

    def __init__(self, hall: Hall, language: str, person: Person) -> None:
        super().__init__(hall, language, person)
        self.values = self.before()
        self._begun = dict(self.values)

    def before(self) -> dict[str, str]:
        """What is filled in already."""
        return {}

    def hint(self) -> str:
        """What is to be known before it is filled in."""
        return ""

    def save(self) -> None:
        """Everything needed is there: ask whether it is right, and have it kept."""
        raise NotImplementedError

    def body(self) -> Iterable[Widget]:
        yield PickList(self.say("desk.more"))

    def on_mount(self) -> None:
        self.tell(self.hint())

    def show_hall(self) -> None:
        entries: list[tuple[str, Row]] = [(asked.name, self._row(asked)) for asked in self.ASKED]
        self.query_one(PickList).offer(entries)

    def _row(self, asked: Asked) -> Row:
        value = self.values.get(asked.name, "")
        said = dict(answers(asked, self.hall, self.language)).get(value, value)
        lacking = asked.needed and not value
        label = named(asked.label, self.language)
        text = f"{'* ' if asked.needed else '  '}{label}  {said}".rstrip()
        return text, "bring" if lacking else "row"

    @on(PickList.Selected)
    def _show_keys(self) -> None:
        self.may({"write", "save"})

    @on(PickList.Opened)
    def _opened(self) -> None:
        self.act_write()

    # --- the keys ------------------------------------------------------------------------------

    def act_write(self, key: str = "") -> None:
        """Fill in the selected field; then the next one is selected."""
        selected = self.query_one(PickList).selected
        asked = next(each for each in self.ASKED if each.name == selected)
        label = named(asked.label, self.language)
        before = self.values.get(asked.name, "")

        def given(value: str | None) -> None:
            if value is not None:
                self.values[asked.name] = value.strip()
                self.show_hall()
                self.query_one(PickList).step("down")

        if options := answers(asked, self.hall, self.language):
            self.choose(label, options, given, key)
            return
        question = self.say("volunteer_desk.write_field", what=label)
        ask = Written(
            self.language,
            question,
            label,
            asked.kind,
            before,
            mode=asked.mode,
            longest=asked.longest,
        )
        self.app.push_screen(ask, given)

    def act_save(self, _: str = "") -> None:
        """Have it kept, if nothing is missing."""
        for asked in self.ASKED:
            if asked.needed and not self.values.get(asked.name):
                label = named(asked.label, self.language)
                self.tell(self.say("volunteer_desk.fill_in", what=label), warn=True)
                return
        self.save()

    def act_back(self) -> None:
        """What was written is lost only when somebody says so."""
        if self.is_active and self.values != self._begun:
            self.make_sure(self.say("volunteer_desk.sure_drop"), super().act_back)
        else:
            super().act_back()

    @on(FormSaved)
    def _saved(self, event: FormSaved) -> None:
        if self.is_active:
            self.app.switch_screen(event.then)
