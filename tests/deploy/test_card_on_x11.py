"""我的码 on a real xterm: a scanner's keys call it up, a camera reads it from the picture."""

from __future__ import annotations

import sys
import time
from itertools import cycle
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from kiosk.hall import Hall
from tests.centre import MONDAY, settings, standing_at
from tests.deploy.machines import DEPLOY, PATIENCE, colours, need, x_display
from tests.deploy.test_x11 import BAND, PAUSE
from tests.waiting import until

LETTERS = ("-fa", "DejaVu Sans Mono:pixelsize=15", "-fd", "Noto Sans Mono CJK SC:pixelsize=18")
XTERM = ("xterm", "-name", "kiosk", *LETTERS)
"""As deploy/x11/session starts it, with the smallest letters that leave no hairlines."""


def codes(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))]


@pytest.mark.parametrize("size", ["80x24", "120x31"])
def test_a_camera_reads_the_card_from_xterm(tmp_path: Path, size: str) -> None:
    need("Xvfb", "xterm", "xdotool")
    config, data = settings(tmp_path), tmp_path / "data"
    with Hall.open(config, data, standing_at(MONDAY)) as hall:
        roster = hall.volunteers.roster
        card = roster.card(roster.enrol("张小明", "13800001234").number)
    words = [sys.executable, "-m", "kiosk", "--config", str(config), "--data", str(data)]
    words += ["--clock", MONDAY.isoformat(), "lobby"]
    xterm = ["env", f"XENVIRONMENT={DEPLOY / 'x11' / 'xterm.resources'}", "LANG=C.UTF-8", *XTERM]
    xterm += ["-geometry", f"{size}+0+0", "-e", "env", "COLORTERM=truecolor"]
    with x_display(*xterm, *words) as display:
        until(lambda: BAND in colours(display.picture()), "the lobby, in its colours", PATIENCE)
        display.do("search", "--sync", "--onlyvisible", "--classname", "^kiosk$", "windowfocus")
        # To the start, volunteering, 我的码, and the card; again where somebody was not heard.
        steps = cycle((("key", "slash"), ("key", "4"), ("key", "4"), ("type", f"{card}\n")))
        done = -PAUSE

        def seen() -> bool:
            nonlocal done
            if codes(display.picture()) == [card]:
                return True
            if time.monotonic() - done > PAUSE:
                what, keys = next(steps)
                display.do(what, "--delay", "0", keys)
                done = time.monotonic()
            return False

        until(seen, "the code, in a camera's eye", PATIENCE)
        picture = display.picture()
        picture.save(tmp_path / "screen.png")
        smaller = picture.resize((picture.width // 2, picture.height // 2))
        assert codes(smaller) == [card]
