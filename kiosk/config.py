"""The centre's settings: TOML read into typed structs, refused with file, key and what is right."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

import msgspec

from kiosk.errors import ConfigError
from kiosk.hours import WEEKDAYS, Span, parse_spans
from kiosk.mistakes import Wrong, check, explain

Language = Literal["zh-Hans", "zh-Hant", "en"]


class Setting(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of config.toml; a key it does not know is an error, not a shrug."""


class Centre(Setting, frozen=True):
    """Who the hall belongs to. ``code`` leads every key in the store and never changes."""

    name: str
    name_en: str = ""
    code: str = "centre"
    phone: str = ""
    timezone: str = "Asia/Shanghai"
    languages: tuple[Language, ...] = ("zh-Hans", "en")


class Hours(Setting, frozen=True):
    """Opening hours a weekday, each a list of ``HH:MM-HH:MM``; a day left out is closed."""

    monday: tuple[str, ...] = ()
    tuesday: tuple[str, ...] = ()
    wednesday: tuple[str, ...] = ()
    thursday: tuple[str, ...] = ()
    friday: tuple[str, ...] = ()
    saturday: tuple[str, ...] = ()
    sunday: tuple[str, ...] = ()

    def spans(self, weekday: int) -> tuple[Span, ...]:
        """Opening spans of a weekday (Monday is 0) in minutes after midnight."""
        return parse_spans(getattr(self, WEEKDAYS[weekday]))


class StoreSetting(Setting, frozen=True):
    """Where the records live. ``path`` is a folder, relative to the configuration file."""

    engine: Literal["sqlite"] = "sqlite"
    path: str = "data"


class Line(Setting, frozen=True):
    """What a ticket queues for. ``quota`` is tickets a day; ``hours`` default to the hall's."""

    name: str
    name_en: str = ""
    quota: int | None = None
    hours: Hours | None = None
    priority: bool = True


class Window(Setting, frozen=True):
    """A numbered desk and the lines it serves."""

    lines: list[str]
    name: str = ""


class Printer(Setting, frozen=True):
    """One printer. ``paper`` is the roll's width in millimetres."""

    device: Literal["preview", "network", "usb", "serial", "file", "cups"] = "preview"
    paper: Literal[58, 80] = 80
    host: str | None = None
    port: int = 9100
    path: str | None = None
    vendor: int | None = None
    product: int | None = None


class Terminal(Setting, frozen=True):
    """A machine that shows a screen, and the printer its paper comes from (none: screen only)."""

    role: Literal["lobby", "desk", "board"]
    printer: str | None = None
    letter: str | None = None


class LateReturn(Setting, frozen=True):
    """What happens to someone who was missed and comes back.

    ``behind``: called after the next ``places`` people; ``end``: at the end of the line;
    ``never``: takes a new ticket. The rule is printed on every ticket and applied by the program.
    """

    rule: Literal["behind", "end", "never"] = "behind"
    places: int = 3


class PriorityBound(Setting, frozen=True):
    """The bound on priority: nobody is passed more than ``passes`` times, nor after ``minutes``."""

    passes: int = 2
    minutes: int = 30


class Queue(Setting, frozen=True):
    """The rules of the queue that a centre decides for itself."""

    calls_before_missed: int = 1
    late_return: LateReturn = LateReturn()
    priority_bound: PriorityBound = PriorityBound()
    rollover: Literal["clear", "keep"] = "clear"
    day_starts: str = "00:00"
    last_ticket_minutes: int = 0
    window_idle_minutes: int = 60
    priority_classes: list[str] | None = None


class Config(Setting, frozen=True):
    """Everything a centre says about itself, checked as a whole."""

    centre: Centre
    hours: Hours
    lines: dict[str, Line]
    windows: dict[str, Window]
    store: StoreSetting = StoreSetting()
    printers: dict[str, Printer] = {}
    terminals: dict[str, Terminal] = {}
    queue: Queue = Queue()

    def line_hours(self, line: str) -> Hours:
        """Opening hours of one line: its own, or the hall's."""
        return self.lines[line].hours or self.hours


def load(path: Path) -> Config:
    """Read and check a configuration file.

    Raises:
        ConfigError: ``config_missing``, ``config_syntax`` (not TOML) or ``config_invalid`` (a key
            or value that cannot be right); the sentence names the file, the key and what would be.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError(
            "config_missing",
            f"找不到配置文件 {path}。请用 --config 指明它在哪里。",
            file=str(path),
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            "config_syntax", f"配置文件 {path} 读不出来：{error}。", file=str(path)
        ) from None
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            "config_syntax",
            f"配置文件 {path} 不是有效的 TOML：{error}。请改正这一行。",
            file=str(path),
        ) from None
    try:
        config = msgspec.convert(raw, Config)
        check(config)
    except Wrong as wrong:
        raise _invalid(path, wrong.key, wrong.reason) from None
    except msgspec.ValidationError as error:
        raise _invalid(path, *explain(error, raw, Config)) from None
    return config


def _invalid(path: Path, key: str, reason: str) -> ConfigError:
    return ConfigError(
        "config_invalid",
        f"配置文件 {path} 的 {key} 有误：{reason}。没有启动，没有改动任何数据。",
        file=str(path),
        key=key,
    )
