"""Rooms keep to themselves: what a process has loaded is looked at in a process of its own."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

HEAVY = ("textual", "rich", "escpos", "PIL", "screens", "printers")
ROOT = Path(__file__).parents[1]


def loaded(code: str, *packages: str) -> set[str]:
    """Which of these packages a fresh process has loaded after running this code."""
    look = f"{code}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    run = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, cwd=ROOT, check=True
    )
    return set(run.stdout.splitlines()[-1].split()) & set(packages)


def rooms(name: str) -> list[str]:
    """Every module of a room, by name; found without loading what needs a screen to run."""
    package = import_module(name)
    found = pkgutil.walk_packages(package.__path__, f"{name}.")
    return [name, *(module.name for module in found if "__main__" not in module.name)]


def test_an_act_in_the_hall_loads_no_screen_and_no_printer(tmp_path: Path) -> None:
    code = f"""
from datetime import datetime
from kiosk.hall import Hall
at = datetime.fromisoformat("2026-11-23T09:00:00+08:00")
with Hall.open("config.toml", {str(tmp_path / "data")!r}, lambda: at) as hall:
    hall.queue.take("A")
    hall.queue.call("1")
    hall.queue.tickets()
"""
    assert loaded(code, *HEAVY) == set()


def test_no_module_of_the_hall_loads_a_screen_or_a_printer() -> None:
    code = "import " + ", ".join(n for n in rooms("kiosk") if not n.startswith("kiosk.fonts.s"))
    assert loaded(code, *HEAVY) == set()


def test_the_command_line_itself_loads_none_of_them_before_it_knows_what_to_do() -> None:
    assert loaded("import kiosk.__main__", *HEAVY) == set()


def test_printers_know_no_screens() -> None:
    code = "import " + ", ".join(rooms("printers"))
    assert loaded(code, "textual", "screens") == set()


def test_the_device_library_is_loaded_by_the_spooler_alone() -> None:
    assert loaded("import printers.receipt, printers.page", "escpos") == set()


@pytest.mark.parametrize("part", ["lobby", "desk", "board", "widgets"])
def test_screens_know_no_printers(part: str) -> None:
    try:
        modules = rooms(f"screens.{part}")
    except ModuleNotFoundError as missing:
        pytest.skip(f"{missing.name} is not there yet")
    code = "import " + ", ".join(modules)
    assert loaded(code, "escpos", "printers") == set()
