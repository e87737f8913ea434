"""The centre's settings: TOML read into typed structs, refused with file, key and what is right."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from kiosk.errors import ConfigError
from kiosk.hours import WEEKDAYS, Span, parse_spans
from kiosk.priorities import classes

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
            f"配置文件 {path} 不是有效的 TOML:{error}。请改正这一行。",
            file=str(path),
        ) from None
    try:
        config = msgspec.convert(raw, Config)
        _check(config)
    except _Wrong as wrong:
        raise _invalid(path, wrong.key, wrong.reason) from None
    except msgspec.ValidationError as error:
        raise _invalid(path, *_place(error, raw)) from None
    return config


class _Wrong(Exception):
    """A value of the right type that cannot be right; ``key`` is dotted."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(key)
        self.key, self.reason = key, reason


def _invalid(path: Path, key: str, reason: str) -> ConfigError:
    return ConfigError(
        "config_invalid",
        f"配置文件 {path} 的 {key} 有误：{reason}。没有启动，没有改动任何数据。",
        file=str(path),
        key=key,
    )


def _place(error: msgspec.ValidationError, raw: dict[str, Any]) -> tuple[str, str]:
    """Turn msgspec's message into a dotted key and a reason with a way out."""
    text = str(error)
    reason, _, at = text.partition(" - at `")
    key = at.rstrip("`").removeprefix("$").removeprefix(".")
    if key.startswith("key in "):
        key = key.removeprefix("key in `$.")
    general = key
    if "[...]" in key:
        key = _which(key, raw, reason)
    if unknown := re.search(r"unknown field `([^`]+)`", reason):
        known = _known_keys(general)
        near = difflib.get_close_matches(unknown[1], known, n=1)
        hint = f"是不是 {near[0]}？" if near else f"这里可以写：{'、'.join(known)}"
        return ".".join(filter(None, [key, unknown[1]])), f"没有这一项，{hint}"
    if missing := re.search(r"missing required field `([^`]+)`", reason):
        return ".".join(filter(None, [key, missing[1]])), "必须填写，现在缺少"
    return key or "(全文)", _right(general, reason)


_KINDS = {
    "str": "文字，写在引号里",
    "int": "整数",
    "bool": "true 或 false",
    "array": '列表，例：["A", "B"]',
    "object": "一个表",
    "null": "不写",
}


def _right(key: str, reason: str) -> str:
    """What would be right, in words for whoever edits the file."""
    if expected := re.search(r"Expected `([^`]+)`", reason):
        kinds = (_KINDS.get(kind, kind) for kind in expected[1].split(" | "))
        return f"应为{'，或'.join(kinds)}"
    head, _, name = re.sub(r"\[\d+\]$", "", key).rpartition(".")
    fields = {field.name: field.type for field in msgspec.structs.fields(_struct_at(head))}
    choices = re.findall(r"'([^']+)'|\b(\d+)\b", str(fields.get(name, "")))
    wrong = reason.removeprefix("Invalid enum value ")
    return f"不能是 {wrong}，可选：{'、'.join(word or number for word, number in choices)}"


def _known_keys(key: str) -> list[str]:
    return [field.name for field in msgspec.structs.fields(_struct_at(key))]


def _struct_at(key: str) -> Any:
    struct: Any = Config
    for part in filter(None, key.replace("[...]", ".[...]").split(".")):
        if part == "[...]":
            continue
        for field in msgspec.structs.fields(struct):
            if field.name == part:
                struct = _struct_in(field.type) or struct
    return struct


def _struct_in(hint: Any) -> Any:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return hint
    for inner in getattr(hint, "__args__", ()):
        if found := _struct_in(inner):
            return found
    return None


def _which(key: str, raw: dict[str, Any], reason: str) -> str:
    """Name the table that msgspec leaves as ``[...]``: the first whose own check fails alike."""
    head, _, rest = key.partition("[...]")
    for name, table in raw.get(head, {}).items():
        struct = _struct_in({f.name: f.type for f in msgspec.structs.fields(Config)}[head])
        try:
            msgspec.convert(table, struct)
        except msgspec.ValidationError as error:
            if str(error).startswith(reason):
                return f"{head}.{name}{rest}"
    return key


def _check(config: Config) -> None:
    """What types cannot say: references between tables, letters, times."""
    _check_centre(config.centre)
    if not config.lines:
        raise _Wrong("lines", "至少要有一条业务队列，例：[lines.A]")
    if not config.windows:
        raise _Wrong("windows", "至少要有一个窗口，例：[windows.1]")
    _check_times("hours", config.hours)
    for letter, line in config.lines.items():
        _check_line(letter, line)
    for name, window in config.windows.items():
        if not window.lines:
            raise _Wrong(f"windows.{name}.lines", '至少办理一条队列，例：["A"]')
        for letter in window.lines:
            _check_known(f"windows.{name}.lines", "队列", letter, config.lines)
    for name, terminal in config.terminals.items():
        if terminal.printer is not None:
            _check_known(f"terminals.{name}.printer", "打印机", terminal.printer, config.printers)
    for name, printer in config.printers.items():
        if printer.device == "network" and not printer.host:
            raise _Wrong(f"printers.{name}.host", '网络打印机要写地址，例：host = "192.168.1.50"')
    _check_queue(config.queue)


def _check_centre(centre: Centre) -> None:
    try:
        ZoneInfo(centre.timezone)
    except (KeyError, ValueError, OSError):
        raise _Wrong(
            "centre.timezone", f"没有 {centre.timezone} 这个时区，例：Asia/Shanghai"
        ) from None
    if not centre.languages:
        raise _Wrong("centre.languages", '至少要有一种语言，例：["zh-Hans"]')
    if not centre.code:
        raise _Wrong("centre.code", '写一个不再改动的代号，例："xingfuli"')


def _check_line(letter: str, line: Line) -> None:
    if not re.fullmatch(r"[A-Z]", letter):
        raise _Wrong(f"lines.{letter}", "队列用一个大写字母命名，例：A")
    if line.quota is not None and line.quota < 1:
        raise _Wrong(f"lines.{letter}.quota", "每日限号须为 1 以上的整数，不限就删去这一行")
    if line.hours is not None:
        _check_times(f"lines.{letter}.hours", line.hours)


def _check_known(key: str, what: str, name: str, known: Iterable[str]) -> None:
    if name not in known:
        raise _Wrong(key, f"没有{what} {name}，已有：{'、'.join(known) or '无'}")


def _check_times(key: str, hours: Hours) -> None:
    for weekday, name in enumerate(WEEKDAYS):
        try:
            hours.spans(weekday)
        except ValueError as error:
            raise _Wrong(f"{key}.{name}", f"{error}") from None


def _check_queue(queue: Queue) -> None:
    try:
        parse_spans((f"{queue.day_starts}-24:00",))
    except ValueError:
        raise _Wrong("queue.day_starts", '写成 HH:MM，例："04:00"') from None
    least = {
        "calls_before_missed": (queue.calls_before_missed, 1),
        "late_return.places": (queue.late_return.places, 0),
        "priority_bound.passes": (queue.priority_bound.passes, 0),
        "priority_bound.minutes": (queue.priority_bound.minutes, 0),
        "last_ticket_minutes": (queue.last_ticket_minutes, 0),
        "window_idle_minutes": (queue.window_idle_minutes, 1),
    }
    for code in queue.priority_classes or ():
        _check_known("queue.priority_classes", "优先类别", code, classes())
    for key, (value, lowest) in least.items():
        if value < lowest:
            raise _Wrong(f"queue.{key}", f"须为 {lowest} 以上的整数，现在是 {value}")
