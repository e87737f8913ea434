"""Clerks at a desk who look after volunteers, in a real hall."""

from __future__ import annotations

from typing import Any, TypeVar

from textual.pilot import Pilot
from textual.screen import Screen

from screens.desk.choice import Choice
from screens.desk.pick_list import PickList
from screens.desk.volunteering.activity import ActivityPage
from screens.desk.volunteering.listing import ACTIVITY, Volunteers
from screens.desk.volunteering.person import PersonPage
from screens.desk.volunteering.second import Second
from screens.desk.written import Written
from tests.screens.at_requests import on, press, see, wrote
from tests.screens.seen import until

S = TypeVar("S", bound=Screen[Any])


async def listed(pilot: Pilot[Any]) -> Volunteers:
    """The list of what there is, read."""
    await pilot.press("z")
    await on(pilot, Volunteers)
    screen = pilot.app.screen
    assert isinstance(screen, Volunteers)
    await until(pilot, lambda: screen.query_one(PickList)._entries)
    return screen


async def select(pilot: Pilot[Any], id_: str) -> None:
    """Go down a list until this entry is selected."""
    rows = pilot.app.screen.query_one(PickList)
    await until(pilot, lambda: id_ in rows._ids)
    await pilot.press("home")
    for _ in rows._ids:
        if rows.selected == id_:
            return
        await pilot.press("down")
    assert rows.selected == id_


async def opened(pilot: Pilot[Any], number: str) -> ActivityPage:
    """The page of an activity, read."""
    await listed(pilot)
    await select(pilot, ACTIVITY + number)
    await pilot.press("enter")
    return await read(pilot, ActivityPage)


async def read(pilot: Pilot[Any], kind: type[S]) -> S:
    """A page, once the hall has told it how it stands."""
    await on(pilot, kind)
    screen = pilot.app.screen
    assert isinstance(screen, kind)
    await until(pilot, lambda: getattr(screen, "seen", None) is not None)
    return screen


async def found(pilot: Pilot[Any], tail: str, name: str = "") -> PersonPage:
    """Somebody's page, by their phone and name, from the list."""
    await listed(pilot)
    await pilot.press("f")
    await named(pilot, tail, name)
    return await read(pilot, PersonPage)


async def named(pilot: Pilot[Any], tail: str, name: str = "") -> None:
    """Answer who it is."""
    await wrote(pilot, tail)
    await see(pilot, "姓名")
    await wrote(pilot, name)


async def minutes(pilot: Pilot[Any], key: str, count: str, reason: str) -> None:
    """A key that asks for minutes and a reason."""
    await press(pilot, key, Written)
    await wrote(pilot, count)
    await on(pilot, Choice)
    await pilot.press(reason)


async def signed(pilot: Pilot[Any], number: str, pin: str, *then: str) -> None:
    """The second member of staff signs; then these words are seen."""
    await on(pilot, Second)
    await pilot.press(*number, "enter", *pin, "enter")
    await see(pilot, *then)
