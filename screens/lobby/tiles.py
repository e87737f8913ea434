"""A screen of the lobby whose choices are tiles, a page at a time."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from screens.lobby.step import Step
from screens.terminal import HallChanged
from screens.widgets.tile import Face
from screens.widgets.tile_page import TilePage


class Tiles(Step):
    """Hands number keys to its tiles, and turns their pages."""

    def body(self) -> ComposeResult:
        yield from self.tiles()

    def tiles(self) -> ComposeResult:
        """The page, where it is another than usual."""
        yield TilePage()

    def faces(self) -> list[Face]:
        """What there is to choose from."""
        return []

    def pinned(self) -> list[Face]:
        """What stays on every page."""
        return []

    @property
    def page(self) -> TilePage:
        """Where the tiles are."""
        return self.query_one(TilePage)

    def speak(self) -> None:
        super().speak()
        self.show_tiles()

    def wipe(self) -> None:
        self.page.first()

    @on(HallChanged)
    def show_hall(self) -> None:
        """Show the hall as it is now, unless another screen hides this one."""
        if self.is_current:
            self.show_tiles()

    def show_tiles(self) -> None:
        """Show the choices as they are now."""
        self.page.show(self.faces(), self.pinned(), large=self.session.large)
        self._show_more()

    @on(TilePage.Paged)
    def _show_more(self) -> None:
        for key in self.query("#more"):
            key.display = self.page.pages > 1

    def typed(self, key: str, character: str | None) -> bool:
        return self.page.press(character or key)

    def foot(self, name: str) -> None:
        if name == "more":
            self.guard.close()
            self.page.turn()
        else:
            super().foot(name)
