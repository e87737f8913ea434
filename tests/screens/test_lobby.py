"""At the lobby machine people take their tickets, with keys or fingers, one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from kiosk.errors import Refused
from kiosk.hall import Hall
from screens.guard import Guard
from screens.lobby import passing
from screens.lobby.app import LobbyApp
from screens.lobby.helping import Helping
from screens.lobby.languages import Languages
from screens.lobby.mine import Mine
from screens.lobby.notice import Notice
from screens.lobby.priority import Priority
from screens.lobby.staff import StaffOnly
from screens.lobby.start import Start
from screens.lobby.ticket import TicketScreen
from screens.widgets.big_text import BigText
from screens.widgets.key import Key
from screens.widgets.masthead import Masthead
from screens.widgets.number_pad import PadKey
from screens.widgets.paper import Paper
from screens.widgets.tile import Tile
from screens.widgets.tile_page import TilePage
from screens.widgets.touch import Touch
from tests.screens.hands import scan, type_in
from tests.screens.seen import CONFIG, SIZES, HallClock, until, words


@contextmanager
def _opened(tmp_path: Path, clock: HallClock, old: str, new: str) -> Iterator[Hall]:
    """A hall whose settings differ from the shipped ones."""
    text = CONFIG.read_text(encoding="utf-8")
    assert old in text
    config = tmp_path / "config.toml"
    config.write_text(text.replace(old, new), encoding="utf-8")
    with Hall.open(config, tmp_path / "data", clock=clock) as hall:
        yield hall


async def _ready(pilot: Pilot[Any], kind: type) -> None:
    """Wait for a screen that takes touches."""
    app = pilot.app
    await until(pilot, lambda: isinstance(app.screen, kind) and app.screen.guard.open)  # type: ignore[attr-defined]


async def test_one_key_takes_a_ticket_and_shows_its_number(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        await _ready(pilot, Start)
        await pilot.press("2")
        await until(pilot, lambda: isinstance(app.screen, TicketScreen))
        assert app.screen.query_one("#number", BigText).text == "B001"
        assert "社保医保" in words(app)
    [ticket] = hall.queue.tickets()
    assert (ticket.number, ticket.line, ticket.priority) == ("B001", "B", None)


async def test_a_finger_takes_a_ticket(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        await pilot.click(app.screen.query(Tile)[2])
        await until(pilot, lambda: isinstance(app.screen, TicketScreen))
    assert [ticket.number for ticket in hall.queue.tickets()] == ["C001"]


async def test_arrows_and_enter_take_a_ticket(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        await pilot.press("right", "right", "enter")
        await until(pilot, lambda: isinstance(app.screen, TicketScreen))
    assert [ticket.number for ticket in hall.queue.tickets()] == ["B001"]


async def test_arrows_reach_the_keys_at_the_foot_too(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        await pilot.press("down", "down", "down", "down", "enter")
        await _ready(pilot, Mine)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("large", [False, True])
async def test_the_mark_reaches_everything_that_can_be_touched(
    hall: Hall, size: tuple[int, int], large: bool
) -> None:
    app = LobbyApp(hall)
    app.session.large = large
    async with app.run_test(size=size) as pilot:
        await _ready(pilot, Start)
        touches = {place for place in app.screen.query(Touch) if place.ready and place.region}
        reached = set()
        for _ in range(len(touches)):
            await pilot.press("tab")
            reached.add(app.start.marker.marked)
        assert reached == touches
        keys = ("up", "up", "up", "up", "left", "left", "down", "right", "down", "down", "down")
        for key in keys:
            await pilot.press(key)
            assert app.start.marker.marked in touches
        assert isinstance(app.start.marker.marked, Key), "down leads to the keys at the foot"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("large", [False, True])
async def test_every_target_is_large_enough_for_an_unsteady_finger(
    hall: Hall, size: tuple[int, int], large: bool
) -> None:
    app = LobbyApp(hall)
    app.session.large = large
    async with app.run_test(size=size) as pilot:
        await _ready(pilot, Start)
        steps = [app.start, app.kept.priority, app.kept.mine, app.kept.helping, app.kept.languages]
        for step in [*steps, app.kept.staff, app.kept.notice]:
            app.go(step)
            await _ready(pilot, type(step))
            small = [
                (place, place.size)
                for place in app.screen.query(Touch)
                if place.region and (place.outer_size.height < 3 or place.outer_size.width < 12)
            ]
            assert small == []
            assert len(app.screen.query(Tile)) <= 7
            app.home()
            await until(pilot, lambda: app.screen is app.start)


async def test_large_text_lasts_until_the_session_ends(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        await pilot.press("+")
        await until(pilot, lambda: "普通字" in words(app))
        # Fewer tiles, and larger.
        await until(pilot, lambda: len(app.start.query_one(TilePage).tiles()) == 3)
        await _ready(pilot, Start)
        await pilot.press("1")
        await _ready(pilot, TicketScreen)
        assert app.session.large
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.start and "大字" in words(app))
        assert not app.session.large


async def test_large_text_turns_its_pages_and_keeps_the_way_for_the_old_on_each(hall: Hall) -> None:
    app = LobbyApp(hall)
    app.session.large = True
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        page = app.start.page
        assert [tile.face.title for tile in page.tiles()] == ["综合服务", "社保医保", "优先取号"]
        await pilot.press("9")
        await until(pilot, lambda: page.page == 1)
        assert [tile.face.title for tile in page.tiles()] == [
            "证明办理",
            "办什么怎么办",
            "优先取号",
        ]


async def test_the_language_changes_in_place_and_keeps_what_was_typed(hall: Hall) -> None:
    hall.queue.take("B")
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        await pilot.press("8")
        await _ready(pilot, Mine)
        await pilot.press("b", "1")
        await pilot.press(".")
        await _ready(pilot, Languages)
        await pilot.press("3")
        await until(pilot, lambda: "Look up" in words(app))
        await _ready(pilot, Mine)
        assert app.screen.query_one(BigText).text == "B1"
        await pilot.press("enter")
        await until(pilot, lambda: "B001" in words(app))
        assert "0 people ahead" in words(app)


async def test_a_typed_number_that_is_not_there_is_refused_in_words(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        await pilot.press("8")
        await _ready(pilot, Mine)
        await pilot.press("a", "7", "enter")
        await until(pilot, lambda: "今天没有 A007" in words(app))
        await pilot.press("backspace", "8")
        await until(pilot, lambda: app.screen.query_one(BigText).text == "A8")
        assert "今天没有" not in words(app)


async def test_my_number_by_touch_alone(hall: Hall) -> None:
    hall.queue.take("B")
    hall.queue.take("B")
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        await pilot.click("#mine")
        await _ready(pilot, Mine)
        for key in ("B", "2", "enter"):
            place = next(pad for pad in app.screen.query(PadKey) if pad.key == key)
            await pilot.click(place)
        await until(pilot, lambda: "前面还有 1 人" in words(app))
        hall.queue.call("1", "B002")
        await until(pilot, lambda: "请到 1 号窗口" in words(app))


async def test_a_scanned_ticket_shows_its_place_and_nothing_is_typed(hall: Hall) -> None:
    ticket = hall.queue.take("C")
    [job] = hall.slips.about(ticket.id)
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        scan(app, job.fields["code"])
        await until(pilot, lambda: isinstance(app.screen, Mine) and "C001" in words(app))
        assert "前面还有 0 人" in words(app)
    assert len(hall.queue.tickets()) == 1, "no digit of the code took a ticket"


async def test_a_code_that_is_not_ours_is_refused_in_words(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        scan(app, "6901234567892")
        await _ready(pilot, Notice)
        assert "这不是本中心的码" in words(app)
    assert not hall.queue.tickets()


async def test_yesterdays_ticket_is_refused_in_words(hall: Hall, clock: HallClock) -> None:
    ticket = hall.queue.take("A")
    [job] = hall.slips.about(ticket.id)
    clock.forward(days=1)
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        scan(app, job.fields["code"])
        await _ready(pilot, Notice)
        assert "已经过期" in words(app)


async def test_help_is_called_answered_and_taken_back(staffed: Hall) -> None:
    hall = staffed
    hall.queue.open_window("1")
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        await pilot.press("*")
        await _ready(pilot, Helping)
        assert "已告诉窗口的工作人员" in words(app)
        hall.help.answer("lobby", by="101", window="1")
        await until(pilot, lambda: "正在过来" in words(app))
        await pilot.press("*")
        await until(pilot, lambda: app.screen is app.start)
    assert not hall.help.waiting()


async def test_when_nobody_is_at_the_windows_help_is_not_promised(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        await pilot.press("f1")
        await _ready(pilot, Helping)
        assert "窗口一有人就会看到" in words(app)
        assert "已告诉" not in words(app)
    assert hall.help.waiting(), "whoever comes first sees it"


async def test_start_over_goes_home_and_forgets_what_was_typed(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        await pilot.press("8")
        await _ready(pilot, Mine)
        await pilot.press("b", "7", "/")
        await _ready(pilot, Start)
        await pilot.press("8")
        await _ready(pilot, Mine)
        assert app.screen.query_one(BigText).text == ""


async def test_a_double_tap_and_a_held_key_take_one_ticket(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        type_in(app, "11")
        await until(pilot, lambda: isinstance(app.screen, TicketScreen))
        type_in(app, "1" * 20, gap=0.033)
        await pilot.pause()
        assert isinstance(app.screen, TicketScreen)
    assert len(hall.queue.tickets()) == 1


async def test_the_touch_that_leaves_the_ticket_takes_no_other(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        await pilot.press("1")
        await _ready(pilot, TicketScreen)
        type_in(app, "111")
        await until(pilot, lambda: isinstance(app.screen, Start))
        await _ready(pilot, Start)
    assert len(hall.queue.tickets()) == 1


async def test_priority_asks_who_and_which_line(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        await pilot.press("7")
        await _ready(pilot, Priority)
        assert "残疾人" in words(app)
        await pilot.press("2")
        await until(pilot, lambda: "综合服务" in words(app))
        await _ready(pilot, Priority)
        await pilot.press("1")
        await _ready(pilot, TicketScreen)
        assert "老年人" not in words(app), "why someone has priority is nobody else's business"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Start))
        assert len(app.screen_stack) == 1
    [ticket] = hall.queue.tickets()
    assert (ticket.number, ticket.priority) == ("A001", "elder")


async def test_escape_goes_one_step_back(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        await pilot.press("7")
        await _ready(pilot, Priority)
        await pilot.press("1")
        await until(pilot, lambda: "综合服务" in words(app))
        await _ready(pilot, Priority)
        await pilot.press("escape")
        await until(pilot, lambda: "残疾人" in words(app))
        await _ready(pilot, Priority)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Start))
    assert not hall.queue.tickets()


async def test_a_closed_line_says_when_it_opens_and_gives_no_ticket(
    hall: Hall, clock: HallClock
) -> None:
    clock.forward(hours=3, minutes=30)
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        assert "暂停取号，14:00 开放" in words(app)
        await pilot.press("1")
        await pilot.click(app.screen.query(Tile)[0])
        await pilot.pause()
        assert isinstance(app.screen, Start)
    assert not hall.queue.tickets()


async def test_a_line_without_numbers_left_says_so_in_a_sentence(
    tmp_path: Path, clock: HallClock
) -> None:
    with _opened(tmp_path, clock, "quota = 200", "quota = 1") as hall:
        hall.queue.take("B")
        with pytest.raises(Refused, match="已取完") as refused:
            hall.queue.take("B")
        app = LobbyApp(hall)
        async with app.run_test(size=(120, 31)) as pilot:
            await _ready(pilot, Start)
            await pilot.press("2")
            await _ready(pilot, Notice)
            assert str(refused.value)[:12] in words(app)
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, Start))


async def test_the_ticket_goes_by_itself(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passing, "STAY", 2)
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, TicketScreen))
        await until(pilot, lambda: isinstance(app.screen, Start))


async def test_another_language_lasts_until_the_next_person(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        await pilot.press(".")
        await _ready(pilot, Languages)
        await pilot.press("3")
        await until(pilot, lambda: "What would you like to do?" in words(app))
        await _ready(pilot, Start)
        await pilot.press("1")
        await _ready(pilot, TicketScreen)
        assert "Your number" in words(app)
        await pilot.press("enter")
        await until(pilot, lambda: "请选择要办理的业务" in words(app))


async def test_people_who_come_by_another_terminal_are_counted(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        hall.queue.take("C")
        await until(pilot, lambda: "等候 1 人" in words(app))


async def test_the_screen_follows_the_paper(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        await pilot.press("1")
        await until(pilot, lambda: "凭条打印中" in words(app))
        [job] = hall.slips.jobs()
        hall.slips.begin(job.id)
        hall.slips.sent(job.id)
        await until(pilot, lambda: "凭条已送往打印机" in words(app))
        hall.slips.printed(job.id)
        await until(pilot, lambda: "凭条已打印" in words(app))


async def test_without_a_printer_the_number_must_be_remembered(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        await pilot.press("1")
        await until(pilot, lambda: "凭条打印中" in words(app))
        [job] = hall.slips.jobs()
        hall.slips.begin(job.id)
        hall.slips.back(job.id, "printer_off")
        await until(pilot, lambda: "请记住号码" in words(app))


async def test_the_receipt_is_shown_where_there_is_room(hall: Hall) -> None:
    def preview(kind: str, fields: Mapping[str, str], paper: int) -> list[str]:
        return [f"{kind} {fields['number']} {paper}".ljust(48)]

    for size, shown in (((120, 31), True), ((80, 24), False)):
        app = LobbyApp(hall, preview=preview)
        async with app.run_test(size=size) as pilot:
            await _ready(pilot, Start)
            await pilot.press("1")
            await until(pilot, lambda app=app: isinstance(app.screen, TicketScreen))  # type: ignore[misc]
            if shown:
                await until(pilot, lambda app=app: "ticket A001 80" in words(app))  # type: ignore[misc]
            else:
                assert not app.screen.query_one(Paper).display


async def test_an_error_nobody_foresaw_is_a_sentence(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(hall.queue, "take", broken)
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, Notice))
        assert "没有办成" in words(app)


async def test_many_lines_are_turned_like_pages(tmp_path: Path, clock: HallClock) -> None:
    more = "".join(f'[lines.{letter}]\nname = "业务{letter}"\n' for letter in "DEFGHJ")
    with _opened(tmp_path, clock, "# 窗口及其办理的队列", f"{more}\n#") as hall:
        app = LobbyApp(hall)
        async with app.run_test(size=(80, 24)) as pilot:
            await _ready(pilot, Start)
            assert "业务E" in words(app)
            assert "业务F" not in words(app)
            await pilot.press("9")
            await until(pilot, lambda: "业务F" in words(app))
            await _ready(pilot, Start)
            await pilot.press("4")
            await until(pilot, lambda: isinstance(app.screen, TicketScreen))
        assert [ticket.line for ticket in hall.queue.tickets()] == ["J"]


async def test_no_key_leaves_the_terminal(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hall.clock, "training", False)
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        for key in ("ctrl+c", "ctrl+q", "ctrl+p", "ctrl+z", "ctrl+d", "ctrl+backslash", "f10"):
            await pilot.press(key, "escape")
        assert app.is_running
        assert app.screen is app.start


async def test_staff_close_the_terminal_with_their_pin(
    staffed: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staffed.clock, "training", False)
    app = LobbyApp(staffed)
    async with app.run_test(size=(80, 24)) as pilot:
        await _ready(pilot, Start)
        for _ in range(5):
            await pilot.click(Masthead)
        await _ready(pilot, StaffOnly)
        await pilot.press("1", "0", "1", "enter", "1", "1", "1", "2", "enter")
        await until(pilot, lambda: "工号或 PIN 不对" in words(app))
        assert app.is_running
        assert "1112" not in words(app)
        for key in ("1", "0", "1", "enter", "2", "4", "6", "8", "enter"):
            pads = app.screen.query(PadKey)
            await pilot.click(next(pad for pad in pads if pad.key == key))
        await until(pilot, lambda: app._exit)
    assert app.return_code == 0


def test_a_guard_opens_after_a_quiet_moment_only() -> None:
    now = 0.0
    guard = Guard(0.7, clock=lambda: now)
    guard.close()
    for _ in range(100):
        now += 0.03
        assert not guard.passes(), "a held key repeats"
    now += 0.71
    assert guard.passes()
    now += 0.01
    assert guard.passes(), "open until the next screen"
