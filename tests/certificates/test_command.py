"""``kiosk certificates``: words in, an answer and an exit status out."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.__main__ import main
from kiosk.certificates.request import State
from kiosk.hall import Hall
from tests.certificates.hall import LAN, addresses, brought_to, requested, staffed
from tests.halls import let_in

Shell = Callable[..., tuple[int, str, str]]

ACTS = ["check", "notice", "requests", "show", "register", "my-data"]


@pytest.fixture
def centre(open_hall: Callable[..., Hall], tmp_path: Path) -> Hall:
    addresses(tmp_path)
    return let_in(staffed(open_hall()))


@pytest.fixture
def kiosk(centre: Hall, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    common = ["--config", str(tmp_path / "config.toml"), "--data", str(tmp_path / "data")]
    common += ["--clock", "2026-11-23T09:00:00+08:00"]

    def run(*words: str) -> tuple[int, str, str]:
        status = main([*common, "certificates", *words])
        return status, *capsys.readouterr()

    return run


def said(kiosk: Shell, *words: str) -> Any:
    status, out, _ = kiosk(*words, "--json")
    assert status == 0
    return json.loads(out)


@pytest.mark.parametrize("act", ["", *ACTS])
def test_every_act_explains_itself(act: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(["certificates", *filter(None, [act]), "--help"])
    assert done.value.code == 0
    assert capsys.readouterr().out


def test_check_counts_the_buildings_and_names_the_notices(kiosk: Shell, centre: Hall) -> None:
    answer = said(kiosk, "check")
    assert (answer["buildings"], answer["rooms"]) == (2, 7)
    assert answer["notices"]["C01"] == centre.certificates.notice("C01").version
    assert "2 栋，7 户" in kiosk("check")[1]


def test_a_wrong_list_of_buildings_is_told(kiosk: Shell, tmp_path: Path) -> None:
    addresses(tmp_path, '[buildings."1栋"]\nunits = [{ floors = 99 }]')
    status, _, err = kiosk("check")
    assert status == 1
    assert "addresses.toml" in err
    assert "(addresses_invalid)" in err


def test_a_notice_is_read_in_full(kiosk: Shell, centre: Hall) -> None:
    status, out, _ = kiosk("notice", "C02")
    assert status == 0
    assert centre.certificates.notice("C02").text() in out
    assert said(kiosk, "notice", "C02")["notice"]["sensitive"] is True


def test_requests_are_listed_without_telling_anything(kiosk: Shell, centre: Hall) -> None:
    assert "没有未办结" in kiosk("requests")[1]
    number = requested(centre, "C02").number
    row = kiosk("requests")[1]
    assert number in row
    assert "欧**兰" in row
    assert "还有 3 个工作日" in row
    assert said(kiosk, "requests", "--day", "2026-11-23")["requests"][0]["number"] == number
    whole = kiosk("show", number)[1]
    assert "110***********002X" in whole
    assert LAN not in whole + row
    assert kiosk("show", "R20260404")[0] == 1


def test_the_register_says_what_is_void(kiosk: Shell, centre: Hall) -> None:
    brought_to(centre, State.VOID)
    brought_to(centre, State.ISSUED)
    first, second = kiosk("register", "2026")[1].splitlines()
    assert "已作废" in first
    assert "已作废" not in second
    assert len(said(kiosk, "register")["certificates"]) == 2


def test_my_data_wants_a_pin_and_never_the_number_among_the_words(
    kiosk: Shell, centre: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = requested(centre).number
    words = ("my-data", "--staff", "007", "--reason", "本人查询")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"1357\n{LAN}\n"))
    status, out, err = kiosk(*words)
    assert (status, "(unknown_staff)" in err) == (1, True)
    assert LAN not in out
    monkeypatch.setattr("sys.stdin", io.StringIO(f"2468\n{LAN}\n"))
    status, out, _ = kiosk(*words)
    assert status == 0
    assert number in out
    assert f"证件号码: {LAN}" in out


def test_my_data_can_be_printed_from_a_file_that_nobody_else_reads(
    kiosk: Shell, centre: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = requested(centre).number
    file = tmp_path / "mine.txt"
    words = ("my-data", "--staff", "007", "--reason", "本人查询", "--file")
    for place, word in ((tmp_path / "data" / "mine.txt", "office_folder_inside"), (file, "")):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"2468\n{LAN}\n"))
        status, out, err = kiosk(*words, str(place))
        assert (status == 0, f"({word})" in err) == (not word, bool(word))
        assert LAN not in out
    assert file.stat().st_mode & 0o777 == 0o600
    assert number in file.read_text(encoding="utf-8")
    assert LAN in file.read_text(encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"2468\n{LAN}\n"))
    assert "(office_file_exists)" in kiosk(*words, str(file))[2]
