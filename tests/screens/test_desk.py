"""At the desk a clerk logs in, and every move of a ticket is one key."""

from __future__ import annotations

import pytest

from kiosk.hall import Hall
from kiosk.staff import Role
from kiosk.tickets.ticket import Move, State
from screens.desk import window
from screens.desk.acts import ActKey
from screens.desk.app import DeskApp
from screens.desk.choice import Choice
from screens.desk.login import Login
from screens.desk.ticket_list import TicketList
from screens.desk.window import Window
from screens.desk.written import Written
from screens.widgets.number_pad import PadKey
from screens.widgets.pad import Pad
from tests.screens.at_desk import at_window, leave, log_in, state, states
from tests.screens.seen import until, words

# --- who sits down -----------------------------------------------------------------------------


async def test_the_first_person_becomes_administrator(hall: Hall) -> None:
    app = DeskApp(hall, window="1")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "首次使用" in words(app))
        await pilot.press(*"101", "enter", *"王芳", "enter", *"2468", "enter", *"1357", "enter")
        await until(pilot, lambda: "不一样" in words(app))
        assert len(hall.staff) == 0
        await pilot.press(*"2468", "enter", *"2468", "enter")
        await until(pilot, lambda: isinstance(app.screen, Window))
    [person] = hall.staff.people()
    assert (person.number, person.name, person.role) == ("101", "王芳", Role.ADMIN)


@pytest.mark.parametrize("way", ["f1", "mouse"])
async def test_the_first_name_can_be_written_with_the_pad(hall: Hall, way: str) -> None:
    app = DeskApp(hall, window="1")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "首次使用" in words(app))
        await pilot.press(*"101", "enter")
        await (pilot.click("#name") if way == "mouse" else pilot.press("f1"))
        await until(pilot, lambda: isinstance(app.screen, Written))
        await until(pilot, lambda: app.screen.query_one(Pad).ready)
        await pilot.press(*"wang")
        await until(pilot, lambda: "王" in words(app))
        await pilot.press("space", "enter")
        await until(pilot, lambda: isinstance(app.screen, Login))
        await pilot.press(*"2468", "enter", *"2468", "enter")
        await until(pilot, lambda: isinstance(app.screen, Window))
    assert [person.name for person in hall.staff.people()] == ["王"]


async def test_a_weak_pin_is_refused_in_a_sentence(hall: Hall) -> None:
    app = DeskApp(hall, window="1")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "首次使用" in words(app))
        await pilot.press(*"101", "enter", *"王芳", "enter", *"1111", "enter", *"1111", "enter")
        await until(pilot, lambda: "不能全部相同" in words(app))
    assert len(hall.staff) == 0


async def test_a_wrong_pin_opens_nothing(staffed: Hall) -> None:
    app = DeskApp(staffed, window="1")
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot, pin="9999")
        await until(pilot, lambda: "工号或 PIN 不对" in words(app))
        assert isinstance(app.screen, Login)
        assert "9999" not in words(app)
        await log_in(pilot)
        await until(pilot, lambda: isinstance(app.screen, Window))


async def test_the_pin_can_be_touched(staffed: Hall) -> None:
    app = DeskApp(staffed, window="1")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Login))
        pad = {key.key: key for key in app.screen.query(PadKey)}
        for key in (*"101", "enter", *"2468", "enter"):
            await pilot.click(pad[key])
        await until(pilot, lambda: isinstance(app.screen, Window))


async def test_without_a_window_the_clerk_is_asked(staffed: Hall) -> None:
    app = DeskApp(staffed)
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        await until(pilot, lambda: isinstance(app.screen, Choice))
        await pilot.press("2")
        await until(pilot, lambda: isinstance(app.screen, Window))
        await until(pilot, lambda: "2 号窗口" in words(app))
        staffed.queue.take("A")
        await pilot.press("n")
        await state(pilot, staffed, "A001", State.CALLED)
    [ticket] = staffed.queue.tickets()
    assert (ticket.window, ticket.log[-1].by) == ("2", "101")


async def test_a_window_that_is_none_is_refused(staffed: Hall) -> None:
    app = DeskApp(staffed, window="9")
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        await until(pilot, lambda: "没有窗口 9" in words(app))
        assert isinstance(app.screen, Login)


async def test_leaving_closes_the_window_and_asks_for_the_next_person(staffed: Hall) -> None:
    async with at_window(staffed) as pilot:
        await leave(pilot, "q")
        await until(pilot, lambda: isinstance(pilot.app.screen, Login))
        await until(pilot, lambda: not staffed.queue.windows.records["1"].opened)
        await until(pilot, lambda: staffed.queue.actor is None)


# --- what can happen to a ticket ---------------------------------------------------------------


@pytest.mark.parametrize("key", ["n", "enter"])
async def test_call(staffed: Hall, key: str) -> None:
    staffed.queue.take("A")
    async with at_window(staffed) as pilot:
        await pilot.press(key)
        await state(pilot, staffed, "A001", State.CALLED)
        await until(pilot, lambda: "已叫 A001" in words(pilot.app))


async def test_nobody_waits(staffed: Hall) -> None:
    async with at_window(staffed) as pilot:
        await pilot.press("n")
        await until(pilot, lambda: "没有等候的人" in words(pilot.app))


async def test_arrive_and_finish(staffed: Hall) -> None:
    staffed.queue.take("A")
    async with at_window(staffed) as pilot:
        await pilot.press("n", "a")
        await state(pilot, staffed, "A001", State.SERVING)
        await pilot.press("f")
        await state(pilot, staffed, "A001", State.DONE)
        await until(pilot, lambda: "窗口空闲" in words(pilot.app))


