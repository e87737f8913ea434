"""A roster from a file, as spreadsheets write it: everybody in it, or a reason for each row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from kiosk.__main__ import main
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.volunteers import importing
from kiosk.volunteers.importing_rows import LARGEST, read
from kiosk.volunteers.roster import Roster
from tests.halls import refuses
from tests.volunteers.day import CLERK

PEOPLE = 2280
"""在职党员 of a real county who reported to their communities (civic-systems.md, LX-10)."""

ADULT = "11010519491231002X"


@pytest.fixture
def roster(hall: Hall) -> Roster:
    hall.staff.add(CLERK, "王芳", "2468")
    return hall.volunteers.roster


def names(count: int) -> list[str]:
    """As many different names."""
    given = "伟芳娜敏静丽强磊军洋艳勇杰娟涛明超霞平刚"
    return [
        f"{'赵钱孙李周吴郑王'[n % 8]}{given[n // 8 % 20]}{given[n // 160]}" for n in range(count)
    ]


def sheet(*rows: str, heading: str = "姓名,手机号,特长") -> bytes:
    return "\n".join([heading, *rows]).encode() + b"\n"


def big(count: int = PEOPLE) -> list[str]:
    return [f"{name},139{n:08d},急救、摄影" for n, name in enumerate(names(count))]


def errors(found: importing.Imported) -> list[tuple[int, str]]:
    return [(bad.line, bad.error) for bad in found.bad]


# --- all of them, once -------------------------------------------------------------------------


def test_2280_people_in_one_go_and_the_same_file_again_adds_nobody(roster: Roster) -> None:
    content = sheet(*big())
    found = roster.import_csv(content, CLERK)
    assert (found.rows, len(found.added), found.known, found.bad) == (PEOPLE, PEOPLE, (), ())
    assert [taken.line for taken in found.added] == list(range(2, PEOPLE + 2))
    assert len({taken.volunteer for taken in found.added}) == PEOPLE
    everyone = roster.all()
    assert len(everyone) == PEOPLE
    last = found.added[-1].volunteer
    assert roster.person(last).name == names(PEOPLE)[-1]
    assert roster.read_card(roster.card(last)).skills == ("急救", "摄影")

    before = roster.store.rows.ver
    again = roster.import_csv(content)
    assert (again.rows, again.added, len(again.known), again.bad) == (PEOPLE, (), PEOPLE, ())
    assert [taken.volunteer for taken in again.known] == [t.volunteer for t in found.added]
    assert roster.store.rows.ver == before


def test_an_import_that_was_interrupted_goes_on_from_there(
    roster: Roster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 10)
    content, steps = sheet(*big(35)), 0
    whole = importing._step

    def cut(*asked: Any) -> Any:
        nonlocal steps
        steps += 1
        done = whole(*asked)
        if steps == 3:
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(importing, "_step", cut)
    with pytest.raises(KeyboardInterrupt):
        roster.import_csv(content)
    assert len(roster.all()) == 20, "whole steps stand, the broken one does not"
    monkeypatch.setattr(importing, "_step", whole)
    found = roster.import_csv(content)
    assert (len(found.added), len(found.known), len(roster.all())) == (15, 20, 35)


def test_no_name_is_in_the_report(roster: Roster) -> None:
    found = roster.import_csv(sheet("李小明,138", "王大伟,13800135678", "王3,13800135679"))
    said = repr(found) + found.bad_csv()
    assert not any(secret in said for secret in ("李小明", "王大伟", "13800135678", "王3"))


# --- bad rows ----------------------------------------------------------------------------------


def test_each_bad_row_is_told_by_its_line_and_none_is_lost(roster: Roster) -> None:
    found = roster.import_csv(
        sheet(
            "李小明,13800135678",
            "",
            "王大伟,1380013",
            ",13800135679",
            "赵一,",
            ",,",
            "钱二,13800135670,急救,多一格",
            "孙三,13800135671",
            "孙三,13800135671",
            '周"四,13800135672',
            '"吴五,13800135673',
            "郑六,13800135674",
        )
    )
    assert errors(found) == [
        (4, "value_length"),
        (5, "missing_field"),
        (6, "missing_field"),
        (8, "csv_cells"),
        (11, "value_character"),
        (12, "csv_row"),
    ]
    assert [taken.line for taken in found.added] == [2, 9, 13]
    assert [taken.line for taken in found.known] == [10]
    assert len(found.added) + len(found.known) + len(found.bad) == found.rows == 10


def test_the_bad_rows_are_a_file_too(roster: Roster) -> None:
    found = roster.import_csv(sheet("王大伟,1380013", "李小明,13800135678", "赵一,"))
    content = found.bad_csv()
    assert content.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))
    assert rows[0] == ["行号", "原因代码", "原因"]
    assert [row[:2] for row in rows[1:]] == [["2", "value_length"], ["4", "missing_field"]]
    assert "11" in rows[1][2]


def test_a_quote_that_never_closes_costs_its_own_row(roster: Roster) -> None:
    rows = big(40)
    rows[3] = '"' + rows[3]
    found = roster.import_csv(sheet(*rows))
    assert (len(found.added), errors(found)) == (39, [(5, "csv_row")])


def test_a_cell_with_line_breaks_is_one_row(roster: Roster) -> None:
    content = sheet('"李小明","13800135678","急救\n摄影"', "王大伟,13800135679,")
    found = roster.import_csv(content)
    assert [taken.line for taken in found.added] == [2, 4]
    assert roster.get("V000001").skills == ("急救", "摄影")


# --- what spreadsheets do ----------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_a_spreadsheet_writes(roster: Roster, encoding: str, end: str) -> None:
    text = end.join(["姓名,电话,特长", "李小明,13800135678,急救", "𠮷田,13800135679,"]) + end
    if encoding == "utf-16-be-sig":
        content = b"\xfe\xff" + text.encode("utf-16-be")
    else:
        content = text.encode(encoding)
    found = roster.import_csv(content)
    assert (len(found.added), found.bad) == (2, ())
    assert [roster.person(t.volunteer).name for t in found.added] == ["李小明", "𠮷田"]


@pytest.mark.parametrize("divider", [",", ";", "\t", "，"])
def test_every_divider(roster: Roster, divider: str) -> None:
    heading, row = (divider.join(cells) for cells in (("姓名", "电话"), ("李小明", "13800135678")))
    assert len(roster.import_csv(sheet(row, heading=heading)).added) == 1


@pytest.mark.parametrize(
    "cell",
    [
        "13800135678",
        "'13800135678",
        "‘13800135678",
        '"=""13800135678"""',
        "１３８００１３５６７８",
        "138 0013 5678",
        "138-0013-5678",
        "+8613800135678",
        "1.3800135678E+10",
        "1.3800135678e10",
        "13800135678.0",
        "\u202d13800135678\u202c",
        "13800135678\u00a0",
        "  13800135678\t",
    ],
)
def test_a_phone_however_a_spreadsheet_has_it(roster: Roster, cell: str) -> None:
    found = roster.import_csv(sheet(f"李小明,{cell},"))
    assert errors(found) == []
    assert roster.person("V000001").phone == "13800135678"


