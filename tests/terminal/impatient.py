"""The kiosk as it is, but whoever touches nothing is thought to have gone after a few seconds."""

from __future__ import annotations

import sys

from kiosk.__main__ import main
from screens.lobby import app, still_there

app.IDLE = 6.0
still_there.COUNT = 3

if __name__ == "__main__":
    sys.exit(main())
