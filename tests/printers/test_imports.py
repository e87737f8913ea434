"""What the screens load of this room is light and silent; what is heavy stays with the spooler."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = {"PIL", "fpdf", "fontTools", "escpos", "qrcode", "serial", "usb", "yaml", "textual", "rich"}


def run(code: str, folder: Path) -> set[str]:
    """The packages a process has loaded after this code, which said nothing and left nothing."""
    look = f"""
import logging, sys
before = logging.getLogger().handlers[:], logging.getLogger().level
{code}
assert (logging.getLogger().handlers, logging.getLogger().level) == before
sys.stderr.flush()
open({str(folder / "loaded")!r}, "w").write(" ".join({{n.split(".")[0] for n in sys.modules}}))
"""
    scratch = folder / "tmp"
    scratch.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", look],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(scratch)},
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert done.stdout == done.stderr == b""
    assert list(scratch.iterdir()) == []
    return set((folder / "loaded").read_text().split())


def test_what_the_lobby_loads_is_light(tmp_path: Path) -> None:
    assert run("import printers.beside, printers.preview", tmp_path) & HEAVY == set()


def test_the_health_of_printers_is_known_without_this_room(tmp_path: Path) -> None:
    loaded = run("import kiosk.slips, kiosk.printing, kiosk.jobs, kiosk.claims", tmp_path)
    assert loaded & (HEAVY | {"printers"}) == set()


def test_no_module_says_or_leaves_anything_when_it_is_loaded(tmp_path: Path) -> None:
    modules = sorted(path.stem for path in (ROOT / "printers").glob("[a-z]*.py"))
    loaded = run("\n".join(f"import printers.{module}" for module in modules), tmp_path)
    assert loaded & {"escpos", "serial", "usb", "textual", "rich"} == set(), "only when used"
