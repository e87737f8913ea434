"""What deploy/ gives a maintainer is accepted by the programs it is for."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from kiosk.cli.parser import parser
from kiosk.cli.serve import PORTS
from tests.deploy.machines import DEPLOY, need

UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
INSTALLED = "/opt/community-kiosk"


def command(unit: Path) -> list[str]:
    """The words a unit starts, for the instance "lobby" of a template."""
    started = re.search(r"^ExecStart=(.*)$", unit.read_text(), re.MULTILINE)
    assert started is not None
    return started[1].replace("%i", "lobby").split()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_understands_every_unit(unit: Path, tmp_path: Path) -> None:
    need("systemd-analyze")
    text = unit.read_text()
    # The programs need not be here: the unit is looked at, not started.
    there = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.MULTILINE)
    for other in UNITS:
        (tmp_path / other.name).write_text(there if other == unit else other.read_text())
    copy = tmp_path / unit.name
    if "@." in unit.name:
        copy = copy.rename(tmp_path / unit.name.replace("@.", "@lobby."))
    run = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(copy)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = [line for line in run.stderr.splitlines() if "kiosk" in line and INSTALLED not in line]
    assert (run.returncode, said) == (0, [])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_every_unit_starts_something_that_exists(unit: Path) -> None:
    words = command(unit)
    ours = [word.removeprefix(INSTALLED + "/") for word in words if word.startswith(INSTALLED)]
    for path in ours:
        assert path == ".venv/bin/kiosk" or (DEPLOY.parent / path).is_file()
    if f"{INSTALLED}/.venv/bin/kiosk" in words:
        spoken = words[words.index(f"{INSTALLED}/.venv/bin/kiosk") + 1 :]
        assert parser().parse_args(spoken).data == Path("/var/lib/kiosk/hall")
    assert "Restart=always" in unit.read_text()


def test_foot_understands_its_settings() -> None:
    need("foot")
    words = ["foot", "--check-config", "--config", str(DEPLOY / "foot" / "foot.ini")]
    run = subprocess.run(words, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_chromium_may_open_exactly_what_is_served() -> None:
    policy = json.loads((DEPLOY / "chromium" / "kiosk.json").read_text())
    assert policy["URLBlocklist"] == ["*"]
    assert set(policy["URLAllowlist"]) == {f"127.0.0.1:{port}" for port in PORTS.values()}


@pytest.mark.parametrize("script", ["x11/session", "chromium/browser"])
def test_scripts_are_plain_shell_that_can_run(script: str) -> None:
    path = DEPLOY / script
    assert path.stat().st_mode & 0o111
    assert subprocess.run(["sh", "-n", str(path)], check=False).returncode == 0
