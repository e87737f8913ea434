"""What does not work just now, and what that means for whoever stands here."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, cast

from kiosk import incidents
from kiosk.hall import Hall
from kiosk.printing import for_residents
from screens.cut_off import Where
from screens.incident import said
from screens.widgets.clock import Trouble

if TYPE_CHECKING:
    from screens.terminal import Terminal

PATIENCE = 5.0
"""Seconds after which a printer's trouble is told; a spooler that is just starting is none."""


class Health(Trouble):
    """How old the records are, and whether paper comes; gone when all is well."""

    def __init__(self, hall: Hall, language: str) -> None:
        super().__init__(hall, language, Where.LOBBY)
        terminal = hall.config.terminals.get(hall.queue.terminal)
        self._printer = terminal.printer if terminal else None
        self._paperless: float | None = None

    def faults(self) -> list[str]:
        return [*super().faults(), *self._fell(), *self._paper()]

    def _fell(self) -> list[str]:
        """A fall a moment ago, with the number that staff need."""
        before = incidents.lately()
        return [] if before is None else [said(before, self._hall, self.language)]

    def _paper(self) -> list[str]:
        if self._printer is None:
            return []
        alone = self._hall.cut_off is not None and cast("Terminal", self.app).wire.kept
        slips = self._hall.outbox.slips if alone else self._hall.slips
        state = slips.printer(self._printer)
        if state.usable:
            self._paperless = None
            return []
        self._paperless = self._paperless or time.monotonic()
        if time.monotonic() - self._paperless < PATIENCE:
            return []
        return [for_residents(state, self.language)]
