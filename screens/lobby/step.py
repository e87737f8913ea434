"""What every screen of the lobby has: the hall's name and health, and the keys at its foot."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from kiosk.hall import Hall
from kiosk.wording import say
from screens.guard import Guard
from screens.lobby.session import Session
from screens.terminal import HallScreen
from screens.widgets.health import Health
from screens.widgets.key import Key
from screens.widgets.marker import Marker
from screens.widgets.masthead import Masthead
from screens.widgets.tile_page import TilePage
from screens.widgets.touch import Touch

QUIET = 0.4
"""Seconds without a touch after which a screen that has just come takes touches."""

STAFF = "f12"
"""The key that asks for a member of staff's PIN; so does touching the clock five times."""


class FootKey(NamedTuple):
    """A key at the foot: what is written on it, and other keys that do the same."""

    key: str
    also: tuple[str, ...] = ()


FOOT = {
    "back": FootKey("-", ("escape", "backspace")),
    "over": FootKey("/", ("home",)),
    "bye": FootKey("-", ("escape", "enter")),
    "mine": FootKey("8"),
    "help": FootKey("*", ("f1",)),
    "withdraw": FootKey("*", ("f1",)),
    "size": FootKey("+", ("f2",)),
    "language": FootKey(".", ("f3",)),
    "more": FootKey("9", ("pagedown",)),
    "reprint": FootKey("0"),
}
"""Keys that a number pad has: a lobby may have nothing more."""


class FootTouched(Message):
    """Someone wants what a key at the foot does; the app knows what that is."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class StaffAsked(Message):
    """Someone wants to show that they work here."""


class Step(HallScreen[None]):
    """One screen of the lobby, kept and shown again: fresh ones would cost memory each time.

    Textual itself calls ``on_mount``, ``on_key`` and the like of every class, a subclass's first:
    one that calls its base's too has it done twice.
    """

    KEYS: ClassVar[tuple[str, ...]] = ("back", "over", "help", "size", "language")
    """The keys at its foot, from the left."""

    PROMPT: ClassVar[str] = ""
    """The key, in the catalogue, of the words at its top."""

    FOR_CARDS: ClassVar[bool] = False
    """Whether what is scanned here was probably meant to be a volunteer's card."""

    instead = ""
    """The key of what is said at its top for once: that a code was not what it was taken for."""

    def __init__(self, hall: Hall, session: Session, quiet: float = QUIET) -> None:
        super().__init__(hall, session.language)
        self.session = session
        self.guard = Guard(quiet)
        self.marker = Marker(self._places)
        self.guard.shut()
        self.comes_after = True
        self._spoken = False

    def compose(self) -> ComposeResult:
        yield Masthead(self.hall, self.language)
        yield Health(self.hall, self.language)
        yield Static(markup=False, id="prompt")
        with Vertical(id="body"):
            yield from self.body()
        with Horizontal(id="foot"):
            for name in self.KEYS:
                yield Key(self.key_of(name), id=name)

    def key_of(self, name: str) -> str:
        """What is written on a key at the foot as the key that does the same."""
        return FOOT[name].key

    def body(self) -> ComposeResult:
        """What this screen is about."""
        yield from ()

    def on_mount(self) -> None:
        # Styled with the terminal's size, a moment later.
        self.set_class(bool(self.query(TilePage)), "-tiles", update=False)
        self.speak()
        self._spoken = True  # and need not, when it is shown for the first time right after this

    # --- in the resident's language and size ------------------------------------------------

    def prompt(self) -> str:
        """The words at the top."""
        key = self.instead or self.PROMPT
        return self.say(key) if key else ""

    def speak(self) -> None:
        """Say everything in the session's language and size; what was typed stays."""
        self.language = self.session.language
        self.set_class(self.session.large, "-large")
        masthead = self.query_one(Masthead)
        masthead.speak(self.language)
        masthead.beside(self.prompt())
        self.query_one("#prompt", Static).update(self.prompt())
        health = self.query_one(Health)
        health.language = self.language
        health.look()  # it may have been hidden when the wire was cut
        other = "zh-Hans" if self.language == "en" else "en"
        for name in self.KEYS:
            word = "key_plain" if name == "size" and self.session.large else f"key_{name}"
            texts = self.say(f"lobby.{word}"), say(f"lobby.{word}", other)
            self.query_one(f"#{name}", Key).show(*texts)

    def wipe(self) -> None:
        """Forget what was typed or chosen here."""

    def hold_scan(self) -> bool:
        """Keep a scan from leading elsewhere while something is half written, and say so."""
        return False

    # --- touches and keys -------------------------------------------------------------------

    def on_screen_suspend(self) -> None:
        self.guard.shut()
        self.comes_after = True
        self.instead = ""

    def on_screen_resume(self) -> None:
        if self.comes_after:
            self.guard.close()
        self.marker.clear()
        if not self._spoken:
            self.speak()
        self._spoken = False

    def _places(self) -> list[Touch]:
        """All that can be touched, in reading order."""
        places = [place for place in self.query(Touch) if place.is_on_screen]
        return sorted(places, key=lambda place: (place.region.y, place.region.x))

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if not self.heeds(event):
            return
        if event.key == STAFF:
            self.post_message(StaffAsked())
        elif not (
            self.typed(event.key, event.character)
            or self.marker.press(event.key)
            or self._shortcut(event.character or "", event.key)
        ):
            self.any_key()

    def heeds(self, event: events.Key) -> bool:
        """Whether a key counts, or was meant for the screen before; to be asked of every key."""
        return self.guard.passes()

    def typed(self, key: str, character: str | None) -> bool:
        """A key that means something on this screen alone; whether it did."""
        return False

    def any_key(self) -> None:
        """A key that means nothing here."""

    def _shortcut(self, character: str, key: str) -> bool:
        """Do what a key at the foot does; whether there is one with this key."""
        for name in self.KEYS:
            same = character == FOOT[name].key or key in FOOT[name].also
            if same and self.query_one(f"#{name}").display:
                self.foot(name)
                return True
        return False

    @on(Touch.Touched)
    def _touched(self, event: Touch.Touched) -> None:
        if isinstance(event.touch, Key) and event.touch.id and self.guard.passes():
            event.stop()
            self.foot(event.touch.id)

    def foot(self, name: str) -> None:
        """A key at the foot was touched."""
        self.guard.close()
        self.post_message(FootTouched(name))

    @on(Masthead.Knocked)
    def _knocked(self) -> None:
        self.post_message(StaffAsked())
