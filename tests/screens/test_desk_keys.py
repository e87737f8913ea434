"""Every act of a desk by function key, letter and mouse; and the questions that some ask."""

from __future__ import annotations

from typing import Any, cast

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from kiosk.hall import Hall
from kiosk.tickets.ticket import State
from screens.desk import window
from screens.desk.acts import ACTS, BY_KEY, HELP_KEYS, UNPRINTED_KEYS, ActKey
from screens.desk.choice import Choice
from screens.desk.ticket_list import TicketList
from screens.desk.window import Window
from screens.desk.written import Written
from screens.widgets.pad import Pad
from tests.screens.at_desk import at_window, state
from tests.screens.seen import until, words

# --- every act by function key, letter and mouse -----------------------------------------------


STATIONS: dict[str, tuple[list[str], str, list[str], str]] = {
    # what was done before, the act, what answers its question, and the state it leads to
    "call": ([], "f1", [], "called"),
    "recall": (["f1"], "f2", [], "called"),
    "arrive": (["f1"], "f3", [], "serving"),
    "finish": (["f1"], "f4", [], "done"),
    "miss": (["f1"], "f5", [], "missed"),
    "hold": (["f1"], "f6", ["2"], "held"),
    "resume": (["f1", "f5", "down"], "f7", [], "waiting"),
    "transfer": (["f1"], "f8", ["b"], "waiting"),
    "call_selected": (["down"], "f9", [], "called"),
    "void": (["down"], "f10", ["y"], "void"),
    "undo": (["f1", "f4"], "f11", [], "serving"),
}


async def _ready(pilot: Pilot[Any], name: str) -> None:
    """The hall agrees that this can be done now, and the screen shows it."""
    await until(pilot, lambda: not pilot.app.screen.query_one(f"#{name}", ActKey).disabled)


async def _before(pilot: Pilot[Any], keys: list[str]) -> None:
    for key in keys:
        act = BY_KEY.get(key)
        if act is not None:
            await _ready(pilot, act.name)
        elif key == "down":
            await until(pilot, lambda: pilot.app.screen.query_one(TicketList).numbers)
        await pilot.press(key)


@pytest.mark.parametrize("way", ["function", "letter", "mouse"])
@pytest.mark.parametrize("name", STATIONS)
async def test_every_act_three_ways(staffed: Hall, name: str, way: str) -> None:
    before, key, answers, after = STATIONS[name]
    staffed.queue.take("A")
    async with at_window(staffed) as pilot:
        await _before(pilot, before)
        await _ready(pilot, name)
        act = BY_KEY[key]
        if way == "mouse":
            await pilot.click(f"#{name}")
        else:
            await pilot.press(act.function if way == "function" else act.letter)
        for answer in answers:
            await until(pilot, lambda: isinstance(pilot.app.screen, Choice))
            await pilot.press(answer)
        if name == "recall":  # it stays called: only once more
            await until(pilot, lambda: staffed.queue.tickets()[0].calls == 2)
        await state(pilot, staffed, "A001", State(after))
    [ticket] = staffed.queue.tickets()
    if name == "hold":
        assert ticket.log[-1].reason == "补材料"


def test_every_act_has_its_own_keys() -> None:
    keys = [key for act in ACTS for key in (act.function, act.letter)]
    keys += [*HELP_KEYS, *UNPRINTED_KEYS]
    assert len(keys) == len(set(keys))
    assert [act.function for act in ACTS] == [f"f{n}" for n in range(1, 13)]


async def test_undo_is_offered_where_it_is_possible(staffed: Hall) -> None:
    staffed.queue.take("A")
    async with at_window(staffed) as pilot:
        assert pilot.app.screen.query_one("#undo", ActKey).disabled
        await pilot.press("f1")
        await until(pilot, lambda: "F11 可撤销" in words(pilot.app))
        await _ready(pilot, "undo")


async def test_a_free_window_says_who_is_next(staffed: Hall) -> None:
    async with at_window(staffed) as pilot:
        staffed.queue.take("A")
        staffed.queue.take("B", "elder")
        await until(pilot, lambda: "下一位 B001  社保医保  优先" in words(pilot.app))


# --- set aside ---------------------------------------------------------------------------------


async def test_a_reason_can_be_typed(staffed: Hall) -> None:
    staffed.queue.take("A")
    async with at_window(staffed) as pilot:
        await pilot.press("n", "h")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choice))
        await pilot.press("6")
        await until(pilot, lambda: isinstance(pilot.app.screen, Written))
        pad = pilot.app.screen.query_one(Pad)
        await until(pilot, lambda: pad.ready)
        pilot.app.screen.post_message(Paste("回家"))
        await pilot.press(*"buban")
        await until(pilot, lambda: "补办" in words(pilot.app))
        await pilot.press("space", "enter")
        await state(pilot, staffed, "A001", State.HELD)
        await until(pilot, lambda: "回家补办" in words(pilot.app))
    assert staffed.queue.tickets()[0].log[-1].reason == "回家补办"


async def test_nobody_is_set_aside_when_the_clerk_thinks_better_of_it(
    staffed: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "HELD_KEY", 0)
    staffed.queue.take("A")
    async with at_window(staffed) as pilot:
        await pilot.press("n", "h")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choice))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Window))
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choice))
        await pilot.press("6")
        await until(pilot, lambda: isinstance(pilot.app.screen, Written))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Window))
        await pilot.press("a")
        await state(pilot, staffed, "A001", State.SERVING)


async def test_the_key_that_asked_is_no_answer_while_it_is_held(staffed: Hall) -> None:
    async with at_window(staffed) as pilot:
        await pilot.press("q")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choice))
        choice = cast(Choice, pilot.app.screen)
        choice._held = ("q", float("inf"))  # as if the last repeat were just now
        await pilot.press("q")
        assert pilot.app.screen is choice
        await pilot.press("x", "escape")
