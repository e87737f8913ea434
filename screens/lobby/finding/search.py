"""Write what it is about; what is found changes with every key."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from kiosk.hall import Hall
from kiosk.hanzi import Kind
from kiosk.items.item import Item
from kiosk.wording import name_of
from screens.lobby.finding.asked import ItemChosen, TextSought
from screens.lobby.finding.faces import found
from screens.lobby.finding.results import Result, Results
from screens.lobby.session import Session
from screens.lobby.step import FOOT
from screens.lobby.written import Written
from screens.widgets.key import Key
from screens.widgets.pad import Mode, Pad
from screens.widgets.touch import Touch

LONGEST = 30
"""Characters of what is looked for."""


class Search(Written):
    """Letters on their way to a character are looked for as well: initials find at once."""

    KEYS: ClassVar[tuple[str, ...]] = ("back", "over", "help", "size", "language", "more")
    PROMPT = "finding.search"

    def __init__(self, hall: Hall, session: Session) -> None:
        super().__init__(hall, session)
        self._text = ""
        self._looked: tuple[str, str] | None = None
        self._begun: str | None = ""
        self._found: list[Item] = []

    def body(self) -> ComposeResult:
        with Vertical(classes="written"):
            yield Static(markup=False, id="sought")
            yield Results()
        yield Pad(self.language, touch=self.guard.passes, letters=True)

    def on_mount(self) -> None:
        self.query_one("#more", Key).key = ""  # 9 writes a nine here

    # --- what is looked for --------------------------------------------------------------------

    def begin(self, begun: str = "") -> None:
        """Look for something, of which a letter, or one more, is typed already."""
        self._begun = (self._begun or "") + begun

    @property
    def text(self) -> str:
        """What is written, and the letters typed for what comes next."""
        return self._text + self.pad.typed

    def wipe(self) -> None:
        super().wipe()
        self._text, self._begun = "", ""
        self._look()

    def speak(self) -> None:
        super().speak()
        if self._begun is not None:
            begun, self._begun = self._begun, None
            if not self.text:
                mode = Mode.LATIN if self.language == "en" else Mode.PINYIN
                self.pad.begin(Kind.WORDS, mode=mode)
            for character in begun:
                self.pad.press(character, character)
        self._looked = None
        self._look()

    def look_again(self) -> None:
        """The lists can be searched now."""
        self._looked = None
        self._look()

    def _look(self) -> None:
        """Find, and show what is found; nothing where nothing changed."""
        text, strokes = self.text, self._strokes()
        if (text, strokes) == self._looked:
            return
        self._looked = text, strokes
        ready = self.hall.items.prepared
        self._found = found(self.hall, text) if text and ready else []
        said = text or self.say("finding.search_how")
        if text and not ready:
            said = f"{text}  {self.say('finding.opening')}"
        elif text and not self._found:
            said = f"{text}  {self.say('finding.nothing')}"
        if strokes:
            said = f"{text}  {strokes}".strip()
        self.query_one("#sought", Static).update(said)
        self._show()

    def _strokes(self) -> str:
        """The strokes on their way to a character: nothing can be looked for by them."""
        drawing = self.pad.writing.mode is Mode.STROKES and self.pad.writing.typed
        return self.pad.line if drawing else ""

    def _show(self) -> None:
        rows = [
            (item.code, self.say(f"finding.word_{item.answer}"), name_of(item, self.language))
            for item in self._found
        ]
        self.query_one(Results).show(rows, large=self.session.large)

    @on(Results.Paged)
    def _paged(self) -> None:
        self.query_one("#more").display = self.query_one(Results).pages > 1

    # --- what is typed -------------------------------------------------------------------------

    def heeds(self, event: events.Key) -> bool:
        # Letters are what this screen is for: none is lost to the guard, also of those typed while
        # it came, for it comes when somebody types a letter.
        return super().heeds(event) or bool(event.character and event.character.isalpha())

    def typed(self, key: str, character: str | None) -> bool:
        idle = not self.pad.writing.typed
        foot = {FOOT[name].key for name in self.KEYS if not FOOT[name].key.isalnum()}
        if idle and character in foot and self.pad.writing.mode is not Mode.STROKES:
            return False
        return super().typed(key, character)

    def wrote(self, text: str) -> None:
        self._text = (self._text + text)[:LONGEST]
        self._look()

    def erased(self) -> None:
        self._text = self._text[:-1]
        self._look()

    def emptied(self) -> None:
        self._text = ""
        self._look()

    @on(Pad.Typing)
    def _typing(self) -> None:
        self._look()

    def entered(self) -> None:
        if self._found:
            self.guard.close()
            self.post_message(TextSought(self.text))

    # --- what is touched -----------------------------------------------------------------------

    @on(Touch.Touched)
    def _result(self, event: Touch.Touched) -> None:
        if isinstance(event.touch, Result) and self.guard.passes():
            event.stop()
            self.post_message(ItemChosen(event.touch.code, self.text))

    def foot(self, name: str) -> None:
        if name == "more":
            self.query_one(Results).turn()
        else:
            super().foot(name)
