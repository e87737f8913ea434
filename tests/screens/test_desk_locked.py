"""A desk that stands alone asks for the PIN again, and shows nothing meanwhile."""

from __future__ import annotations

from textual.pilot import Pilot

from kiosk.hall import Hall
from kiosk.tickets.ticket import State
from screens.desk.choice import Choice
from screens.desk.locked import Locked
from screens.desk.login import Login
from screens.desk.window import Window
from tests.screens.at_desk import at_window, log_in, states
from tests.screens.seen import HallClock, until, words


async def locked(pilot: Pilot[None], clock: HallClock) -> None:
    clock.forward(minutes=16)
    await until(pilot, lambda: isinstance(pilot.app.screen, Locked))


async def test_it_locks_over_whatever_is_open_and_goes_on_there(
    staffed: Hall, clock: HallClock
) -> None:
    staffed.queue.take("A")
    async with at_window(staffed) as pilot:
        await pilot.press("f1")
        await until(pilot, lambda: states(staffed)["A001"] == State.CALLED)
        await pilot.press("f12")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choice))
        await locked(pilot, clock)
        assert "窗口已锁定" in words(pilot.app)
        assert "A001" not in words(pilot.app)
        await pilot.press(*"9999", "enter")
        await until(pilot, lambda: "不对" in words(pilot.app))
        await pilot.press(*"2468", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choice))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Window))
    assert states(staffed) == {"A001": "called"}


async def test_whoever_types_is_not_locked_out(staffed: Hall, clock: HallClock) -> None:
    async with at_window(staffed) as pilot:
        clock.forward(minutes=14)
        await pilot.press("down")
        clock.forward(minutes=14)
        await pilot.pause(2.5)  # one look
        assert isinstance(pilot.app.screen, Window)
        await locked(pilot, clock)


async def test_somebody_else_can_log_in_instead(staffed: Hall, clock: HallClock) -> None:
    async with at_window(staffed) as pilot:
        await locked(pilot, clock)
        await pilot.press("escape")
        await until(pilot, lambda: type(pilot.app.screen) is Login)
        await until(pilot, lambda: staffed.queue.actor is None)
        await log_in(pilot)
        await until(pilot, lambda: isinstance(pilot.app.screen, Window))
