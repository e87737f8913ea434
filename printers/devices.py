"""Where finished pages go: a network printer, or PNG files in a folder.

A device prints one page at a time and is owned by one writer; none of them retries.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Protocol

from kiosk.config import Printer
from kiosk.errors import Refused
from printers.page import Page


class NotStarted(Exception):
    """Nothing reached the printer; the job may safely be tried again."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Interrupted(Exception):
    """It broke after the printer was reached; ``sent`` bytes were taken, perhaps printed."""

    def __init__(self, reason: str, sent: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sent = sent


class Device(Protocol):
    """A printer of one kind. ``paper`` is in millimetres."""

    paper: int
    proves: bool
    """Whether a page that was printed without error certainly exists."""

    def print(self, page: Page, name: str) -> None:
        """Print one page; ``name`` tells jobs apart. Raises ``NotStarted`` or ``Interrupted``."""


class PreviewDevice:
    """Draws each page as ``<name>.png`` into a folder."""

    proves = True

    def __init__(self, folder: Path, paper: int = 80) -> None:
        self.folder = folder
        self.paper = paper

    def print(self, page: Page, name: str) -> None:
        """Returns when the picture is on disk; a repeated name replaces it, so nothing doubles."""
        safe = re.sub(r"[^\w.-]+", "_", name).lstrip(".") or "slip"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            page.png(self.folder / f"{safe}.png")
        except OSError as error:
            raise NotStarted(f"预览文件夹 {self.folder} 无法写入（{error.strerror}）") from error


def open_device(name: str, setting: Printer, folder: Path) -> Device:
    """The device of a configured printer; previews go to ``folder``, or to the setting's ``path``.

    Refuses: ``device_not_supported``, ``device_without_host``.
    """
    match setting.device:
        case "preview":
            return PreviewDevice(Path(setting.path) if setting.path else folder, setting.paper)
        case "network":
            if not setting.host:
                raise Refused(
                    "device_without_host",
                    f"[printers.{name}] 是网络打印机，但没有写 host（打印机的地址）。",
                    printer=name,
                )
            from printers.network import NetworkDevice  # noqa: PLC0415 - only where one is used

            return NetworkDevice(setting.host, setting.port, setting.paper)
        case other:
            raise Refused(
                "device_not_supported",
                f'[printers.{name}] device = "{other}" 目前还不支持；可用 "preview" 或 "network"。',
                printer=name,
                device=other,
            )
