"""What can be wrong with a configuration, and the words for whoever has to mend it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import msgspec

from kiosk.hours import WEEKDAYS, parse_spans
from kiosk.priorities import classes
from kiosk.retention_rules import rules
from kiosk.workdays import days_of

if TYPE_CHECKING:
    from kiosk.config import (
        Centre,
        Config,
        Hours,
        Line,
        Printer,
        Queue,
        Sound,
        StoreSetting,
        Terminal,
    )
    from kiosk.workdays import Year

LONGEST_REASON = 12
"""Characters of a reason for setting a ticket aside, so that it fits beside its number."""

MOST_REPEATS = 3
"""How often an announcement may be spoken: with more, those behind it come too late."""

BAUD_RATES = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
"""Speeds that serial scanners can be set to."""


class Wrong(Exception):
    """A value of the right type that cannot be right; ``key`` is dotted."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(key)
        self.key, self.reason = key, reason


def check(config: Config) -> None:
    """Check what types cannot say: references between tables, letters, times.

    Raises:
        Wrong: with the dotted key and what would be right.
    """
    _check_centre(config.centre)
    if not config.lines:
        raise Wrong("lines", "至少要有一条业务队列，例：[lines.A]")
    if not config.windows:
        raise Wrong("windows", "至少要有一个窗口，例：[windows.1]")
    _check_times("hours", config.hours)
    for letter, line in config.lines.items():
        _check_line(letter, line)
    for name, window in config.windows.items():
        if not window.lines:
            raise Wrong(f"windows.{name}.lines", '至少办理一条队列，例：["A"]')
        for letter in window.lines:
            _check_known(f"windows.{name}.lines", "队列", letter, config.lines)
    for name, terminal in config.terminals.items():
        if terminal.printer is not None:
            _check_known(f"terminals.{name}.printer", "打印机", terminal.printer, config.printers)
        _check_office(name, terminal, config.printers)
        if terminal.sound is not None:
            if terminal.role != "board":
                raise Wrong(f"terminals.{name}.sound", '只有叫号屏（role = "board"）发声，请删去')
            _check_sound(f"terminals.{name}.sound", terminal.sound)
        _check_scanner(f"terminals.{name}", terminal)
    _check_letters(config.terminals)
    for name, printer in config.printers.items():
        _check_printer(name, printer, config.printers)
        _check_known(f"printers.{name}.machine", "终端", printer.machine, [None, *config.terminals])
    _check_queue(config.queue)
    _check_store(config.store)
    for what, letter in config.items.lines.items():
        _check_known(f"items.lines.{what}", "队列", letter, config.lines)
    _check_staff(config)
    _check_years(config.workdays)
    _check_retention(config.retention)


def _check_office(name: str, terminal: Terminal, printers: dict[str, Printer]) -> None:
    if terminal.printer is not None and printers[terminal.printer].office:
        reason = "A4 打印机不打凭条，写成 office_printer"
        raise Wrong(f"terminals.{name}.printer", reason)
    office = terminal.office_printer
    if office is not None:
        _check_known(f"terminals.{name}.office_printer", "打印机", office, printers)
        if not printers[office].office:
            raise Wrong(f"terminals.{name}.office_printer", 'A4 打印机才能打证明：paper = "A4"')


def _check_store(store: StoreSetting) -> None:
    example = 'url = "postgresql://kiosk@db.example/kiosk"'
    if store.engine == "sqlite":
        if store.url is not None:
            raise Wrong("store.url", 'url 只用于 engine = "postgresql"，请改 engine 或删去 url')
        return
    url = store.url or ""
    if not re.match(r"postgres(ql)?://|[a-z_]+ *=", url):
        raise Wrong("store.url", f"要写服务器的地址，例：{example}")
    if re.search(r"^\w+://[^/@]*:[^/@]+@|\bpassword *=", url):
        raise Wrong("store.url", "密码不写在配置里，请用 PGPASSWORD、passfile 或 service")


def _check_staff(config: Config) -> None:
    if config.staff.idle_minutes < 0:
        raise Wrong("staff.idle_minutes", "须为 0 以上的整数，0 为不限")


def _check_retention(days: dict[str, int]) -> None:
    for table, count in days.items():
        known = rules()
        _check_known(f"retention.{table}", "记录", table, known)
        least = max(known[table].least, 1)
        if count < least:
            raise Wrong(f"retention.{table}", f"须为 {least} 以上的整数，单位是天")


def _check_years(years: dict[str, Year]) -> None:
    for year, said in years.items():
        if not re.fullmatch(r"20\d\d", year):
            raise Wrong(f"workdays.{year}", "年份写成四位数字，例：[workdays.2027]")
        for part in ("rest", "work"):
            try:
                days_of(int(year), getattr(said, part))
            except ValueError:
                reason = '日子写成 "10-01" 或 "10-01..10-07"，先月后日'
                raise Wrong(f"workdays.{year}.{part}", reason) from None


