"""When an error nobody foresaw reaches the screens: it is noted, and the program ends quietly.

A Textual app whose handler raised cannot go on: its message pump is dead. So it ends with ``FELL``
and nothing printed; the supervisor holds the screen, shows the number and starts the next one.
"""

from __future__ import annotations

import os
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.worker import WorkerFailed

from kiosk import incidents
from kiosk.cli import supervise
from kiosk.hall import Hall
from kiosk.wording import say
from screens.driver import SturdyDriver
from screens.timers import Punctual

SECONDS_TO_END = 1.0
"""For an app without a supervisor to close in order; then its process ends all the same."""


class Supervised(Punctual, App[None], inherit_bindings=False):
    """An app that no input can hurt and that falls quietly. A test still gets the error."""

    _fell = False

    def get_driver_class(self) -> type[Driver]:
        usual = super().get_driver_class()
        return SturdyDriver if usual is LinuxDriver else usual

    def on_mount(self) -> None:
        if supervise.current is not None:
            self.set_interval(supervise.PULSE, supervise.current.pulse)

    def _handle_exception(self, error: Exception) -> None:
        """Textual's last resort for every handler, timer, worker and drawing."""
        if self.is_headless:
            super()._handle_exception(error)
        elif not self._fell:
            self._fell = True
            incidents.note(error.error if isinstance(error, WorkerFailed) else error)
            if supervise.current is not None:
                # The supervisor knows how to leave the screen, and the store minds no kill.
                os._exit(supervise.FELL)
            supervise.end_within(SECONDS_TO_END)
            self.exit(return_code=supervise.FELL)
            self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """Textual would print these on the way out."""
        if self.is_headless:
            super().panic(*renderables)
        else:
            self._handle_exception(RuntimeError("the app was told to end at once"))


def said(incident: incidents.Incident, hall: Hall, language: str) -> str:
    """What a terminal's health line says of a fall a while ago."""
    at = incident.at.astimezone(ZoneInfo(hall.config.centre.timezone))
    return say("incident.health", language, number=incident.number, time=f"{at:%H:%M}")
