"""The board as an app: one screen, no keys."""

from __future__ import annotations

from pathlib import Path

from textual.screen import Screen

from kiosk.hall import Hall
from screens.board.board import Board
from screens.terminal import Terminal


class BoardApp(Terminal):
    """Hangs in the hall and shows who is called where."""

    CSS_PATH = [*Terminal.CSS_PATH, Path(__file__).with_name("board.tcss")]

    def __init__(self, hall: Hall, terminal: str = "board") -> None:
        super().__init__(hall, terminal)

    def get_default_screen(self) -> Screen[None]:
        machine = self.hall.config.terminals.get(self.terminal)
        return Board(self.hall, self.language, machine.sound if machine else None)