def _check_centre(centre: Centre) -> None:
    try:
        ZoneInfo(centre.timezone)
    except (KeyError, ValueError, OSError):
        raise Wrong(
            "centre.timezone", f"没有 {centre.timezone} 这个时区，例：Asia/Shanghai"
        ) from None
    if not centre.languages:
        raise Wrong("centre.languages", '至少要有一种语言，例：["zh-Hans"]')
    if not centre.code:
        raise Wrong("centre.code", '写一个不再改动的代号，例："xingfuli"')


_NEEDED = {
    "network": ("host", '网络打印机要写地址，例：host = "192.168.1.50"'),
    "serial": ("path", '串口打印机要写设备，例：path = "/dev/ttyS0"'),
    "file": ("path", '要写设备文件，例：path = "/dev/usb/lp0"'),
    "cups": ("queue", '要写 CUPS 队列的名字，例：queue = "receipt"（原始队列 raw）'),
    "folder": ("path", '要写文件夹，在记录文件夹之外，例：path = "/srv/kiosk/papers"'),
    "usb": ("vendor", "USB 打印机要写厂商号，例：vendor = 0x04b8，用 lsusb 查看"),
}
"""What each kind of device cannot do without, and the words for its absence."""

BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400)
"""Speeds of serial lines."""


def _check_printer(name: str, printer: Printer, known: dict[str, Printer]) -> None:
    key, reason = _NEEDED.get(printer.device, ("", ""))
    if key and not getattr(printer, key):
        raise Wrong(f"printers.{name}.{key}", reason)
    if printer.office and printer.device not in {"cups", "folder"}:
        reason = 'A4 打印机写 "cups"（打印系统的队列）或 "folder"（存成 PDF 文件）'
        raise Wrong(f"printers.{name}.device", reason)
    if printer.device == "folder" and not printer.office:
        raise Wrong(f"printers.{name}.paper", 'device = "folder" 存 A4 文件，写 paper = "A4"')
    if printer.vendor is not None and printer.product is None:
        raise Wrong(f"printers.{name}.product", "写了厂商号就要写产品号，例：product = 0x0202")
    if printer.baud not in BAUDS:
        raise Wrong(f"printers.{name}.baud", f"可选：{'、'.join(map(str, BAUDS))}")
    if printer.stand_in is not None:
        _check_known(f"printers.{name}.stand_in", "打印机", printer.stand_in, known)
        if known[printer.stand_in].office != printer.office:
            raise Wrong(f"printers.{name}.stand_in", "凭条和 A4 不能互相代替")
        if printer.stand_in == name:
            raise Wrong(f"printers.{name}.stand_in", "不能由自己代替，写另一台打印机的名字")
    for part in ("roll_metres", "warn_metres"):
        value = getattr(printer, part)
        if value is not None and value < (1 if part == "roll_metres" else 0):
            raise Wrong(f"printers.{name}.{part}", "须为正数，单位是米")


def _check_line(letter: str, line: Line) -> None:
    if not re.fullmatch(r"[A-Z]", letter):
        raise Wrong(f"lines.{letter}", "队列用一个大写字母命名，例：A")
    if line.quota is not None and line.quota < 1:
        raise Wrong(f"lines.{letter}.quota", "每日限号须为 1 以上的整数，不限就删去这一行")
    if line.hours is not None:
        _check_times(f"lines.{letter}.hours", line.hours)


def _check_known(key: str, what: str, name: str | None, known: Iterable[str | None]) -> None:
    if name not in known:
        names = "、".join(filter(None, known))
        raise Wrong(key, f"没有{what} {name}，已有：{names or '无'}")


def _check_sound(key: str, sound: Sound) -> None:
    if sound.chime == ():
        raise Wrong(f"{key}.chime", 'true、false，或放音命令，例：["aplay", "-q", "/srv/ding.wav"]')
    if isinstance(sound.speech, tuple) and not any("{text}" in word for word in sound.speech[1:]):
        example = '["espeak-ng", "-v", "cmn-latn-pinyin", "{text}"]'
        raise Wrong(f"{key}.speech", f"命令要有程序名，以及放报号文字的 {{text}}，例：{example}")
    if sound.languages == ():
        raise Wrong(f"{key}.languages", '至少一种，例：["zh-Hans"]，不写则为第一种语言')
    if not 1 <= sound.repeat <= MOST_REPEATS:
        raise Wrong(f"{key}.repeat", f"须为 1 至 {MOST_REPEATS} 的整数，现在是 {sound.repeat}")


def _check_scanner(key: str, terminal: Terminal) -> None:
    if terminal.scanner not in {"keys", "none"} and not terminal.scanner.startswith("/"):
        raise Wrong(f"{key}.scanner", 'keys、none，或设备的完整路径，例："/dev/ttyACM0"')
    if terminal.scanner_baud not in BAUD_RATES:
        rates = "、".join(map(str, BAUD_RATES))
        raise Wrong(f"{key}.scanner_baud", f"串口速率可选：{rates}")


