"""Who sits down here? Number and PIN; the very first person also gives a name."""

from __future__ import annotations

from typing import cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from kiosk.hall import Hall
from kiosk.hanzi import Kind
from screens.terminal import HallChanged, HallScreen, Terminal
from screens.widgets.clock import Trouble
from screens.widgets.field import Field
from screens.widgets.masthead import Masthead
from screens.widgets.number_pad import NumberPad

STEPS = {"up": -1, "down": 1, "tab": 1, "shift+tab": -1}


class LoginGiven(Message):
    """Someone typed who they are; with a name it is the first person of the hall."""

    def __init__(self, number: str, pin: str, name: str = "") -> None:
        super().__init__()
        self.number, self.pin, self.name = number, pin, name


class Login(HallScreen[None]):
    """As long as nobody works here it asks for the first administrator instead."""

    def __init__(self, hall: Hall, language: str) -> None:
        super().__init__(hall, language)
        self._first = len(hall.staff) == 0
        self._checking = False

    def compose(self) -> ComposeResult:
        yield Masthead(self.hall, self.language)
        yield Trouble(self.hall, self.language)
        with Horizontal(id="entrance"):
            with Vertical(id="who"):
                yield Static(markup=False, id="heading")
                yield Field(self.say("desk.number"), id="number")
                yield Field(self.say("desk.name"), id="name", any_script=True)
                yield Field(self.say("desk.pin"), id="pin", secret=True)
                yield Field(self.say("desk.pin_again"), id="again", secret=True)
                yield Static(markup=False, id="message")
            yield NumberPad(self.say("desk.erase"), self.say("desk.enter"))
        yield Static(markup=False, id="foot")

    def on_mount(self) -> None:
        self._ask()

    def _ask(self) -> None:
        may_leave = cast(Terminal, self.app).may_leave()
        self.tell_foot(self.say("desk.leave_hint") if may_leave else "")
        for name in ("name", "again"):
            self.query_one(f"#{name}").display = self._first
        heading = "desk.first_use" if self._first else "desk.login"
        self.head(self.say(heading))
        self.tell(self.say("desk.first_hint" if self._first else "desk.login_hint"))
        self._go(self._fields()[0])

    @on(HallChanged)
    def _someone_was_first(self) -> None:
        if self._first and len(self.hall.staff):
            self._first = False
            self.clear()

    def head(self, text: str) -> None:
        """Say something above the fields."""
        self.query_one("#heading", Static).update(text)

    def tell_foot(self, text: str) -> None:
        """Say something on the last line."""
        self.query_one("#foot", Static).update(text)

    def tell(self, text: str) -> None:
        """Say something below the fields."""
        self.query_one("#message", Static).update(text)

    def clear(self) -> None:
        """Empty for the next person."""
        for field in self.query(Field):
            field.clear()
        self._first = len(self.hall.staff) == 0
        self._checking = False
        self._ask()

    # --- typing ------------------------------------------------------------------------------

    def _fields(self) -> list[Field]:
        return [field for field in self.query(Field) if field.display]

    @property
    def _active(self) -> Field:
        fields = self._fields()
        return next((field for field in fields if field.active), fields[0])

    def _go(self, to: Field) -> None:
        for field in self.query(Field):
            field.active = field is to

    def _step(self, by: int) -> None:
        fields = self._fields()
        self._go(fields[(fields.index(self._active) + by) % len(fields)])

    def on_key(self, event: events.Key) -> None:
        if event.key == "f1" and self._active.id == "name":
            self._write_name()
        elif event.key in STEPS:
            self._step(STEPS[event.key])
        else:
            text = event.character if event.is_printable and event.character else ""
            self._press(event.key if event.key in {"enter", "backspace"} else text)

    def on_paste(self, event: events.Paste) -> None:
        self._press(event.text)

    @on(NumberPad.Pressed)
    def _pad(self, event: NumberPad.Pressed) -> None:
        self._press(event.key)

    @on(Field.Touched)
    def _touched(self, event: Field.Touched) -> None:
        self._go(event.field)
        if event.field.id == "name":
            self._write_name()

    def _write_name(self) -> None:
        """With the pad: where there is no input method, or no keyboard."""
        from screens.desk.written import Written  # noqa: PLC0415 -- once in a hall's life

        field = self.query_one("#name", Field)
        ask = self.say("desk.type_name")
        pad = Written(self.language, ask, self.say("desk.name"), Kind.NAME, field.value)
        self.app.push_screen(pad, self._named)

    def _named(self, name: str | None) -> None:
        if name is not None:
            field = self.query_one("#name", Field)
            field.clear()
            field.type(name)
            self._step(1)

    def _press(self, key: str) -> None:
        """What was typed; ``enter`` and ``backspace`` by name. Nothing while a PIN is checked."""
        if self._checking:
            return
        if key == "backspace":
            self._active.erase()
        elif key != "enter":
            self._active.type(key)
        elif self._active is self._fields()[-1]:
            self._give()
        else:
            self._step(1)

    def _give(self) -> None:
        fields = self._fields()
        values = {field.id: field.value.strip() for field in fields}
        if not all(values.values()):
            self.tell(self.say("desk.fill_in"))
            self._go(next(field for field in fields if not field.value.strip()))
        elif self._first and values["pin"] != values["again"]:
            self.tell(self.say("desk.pins_differ"))
            pin, again = fields[-2:]
            pin.clear()
            again.clear()
            self._go(pin)
        else:
            self._checking = True
            self.tell(self.say("desk.checking"))
            given = LoginGiven(values["number"], values["pin"], values.get("name", ""))
            self.post_message(given)
