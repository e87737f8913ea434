"""A lobby that never gets as far as a screen, under the real supervisor."""

from __future__ import annotations

import sys

from kiosk.cli import supervise


def run(words: list[str]) -> int:
    """The program, its lobby replaced by one that cannot even be made."""
    from kiosk.__main__ import main
    from screens.lobby import app

    class Falling(app.LobbyApp):
        def __init__(self, *_: object, **__: object) -> None:
            raise RuntimeError

    app.LobbyApp = Falling  # type: ignore[misc]
    return main(words)


if __name__ == "__main__":
    sys.exit(supervise.main(run))
