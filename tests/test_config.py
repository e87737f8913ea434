"""A wrong settings file is refused with file, key, and what would be right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.config import load
from kiosk.errors import ConfigError
from kiosk.hall import Hall

SHIPPED = (Path(__file__).parents[1] / "config.toml").read_text(encoding="utf-8")


def refused(path: Path, text: str | bytes) -> ConfigError:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(ConfigError) as error:
        load(path)
    assert str(path) in str(error.value), "the sentence names the file"
    return error.value


def test_the_shipped_settings_work_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(SHIPPED, encoding="utf-8")
    config = load(path)
    assert {"A", "B", "C"} <= config.lines.keys()
    assert {"1", "2", "3"} <= config.windows.keys()
    assert all("A" in window.lines for window in config.windows.values())
    assert config.hours.monday
    assert not config.hours.sunday


PASSWORD = 'engine = "postgresql"\nurl = "postgresql://kiosk:1234@db/kiosk"'
SERVICE = 'engine = "postgresql"\nurl = "service=hall password=1234"'

WRONG = [
    ("quota = 200", "quotas = 200", "lines.B.quotas", "是不是 quota"),
    ("[queue]", "[queu]", "queu", "是不是 queue"),
    ("passes = 2", "pases = 2", "queue.priority_bound.pases", "是不是 passes"),
    ("monday    =", "mondey =", "hours.mondey", "是不是 monday"),
    ("phone =", "zzzzz =", "centre.zzzzz", "name_en"),
    ("quota = 200", 'quota = "200"', "lines.B.quota", "整数"),
    ("quota = 200", "quota = true", "lines.B.quota", "整数"),
    ("quota = 200", "quota = 0", "lines.B.quota", "1 以上"),
    ('name = "社保医保"', "", "lines.B.name", "必须填写"),
    ("[lines.A]", "[lines.a]", "lines.a", "大写字母"),
    ("[lines.A]", "[lines.AB]", "lines.AB", "大写字母"),
    ('lines = ["A", "B"]', 'lines = ["A", "Z"]', "windows.2.lines", "A、B、C"),
    ('lines = ["A", "B"]', 'lines = "A"', "windows.2.lines", '["A", "B"]'),
    ('lines = ["A", "B"]', "", "windows.2.lines", "必须填写"),
    ('"08:30-12:00"', '"morning"', "hours.monday", "08:30-12:00"),
    ('"08:30-12:00"', '"12:00-08:30"', "hours.monday", "早于"),
    ('"08:30-12:00"', '"08:30-15:00"', "hours.monday", "重叠"),
    ('= ["08:30-12:00", "14:00-18:00"]', '= "08:30-12:00"', "hours.monday", "列表"),
    ('"Asia/Shanghai"', '"Asia/Peking"', "centre.timezone", "Asia/Shanghai"),
    ('"Asia/Shanghai"', '"../etc"', "centre.timezone", "Asia/Shanghai"),
    ('code = "xingfuli"', "code = 3", "centre.code", "文字"),
    ('["zh-Hans", "zh-Hant", "en"]', "[]", "centre.languages", "zh-Hans"),
    ('["zh-Hans", "zh-Hant", "en"]', '["zh-Hans", "fr"]', "centre.languages[1]", "zh-Hant"),
    ('rule = "behind"', 'rule = "besides"', "queue.late_return.rule", "behind、end、never"),
    ('rollover = "clear"', 'rollover = "wipe"', "queue.rollover", "clear、keep"),
    ('rollover = "clear"', 'day_starts = "4"', "queue.day_starts", "04:00"),
    ('rollover = "clear"', 'priority_classes = ["king"]', "queue.priority_classes", "elder"),
    ("calls_before_missed = 1", "calls_before_missed = 0", "queue.calls_before_missed", "1 以上"),
    ("passes = 2", "passes = -1", "queue.priority_bound.passes", "0 以上"),
    ('printer = "lobby"', 'printer = "loby"', "terminals.lobby.printer", "lobby"),
    ('role = "lobby"', 'role = "loby"', "terminals.lobby.role", "lobby、desk、board"),
    ("chime = true", "chimes = true", "terminals.board.sound.chimes", "是不是 chime"),
    ("chime = true", 'chime = "ding"', "terminals.board.sound.chime", "true 或 false"),
    ("chime = true", "chime = []", "terminals.board.sound.chime", "aplay"),
    ('speech = "auto"', 'speech = "loud"', "terminals.board.sound.speech", "auto、off"),
    ('speech = "auto"', "speech = true", "terminals.board.sound.speech", "列表"),
    ('speech = "auto"', 'speech = ["say"]', "terminals.board.sound.speech", "{text}"),
    ("repeat = 1", "repeat = 9", "terminals.board.sound.repeat", "1 至 3"),
    ("repeat = 1", "languages = []", "terminals.board.sound.languages", "zh-Hans"),
    ("repeat = 1", 'languages = ["fr"]', "terminals.board.sound.languages[0]", "zh-Hant"),
    ('role = "board"', 'role = "desk"', "terminals.board.sound", "board"),
    ('device = "preview"', 'device = "fax"', "printers.lobby.device", "network"),
    ('device = "preview"', 'device = "network"', "printers.lobby.host", "192.168"),
    ("paper = 80", "paper = 81", "printers.lobby.paper", "58、80"),
    ('device = "preview"', 'device = "serial"', "printers.lobby.path", "/dev/ttyS0"),
    ('device = "preview"', 'device = "file"', "printers.lobby.path", "/dev/usb/lp0"),
    ('device = "preview"', 'device = "cups"', "printers.lobby.queue", "receipt"),
    ('device = "preview"', 'device = "usb"', "printers.lobby.vendor", "lsusb"),
    ("paper = 80", "vendor = 0x04b8", "printers.lobby.product", "0x0202"),
    ("paper = 80", "baud = 9601", "printers.lobby.baud", "9600、19200"),
    ("paper = 80", 'mode = "txt"', "printers.lobby.mode", "raster、text"),
    ("paper = 80", 'stand_in = "desk"', "printers.lobby.stand_in", "lobby"),
    ("paper = 80", 'stand_in = "lobby"', "printers.lobby.stand_in", "另一台"),
    ("paper = 80", 'machine = "cellar"', "printers.lobby.machine", "lobby"),
    ('role = "lobby"', 'role = "lobby"\nletter = "O"', "terminals.lobby.letter", "一个大写字母"),
    ("paper = 80", "roll_metres = 0", "printers.lobby.roll_metres", "正数"),
    ('engine = "sqlite"', 'engine = "json"', "store.engine", "sqlite"),
    ('engine = "sqlite"', 'engine = "postgresql"', "store.url", "postgresql://"),
    ('engine = "sqlite"', 'url = "postgresql://db/kiosk"', "store.url", "postgresql"),
    ('engine = "sqlite"', PASSWORD, "store.url", "PGPASSWORD"),
    (
        'engine = "sqlite"',
        PASSWORD.replace("kiosk:1234@", "?password=1234&"),
        "store.url",
        "passfile",
    ),
    ('engine = "sqlite"', SERVICE, "store.url", "service"),
]


@pytest.mark.parametrize(("right", "wrong", "key", "way_out"), WRONG)
def test_a_mistake_is_named_with_its_key_and_what_would_be_right(
    tmp_path: Path, right: str, wrong: str, key: str, way_out: str
) -> None:
    assert right in SHIPPED
    error = refused(tmp_path / "config.toml", SHIPPED.replace(right, wrong, 1))
    assert error.code == "config_invalid"
    assert error.fields["key"] == key
    assert key in str(error)
    assert way_out in str(error).split(key, 1)[1]


def test_lines_hours_are_checked_like_the_halls(config_file: Callable[..., Path]) -> None:
    path = config_file(lines={"A": {"name": "x", "hours": {"friday": ["9-12"]}}})
    with pytest.raises(ConfigError) as error:
        load(path)
    assert error.value.fields["key"] == "lines.A.hours.friday"


@pytest.mark.parametrize("missing", ["centre", "hours", "lines", "windows"])
def test_a_missing_table_is_named(config_file: Callable[..., Path], missing: str) -> None:
    path = config_file()
    kept = [row for row in path.read_text().splitlines() if not row.startswith(missing)]
    error = refused(path, "\n".join(kept))
    assert error.fields["key"] == missing


@pytest.mark.parametrize("empty", ["lines", "windows"])
def test_a_hall_needs_a_line_and_a_window(config_file: Callable[..., Path], empty: str) -> None:
    path = config_file()
    rows = [row for row in path.read_text().splitlines() if not row.startswith(empty)]
    assert refused(path, "\n".join([*rows, f"{empty} = {{}}"])).fields["key"] == empty


@pytest.mark.parametrize("text", ["[centre", "a = ", "[lines.A]\n[lines.A]\n", "x = 1\nx = 2"])
def test_what_is_not_toml_is_refused_with_the_spot(tmp_path: Path, text: str) -> None:
    error = refused(tmp_path / "config.toml", text)
    assert error.code == "config_syntax"
    assert "(at " in str(error)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", SHIPPED.encode("gb18030"), b"a = '\x00'"])
def test_a_file_that_is_no_utf_8_text_is_refused(tmp_path: Path, content: bytes) -> None:
    assert refused(tmp_path / "config.toml", content).code == "config_syntax"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--config") as error:
        load(tmp_path / "config.toml")
    assert error.value.code == "config_missing"
    with pytest.raises(ConfigError) as error:
        load(tmp_path)
    assert error.value.code == "config_syntax"


def test_a_wrong_file_starts_nothing_and_leaves_no_records(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[centre]\n", encoding="utf-8")
    with pytest.raises(ConfigError):
        Hall.open(path, tmp_path / "data")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("reason", ["", "  ", "回" * 13])
def test_a_reason_for_setting_aside_fits_beside_its_number(
    config_file: Callable[..., Path], reason: str
) -> None:
    path = config_file(queue={"hold_reasons": ["补材料", reason]})
    with pytest.raises(ConfigError) as error:
        load(path)
    assert error.value.fields["key"] == "queue.hold_reasons"
