"""Who stands beside a job in tests: writes down what a device says of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from kiosk.printing import Word
from printers.wires import Patience
from tests.printers.fake import Dialect

QUICK = Patience(
    connect=5.0, answer=1.0, stall=0.4, mute=1.5, hold=120.0, grace=3.0, hang_up=0.2, poll=0.05
)
"""Where an answer is expected: long enough for a noisy machine. Where a test waits for a printer
to be given up: short."""

HASTY = replace(QUICK, answer=0.1, grace=0.3)
"""For printers that answer nothing, of which nobody should expect it."""


def patience(dialect: Dialect) -> Patience:
    """How long to wait for a printer of this kind."""
    return HASTY if not dialect.real_time else QUICK


@dataclass
class Notes:
    """An attendant. ``leaves`` says when it has to go."""

    moves: list[str] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    leaves: Callable[[], bool] = lambda: False

    def starting(self) -> None:
        self.moves.append("starting")

    def handed(self) -> None:
        self.moves.append("handed")

    def says(self, word: Word) -> None:
        if not self.words or self.words[-1] is not word:
            self.words.append(word)

    def leaving(self) -> bool:
        return self.leaves()