def _check_letters(terminals: dict[str, Terminal]) -> None:
    """Two machines with one letter would give the same number twice while they are cut off."""
    known: dict[str, str] = {}
    for name, terminal in terminals.items():
        if terminal.letter is None:
            continue
        key = f"terminals.{name}.letter"
        if not re.fullmatch(r"[A-HJ-NP-Z]", terminal.letter):
            raise Wrong(key, '一个大写字母，不用 I 和 O（像 1 和 0），例："X"')
        if other := known.get(terminal.letter):
            raise Wrong(key, f"{terminal.letter} 已是终端 {other} 的，每台机器一个字母")
        known[terminal.letter] = name


def _check_times(key: str, hours: Hours) -> None:
    for weekday, name in enumerate(WEEKDAYS):
        try:
            hours.spans(weekday)
        except ValueError as error:
            raise Wrong(f"{key}.{name}", f"{error}") from None


def _check_queue(queue: Queue) -> None:
    try:
        parse_spans((f"{queue.day_starts}-24:00",))
    except ValueError:
        raise Wrong("queue.day_starts", '写成 HH:MM，例："04:00"') from None
    least = {
        "calls_before_missed": (queue.calls_before_missed, 1),
        "late_return.places": (queue.late_return.places, 0),
        "priority_bound.passes": (queue.priority_bound.passes, 0),
        "priority_bound.minutes": (queue.priority_bound.minutes, 0),
        "last_ticket_minutes": (queue.last_ticket_minutes, 0),
        "window_idle_minutes": (queue.window_idle_minutes, 1),
    }
    for reason in queue.hold_reasons:
        if not 1 <= len(reason.strip()) <= LONGEST_REASON:
            right = f"每条 1 至 {LONGEST_REASON} 个字，现在有「{reason}」"
            raise Wrong("queue.hold_reasons", right)
    for code in queue.priority_classes or ():
        _check_known("queue.priority_classes", "优先类别", code, classes())
    for key, (value, lowest) in least.items():
        if value < lowest:
            raise Wrong(f"queue.{key}", f"须为 {lowest} 以上的整数，现在是 {value}")


def explain(
    error: msgspec.ValidationError, raw: dict[str, Any], config: type[Config]
) -> tuple[str, str]:
    """Turn msgspec's message into a dotted key and a reason with a way out."""
    text = str(error)
    reason, _, at = text.partition(" - at `")
    key = at.rstrip("`").removeprefix("$").removeprefix(".")
    if key.startswith("key in "):
        key = key.removeprefix("key in `$.")
    general = key
    if "[...]" in key:
        key = _which(key, raw, reason, config)
    if unknown := re.search(r"unknown field `([^`]+)`", reason):
        known = _known_keys(general, config)
        near = difflib.get_close_matches(unknown[1], known, n=1)
        hint = f"是不是 {near[0]}？" if near else f"这里可以写：{'、'.join(known)}"
        return ".".join(filter(None, [key, unknown[1]])), f"没有这一项，{hint}"
    if missing := re.search(r"missing required field `([^`]+)`", reason):
        return ".".join(filter(None, [key, missing[1]])), "必须填写，现在缺少"
    return key or "(全文)", _right(general, reason, config)


_KINDS = {
    "str": "文字，写在引号里",
    "int": "整数",
    "bool": "true 或 false",
    "array": '列表，例：["A", "B"]',
    "object": "一个表",
    "null": "不写",
}


def _right(key: str, reason: str, config: type[Config]) -> str:
    """What would be right, in words for whoever edits the file."""
    if expected := re.search(r"Expected `([^`]+)`", reason):
        kinds = (_KINDS.get(kind, kind) for kind in expected[1].split(" | "))
        return f"应为{'，或'.join(kinds)}"
    head, _, name = re.sub(r"\[\d+\]$", "", key).rpartition(".")
    fields = {field.name: field.type for field in msgspec.structs.fields(_struct_at(head, config))}
    choices = re.findall(r"'([^']+)'|\b(\d+)\b", str(fields.get(name, "")))
    wrong = reason.removeprefix("Invalid enum value ")
    return f"不能是 {wrong}，可选：{'、'.join(word or number for word, number in choices)}"


def _known_keys(key: str, config: type[Config]) -> list[str]:
    return [field.name for field in msgspec.structs.fields(_struct_at(key, config))]


def _struct_at(key: str, config: type[Config]) -> Any:
    struct: Any = config
    key = re.sub(r"\[\d+\]", "", key)
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


def _which(key: str, raw: dict[str, Any], reason: str, config: type[Config]) -> str:
    """Name the table that msgspec leaves as ``[...]``: the first whose own check fails alike."""
    head, _, rest = key.partition("[...]")
    for name, table in raw.get(head, {}).items():
        struct = _struct_in({f.name: f.type for f in msgspec.structs.fields(config)}[head])
        try:
            msgspec.convert(table, struct)
        except msgspec.ValidationError as error:
            if str(error).startswith(reason):
                return f"{head}.{name}{rest}"
    return key
