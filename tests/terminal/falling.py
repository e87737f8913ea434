"""A lobby with two faults in it, under the real supervisor: f9 raises in a handler, f10 never ends.

``python -m tests.terminal.falling --config FILE --data DIR …``, as ``kiosk lobby``.
"""

from __future__ import annotations

import sys

from kiosk.cli import supervise

TYPED = "王小明 330106199001011234"
"""What somebody had typed, and an error now holds."""


def run(words: list[str]) -> int:
    """The program, its lobby replaced by one that can fall."""
    from textual import events

    from kiosk.__main__ import main
    from screens.lobby import app

    class Falling(app.LobbyApp):
        async def on_event(self, event: events.Event) -> None:
            if isinstance(event, events.Key) and event.key == "f9":
                raise ValueError(TYPED)
            while isinstance(event, events.Key) and event.key == "f10":
                pass
            await super().on_event(event)

    supervise.PULSE = 0.2
    app.LobbyApp = Falling  # type: ignore[misc]
    return main(words)


if __name__ == "__main__":
    supervise.FROZEN = 8.0
    sys.exit(supervise.main(run))
