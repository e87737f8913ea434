"""The door of desks in browsers: a link opens it once, and for one day."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.door import BROWSER_LIVES, LINK_LIVES, Door


def age(folder: Path, seconds: float) -> None:
    """Let every mark of a folder have been made so long ago."""
    for mark in folder.iterdir():
        then = time.time() - seconds
        os.utime(mark, (then, then))


def test_a_link_opens_the_door_once(tmp_path: Path) -> None:
    door = Door(tmp_path)
    token = door.token()
    browser = door.enter(token)
    assert browser is not None
    assert door.knows(browser)
    assert door.enter(token) is None


@pytest.mark.parametrize("word", ["", "guessed", "../../hall.db", "x" * 100_000])
def test_no_other_word_opens_it(tmp_path: Path, word: str) -> None:
    door = Door(tmp_path)
    door.token()
    assert door.enter(word) is None
    assert not door.knows(word)


def test_of_many_who_use_a_link_at_once_one_comes_in(tmp_path: Path) -> None:
    token = Door(tmp_path).token()
    with ThreadPoolExecutor(16) as crowd:
        came = list(crowd.map(lambda _: Door(tmp_path).enter(token), range(64)))
    assert sum(browser is not None for browser in came) == 1


def test_a_server_that_was_restarted_knows_its_browsers_and_links(tmp_path: Path) -> None:
    before = Door(tmp_path)
    browser, token = before.enter(before.token()), before.token()
    after = Door(tmp_path)
    assert after.knows(browser or "")
    assert after.enter(token) is not None


def test_what_is_too_old_opens_nothing(tmp_path: Path) -> None:
    door = Door(tmp_path)
    browser, token = door.enter(door.token()) or "", door.token()
    age(tmp_path / "door" / "links", LINK_LIVES + 1)
    assert door.enter(token) is None
    age(tmp_path / "door" / "browsers", BROWSER_LIVES + 1)
    assert not door.knows(browser)
    assert not any((Door(tmp_path)._browsers).iterdir())
