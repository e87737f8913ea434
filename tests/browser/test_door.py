"""Who may see a desk in a browser, and what no page of ours would ever ask."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import pytest
from playwright.sync_api import expect

from tests.browser.served import Served, Shown
from tests.waiting import until

T = TypeVar("T")

Serve = Callable[..., Served]
Visit = Callable[[], Shown]


def away(talk: Coroutine[Any, Any, T]) -> T:
    """Do this on a thread of its own; on ours Playwright's loop is running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, talk).result()


def status(served: Served, path: str, **headers: str) -> int:
    """The answer to one request of a stranger."""

    async def ask() -> int:
        async with (
            aiohttp.ClientSession() as session,
            session.get(served.url + path, headers=headers, allow_redirects=False) as answer,
        ):
            return answer.status

    return away(ask())


def socket_status(served: Served, **headers: str) -> int:
    """101 when a web socket of a stranger is opened, else the refusal."""

    async def ask() -> int:
        async with aiohttp.ClientSession() as session:
            try:
                async with session.ws_connect(f"{served.url}/ws", headers=headers):
                    return 101
            except aiohttp.WSServerHandshakeError as refused:
                return refused.status

    return away(ask())


def test_a_desk_opens_for_the_browser_that_has_the_link_and_for_no_other(
    serve: Serve, visit: Visit
) -> None:
    served = serve("desk", "--window", "2")
    link = served.link()
    desk, stranger = visit(), visit()
    desk.open(link).wait_for("工号", "PIN")
    assert "token" not in desk.page.url
    cookie = desk.page.context.cookies()[0]
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    for url in (served.url, link):
        answer = stranger.page.goto(url)
        assert answer is not None
        assert answer.status == 403
        expect(stranger.page.locator("body")).to_contain_text("kiosk serve token")
        expect(stranger.page.locator("body")).to_contain_text("This is a desk for staff")
    desk.press("7", "Enter", "2", "4", "6", "8", "Enter")
    desk.wait_for("王建国", "叫下一位")
    desk.page.reload()
    desk.wait_for("工号", "PIN")


def test_at_a_desk_a_stranger_gets_nothing_at_all(serve: Serve) -> None:
    served = serve("desk")
    paths = ["/", "/?token=", "/?token=guessed", "/static/", "/static/js/textual.js"]
    paths += ["/page/page.js", "/page/han.otf", "/download/x", "/nowhere"]
    assert {path: status(served, path) for path in paths} == dict.fromkeys(paths, 403)
    assert socket_status(served, Origin=served.url) == 403
    assert status(served, "/", Cookie=f"kiosk_desk_{served.port}=guessed") == 403


def test_another_link_is_made_while_the_desk_is_served(
    serve: Serve, visit: Visit, words: list[str]
) -> None:
    served = serve("desk")
    first = visit().open(served.link())
    first.wait_for("工号", "PIN")
    command = [sys.executable, "-m", "kiosk", *words, "token"]
    made = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    assert made.startswith(f"{served.url}/?token=")
    assert made != served.link()
    visit().open(made).wait_for("工号", "PIN")
    marks = [path for path in (Path(words[3]) / "door").rglob("*") if path.is_file()]
    assert marks
    assert {path.stat().st_mode & 0o077 for path in marks} == {0}
    token = made.partition("token=")[2]
    assert not any(token in path.name or token in path.read_text() for path in marks)


@pytest.mark.parametrize("screen", ["lobby", "board"])
def test_only_pages_of_this_server_open_a_terminal(serve: Serve, screen: str) -> None:
    served = serve(screen)
    assert socket_status(served, Origin=served.url) == 101
    assert socket_status(served) == 403
    for origin in ("http://evil.example", f"{served.url}.evil.example", "null", "file://"):
        assert socket_status(served, Origin=origin) == 403
    evil = f"evil.example:{served.port}"
    assert socket_status(served, Origin=f"http://{evil}", Host=evil) == 421
    assert status(served, "/", Host=evil) == 421
    assert status(served, "/static/") == 403
    assert status(served, "/page/../server.py") == 404


def test_a_socket_that_talks_nonsense_ends_alone(serve: Serve) -> None:
    served = serve("lobby")

    async def talk(nonsense: str) -> bool:
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{served.url}/ws?width=9999999&height=-3", origin=served.url) as ws,
        ):
            await ws.send_str(nonsense)
            async with asyncio.timeout(60):
                async for _ in ws:
                    pass
            return ws.closed

    for nonsense in (
        "{",
        "[]",
        '["resize", 1]',
        '["resize", {"width": "a", "height": []}]',
        "x" * 70_000,
    ):
        assert away(talk(nonsense))
    assert status(served, "/") == 200


def test_a_size_nobody_has_is_bounded(serve: Serve) -> None:
    served = serve("lobby")

    async def drawn() -> int:
        """Bytes of the first frame of a terminal said to be a million cells wide."""
        sum_ = 0
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{served.url}/ws?width=1000000&height=9", origin=served.url) as ws,
        ):
            await ws.send_str(json.dumps(["resize", {"width": 1_000_000, "height": 1_000_000}]))
            async with asyncio.timeout(60):
                while sum_ < 20_000:
                    sum_ += len((await ws.receive()).data)
        return sum_

    assert away(drawn()) < 2_000_000


def test_unless_told_otherwise_only_this_machine_can_come(serve: Serve, words: list[str]) -> None:
    ours = serve("board")
    until(lambda: f"http://127.0.0.1:{ours.port}" in ours.said, "the address, and it is ours")
    assert "trusted network" not in ours.said
    with Served(*words, "board", "--host", "0.0.0.0") as open_to_all:
        until(lambda: "trusted network" in open_to_all.said, "a warning")
