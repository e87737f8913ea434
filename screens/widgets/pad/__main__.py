"""The pad alone, with a field that shows what it writes: ``python -m screens.widgets.pad``.

Leave with ctrl+q. ``-n`` writes a name; ``-l en`` another language; ``-L`` large text.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from textual import events, on
from textual.app import App, ComposeResult
from textual.widgets import Static

from kiosk.hanzi import Kind
from screens.themes import THEMES
from screens.widgets.pad import Pad


class PadApp(App[None]):
    """A field and the pad below it."""

    CSS_PATH = [Path(__file__).with_name("pad.tcss")]
    CSS = "Screen { background: $ground; color: $ink; } #written { height: 1fr; padding: 1 2; }"
    ENABLE_COMMAND_PALETTE = False
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]

    def __init__(
        self,
        language: str = "zh-Hans",
        kind: Kind = Kind.WORDS,
        *,
        large: bool = False,
        theme: str = "light",
    ) -> None:
        self._colours = THEMES[theme]
        super().__init__()
        self.animation_level = "none"
        self._language, self._kind, self._large = language, kind, large
        self.written = ""
        self.entered = 0

    def get_css_variables(self) -> dict[str, str]:
        return {**super().get_css_variables(), **self._colours}

    def compose(self) -> ComposeResult:
        yield Static(markup=False, id="written")
        yield Pad(self._language)

    def on_mount(self) -> None:
        self.screen.set_class(self._large, "-large")
        self.query_one(Pad).begin(self._kind)

    def on_key(self, event: events.Key) -> None:
        self.query_one(Pad).press(event.key, event.character)

    @on(Pad.Wrote)
    def _wrote(self, event: Pad.Wrote) -> None:
        self._show(self.written + event.text)

    @on(Pad.Erased)
    def _erased(self) -> None:
        self._show(self.written[:-1])

    @on(Pad.Emptied)
    def _emptied(self) -> None:
        self._show("")

    @on(Pad.Entered)
    def _entered(self) -> None:
        self.entered += 1

    def _show(self, text: str) -> None:
        self.written = text
        self.query_one("#written", Static).update(text)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-l", "--language", default="zh-Hans")
    parser.add_argument("-n", "--name", action="store_true")
    parser.add_argument("-L", "--large", action="store_true")
    parser.add_argument("-t", "--theme", default="light", choices=sorted(THEMES))
    given = parser.parse_args()
    kind = Kind.NAME if given.name else Kind.WORDS
    PadApp(given.language, kind, large=given.large, theme=given.theme).run()


if __name__ == "__main__":
    main()
