"""Every message of a place with little room fits there, in all languages, with its longest fields.

The places are those of the smallest terminal, 80 x 24. What is seen on screens that tests visit is
measured there (``test_looks``); here stands what they may never say while a test looks.
"""

from __future__ import annotations

import re
from string import Formatter
from typing import NamedTuple

import pytest

from kiosk.hours import WEEKDAYS
from kiosk.tickets.ticket import State
from kiosk.wording import catalogue, say
from screens.desk.acts import ACTS
from screens.widgets.cells import wrapped
from tests.screens.test_wording import LANGUAGES


class Room(NamedTuple):
    """What one place holds: lines of so many cells. ``keys`` is a pattern of dotted keys."""

    keys: str
    cells: int
    lines: int = 1


LINE = 76
"""80 columns, two free at either side."""

LIST = 44
"""The list at a desk: three fifths of what is between the margins."""

CURRENT = 26
"""The ticket at a desk: two fifths, without its own margins."""

ROOMS = [
    Room(r"refused\..*", LINE, 3),
    Room(r"states\..*", CURRENT - len("A001    99:59")),
    Room(r"slip\.wait_.*", 26),
    Room(r"slip\.(late_.*|closing_note)", 38, 3),
    Room(r"lobby\.(which_.*|choose|mine|staff_only|helping)", 52),
    Room(r"lobby\.key_.*", 10),
    Room(r"lobby\.language", 12),
    Room(r"lobby\.(waiting|ahead|shut|opens.*)", 26, 2),
    Room(r"lobby\.(priority|priority_other)", 26),
    Room(r"lobby\.priority_note", 26, 2),
    Room(r"lobby\.(printing|sent|printed|not_printed|remember|watch)", 38, 2),
    Room(r"lobby\.date", 22),
    Room(r"lobby\.(erase|enter|look_up)|desk\.(erase|enter)", 10, 2),
    Room(r"desk\.act_.*", 11),
    Room(r"desk\.(did_.*|welcome|failed|choose_first)", LINE, 2),
    Room(r"desk\.(login_hint|first_hint|pins_differ|fill_in|checking)", 38, 4),
    Room(r"desk\.(first_use|login)", 38),
    Room(r"desk\.(number|name|pin|pin_again)", 12),
    Room(r"desk\.(which_.*|sure_.*)", 52, 3),
    Room(r"desk\.(yes|no|no_reason|other_reason|close|back)", 44),
    Room(r"desk\.(type_reason|why_hold)", 52),
    Room(r"desk\.view_.*", 20),
    Room(r"handling\.act_(?!open|register|my_data|before|after).*", 15 - len("F10 U ")),
    Room(r"handling\.act_.*", 17),
    Room(r"handling\.(sure_.*|which_.*|why_(no|late|full|void|correct|data)|how_.*)", 52, 4),
    Room(r"handling\.why_(?!(no|late|full|void|correct|data)$).*", 44),
    Room(r"handling\.(own_reason|other_.*|done|days|open_request)", 44),
    Room(r"handling\.(scan_slip|shown_for|changed|who_approves|nobody_approves)", LINE, 2),
    Room(r"handling\.(title|moves|missing|day|due|office_label|content|id_no)", LIST),
    Room(r"volunteer_desk\.act_.*", 15 - len("F10 U ")),
    Room(r"volunteer_desk\.(sure_.*|which_.*|why_(minutes|cancel|reprint|leave|answer))", 52, 5),
    Room(r"volunteer_desk\.why_(?!(minutes|cancel|reprint|leave|answer)$).*", 44),
    Room(r"volunteer_desk\.(all_days|of_year|last_four|full_id|is_.*)", 44),
    Room(r"volunteer_desk\.(whose|called|what_wrong|write_field|how_.*|.*_minutes)", LINE),
    Room(r"volunteer_desk\.(enrol_hint|plan_hint|activity_code|card_.*|no_.*|group_done)", LINE, 2),
    Room(r"volunteer_desk\.field_.*", 16),
    Room(r"volunteer_desk\.(digits|people|served)", 14),
    Room(r"volunteer_desk\.(title|second|correction|sheet_title)", 38),
    Room(r"desk\.(more|windows|lines|job_.*)", LIST),
    Room(r"desk\.help_(open|mine|theirs)", LINE),
    Room(r"desk\.(waiting|held|missed|empty)", LIST),
    Room(r"desk\.at_window", 16),
    Room(r"desk\.by", 12),
    Room(r"desk\.minutes", 8),
    Room(r"desk\.priority", 2),
    Room(r"desk\.(nobody|call_next|calls)", CURRENT),
    Room(r"board\.(new|again|latest)", 6),
    Room(r"board\.serving", 16),
    Room(r"board\.window", 6),
    Room(r"board\.window_full", 16 - len("A001  ")),
    Room(r"board\.waiting", 20),
    Room(r"board\.(quiet|quiet_other)", LINE),
    Room(r"board\.help_.*", LINE),
    Room(r"lobby\.(trouble|no_paper)|printer\.(resident|stand_in)|incident\.health", LINE, 2),
    Room(r"lobby\.help_(called|coming|nobody|over)", 10),
    Room(r"lobby\.(help_.*_note|mine_.*|still_there|wiped_in)", 64, 3),
    Room(r"lobby\.go_on", 26),
    Room(r"lobby\.(seek|seek_other|seek_note)", 25),
    Room(r"finding\.(certificates|write|other_unit|yes|no|unsure_answer)", 25),
    Room(r"finding\.(request|ticket|print|print_where|print_this)", 17, 2),
    Room(r"finding\.word_.*", 7),
    Room(r"finding\.(search_how|which_group|which_unit|write_.*|no_numbers|noted)", LINE),
    Room(r"finding\.not_printed", 28, 3),
    Room(r"finding\.broken", 64, 3),
    Room(r"help\..*", CURRENT),
    Room(r"form\.hint_.*", LINE, 2),
    Room(r"form\.(agree|decline|go_on|read_on|hand_in|nothing|skip|chosen|own_.*|has.*)", 34),
    Room(r"form\.(for_.*|take_.*|paper_.*)", 26, 3),
    Room(r"form\.(notice|sensitive|declined|whose|bringing|review|standing|which_.*)", 52),
    Room(r"lobby\.verdict_.*", 64),
    Room(r"cut_off\.(lobby|desk|board|back|open)", LINE, 2),
    Room(r"cut_off\.(ahead|waiting)", 26),
    Room(r"cut_off\.(joins)", 38, 3),
    Room(r"cut_off\.(mine)", 64, 3),
    Room(r"cut_off\.(scan_note|request)", LINE - 2, 4),
    Room(r"cut_off\.(list|noted|served_yes|served_other|why_.*)", LIST),
    Room(r"cut_off\.(served_here|served_which|how)", 52),
    Room(r"cut_off\.(served_kept|not_cut_off|settled)", LINE, 2),
    Room(r"cut_off\.act_.*", 17),
]

