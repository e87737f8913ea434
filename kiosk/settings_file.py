"""A printer's lines in config.toml: how they read, and how they get there without an editor."""

from __future__ import annotations

import json
import os
import re
import shutil
from datetime import datetime
from pathlib import Path

import msgspec

from kiosk.config import Printer, load
from kiosk.errors import ConfigError
from kiosk.wording import refusal

_BARE = re.compile(r"[A-Za-z0-9_-]+")
HEX = frozenset({"vendor", "product"})
"""Numbers that every manual and ``lsusb`` write with base 16."""

ALWAYS = frozenset({"device", "paper"})
"""Written even where they are as they would be anyway."""


def printer_lines(name: str, setting: Printer) -> list[str]:
    """``[printers.NAME]`` and its keys, as they stand in a configuration file."""
    usual = Printer()
    lines = [_header(name)]
    for field in msgspec.structs.fields(Printer):
        value = getattr(setting, field.name)
        if value is None or (value == getattr(usual, field.name) and field.name not in ALWAYS):
            continue
        text = f"0x{value:04x}" if field.name in HEX else json.dumps(value, ensure_ascii=False)
        lines.append(f"{field.name} = {text}")
    return lines


def write_printer(path: Path, name: str, setting: Printer, at: datetime) -> Path:
    """Put a printer into a configuration file; the file as it was is kept beside it.

    A table of that name stays as comments above the new lines. The new file is read and checked
    before it takes the old one's place. Returns the copy.

    Refuses: ``config_not_written`` (it would not be valid, or cannot be written): nothing changed.
    """
    path = path.resolve()
    draft = path.with_name(f".{path.name}.draft")
    kept = path.with_name(f"{path.name}.{at:%Y%m%d-%H%M%S}")
    try:
        text = _with_printer(path.read_text(encoding="utf-8"), name, printer_lines(name, setting))
        with draft.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if load(draft).printers.get(name) != setting:
            raise refusal("config_not_written", file=path, reason=_header(name))
        shutil.copymode(path, draft)
        shutil.copy2(path, kept)
        draft.replace(path)
    except (OSError, ConfigError) as error:
        reason = str(error).replace(str(draft), str(path))
        raise refusal("config_not_written", file=path, reason=reason) from None
    finally:
        draft.unlink(missing_ok=True)
    return kept


def _header(name: str) -> str:
    return f"[printers.{name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)}]"


def _with_printer(text: str, name: str, new: list[str]) -> str:
    lines = text.splitlines()
    quoted = re.escape(json.dumps(name, ensure_ascii=False))
    header = re.compile(rf"\s*\[\s*printers\s*\.\s*({re.escape(name)}|{quoted})\s*\]\s*(#.*)?")
    start = next((n for n, line in enumerate(lines) if header.fullmatch(line)), None)
    if start is None:
        return "\n".join([*lines, "", *new]) + "\n"
    end = next(
        (
            n
            for n, line in enumerate(lines[start + 1 :], start + 1)
            if line.lstrip().startswith("[")
        ),
        len(lines),
    )
    old = [_commented(line) for line in lines[start + 1 : end]]
    while old and not old[-1]:
        old.pop()
    return "\n".join([*lines[:start], *new, *old, "", *lines[end:]]) + "\n"


def _commented(line: str) -> str:
    return line if not line.strip() or line.lstrip().startswith("#") else f"# {line}"
