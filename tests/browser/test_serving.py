"""The hall in a browser: a ticket by touch, one place for each browser, back when it ended."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
from playwright.sync_api import expect

from kiosk.hall import Hall
from tests.browser.served import Served, Shown
from tests.waiting import until

Serve = Callable[..., Served]
Visit = Callable[[], Shown]


def programs(served: Served) -> list[psutil.Process]:
    """The programs of the browsers; not what these start beside themselves."""
    found = []
    for child in psutil.Process(served.process.pid).children():
        with suppress(psutil.NoSuchProcess):  # ended while it was looked at, or just has
            if child.cmdline()[-1:] == ["lobby"]:
                found.append(child)
    return found


def test_a_ticket_is_taken_by_touch(serve: Serve, visit: Visit, hall: Hall) -> None:
    lobby = visit().open(serve("lobby").url)
    lobby.tap("社保医保")
    lobby.wait_for("B001")
    hall.refresh()
    assert [(ticket.number, ticket.line) for ticket in hall.queue.tickets()] == [("B001", "B")]


def test_a_finger_that_stays_long_on_the_glass_takes_one_ticket(
    serve: Serve, visit: Visit, hall: Hall
) -> None:
    lobby = visit().open(serve("lobby").url)
    x, y = lobby.place("综合服务")
    finger = lobby.page.context.new_cdp_session(lobby.page)
    finger.send(
        "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
    )
    # Longer than the second after which a browser makes a menu of it; time is what is tested.
    lobby.page.wait_for_timeout(1200)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    lobby.wait_for("A001")
    hall.refresh()
    assert [ticket.number for ticket in hall.queue.tickets()] == ["A001"]


def test_the_page_fetches_nothing_from_elsewhere_and_shows_enough_cells(
    serve: Serve, visit: Visit
) -> None:
    served, lobby = serve("lobby"), visit()
    asked: list[str] = []
    lobby.page.on("request", lambda request: asked.append(request.url))
    errors: list[str] = []
    lobby.page.on("pageerror", lambda error: errors.append(str(error)))
    lobby.open(served.url).wait_for("综合服务")
    host = served.url.removeprefix("http:")
    assert [
        url for url in asked if not url.startswith(("data:", f"http:{host}", f"ws:{host}"))
    ] == []
    assert errors == []
    columns, rows = lobby.grid()
    assert columns >= 120
    assert rows >= 31
    # A machine without Chinese fonts shows Chinese too: with the font the page brings.
    fonts = "[...document.fonts].map(font => `${font.family} ${font.status}`)"
    assert set(lobby.page.evaluate(fonts)) == {"Hall loaded", "Hall Han loaded"}


def test_nothing_a_hall_machine_must_not_do_is_left(serve: Serve, visit: Visit) -> None:
    lobby = visit().open(serve("lobby").url)
    x, y = lobby.place("综合服务")
    lobby.page.evaluate("""() => {
      window.seen = [];
      for (const kind of ["contextmenu", "drop", "auxclick"])
        document.addEventListener(kind, event => seen.push(kind));
    }""")
    lobby.page.mouse.click(x, y, button="right")
    lobby.page.mouse.click(x, y, button="middle")
    assert lobby.page.evaluate("[seen, window.open('/'), window.confirm('?')]") == [[], None, False]
    lobby.wait_for("综合服务")


def test_a_browser_too_many_is_told_so_and_comes_in_when_one_leaves(
    serve: Serve, visit: Visit
) -> None:
    served = serve("lobby")
    first, second, third = visit(), visit(), visit()
    for page in (first, second):
        page.open(served.url).wait_for("综合服务")
    answer = third.page.goto(served.url)
    assert answer is not None
    assert answer.status == 503
    expect(third.page.locator("body")).to_contain_text("已经满了")
    first.page.context.close()
    third.wait_for("综合服务")


def test_a_page_loaded_anew_leaves_its_place_and_its_program_behind(
    serve: Serve, visit: Visit
) -> None:
    served, lobby = serve("lobby"), visit()
    lobby.open(served.url).wait_for("综合服务")
    for _ in range(3):  # more often than there are places
        lobby.page.reload()
        lobby.wait_for("综合服务")
    until(lambda: len(programs(served)) == 1, "one program for one browser")
    lobby.page.context.close()
    until(lambda: not programs(served), "no program without a browser")


def test_a_program_that_was_killed_comes_back_by_itself(serve: Serve, visit: Visit) -> None:
    served, lobby = serve("lobby"), visit()
    lobby.open(served.url).wait_for("综合服务")
    before = programs(served)
    before[0].kill()
    until(lambda: bool(programs(served)) and programs(served) != before, "another program")
    lobby.wait_for("综合服务")
    lobby.tap("综合服务")
    lobby.wait_for("A001")


def test_a_server_that_was_restarted_is_found_again(
    serve: Serve, visit: Visit, words: list[str], tmp_path: Path
) -> None:
    served, lobby = serve("lobby"), visit()
    lobby.open(served.url).wait_for("综合服务")
    served.close()
    lobby.page.wait_for_selector("body.-closed")
    with Served(*words, "lobby", port=served.port):
        lobby.wait_for("综合服务")
