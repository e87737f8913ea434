"""Chinese, Latin and digits without an input method: pinyin, strokes, ABC, 123.

Usable by touch alone and by keyboard alone. It takes no focus: its screen hands it the keys. It
keeps nothing: no learning, no history, and ``clear`` wipes what was typed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from rich.cells import cached_cell_len
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from kiosk.hanzi import Engine, Kind, opened
from kiosk.wording import say
from screens.widgets.pad import writing
from screens.widgets.pad.boards import SHAPES, Digits, Letters, Strokes
from screens.widgets.pad.caps import Cap
from screens.widgets.pad.choices import Choices
from screens.widgets.pad.faces import MODE_KEYS, MODES, faces, hint
from screens.widgets.pad.writing import Mode, Writing
from screens.widgets.touch import Touch

PAGES = {
    "pagedown": 1, "down": 1, "=": 1, "equals_sign": 1,
    "pageup": -1, "up": -1, "-": -1, "minus": -1,
}  # fmt: skip
"""Keys that turn the page while something is typed."""

TURNS = {"next": 1, "previous": -1}
"""Keys of the pad that turn the page."""

MARKS = {"left": -1, "right": 1}

DOT = "·"
"""Between the parts of names such as 阿依古丽·买买提 (GB/T 15834: 间隔号)."""


log = logging.getLogger(__name__)


class Pad(Vertical, can_focus=False):
    """Posts ``Wrote``, ``Erased``, ``Emptied`` and ``Entered``; the field is its screen's."""

    class Wrote(Message):
        """This text belongs at the end of the field."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Erased(Message):
        """The last character of the field is to go."""

    class Emptied(Message):
        """All of the field is to go."""

    class Entered(Message):
        """The field is done."""

    class Typing(Message):
        """Letters or strokes of what is not written yet were typed or taken back (``typed``)."""

    def __init__(
        self,
        language: str,
        engine: Callable[[], Engine] = opened,
        touch: Callable[[], bool] = lambda: True,
        *,
        letters: bool = False,
    ) -> None:
        """``engine`` is called once, on a thread of its own; until then letters are kept.

        ``touch`` is told of every touch, and says whether it counts. ``letters``: they are worth
        something as they are, so that Enter ends the field and does not choose a character.
        """
        super().__init__()
        self._language, self._engine, self._touch = language, engine, touch
        self._letters, self._told = letters, ""
        self._choices = Choices()
        self.writing = Writing(self._choices.fit)
        self.writing.traditional = language == "zh-Hant"

    def compose(self) -> ComposeResult:
        with Horizontal(id="pad-line"):
            yield Static(markup=False, id="pad-typed")
            yield Static(markup=False, id="pad-page")
        with Horizontal(id="pad-choices"):
            yield self._choices
            yield Cap("next", classes="-next")
        with Vertical(id="pad-board"):
            yield Letters()
        with Horizontal(id="pad-modes"):
            for mode in Mode:
                yield Cap(mode, classes="-mode")
            yield Cap("clear", classes="-clear")
            yield Cap("enter", classes="-enter")

    def on_mount(self) -> None:
        self._label()
        self._open_engine()

    @work(thread=True, exit_on_error=False)
    def _open_engine(self) -> None:
        engine = self._engine()
        self.app.call_from_thread(self._engine_ready, engine)

    def _engine_ready(self, engine: Engine) -> None:
        self.writing.engine = engine
        self.writing.look()
        self._show()

    @on(Worker.StateChanged)
    def _engine_failed(self, event: Worker.StateChanged) -> None:
        event.stop()
        if event.state is WorkerState.ERROR:
            log.error("no characters: ABC and 123 still work", exc_info=event.worker.error)

    @property
    def ready(self) -> bool:
        """Whether the engine is there."""
        return self.writing.engine is not None

    @property
    def typed(self) -> str:
        """The letters of what is not written yet; nothing where strokes are typed."""
        return self.writing.typed if self.writing.mode is Mode.PINYIN else ""

    @property
    def line(self) -> str:
        """What is typed and not written yet, as it is read, or what to do."""
        return self._line()

    # --- for its screen ----------------------------------------------------------------------

    def begin(self, kind: Kind = Kind.WORDS, before: str = "", mode: Mode | None = None) -> None:
        """Write another field, which holds ``before`` already."""
        self.clear()
        self.writing.kind, self.writing.before = kind, before
        self.writing.upper = True
        self._switch(mode or self.writing.mode)

    def clear(self) -> None:
        """Wipe all that was typed, also the texts whose widths rich remembers."""
        self.writing.clear()
        self._show()
        cached_cell_len.cache_clear()

    def speak(self, language: str) -> None:
        """Go on in another language; what is typed stays."""
        self._language = language
        self.writing.traditional = language == "zh-Hant"
        self.writing.look()
        self._label()

    def press(self, key: str, character: str | None) -> bool:
        """A key of a keyboard; whether it meant something here."""
        done = self._press(key, character)
        if done:
            self._show()
        return done

    def _press(self, key: str, character: str | None) -> bool:
        busy = bool(self.writing.typed)
        if key in MODE_KEYS:
            self._switch(MODE_KEYS[key])
        elif key in PAGES and busy:
            self.writing.turn(PAGES[key])
        elif key in MARKS and self.writing.offered:
            self.writing.mark(MARKS[key])
        elif key == "escape" and busy:
            self._did(self.writing.drop())
        elif key in {"enter", "backspace", "delete"}:
            self._do({"delete": "clear", "backspace": "erase"}.get(key, key))
        elif key == "space" and busy:
            self._did(self.writing.enter())
        elif character and character.isprintable() and self._writes(character):
            self._did(self.writing.type(character))
        else:
            return False
        return True

    def _writes(self, character: str) -> bool:
        return character != " " or self.writing.mode is Mode.LATIN

    # --- touch -------------------------------------------------------------------------------

    @on(Touch.Touched)
    def _touched(self, event: Touch.Touched) -> None:
        event.stop()
        if isinstance(event.touch, Cap) and self._touch():
            self._do(event.touch.sign)
            self._show()

    @on(Choices.Chosen)
    def _chosen(self, event: Choices.Chosen) -> None:
        event.stop()
        if self._touch():
            self._did(self.writing.choose(event.at))
            self._show()

    def _do(self, sign: str) -> None:
        """What a key of the pad is for."""
        if sign in MODES:
            self._switch(Mode(sign))
        elif sign == "erase":
            self._did(self.writing.erase())
        elif sign == "clear":
            self._did(self.writing.drop())
        elif sign == "enter":
            self._did(writing.Entered() if self._letters else self.writing.enter())
        elif sign == "previous" and self.writing.mode is Mode.LATIN:
            self.writing.upper = not self.writing.upper
            self._label()
        elif sign in TURNS:
            self.writing.turn(TURNS[sign])
        elif sign == "beside":
            self._did(self.writing.type(" " if self.writing.mode is Mode.LATIN else DOT))
        else:
            upper = self.writing.mode is Mode.LATIN and self.writing.upper
            self._did(self.writing.type(sign.upper() if upper else sign))

    def _did(self, outcome: writing.Outcome | None) -> None:
        """Tell the screen."""
        if isinstance(outcome, writing.Wrote):
            self.post_message(self.Wrote(outcome.text))
        elif isinstance(outcome, writing.Erased):
            self.post_message(self.Erased())
        elif isinstance(outcome, writing.Emptied):
            self.post_message(self.Emptied())
        elif isinstance(outcome, writing.Entered):
            self.post_message(self.Entered())

    # --- what it shows -----------------------------------------------------------------------

    def _switch(self, mode: Mode) -> None:
        self.writing.switch(mode)
        board = self.query_one("#pad-board", Vertical)
        wanted: type[Widget] = {Mode.STROKES: Strokes, Mode.DIGITS: Digits}.get(mode, Letters)
        for child in board.children:
            child.display = isinstance(child, wanted)
        if not any(isinstance(child, wanted) for child in board.children):
            board.mount(wanted())
            self.call_after_refresh(self._label)
        self._label()
        self._show()

    @on(Choices.Resized)
    def _arrange(self, event: Choices.Resized) -> None:
        event.stop()
        self._choices.large = self.screen.has_class("-large")
        self.writing.arrange()
        self._show()

    def _label(self) -> None:
        """Write the words on the keys."""
        now = self.writing
        shown = faces(now.mode, self._language, upper=now.upper)
        for cap in self.query(Cap):
            cap.show(*shown.get(cap.sign, (cap.sign, "")))
            cap.set_class(cap.sign == now.mode, "-on")
        self._show()

    def _show(self) -> None:
        """Show what is typed, and the candidates for it."""
        now = self.writing
        if now.typed != self._told:
            self._told = now.typed
            self.post_message(self.Typing())
        self._choices.show([one.text for one in now.offered], now.marked, numbered=now.numbered)
        self.query_one("#pad-typed", Static).update(self._line())
        pages = len(now.pages)
        page = say("pad.page", self._language, page=now.page + 1, pages=pages) if pages > 1 else ""
        self.query_one("#pad-page", Static).update(page)
        for cap in self.query(Cap):
            if cap.sign in TURNS:
                case = now.mode is Mode.LATIN and cap.sign == "previous"
                cap.disabled = not case and not 0 <= now.page + TURNS[cap.sign] < pages

    def _line(self) -> str:
        """What is typed, or what to do."""
        now = self.writing
        if not now.typed:
            return hint(now.mode, self._language)
        if now.engine is None:
            return f"{now.typed}  {say('pad.opening', self._language)}"
        if now.mode is Mode.STROKES:
            typed = " ".join(SHAPES[sign] for sign in now.typed)
        else:
            typed = now.engine.parted(now.typed)
        return typed if now.found else f"{typed}  {say('pad.none', self._language)}"