@pytest.mark.parametrize("cell", ["1.38E+10", "1.38001E+10", "1E+10", "1.38e10", "１.３８E+１０"])
def test_digits_that_a_spreadsheet_threw_away_are_told(roster: Roster, cell: str) -> None:
    found = roster.import_csv(sheet(f"李小明,{cell},"))
    assert errors(found) == [(2, "csv_scientific")]
    assert "1.38E+10" in found.bad[0].reason


def test_a_paper_s_number_that_a_spreadsheet_rounded_is_told(roster: Roster) -> None:
    heading = "姓名,电话,身份证号"
    rounded = "李小明,13800135678,1.10105E+17", "王大伟,13800135679,110105194912310000"
    found = roster.import_csv(
        sheet(*rounded, f"赵一,13700000001,'{ADULT.lower()}", heading=heading)
    )
    assert errors(found) == [(2, "csv_scientific"), (3, "value_check")]
    assert roster.person("V000001").id_no == ADULT


@pytest.mark.parametrize(
    "heading",
    [
        "姓名,电话",
        "\ufeff姓 名,联系电话",
        '"姓名*","手机号码"',
        "Name,Phone",
        "姓名（必填）,手机：",
    ],
)
def test_columns_by_any_usual_name_in_any_order(roster: Roster, heading: str) -> None:
    assert len(roster.import_csv(sheet("李小明,13800135678", heading=heading)).added) == 1
    turned = ",".join(reversed(heading.split(",")))
    assert len(roster.import_csv(sheet("13800135679,王大伟", heading=turned)).added) == 1


def test_a_column_nobody_needs_is_named(roster: Roster) -> None:
    found = roster.import_csv(sheet("1,李小明,党员,13800135678", heading="序号,姓名,政治面貌,电话"))
    assert found.ignored == ("序号", "政治面貌")
    assert len(found.added) == 1


