"""A data folder belongs to one centre, one clock and, while it is open, one set of settings."""

from __future__ import annotations

import hashlib

import msgspec

from kiosk.config import Config
from kiosk.errors import StoreError
from kiosk.store.sqlite import SQLite

CENTRE, CLOCK, SETTINGS = "centre", "clock", "settings"


def claim(engine: SQLite, config: Config, *, simulated: bool) -> None:
    """Check that these settings may open this folder, and note them if they are the first.

    Raises:
        StoreError: ``other_centre`` (the records are another centre's), ``live_data`` (a simulated
            clock on a live folder), ``config_differs`` (another program has it open with other
            settings).
    """
    folder = engine.folder
    centre = engine.meta(CENTRE)
    if centre is None:
        engine.set_meta(CLOCK, "simulated" if simulated else "real")
        engine.set_meta(CENTRE, config.centre.code)
    elif centre != config.centre.code:
        raise StoreError(
            "other_centre",
            f"{folder} 里是中心 {centre} 的记录，配置里是 {config.centre.code}。没有改动任何数据；"
            "请核对 [centre] code 或 --data。",
        )
    elif simulated and engine.meta(CLOCK) == "real":
        raise StoreError(
            "live_data",
            f"{folder} 是正式数据，不能用 --clock 打开。没有改动任何数据；演练请另选文件夹。",
        )
    mark = fingerprint(config)
    if engine.meta(SETTINGS) == mark:
        return
    # Settings may change between two openings, never under a program that is running on them.
    if not engine.in_use.alone():
        raise StoreError(
            "config_differs",
            f"另一个程序正用不同的配置打开着 {folder}。没有改动任何数据；"
            "请让所有终端用同一份 config.toml，或先关闭其他终端再改配置。",
        )
    engine.set_meta(SETTINGS, mark)
    engine.in_use.share()


def fingerprint(config: Config) -> str:
    """Of what all terminals must agree on; printers and terminals may differ."""
    agreed = (
        config.centre,
        config.hours,
        config.lines,
        config.windows,
        config.queue,
        config.items,
        config.staff,
        config.workdays,
        config.retention,
    )
    return hashlib.sha256(msgspec.json.encode(agreed, order="deterministic")).hexdigest()[:16]
