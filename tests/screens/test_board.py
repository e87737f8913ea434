"""The board shows and announces every call, newest first, large, and no name."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from textual.app import App

from kiosk.config import Language, Sound, Terminal, Window, load
from kiosk.hall import Hall
from kiosk.wording import say
from screens.board import announcer, calls
from screens.board.app import BoardApp
from screens.board.calls import Calls
from screens.board.plan import LARGEST, LOWEST
from screens.widgets.glyphs import big
from tests.screens.seen import CONFIG, SIZES, HallClock, lines, until, words

SILENT = Sound(chime=False, speech="off")


@pytest.fixture
def hall_of_windows(tmp_path: Path, clock: HallClock) -> Iterator[Callable[..., Hall]]:
    """Opens the centre as shipped, with as many windows as wanted, languages and sounds."""
    halls = []

    def opened(
        count: int, *languages: Language, sound: Sound | None = SILENT, name: str = ""
    ) -> Hall:
        config = load(CONFIG)
        windows = {f"{name}{n}": Window(lines=["A", "B", "C"]) for n in range(1, count + 1)}
        centre = config.centre
        if languages:
            centre = msgspec.structs.replace(centre, languages=languages)
        board = {"board": Terminal(role="board", sound=sound)}
        config = msgspec.structs.replace(
            config, windows=windows, centre=centre, terminals=config.terminals | board
        )
        hall = Hall.open(config, tmp_path / "data", clock=clock)
        halls.append(hall)
        return hall

    yield opened
    for hall in halls:
        hall.close()


def _calls(app: App[Any]) -> list[tuple[str, str]]:
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
        assert any(
            all(line in shown for line in big("A001", rows)) for rows in range(LOWEST, LARGEST + 1)
        )
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


# --- many at once ------------------------------------------------------------------------------


def _captions(app: App[Any]) -> set[str]:
    """The numbers that stand on the screen with the words of their window."""
    return {
        call.number
        for call in app.screen.query_one(Calls).calls
        if f"{call.number}    {call.window} 号窗口" in words(app)
    }


@pytest.mark.parametrize("size", SIZES)
async def test_of_one_to_twelve_calls_none_is_hidden(
    hall_of_windows: Callable[..., Hall], size: tuple[int, int]
) -> None:
    hall = hall_of_windows(12)
    app = BoardApp(hall)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for count in range(1, 13):
            newest = hall.queue.take("ABC"[count % 3]).number
            hall.queue.call(str(count))
            await until(pilot, lambda count=count: len(_calls(app)) == count)  # type: ignore[misc]
            shown = app.screen.query_one(Calls)
            seen = set()
            for _ in range(shown.plan(*shown.size).pages):
                await until(pilot, lambda newest=newest: newest in _captions(app))  # type: ignore[misc]
                seen |= _captions(app)
                shown.turn()
                await pilot.pause()
            assert seen == {number for number, _ in _calls(app)}
            assert shown.plan(*shown.size).pages <= 2
            assert max(map(len, lines(app))) <= size[0]


async def test_pages_turn_by_themselves_and_say_so(
    hall_of_windows: Callable[..., Hall], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "PAGE", 0.2)
    hall = hall_of_windows(12)
    for n in range(12):
        hall.queue.take("ABC"[n % 3])
        hall.queue.call(str(n + 1))
    app = BoardApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        await until(pilot, lambda: len(_calls(app)) == 12)
        first, last = _calls(app)[1][0], _calls(app)[-1][0]
        await until(pilot, lambda: "其余号码 1/2" in words(app) and first in _captions(app))
        await until(pilot, lambda: "其余号码 2/2" in words(app) and last in _captions(app))
        await until(pilot, lambda: "其余号码 1/2" in words(app) and first in _captions(app))


async def test_a_new_call_brings_the_first_page_back(
    hall_of_windows: Callable[..., Hall],
) -> None:
    hall = hall_of_windows(12)
    for n in range(12):
        hall.queue.take("ABC"[n % 3])
        hall.queue.call(str(n + 1))
    app = BoardApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        await until(pilot, lambda: "1/2" in words(app))
        app.screen.query_one(Calls).turn()
        await until(pilot, lambda: "2/2" in words(app))
        hall.queue.recall("1")
        await until(pilot, lambda: "1/2" in words(app) and _calls(app)[0][1] == "1")


async def test_who_is_served_gives_way_to_the_calls(hall_of_windows: Callable[..., Hall]) -> None:
    hall = hall_of_windows(12)
    for _ in range(12):
        hall.queue.take("A")
    hall.queue.call("12")
    hall.queue.arrive("12")
    app = BoardApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        served = ("正在办理", say("board.serving", "en"))
        await until(pilot, lambda: all(text in words(app) for text in served))
        for n in range(1, 12):
            hall.queue.call(str(n))
        await until(pilot, lambda: len(_calls(app)) == 11 and "正在办理" not in words(app))
        for n in range(1, 10):
            hall.queue.arrive(str(n))
        await until(pilot, lambda: "正在办理" in words(app))


# --- languages ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh-Hans", ["A001    1 号窗口  Window 1", "新叫", "正在办理", "A 综合服务  等候 0 人"]),
        ("zh-Hant", ["A001    1 號窗口  Window 1", "新叫", "正在辦理", "A 綜合服務  等候 0 人"]),
        (
            "en",
            ["A001    Window 1  1 号窗口", "new", say("board.serving", "en"), "A General services"],
        ),
    ],
)
@pytest.mark.parametrize("size", SIZES)
async def test_number_and_window_are_told_in_two_languages(
    hall_of_windows: Callable[..., Hall],
    size: tuple[int, int],
    language: Language,
    expected: list[str],
) -> None:
    others: list[Language] = ["zh-Hans", "en"]
    languages = [language, *(other for other in others if other != language)]
    hall = hall_of_windows(3, *languages)
    hall.queue.take("A")
    app = BoardApp(hall)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        hall.queue.call("1")
        await until(pilot, lambda: all(text in words(app) for text in expected))


async def test_a_window_may_have_a_name_instead_of_a_number(
    hall_of_windows: Callable[..., Hall],
) -> None:
    hall = hall_of_windows(3, name="东")
    hall.queue.take("A")
    hall.queue.call("东2")
    app = BoardApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        await until(pilot, lambda: "A001    东2 号窗口" in words(app))


# --- chime and speech --------------------------------------------------------------------------


def _speaker(folder: Path, body: str = "") -> tuple[Sound, Path]:
    """A speech program that writes down what it was asked to say."""
    program, heard = folder / "say", folder / "heard"
    program.write_text(f"#!/bin/sh\necho \"$1\" >> '{heard}'\n{body}\n", encoding="utf-8")
    program.chmod(0o755)
    heard.touch()
    return Sound(chime=False, speech=(str(program), "{text}")), heard


async def test_calls_and_recalls_are_spoken_in_their_order_and_old_ones_not(
    hall_of_windows: Callable[..., Hall], tmp_path: Path
) -> None:
    sound, heard = _speaker(tmp_path)
    hall = hall_of_windows(12, sound=sound)
    for line in "AABC":
        hall.queue.take(line)
    hall.queue.call("9")
    app = BoardApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: len(_calls(app)) == 1)
        for window in "312":  # without letting the app look in between
            hall.queue.call(window)
        hall.queue.recall("3")
        await until(pilot, lambda: len(heard.read_text().splitlines()) == 4)
        assert heard.read_text().splitlines() == [
            "请 A 零零二号，到 3号窗口",
            "请 B 零零一号，到 1号窗口",
            "请 C 零零一号，到 2号窗口",
            "请 A 零零二号，到 3号窗口",
        ]


async def test_the_bell_rings_once_for_each_call(
    hall_of_windows: Callable[..., Hall], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the terminal is really sent a BEL is asked in tests/terminal."""
    monkeypatch.setattr(announcer, "PAUSE", 0.01)
    rung: list[float] = []
    monkeypatch.setattr(BoardApp, "bell", lambda _: rung.append(time.monotonic()))
    hall = hall_of_windows(4, sound=Sound(speech="off"))
    for _ in range(4):
        hall.queue.take("A")
    hall.queue.call("4")
    app = BoardApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: len(_calls(app)) == 1)
        for window in "123":
            hall.queue.call(window)
        await until(pilot, lambda: len(rung) == 3)
        hall.queue.recall("4")
        await until(pilot, lambda: len(rung) == 4)
        hall.queue.arrive("1")
        hall.queue.undo("1")
        hall.queue.miss("2")
        hall.queue.take("B")
        hall.queue.call("2")
        await until(pilot, lambda: len(rung) >= 5)
        assert len(rung) == 5, "an undone arrival is no new call"


