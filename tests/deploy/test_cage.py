"""A desk as deploy/ sets it up without touch: cage and foot, as an ordinary user."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from PIL import Image

from tests.centre import MONDAY, settings
from tests.deploy.machines import DEPLOY, PATIENCE, colours, need, running
from tests.waiting import until

ROOT = DEPLOY.parent

BOARD = {(11, 74, 70), (12, 22, 32)}
"""The colours of the board's band and ground: exact where all colours arrive."""


def readable_python(as_user: list[str]) -> str:
    """A Python that this user can start and that can load what is installed for ours."""
    version = "import sys; print(sys.version_info[:2])"
    ours = str(sys.version_info[:2])
    for python in (sys.executable, "/usr/bin/python3"):
        # Through a shell: setpriv itself may still be able to start what the user cannot.
        words = [*as_user, "sh", "-c", 'exec "$@"', "sh", python, "-c", version]
        run = subprocess.run(words, capture_output=True, text=True, check=False)
        if run.returncode == 0 and run.stdout.strip() == ours:
            return python
    pytest.skip("no Python of our version that an ordinary user can start")


def test_a_board_is_seen_in_cage_and_foot(tmp_path: Path) -> None:
    need("cage", "foot", "grim", "Xwayland", "setpriv")
    if os.getuid() != 0:
        pytest.skip("becomes an ordinary user, so it must begin as root")
    user = pwd.getpwnam("nobody")
    as_user = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    python = readable_python(as_user)
    home = Path("/tmp") / f"kiosk-cage-{os.getpid()}"  # pytest's own folders are root's
    home.mkdir(mode=0o700)
    try:
        settings(home)
        shutil.chown(home, user.pw_uid, user.pw_gid)
        (home / "config.toml").chmod(0o644)
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home),
            "LANG": "C.UTF-8",
            "COLORTERM": "truecolor",
            "WLR_BACKENDS": "headless",
            "WLR_RENDERER": "pixman",
            "WLR_LIBINPUT_NO_DEVICES": "1",
            "PYTHONPATH": f"{ROOT}:{sysconfig.get_paths()['purelib']}",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        words = [python, "-m", "kiosk", "--config", "config.toml", "--data", "data"]
        words += ["--clock", MONDAY.isoformat(), "board"]
        foot = ["foot", f"--config={DEPLOY / 'foot' / 'foot.ini'}", *words]
        shot = home / "shot.png"

        def seen() -> bool:
            wayland = next((p.name for p in home.glob("wayland-*") if p.suffix != ".lock"), None)
            if wayland is None:
                return False
            look = {**env, "WAYLAND_DISPLAY": wayland}
            taken = subprocess.run(
                [*as_user, "grim", str(shot)], env=look, cwd=home, capture_output=True, check=False
            )
            return taken.returncode == 0 and colours(Image.open(shot)) >= BOARD

        with running([*as_user, "cage", "--", *foot], env=env, cwd=home, stderr=subprocess.DEVNULL):
            until(seen, "the board", PATIENCE)
    finally:
        shutil.rmtree(home)
