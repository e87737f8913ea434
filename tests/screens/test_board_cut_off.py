"""A board that is cut off keeps the last calls and says of when they are, in both its languages."""

from __future__ import annotations

import pytest

from screens.board.app import BoardApp
from screens.board.calls import Calls
from tests.screens.seen import SIZES, HallClock, until
from tests.screens.wired import WiredHall, said, shown


@pytest.mark.parametrize("size", SIZES)
async def test_the_calls_stay_with_their_date(
    wired: WiredHall, clock: HallClock, size: tuple[int, int]
) -> None:
    elsewhere = wired.elsewhere()
    elsewhere.queue.open_window("1")
    elsewhere.queue.take("A")
    elsewhere.queue.take("A")
    elsewhere.queue.call("1")
    app = BoardApp(wired.hall("board"))
    async with app.run_test(size=size) as pilot:
        calls = app.screen.query_one(Calls)
        await until(pilot, lambda: [call.number for call in calls.calls] == ["A001"])
        wired.proxy.cut()
        await said(
            pilot, "起连不上中心", "的叫号，请听窗口人员叫号", "Cut off since", "Calls as of"
        )
        elsewhere.queue.arrive("1")
        elsewhere.queue.finish("1")
        elsewhere.queue.call("1")
        assert [call.number for call in calls.calls] == ["A001"]
        clock.forward(minutes=5)
        wired.proxy.mend()
        await said(pilot, "已恢复", "Back since")
        await until(pilot, lambda: [call.number for call in calls.calls] == ["A002"])
        assert not calls.flashes("A002"), "a call of five minutes ago is no news"
        assert "连不上" not in shown(pilot)