def test_all_that_a_file_may_say(roster: Roster) -> None:
    team = roster.teams.found("清洁队").number
    heading = "姓名,电话,性别,出生日期,住址,特长,职业,是否公示,监护人,监护人电话,队伍"
    rows = (
        "李小明,13800135678,女,1990/1/2,幸福路3号,急救/摄影,教师,否,,,清洁队",
        "李小红,13800135678,女,2014年5月1日,,,,,李大强,13900139000,",
        "李小刚,13800135678,男,2014-05-01,,,,,,,",
        "王大伟,13800135679,,,,,,,,,没有的队",
    )
    found = roster.import_csv(sheet(*rows, heading=heading))
    assert errors(found) == [(4, "needs_guardian"), (5, "unknown_team")]
    one, two = roster.all()
    assert (one.skills, one.profession, one.posted, one.teams) == (
        ("急救", "摄影"),
        "教师",
        False,
        (team,),
    )
    person = roster.person(one.number)
    assert (person.sex, person.born, person.area) == ("female", "1990-01-02", "幸福路3号")
    assert two.guarded


# --- no such file ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "csv_columns"),
        (b"\n\n", "csv_columns"),
        (sheet("李小明,13800135678", heading="a,b"), "csv_columns"),
        (sheet(heading="姓名,特长"), "csv_columns"),
        (sheet(heading="姓名,姓名,电话"), "csv_columns"),
        ("李小明,13800135678\n".encode(), "csv_columns"),
        (b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)), "csv_not_text"),
        (b"\xff" * 20, "csv_not_text"),
        (b"a" * (LARGEST + 1), "csv_too_large"),
    ],
)
def test_what_is_no_roster_adds_nobody(roster: Roster, content: bytes, word: str) -> None:
    with refuses(roster.hall, word):
        roster.import_csv(content)


def test_a_file_that_is_not_there_is_told(roster: Roster, tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with refuses(roster.hall, "csv_missing"):
            roster.import_csv(path)


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_nothing_in_a_file_stops_the_reader(content: bytes) -> None:
    for head in (b"", "姓名,电话\n".encode()):
        try:
            found = read(head + content)
        except Refused as refused:
            assert refused.code in {"csv_not_text", "csv_columns"}
        else:
            assert all(line.number > 1 for line in found.lines)


@given(st.lists(st.text(max_size=12), max_size=4))
def test_every_row_is_somebody_or_has_a_reason(cells: list[str]) -> None:
    """Whatever one row holds, those after it are read."""
    text = ",".join(cells)
    content = f"姓名,电话\n{text}\n赵一,13700000001\n钱二,13700000002\n"
    try:
        found = read(content.encode())
    except Refused as refused:
        assert refused.code == "csv_not_text"
        return
    said = [line.fields.get("name") for line in found.lines if line.wrong is None]
    assert said[-2:] == ["赵一", "钱二"]


# --- in words ----------------------------------------------------------------------------------


def test_from_the_command_line(
    tmp_path: Path, config_file: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    common = ["--config", str(config_file()), "--data", str(tmp_path / "data")]
    common += ["--clock", "2026-11-23T09:00:00+08:00"]
    file, bad = tmp_path / "roster.csv", tmp_path / "bad.csv"
    file.write_bytes(sheet("李小明,13800135678,急救", "王大伟,138", "赵一,13700000001,"))

    def kiosk(*words: str) -> tuple[int, str]:
        status = main([*common, "volunteers", *words])
        return status, capsys.readouterr().out

    status, out = kiosk("import", str(file), "--json", "--bad", str(bad))
    said = json.loads(out)
    assert (status, said["rows"], len(said["added"])) == (1, 3, 2)
    assert [(row["line"], row["error"]) for row in said["bad"]] == [(3, "value_length")]
    assert bad.read_bytes().startswith(b"\xef\xbb\xbf")
    assert bad.stat().st_mode & 0o777 == 0o600
    status, out = kiosk("import", str(file))
    assert status == 1
    assert "第 3 行" in out
    assert out.splitlines()[0].startswith("文件里 3 行：新登记 0 人，已登记过 2 人，没有登记 1 行")
    status, out = kiosk("list", "--json")
    assert [row["name"] for row in json.loads(out)["volunteers"]] == ["李*明", "赵*"]
    status, out = kiosk("find", "5678", "李小明")
    assert (status, "V000001  李*明  138****5678  急救" in out) == (0, True)
    status, out = kiosk("card", "V000001", "--json")
    printed = json.loads(out)
    assert (status, printed["printer"], printed["serial"]) == (0, "lobby", 1)
    status, out = kiosk("card", "V000001", "--reprint", "遗失", "--no-print", "--json")
    assert json.loads(out)["serial"] == 2
    assert json.loads(out)["card"] != printed["card"]
    assert main([*common, "volunteers", "card", "V000009"]) == 1
    assert "unknown_volunteer" in capsys.readouterr().err
