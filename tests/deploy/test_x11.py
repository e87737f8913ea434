"""The lobby as deploy/ sets it up for touch on X: seen, touched, and nothing else to be had."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from kiosk.hall import Hall
from tests.centre import MONDAY, settings, standing_at
from tests.deploy.machines import PATIENCE, colours, need, x_session
from tests.waiting import until

PAUSE = 2.0
"""Seconds between two touches of a tester who was not heard; hasty ones are meant to be ignored."""

BAND = (11, 74, 70)
"""The colour of the lobby's band: exact where the terminal was given all colours."""


def test_a_ticket_is_taken_by_a_touch_and_no_menu_opens(tmp_path: Path) -> None:
    need("Xvfb", "xterm", "xdotool", "xdpyinfo")
    config, data = settings(tmp_path), tmp_path / "data"
    words = [sys.executable, "-m", "kiosk", "--config", str(config), "--data", str(data)]
    words += ["--clock", MONDAY.isoformat(), "lobby"]
    with x_session(*words) as display, Hall.open(config, data, standing_at(MONDAY)) as hall:
        until(lambda: BAND in colours(display.picture()), "the lobby, in its colours", PATIENCE)
        width, height = display.picture().size
        before = display.windows()
        display.do("mousemove", "3", "3")  # the margin of the screen, no tile
        for key in ("ctrl", "shift", "alt"):
            for button in ("1", "2", "3"):
                display.do("keydown", key, "click", button, "keyup", key)
        display.do("key", "alt+Return", "shift+Prior", "shift+Insert", "Menu", "alt+F4")
        assert display.windows() == before
        assert display.picture().size == (width, height)

        pressed = -PAUSE

        def taken() -> bool:
            nonlocal pressed
            if time.monotonic() - pressed > PAUSE:
                display.do("mousemove", str(width // 4), str(height * 3 // 10), "click", "1")
                pressed = time.monotonic()
            hall.refresh()
            return bool(hall.queue.tickets())

        until(taken, "a ticket", PATIENCE)
        assert [ticket.number for ticket in hall.queue.tickets()] == ["A001"]
