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
    PALETTE = {
        "ground": "#0c1620",
        "ink": "#ffffff",
        "card": "#16242f",
        "band": "#0b4a46",
        "band-ink": "#ffffff",
        "accent": "#ffd666",
        "on-accent": "#14202b",
        "quiet": "#c5d2dc",
        "alarm": "#7a1712",
        "alarm-ink": "#ffffff",
    }

    def __init__(self, hall: Hall, terminal: str = "board") -> None:
        super().__init__(hall, terminal)

    def get_default_screen(self) -> Screen[None]:
        return Board(self.hall, self.language)
