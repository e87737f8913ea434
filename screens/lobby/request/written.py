"""An answer that is written: a name, a number, a month, some words."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.errors import Refused
from kiosk.hanzi import Kind
from kiosk.items.item import FormField
from screens.lobby.request.entry import Entry
from screens.lobby.request.plan import Question
from screens.lobby.request.question import Asking
from screens.lobby.request.shown import masked
from screens.lobby.step import FOOT
from screens.lobby.written import Written
from screens.widgets.pad import Mode

LONGEST = 120
"""Characters that can be typed; how many are right, the hall says."""

IN_WORDS = frozenset({"text", "purpose", "address"})
"""Kinds of field that words are offered for; beside the digits, what stands in an address."""

IN_DIGITS = frozenset({"id_no", "phone", "number", "date", "month"})
"""Kinds of field that begin with the board of digits."""

GROUPS = {"id_no": (6, 8, 4), "phone": (3, 4, 4), "date": (4, 2, 2), "month": (4, 2)}
"""How digits stand in groups while they are typed, as people read them out."""

HINTS = {
    "name": "form.hint_name",
    "id_no": "form.hint_id_no",
    "phone": "form.hint_phone",
    "month": "form.hint_month",
    "date": "form.hint_date",
}
"""What to do, by the kind of field."""


class WrittenAnswer(Asking, Written):
    """The pad with the board that fits. What is wrong is said at once; nothing typed is lost."""

    KEYS: ClassVar[tuple[str, ...]] = ("back", "over", "help", "size", "language")

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self._typed: list[str] = []
        self._confirmed = ""

    def sheet(self) -> ComposeResult:
        yield Entry()
        yield Static(markup=False, id="hint")

    def key_of(self, name: str) -> str:
        """Not a sign that somebody may want to write."""
        return FOOT[name].also[0].capitalize().replace("Escape", "Esc")

    # --- what is asked -----------------------------------------------------------------------

    def ask(self, question: Question) -> None:
        super().ask(question)
        draft = self.filling.draft
        if draft is not None:
            aside = draft.taken(question.name)
            if self._is_number and question.name in draft:
                # Confirmed once; from now on nobody reads it over a shoulder.
                self._confirmed = masked(question, draft)
            self._typed = list(aside or ("" if self._confirmed else draft.get(question.name, "")))
        if self.is_mounted:
            self._begin()

    def on_mount(self) -> None:
        self._begin()

    @property
    def _kind(self) -> str:
        return self.question.field.kind if self.question.field is not None else "text"

    @property
    def _is_number(self) -> bool:
        return self._kind == "id_no"

    def _begin(self) -> None:
        kind = Kind.WORDS if self._kind in IN_WORDS else Kind.NAME
        mode = Mode.PINYIN
        if self._kind in IN_DIGITS:
            mode = Mode.DIGITS
        elif self.session.language == "en":
            mode = Mode.LATIN
        self.pad.begin(kind, "".join(self._typed), mode)

    # --- what it shows -----------------------------------------------------------------------

    def speak(self) -> None:
        super().speak()
        self._show()

    def _show(self) -> None:
        self.query_one(Entry).show(self._in_groups(), large=self.session.large)
        self.query_one("#hint", Static).update("" if self._refusal else self._hint())

    def _in_groups(self) -> str:
        text = "".join(self._typed)
        if not text:
            return self._confirmed
        groups = GROUPS.get(self._kind, ())
        if not groups or not text.isascii() or "-" in text or len(text) > sum(groups):
            return text
        parts, rest = [], text
        for size in groups:
            parts.append(rest[:size])
            rest = rest[size:]
        return " ".join(part for part in parts if part)

    def _hint(self) -> str:
        if self._confirmed and not self._typed:
            return self.say("form.hint_again")
        field = self.question.field
        if field is None:
            return ""
        skip = self.say("form.hint_skip") if field.optional else ""
        between = " " if skip and self.language == "en" else ""
        return f"{skip}{between}{self._how(field)}"

    def _how(self, field: FormField) -> str:
        if self._kind in HINTS:
            return self.say(HINTS[self._kind])
        if self._kind == "number":
            most = field.most if field.most is not None else ""
            return self.say("form.hint_number", least=field.least, most=most)
        return self.say("form.hint_text", longest=field.longest or LONGEST)

    def refuse(self, refusal: Refused | None) -> None:
        super().refuse(refusal)
        if self.is_mounted:
            self._show()

    def forget(self) -> None:
        self._typed[:] = [""] * len(self._typed)
        self._typed = []
        self._confirmed = ""
        if self.is_mounted:
            self.pad.clear()
        super().forget()

    # --- the field ---------------------------------------------------------------------------

    def wrote(self, text: str) -> None:
        self._typed = [*self._typed, *text][:LONGEST]
        self.refuse(None)

    def erased(self) -> None:
        self._confirmed = ""
        self._typed = self._typed[:-1]
        self.refuse(None)

    def emptied(self) -> None:
        self._confirmed, self._typed = "", []
        self.refuse(None)

    def entered(self) -> None:
        text = "".join(self._typed)
        if self._confirmed and not text:
            self.filling.go_on()
            return
        try:
            self.filling.answer(text)
        except Refused as refusal:
            self.refuse(refusal)

    def foot(self, name: str) -> None:
        draft = self.filling.draft
        if name == "back" and draft is not None:
            draft.set_aside(self.question.name, "".join(self._typed))
        super().foot(name)

    def wipe(self) -> None:
        self.filling.wipe()
