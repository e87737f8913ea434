"""The displays of deploy/ without a screen: Xvfb with our X session, cage with foot."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from PIL import Image, ImageGrab

from tests.waiting import until

DEPLOY = Path(__file__).parents[2] / "deploy"

PATIENCE = 60.0
"""Seconds until a display that does not come is an error; a slow machine is not."""


def need(*programs: str) -> None:
    """Skip the test where one of these programs is not installed, or nobody asked for displays."""
    if os.environ.get("KIOSK_DISPLAYS") != "1":
        pytest.skip("whole displays are started by `make displays` only")
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed here: {' '.join(missing)}")


@contextmanager
def running(command: Sequence[str], **how: object) -> Iterator[subprocess.Popen[bytes]]:
    """A program and all it starts, until the block ends."""
    program = subprocess.Popen(command, start_new_session=True, **how)  # type: ignore[call-overload]
    try:
        yield program
    finally:
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(program.pid, number)
                program.wait(5)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue
        program.wait(5)


class XDisplay:
    """An X server without a screen, and a hand on its mouse and keyboard."""

    def __init__(self, name: str) -> None:
        self.name = name

    def picture(self) -> Image.Image:
        return ImageGrab.grab(xdisplay=self.name)

    def do(self, *words: str) -> str:
        """Have xdotool do something."""
        env = {**os.environ, "DISPLAY": self.name}
        words = ("xdotool", *words)
        return subprocess.run(words, env=env, capture_output=True, text=True, check=False).stdout

    def windows(self) -> set[str]:
        """What can be seen: our terminal, and any menu or window somebody got out of it."""
        return set(self.do("search", "--onlyvisible", "--name", "").split())


@contextmanager
def x_session(*words: str, size: str = "1280x720") -> Iterator[XDisplay]:
    """deploy/x11/session on an X server of its own, running these words."""
    with x_display(str(DEPLOY / "x11" / "session"), *words, size=size) as display:
        yield display


@contextmanager
def x_display(*words: str, size: str = "1280x720") -> Iterator[XDisplay]:
    """An X server of its own, and a program that draws on it."""
    with ExitStack() as stack, tempfile.TemporaryFile() as told:
        server = ["Xvfb", "-displayfd", str(told.fileno()), "-screen", "0", f"{size}x24"]
        # Without -noreset it starts anew whenever its last client leaves, deaf for that moment.
        server += ["-nolisten", "tcp", "-noreset"]
        stack.enter_context(running(server, pass_fds=[told.fileno()], stderr=subprocess.DEVNULL))

        def number() -> str:
            return os.pread(told.fileno(), 20, 0).decode().strip()

        until(number, "an X server", PATIENCE)
        name = f":{number()}"
        env = {**os.environ, "DISPLAY": name}
        stack.enter_context(running(words, env=env, stderr=subprocess.DEVNULL))
        yield XDisplay(name)


def colours(picture: Image.Image) -> set[tuple[int, int, int]]:
    """The colours that fill at least one part in two hundred of a picture."""
    counted = picture.convert("RGB").getcolors(1 << 24) or []
    least = picture.width * picture.height / 200
    return {colour for count, colour in counted if count > least}  # type: ignore[misc]
