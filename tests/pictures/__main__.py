"""``make screens``: every scene into docs/screens, or those whose names begin as given.

``python -m tests.pictures [NAME…] [--into FOLDER] [--size 80x24]``. Each scene has a hall and a
server of its own; the clock starts a few seconds into a minute, so that the same picture comes
again.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Error

from tests.browser.served import CHROMIUM, Served, Shown, chromium
from tests.pictures import days
from tests.pictures.scenes import SCENES, Scene
from tests.pictures.wire import over_a_wire
from tests.wire_proxy import Proxy

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
LETTERS = 16
"""Height of the letters in the pictures, in pixels."""

COLOURS = 48
"""Colours of a picture: enough for its edges, and a quarter of the bytes."""

SETTLED = 0.7
"""Seconds after which a screen that has come takes keys and has drawn what it draws late."""

QUICK = 150_000
"""Milliseconds until a scene that does not come is given up; one of them comes after two."""


def main() -> int:
    """Draw; 1 when a scene did not come, after all others."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("names", nargs="*")
    words.add_argument("--into", type=Path, default=FOLDER)
    words.add_argument("--size", help="80x24, instead of the scenes' own")
    asked = words.parse_args()
    if CHROMIUM is None:
        print("no chromium here: apt-get install chromium", file=sys.stderr)
        return 1
    asked.into.mkdir(parents=True, exist_ok=True)
    missing = []
    with chromium() as browser, tempfile.TemporaryDirectory() as kept:
        for scene in chosen(asked.names, asked.size):
            try:
                size = draw(browser, scene, Path(kept), asked.into / f"{scene.name}.png")
            except (Error, AssertionError) as error:
                missing.append(scene.name)
                print(f"{scene.name:28} NOT DRAWN: {str(error).splitlines()[0]}", flush=True)
            else:
                print(f"{scene.name:28} {size / 1024:5.1f} KB", flush=True)
    return 1 if missing else 0


def chosen(names: list[str], size: str | None) -> list[Scene]:
    """The scenes whose names begin so; in cells of this size, where one is given."""
    scenes = [scene for scene in SCENES if not names or scene.name.startswith(tuple(names))]
    if not size:
        return scenes
    columns, rows = map(int, size.split("x"))
    return [replace(scene, size=(columns, rows)) for scene in scenes]


def lived(scene: Scene, kept: Path) -> tuple[Path, Path, str]:
    """Settings, records of a hall that has lived the scene's day, and the moment it is then."""
    name = f"{scene.config.__name__}-{scene.day.__name__}-{scene.unprinted}"
    config, data, moment = scene.config(kept), kept / name, kept / f"{name}.txt"
    if not moment.exists():
        morning = days.begin(data, config)
        with morning.hall:
            scene.day(morning)
            days.printed(morning, but=scene.unprinted)
        moment.write_text(days.at(morning.clock))
    return config, data, moment.read_text()


def draw(browser: Browser, scene: Scene, kept: Path, into: Path) -> int:
    """Bring the screen to its place and keep the picture; its size in bytes."""
    config, records, moment = lived(scene, kept)
    with ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory())
        data = shutil.copytree(records, Path(scratch) / "data")
        wire = None
        if scene.wired:
            shared = over_a_wire(config, data, moment, scene.screen)
            config, wire = stack.enter_context(shared)
        words = ["--config", str(config), "--data", str(data), "--clock", moment]
        window = ["--window", "2"] if scene.screen == "desk" else []
        with Served(*words, "serve", scene.screen, *window) as served:
            page = browser.new_page(has_touch=True, viewport={"width": 1400, "height": 900})
            try:
                shown = Shown(page)
                page.set_default_timeout(QUICK)
                shown.open(_address(served, scene)).wait_for("")
                _resize(shown, *scene.size)
                codes = {} if wire else days.codes(config, data, moment)
                _go(shown, scene, codes, wire)
                shot = page.locator(".xterm-screen").screenshot(animations="disabled")
            except Error:
                _explain(page, scene)
                raise
            finally:
                page.close()
    return _keep(shot, into)


def _explain(page: object, scene: Scene) -> None:
    text = "\n".join(Shown(page).lines)  # type: ignore[arg-type]
    print(f"--- {scene.name} stands at:\n{text}\n---", file=sys.stderr)


def _address(served: Served, scene: Scene) -> str:
    if scene.screen == "desk":
        return f"{served.link()}&fontsize={LETTERS}"
    return f"{served.url}/?fontsize={LETTERS}"


def _resize(shown: Shown, columns: int, rows: int) -> None:
    """Exactly so many cells."""
    shown.page.wait_for_selector("body.-first-byte")
    cell = shown.page.evaluate("hall.terminal._core._renderService.dimensions.css.cell")
    size = {"width": round(cell["width"] * columns), "height": round(cell["height"] * rows)}
    shown.page.set_viewport_size(size)  # type: ignore[arg-type]
    shown.page.wait_for_function(
        "([columns, rows]) => hall.terminal.cols === columns && hall.terminal.rows === rows",
        arg=[columns, rows],
    )


def _go(shown: Shown, scene: Scene, codes: Mapping[str, str], wire: Proxy | None) -> None:
    shown.wait_for(scene.begins)
    time.sleep(SETTLED)
    for step in scene.steps:
        if step.cut and wire:
            wire.cut()
        elif step.scan:
            # As a scanner: all at once.
            shown.page.evaluate("code => hall.terminal.input(code + '\\r')", codes[step.scan])
        elif step.touch:
            shown.tap(step.touch)
        elif step.key:
            shown.press(step.key)
        shown.wait_for(step.shows)
        time.sleep(SETTLED)


def _keep(shot: bytes, into: Path) -> int:
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    few = picture.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(into, optimize=True)
    return into.stat().st_size


if __name__ == "__main__":
    sys.exit(main())