LONGEST: dict[str, object] = {
    "line": "A",
    "lines": "A、B、C、D、E、F",
    "window": "12",
    "windows": "1、2、3、4、5、6、7、8、9、10、11、12",
    "number": "A001",
    "priority": "veteran",
    "classes": "disabled、elder、veteran",
    "opens": "12-31 08:30",
    "time": "12:30",
    "ahead": 120,
    "count": 120,
    "quota": 200,
    "calls": 12,
    "needed": 3,
    "places": 10,
    "low": 115,
    "high": 120,
    "minutes": 120,
    "seconds": 120,
    "month": 12,
    "day": 31,
    "name": "欧阳建国",
    "terminal": "一楼大厅机",
    "terminals": "lobby、lobby2、desk、board",
    "job": "1204",
    "log": "kiosk.log",
    "reason": "Expecting value: line 1 column 1 (char 0)",
    "length": "> 65536",
    "limit": 65536,
    "act": "transfer",
    "acts": "take、call、recall、arrive、miss、hold、resume、transfer、finish、void、undo、list",
    "field": "window",
    "fields": "do、line、window、number、priority",
    "port": 8000,
    "host": "127.0.0.1",
    "device": "/dev/input/event12",
    "url": "http://127.0.0.1:8000/",
    "digit": 9,
    "since": "12:30:00",
}
"""The longest that a hall of some size fills in, where that is not ``ANY``."""

ANY = "sixteen columns."


def _filled(key: str, language: str) -> str:
    weekdays = max(say("lobby.weekdays", language).split(), key=len)
    states = max((say(f"states.{state}", language) for state in State), key=len)
    here = {"weekday": weekdays, "state": states, "state_name": states}
    long = {**LONGEST, **here, "kind": say("kinds.text", language)}
    named = [field for _, field, _, _ in Formatter().parse(say(key, language)) if field]
    return say(key, language, **{field: long.get(field, ANY) for field in named})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.keys)
def test_what_is_said_in_a_place_fits_there(room: Room, language: str) -> None:
    too_long = {}
    for key in catalogue(language):
        if re.fullmatch(room.keys, key):
            lines = wrapped(_filled(key, language), room.cells)
            broken = room.lines == 1 and len(lines) > 1
            if broken or len(lines) > room.lines:
                too_long[key] = lines
    assert too_long == {}


def test_every_place_has_something_to_say() -> None:
    keys = catalogue("zh-Hans")
    assert [room.keys for room in ROOMS if not any(re.fullmatch(room.keys, k) for k in keys)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_week_has_seven_days(language: str) -> None:
    assert len(say("lobby.weekdays", language).split()) == len(WEEKDAYS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_keys_of_a_desk_read_the_same(language: str) -> None:
    words = [say(f"desk.act_{act.name}", language) for act in ACTS]
    assert len(set(words)) == len(words)
