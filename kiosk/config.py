"""The centre's settings: TOML read into typed structs, refused with file, key and what is right."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from kiosk.errors import ConfigError
from kiosk.hours import WEEKDAYS, Span, parse_spans
from kiosk.mistakes import Wrong, check, explain
from kiosk.workdays import Year

Language = Literal["zh-Hans", "zh-Hant", "en"]


class Setting(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of config.toml; a key it does not know is an error, not a shrug."""


class Centre(Setting, frozen=True):
    """Who the hall belongs to. ``code`` leads every key in the store and never changes.

    ``name_hant``, here and below, is the name in Traditional Chinese where conversion would err.
    """

    name: str
    name_en: str = ""
    name_hant: str = ""
    code: str = "centre"
    phone: str = ""
    timezone: str = "Asia/Shanghai"
    languages: tuple[Language, ...] = ("zh-Hans", "zh-Hant", "en")


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
    """Where the records live. ``path`` is a folder, relative to the configuration file.

    ``url`` is the server's (libpq's URI or ``service=…``), without a password; ``path`` then has
    this machine's own things. Without ``listen`` changes are looked for, not waited for.
    """

    engine: Literal["sqlite", "postgresql"] = "sqlite"
    path: str = "data"
    url: str | None = None
    listen: bool = True
    key: str | None = None
    """The key of personal data, relative to the configuration file; without it, in the folder."""


class Line(Setting, frozen=True):
    """What a ticket queues for. ``quota`` is tickets a day; ``hours`` default to the hall's."""

    name: str
    name_en: str = ""
    name_hant: str = ""
    quota: int | None = None
    hours: Hours | None = None
    priority: bool = True


class Window(Setting, frozen=True):
    """A numbered desk and the lines it serves."""

    lines: list[str]
    name: str = ""
    name_en: str = ""
    name_hant: str = ""


class Printer(Setting, frozen=True):
    """One printer. ``paper`` is the roll's width in millimetres, or ``A4`` for an office printer.

    An office printer prints certificates: a queue of CUPS, or PDF files in a private ``folder``.
    ``mode`` ``text`` sends characters instead of a picture, for slow serial lines;
    ``blank_rows`` ``feed`` sends white space as a feed, for printers that draw it without gaps.
    ``stand_in`` prints what this printer cannot begin to print. ``roll_metres`` is a full roll.
    """

    device: Literal["preview", "network", "usb", "serial", "file", "cups", "folder"] = "preview"
    paper: Literal[58, 80, "A4"] = 80
    host: str | None = None
    port: int = 9100
    path: str | None = None
    baud: int = 9600
    flow: Literal["hardware", "software", "none"] = "hardware"
    vendor: int | None = None
    product: int | None = None
    queue: str | None = None
    mode: Literal["raster", "text"] = "raster"
    blank_rows: Literal["raster", "feed"] = "raster"
    cut: Literal["partial", "full", "none"] = "partial"
    profile: str | None = None
    stand_in: str | None = None
    machine: str | None = None
    """The terminal on whose machine it hangs, where several share a server; without it, that of
    the terminals that print there."""
    roll_metres: int | None = None
    warn_metres: int = 5

    @property
    def office(self) -> bool:
        """Does it print sheets, not slips?"""
        return self.paper == "A4"

    @property
    def roll(self) -> int:
        """Width of the roll in millimetres; that of an office printer's widest slip."""
        return 80 if self.paper == "A4" else self.paper


class Sound(Setting, frozen=True):
    """What a board is heard with: a chime for each call and recall, then the spoken number.

    A command is a program and its words; of ``speech`` one of them holds ``{text}``, and
    ``{language}`` where it is wanted. Without ``languages`` it speaks the centre's first one.
    """

    chime: bool | tuple[str, ...] = True
    speech: Literal["auto", "off"] | tuple[str, ...] = "auto"
    languages: tuple[Language, ...] | None = None
    repeat: int = 1


class Terminal(Setting, frozen=True):
    """A machine that shows a screen, and the printer its paper comes from (none: screen only).

    ``name`` is what people call it; without one, its key. ``scanner`` is ``keys`` (one that types
    like a keyboard), the path of its serial line or of its input device, or ``none``.
    """

    role: Literal["lobby", "desk", "board"]
    theme: Literal["light", "dark", "contrast", "colour-blind"] | None = None
    name: str = ""
    name_en: str = ""
    name_hant: str = ""
    printer: str | None = None
    office_printer: str | None = None
    """Where certificates come out that are issued here; without one, the first A4 printer."""
    letter: str | None = None
    sound: Sound | None = None
    scanner: str = "keys"
    scanner_baud: int = 9600


class Announcement(Setting, frozen=True):
    """A line on the lobby's start screen, from the ``first`` day to the ``last``, both included."""

    text: str
    text_en: str = ""
    first: date | None = None
    last: date | None = None


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
    hold_reasons: tuple[str, ...] = ("补材料", "复印", "缴费", "等同事")
    """What a clerk may choose from when a ticket is set aside; others can be typed."""


class StaffSetting(Setting, frozen=True):
    """Rules for who works here. After ``idle_minutes`` alone a desk asks for the PIN; 0: never."""

    idle_minutes: int = 15


class Serve(Setting, frozen=True):
    """The same screens in a browser: where they are served, and to how many browsers at once.

    ``names`` are host names of this machine that browsers use; addresses need not be named.
    """

    host: str = "127.0.0.1"
    names: tuple[str, ...] = ()
    lobby: int = 4
    desk: int = 2
    board: int = 4


class ItemsSetting(Setting, frozen=True):
    """The lists of items. ``file`` is the centre's own, beside this file (``items.toml``, if any).

    ``disputed_proofs``: some places issue proofs of residence and of hardship, others must not.
    ``lines`` gives the line for an item's code, its category or its list (``certificate``).
    """

    file: str | None = None
    disputed_proofs: Literal["issue", "refuse"] = "issue"
    lines: dict[str, str] = {}


class CertificatesSetting(Setting, frozen=True):
    """Who issues certificates here, and how their paper looks.

    ``issuer`` is the body whose seal they bear (without one, the centre's name); ``prefix`` begins
    their numbers (without one, the centre's code). While ``draft`` is on, every sheet says across
    it that it is worth nothing without the seal. ``addresses`` is the file of the centre's
    buildings, beside this one (``addresses.toml``, if any).
    """

    addresses: str | None = None
    papers: str | None = None
    """The folder of the centre's own templates (``C01.toml`` …), beside this file."""
    issuer: str = ""
    prefix: str = ""
    phone: str = ""
    draft: bool = True


class VolunteersSetting(Setting, frozen=True):
    """Volunteering. ``file`` is the centre's own rules, beside this file (``volunteers.toml``)."""

    file: str | None = None


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
    serve: Serve = Serve()
    staff: StaffSetting = StaffSetting()
    workdays: dict[str, Year] = {}
    retention: dict[str, int] = {}
    """Days that the history of a table is kept (``kiosk/data/retention.toml``)."""
    items: ItemsSetting = ItemsSetting()
    certificates: CertificatesSetting = CertificatesSetting()
    volunteers: VolunteersSetting = VolunteersSetting()
    announcements: list[Announcement] = []

    def announced(self, day: date) -> list[Announcement]:
        """What is announced on a day."""
        return [
            entry
            for entry in self.announcements
            if (entry.first or day) <= day <= (entry.last or day)
        ]

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
    if isinstance(raw.get("store"), str):
        raw["store"] = {"engine": "postgresql", "url": raw["store"]}
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
