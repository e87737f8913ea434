"""The board shows every call, newest first, large, and no name."""

from __future__ import annotations

from textual.app import App

from kiosk.hall import Hall
from screens.board.app import BoardApp
from screens.board.calls import Calls
from screens.widgets.glyphs import big
from tests.screens.seen import until, words


def _calls(app: App[None]) -> list[tuple[str, str]]:
    return [(call.number, call.window) for call in app.screen.query_one(Calls).calls]


async def test_a_new_call_is_shown_large_and_marked(hall: Hall) -> None:
    hall.queue.take("A")
    app = BoardApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        await until(pilot, lambda: "正在办理" in words(app))
        hall.queue.call("3")
        await until(pilot, lambda: _calls(app) == [("A001", "3")])
        shown = words(app)
        assert "新叫" in shown, "a mark that is not a colour"
        assert any(all(line in shown for line in big("A001", rows)) for rows in range(4, 11))
        assert app.screen.query_one(Calls).flashes("A001")


async def test_calls_from_before_the_start_do_not_flash(hall: Hall) -> None:
    hall.queue.take("A")
    hall.queue.call("1")
    app = BoardApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: _calls(app) == [("A001", "1")])
        assert not app.screen.query_one(Calls).flashes("A001")
        assert "最新" in words(app)


async def test_a_recall_flashes_again_and_comes_first(hall: Hall) -> None:
    for line in "AB":
        hall.queue.take(line)
    hall.queue.call("1")
    hall.queue.call("2")
    app = BoardApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: _calls(app) == [("B001", "2"), ("A001", "1")])
        hall.queue.recall("1")
        await until(pilot, lambda: _calls(app) == [("A001", "1"), ("B001", "2")])
        calls = app.screen.query_one(Calls)
        assert calls.flashes("A001")
        assert not calls.flashes("B001")
        assert "重呼" in words(app)


async def test_two_calls_at_once_are_both_shown_and_both_flash(hall: Hall) -> None:
    for line in "AB":
        hall.queue.take(line)
    app = BoardApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "正在办理" in words(app))
        hall.queue.call("1")
        hall.queue.call("2")
        await until(pilot, lambda: len(_calls(app)) == 2)
        calls = app.screen.query_one(Calls)
        assert calls.flashes("A001")
        assert calls.flashes("B001")
        assert words(app).count("新叫") == 2


async def test_who_is_served_moves_aside(hall: Hall) -> None:
    hall.queue.take("A")
    hall.queue.call("1")
    app = BoardApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: _calls(app) == [("A001", "1")])
        hall.queue.arrive("1")
        await until(pilot, lambda: _calls(app) == [])
        await until(pilot, lambda: "A001  1 号窗口" in words(app))
        hall.queue.finish("1")
        await until(pilot, lambda: "A001" not in words(app))


async def test_people_waiting_are_counted_by_line(hall: Hall) -> None:
    app = BoardApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        await until(pilot, lambda: "C 证明办理  等候 0 人" in words(app))
        hall.queue.take("C")
        await until(pilot, lambda: "C 证明办理  等候 1 人" in words(app))


async def test_in_a_very_small_terminal_calls_are_written(hall: Hall) -> None:
    for line in "ABC":
        hall.queue.take(line)
    for window in "123":
        hall.queue.call(window)
    app = BoardApp(hall)
    async with app.run_test(size=(60, 14)) as pilot:
        await until(pilot, lambda: len(_calls(app)) == 3)
        for row in ("A001    1 号窗口", "B001    2 号窗口", "C001    3 号窗口"):
            assert row in words(app)


async def test_nothing_on_the_board_says_who_or_why(hall: Hall) -> None:
    hall.queue.take("A", "disabled")
    hall.queue.call("1")
    app = BoardApp(hall)
    async with app.run_test(size=(160, 48)) as pilot:
        await until(pilot, lambda: _calls(app) == [("A001", "1")])
        assert "残疾" not in words(app)
        assert "优" not in words(app)