async def test_keys_typed_ahead_follow_one_another(staffed: Hall) -> None:
    staffed.queue.take("A")
    staffed.queue.take("A")
    async with at_window(staffed) as pilot:
        await pilot.press("n", "a", "f", "n")
        await state(pilot, staffed, "A002", State.CALLED)
    assert states(staffed) == {"A001": "done", "A002": "called"}


async def test_recall_counts_and_a_held_key_recalls_once(staffed: Hall) -> None:
    staffed.queue.take("A")
    async with at_window(staffed) as pilot:
        await pilot.press("n")
        await state(pilot, staffed, "A001", State.CALLED)
        await pilot.press(*"rrrrr")
        await until(pilot, lambda: "共叫 2 次" in words(pilot.app))
    [ticket] = staffed.queue.tickets()
    assert ticket.calls == 2


async def test_miss_and_let_back_in(staffed: Hall) -> None:
    staffed.queue.take("A")
    async with at_window(staffed) as pilot:
        await pilot.press("n", "m")
        await state(pilot, staffed, "A001", State.MISSED)
        await until(pilot, lambda: "过号 1" in words(pilot.app))
        await pilot.press("down", "e")
        await state(pilot, staffed, "A001", State.WAITING)
        await until(pilot, lambda: "已回到队列" in words(pilot.app))


async def test_hold_and_resume(staffed: Hall) -> None:
    staffed.queue.take("A")
    async with at_window(staffed) as pilot:
        await pilot.press("n", "h")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choice))
        await pilot.press("enter")
        await state(pilot, staffed, "A001", State.HELD)
        await until(pilot, lambda: "1 号窗 09:00  工号 101" in words(pilot.app))
        await pilot.press("down", "e")
        await state(pilot, staffed, "A001", State.SERVING)


async def test_transfer_asks_for_the_line(staffed: Hall) -> None:
    staffed.queue.take("A")
    async with at_window(staffed) as pilot:
        await pilot.press("n")
        await state(pilot, staffed, "A001", State.CALLED)
        await pilot.press("t")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choice))
        await pilot.press("c")
        await state(pilot, staffed, "A001", State.WAITING)
    [ticket] = staffed.queue.tickets()
    assert ticket.line == "C"


async def test_call_the_selected(staffed: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "HELD_KEY", 0)
    for line in "AAB":
        staffed.queue.take(line)
    async with at_window(staffed) as pilot:
        await pilot.press("c")
        await until(pilot, lambda: "请先用上下键选一个号" in words(pilot.app))
        await pilot.press("down", "down")
        await until(pilot, lambda: "> A002" in words(pilot.app))
        await pilot.press("c")
        await state(pilot, staffed, "A002", State.CALLED)
        assert pilot.app.screen.query_one(TicketList).selected is None
    entry = staffed.queue.tickets()[1].log[-1]
    assert entry.why is not None
    assert entry.why.rule == "chosen"


async def test_void_asks_first(staffed: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    staffed.queue.take("A")
    async with at_window(staffed) as pilot:
        await pilot.press("down", "v")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choice))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Window))
        assert states(staffed) == {"A001": "waiting"}
        monkeypatch.setattr(window, "HELD_KEY", 0)
        await pilot.press("v")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choice))
        await pilot.press("y")
        await state(pilot, staffed, "A001", State.VOID)


async def test_undo_a_wrong_finish(staffed: Hall) -> None:
    staffed.queue.take("A")
    async with at_window(staffed) as pilot:
        await pilot.press("n", "a", "f")
        await state(pilot, staffed, "A001", State.DONE)
        await pilot.press("u")
        await state(pilot, staffed, "A001", State.SERVING)
        await until(pilot, lambda: "已撤销" in words(pilot.app))
    [ticket] = staffed.queue.tickets()
    assert ticket.log[-1].move is Move.UNDO


async def test_what_cannot_be_done_now_takes_no_touch_and_says_why(staffed: Hall) -> None:
    staffed.queue.take("A")
    async with at_window(staffed) as pilot:
        screen = pilot.app.screen
        assert not screen.query_one("#call", ActKey).disabled
        assert screen.query_one("#finish", ActKey).disabled
        await pilot.press("f")
        await until(pilot, lambda: "现在没有号" in words(pilot.app))
        await pilot.click("#call")
        await state(pilot, staffed, "A001", State.CALLED)
        await until(pilot, lambda: screen.query_one("#call", ActKey).disabled)
        assert not screen.query_one("#finish", ActKey).disabled


async def test_priority_is_marked_without_its_reason(staffed: Hall) -> None:
    staffed.queue.take("A", "disabled")
    async with at_window(staffed) as pilot:
        await until(pilot, lambda: "优" in words(pilot.app))
        assert "残疾" not in words(pilot.app)


async def test_slips_that_are_not_printed_are_counted(staffed: Hall) -> None:
    async with at_window(staffed) as pilot:
        staffed.queue.terminal = "lobby"
        staffed.queue.take("A")
        await until(pilot, lambda: "1 张凭条未打印" in words(pilot.app))


async def test_an_error_nobody_foresaw_is_a_sentence(
    staffed: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("unforeseen")

    async with at_window(staffed) as pilot:
        monkeypatch.setattr(staffed.queue, "call", broken)
        await pilot.press("n")
        await until(pilot, lambda: "没有完成" in words(pilot.app))