async def test_a_speech_program_that_hangs_never_delays_the_screen(
    hall_of_windows: Callable[..., Hall], tmp_path: Path
) -> None:
    sound, heard = _speaker(tmp_path, "exec sleep 1000")
    hall = hall_of_windows(3, sound=sound)
    for _ in range(3):
        hall.queue.take("A")
    app = BoardApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        hall.queue.call("1")
        await until(pilot, heard.read_text)
        hall.queue.call("2")
        hall.queue.call("3")
        await until(pilot, lambda: "A003    3 号窗口" in words(app))
        assert app.screen.query_one(Calls).flashes("A003")


# --- when the records were gone ----------------------------------------------------------------


async def test_what_was_called_long_ago_while_the_store_was_gone_is_shown_and_not_announced(
    hall_of_windows: Callable[..., Hall],
    tmp_path: Path,
    clock: HallClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sound, heard = _speaker(tmp_path)
    hall = hall_of_windows(3, "zh-Hans", "en", sound=sound)
    for _ in range(3):
        hall.queue.take("A")
    app = BoardApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        await until(pilot, lambda: "等候 3 人" in words(app))
        with monkeypatch.context() as gone:
            gone.setattr(Hall, "trouble", property(lambda _: "disk gone"))
            gone.setattr(app, "_listen", lambda _: None)
            gone.setattr(hall.store.rows, "told", [])
            clock.forward(seconds=40)
            await until(pilot, lambda: "停在 09:00:00（40 秒前）" in words(app))
            english = say("lobby.trouble", "en", since="09:00:00", seconds=40)
            await until(pilot, lambda: english in words(app))
            hall.queue.call("1")
            clock.forward(seconds=60)
            hall.queue.call("2")
        hall.queue.call("3")
        await until(pilot, lambda: len(_calls(app)) == 3)
        await until(pilot, lambda: len(heard.read_text().splitlines()) == 2)
        shown = app.screen.query_one(Calls)
        assert [shown.flashes(number) for number in ("A001", "A002", "A003")] == [False, True, True]
        assert "一号" not in heard.read_text()
        await until(pilot, lambda: "停在" not in words(app))


# --- the staff line ----------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_calls_for_help_stand_on_the_staff_line(
    hall: Hall, clock: HallClock, size: tuple[int, int]
) -> None:
    app = BoardApp(hall)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "正在办理" in words(app))
        assert "工作人员" not in words(app)
        hall.help.call("lobby")
        await until(pilot, lambda: "工作人员：大厅机 有人请求帮助（刚刚）" in words(app))
        clock.forward(minutes=2)
        hall.queue.take("A")  # any change; without one it is drawn anew every 15 seconds
        await until(pilot, lambda: "工作人员：大厅机 有人请求帮助（2 分钟）" in words(app))
        hall.staff.add("101", "王芳", "2468")
        hall.help.answer("lobby", by="101", window="1")
        await until(pilot, lambda: "工作人员：大厅机 已有人过去" in words(app))
        assert "王芳" not in words(app)
        hall.help.close("lobby", by="101")
        await until(pilot, lambda: "工作人员" not in words(app))
