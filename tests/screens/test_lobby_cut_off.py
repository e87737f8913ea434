"""A lobby whose server cannot be reached says so at once, and goes on with what needs nobody else.

On a real PostgreSQL behind a wire that is really cut.
"""

from __future__ import annotations

import pytest

from kiosk.certificates.request import Request
from kiosk.hall import Hall
from kiosk.outbox import Fact, Kind, going_on
from kiosk.tickets.ticket import CUT_OFF
from kiosk.wording import say
from screens.lobby.app import LobbyApp
from screens.lobby.cut_off import RequestKept, ScanKept
from screens.lobby.mine import Mine
from screens.lobby.notice import Notice
from screens.lobby.ticket import TicketScreen
from screens.lobby.volunteering.menu import Menu
from screens.lobby.volunteering.signed import Signed
from screens.scanner import scanned
from screens.widgets.number_pad import PadKey
from screens.widgets.tile_page import TilePage
from tests.screens.at_card import Hand, Helpers
from tests.screens.filling import Resident
from tests.screens.hands import scan
from tests.screens.seen import LANGUAGES, LOOKS, SIZES, HallClock, until, words
from tests.screens.wired import WiredHall, said, shown
from tests.waiting import until as wait


@pytest.fixture(autouse=True)
def any_scan_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second scan of a test is meant, however soon it comes."""
    monkeypatch.setattr(scanned, "REPEAT", 0.0)


# --- it says so ---------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["cut", "drop"])
async def test_the_header_says_it_at_once_and_again_when_it_is_over(
    wired: WiredHall, clock: HallClock, way: str
) -> None:
    app = LobbyApp(wired.hall("lobby"))
    async with app.run_test(size=(80, 24)) as pilot:
        await Hand(pilot).at_start()
        getattr(wired.proxy, way)()
        await said(pilot, "起连不上中心", "恢复后自动上传", "人数暂不清楚")
        assert "等候 0 人" not in words(app)
        clock.forward(minutes=5)
        wired.proxy.mend()
        await said(pilot, "09:05 已恢复", "等候 0 人")


async def test_a_lobby_that_starts_while_cut_off_says_it_too(wired: WiredHall) -> None:
    before = wired.hall("lobby")
    before.on_wire(lambda _: None)
    before.queue.take("A")
    wired.close_halls()
    wired.proxy.cut()
    app = LobbyApp(wired.hall("lobby"))
    async with app.run_test(size=(80, 24)) as pilot:
        await said(pilot, "起连不上中心")


# --- what goes on -------------------------------------------------------------------------------


async def test_a_ticket_of_its_own_series_then_the_same_queue(wired: WiredHall) -> None:
    elsewhere = wired.elsewhere()
    elsewhere.queue.take("A")
    hall = wired.hall("lobby")
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        wired.proxy.cut()
        await said(pilot, "起连不上中心")
        await hand.at_start()
        await pilot.press("1")
        await hand.ready(TicketScreen)
        await said(pilot, "您的号码 AX001", "恢复后并入同一队列", "前面几人暂不清楚")
        assert "前面还有" not in words(app), "nothing is invented"
        assert [job.about for job in hall.outbox.slips.jobs()] == ["2026-11-23/AX001"]
        wired.proxy.mend()
        await said(pilot, "已恢复")
        wait(lambda: "AX001" in _numbers(elsewhere), "it is in the hall's queue", seconds=60)
        wait(lambda: hall.outbox.unsent == 0, "it is delivered", seconds=60)
    ticket = elsewhere.queue.ticket("AX001")
    assert (ticket.log[0].reason, ticket.line, ticket.ahead) == (CUT_OFF, "A", 1)


@pytest.mark.parametrize("size", [(80, 24), (120, 31)])
async def test_its_number_is_looked_up_by_touch_like_any_other(
    wired: WiredHall, size: tuple[int, int]
) -> None:
    hall = wired.hall("lobby")
    hall.outbox.take("B")
    app = LobbyApp(hall)
    async with app.run_test(size=size) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        await pilot.press("8")
        await hand.ready(Mine)
        wait(lambda: hall.outbox.unsent == 0, "it is delivered", seconds=60)
        for key in ("B", "X", "0", "1", "enter"):
            await until(pilot, lambda key=key: key in _keys(app))  # type: ignore[misc]
            await pilot.click(_keys(app)[key])
        await said(pilot, "BX001", "前面还有 0 人")


async def test_the_answer_that_is_under_way_when_the_wire_is_cut(wired: WiredHall) -> None:
    hall = wired.hall("lobby")
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        wired.proxy.drop()
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, TicketScreen), seconds=60)
        await said(pilot, "您的号码 AX001")


async def test_a_card_is_noted_and_in_or_out_is_decided_later(
    wired: WiredHall, clock: HallClock
) -> None:
    elsewhere = wired.elsewhere()
    helpers = Helpers(elsewhere, clock)
    helpers.activity()
    hall = wired.hall("lobby")
    helpers.show("09:02")
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        await hand.scans(helpers.card, Signed)
        wired.proxy.cut()
        await said(pilot, "起连不上中心")
        helpers.show("10:30")
        await hand.scans(helpers.card, ScanKept)
        assert hand.heading == "已记下 10:30"
        await said(pilot, "张*明", "不用再扫", "先后")
        assert "已签" not in words(app)
        wired.proxy.mend()
        await said(pilot, "已恢复")
        wait(lambda: helpers.signs() == ["scan", "scan"], "both scans are there", seconds=60)


async def test_a_request_is_kept_under_its_own_number(wired: WiredHall) -> None:
    elsewhere = wired.elsewhere()
    hall = wired.hall("lobby")
    hall.sealed.seal("a hall that has its keys")
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        resident = Resident(pilot)
        await resident.asks_for("C01")
        await resident.fills_in()
        wired.proxy.cut()
        await said(pilot, "起连不上中心")
        await _hands_in(resident, RequestKept)
        await said(pilot, "RX20260001", "恢复后自动交到中心")
        assert "王䶮" not in words(app)
        assert [job.about for job in hall.outbox.slips.jobs()] == ["RX20260001"]
        wired.proxy.mend()
        await said(pilot, "已恢复")
        wait(lambda: _requests(elsewhere), "the request is there", seconds=60)
    [request] = _requests(elsewhere)
    assert (request.own, request.applicant) == ("RX20260001", "王*")


# --- what does not ------------------------------------------------------------------------------


async def test_what_must_wait_says_what_to_do_instead(wired: WiredHall, clock: HallClock) -> None:
    elsewhere = wired.elsewhere()
    helpers = Helpers(elsewhere, clock)
    helpers.show("09:00")
    number = elsewhere.queue.take("A").number
    phone = elsewhere.config.centre.phone
    app = LobbyApp(wired.hall("lobby"))
    async with app.run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        wired.proxy.cut()
        await said(pilot, "起连不上中心")

        await pilot.press("8")
        await hand.ready(Mine)
        await pilot.press(*number.lower(), "enter")
        await said(pilot, "不知道前面还有几人", "请留意叫号屏")
        assert "前面还有 0 人" not in words(app)

        app.home()
        await hand.at_start()
        await pilot.press("*")
        await hand.ready(Notice)
        await said(pilot, "请直接到窗口", phone)

        app.home()
        await hand.at_start()
        scan(app, "XFL-2026-000123-ABCDEFGH")
        await hand.ready(Notice)
        await said(pilot, "真伪暂时查不了", phone)
        assert not app.scans.pause

        app.home()
        await hand.at_start()
        await pilot.press("4")
        await hand.ready(Menu)
        await hand.touches("我的时长", Notice)
        await said(pilot, "暂时查不了", "签到签退照常")


# --- a slip that nobody is sure of --------------------------------------------------------------


async def test_after_a_restart_the_last_slip_is_offered_once_more(wired: WiredHall) -> None:
    hall = wired.hall("lobby")
    hall.on_wire(lambda _: None)
    hall.queue.take("B")
    wired.proxy.cut()
    wait(lambda: hall.cut_off, "it is noticed", seconds=60)
    ticket = going_on.take(hall, "A").done
    assert ticket is not None
    _lose_paper(hall)
    wired.close_halls()
    hall = wired.hall("lobby")  # killed, and started again
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        await said(pilot, "补打上一张")
        await pilot.press("0")
        await hand.ready(Notice)
        await said(pilot, "上一张号票正在补打")
        copies = hall.outbox.slips.about(ticket.id)
        assert [job.copy for job in copies] == [1, 2]
        assert "copy_time" in copies[1].fields
        app.home()
        await hand.at_start()
        await until(pilot, lambda: "补打上一张" not in words(app))


async def test_no_slip_is_offered_that_came_out(wired: WiredHall) -> None:
    hall = wired.hall("lobby")
    ticket = hall.queue.take("A")
    hall.slips.begin(f"ticket/{ticket.id}")
    hall.slips.sent(f"ticket/{ticket.id}")
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        await Hand(pilot).at_start()
        app.last_slip.look()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "补打上一张" not in words(app)


# --- looks --------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_every_size_and_language_has_room_for_it(
    wired: WiredHall, size: tuple[int, int]
) -> None:
    app = LobbyApp(wired.hall("lobby"))
    async with app.run_test(size=size) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        wired.proxy.cut()
        await said(pilot, "起连不上中心")
        for language in LANGUAGES:
            for large in (False, True):
                app.session.language, app.session.large = language, large  # type: ignore[assignment]
                app.start.speak()
                await hand.at_start()
                await pilot.press("1")
                await hand.ready(TicketScreen)
                screen = app.screen
                assert isinstance(screen, TicketScreen)
                for part in ("line", "paper-state", "late"):
                    widget = screen.query_one(f"#{part}")
                    assert widget.region.bottom <= screen.query_one("#foot").region.y, part
                    assert widget.region.height, part
                assert "".join(screen.say("cut_off.joins").split()) in shown(pilot)
                app.home()
                await hand.at_start()


def _keys(app: LobbyApp) -> dict[str, PadKey]:
    return {pad.key: pad for pad in app.screen.query(PadKey)}


def _numbers(hall: Hall) -> list[str]:
    hall.refresh()
    return [ticket.number for ticket in hall.queue.tickets()]


def _requests(hall: Hall) -> list[Request]:
    hall.refresh()
    return hall.certificates.open()


def _lose_paper(hall: Hall) -> None:
    [job] = hall.outbox.slips.jobs()
    hall.outbox.slips.begin(job.id)
    hall.outbox.slips.unknown(job.id, "interrupted")


async def _hands_in(resident: Resident, screen: type) -> None:
    page = resident.screen.query_one(TilePage)
    while page.page < page.pages - 1:
        page.turn()
    await resident.ready()
    page.press("0")
    await until(resident.pilot, lambda: isinstance(resident.app.screen, screen), seconds=60)


@pytest.mark.parametrize(("size", "language", "large"), LOOKS)
async def test_what_is_kept_is_said_whole(
    hall: Hall, clock: HallClock, size: tuple[int, int], language: str, large: bool
) -> None:
    def fact(kind: Kind, about: str) -> Fact:
        return Fact("0/00000001", 1, kind, "2026-11-23", clock.at, "lobby", about)

    app = LobbyApp(hall)
    async with app.run_test(size=size) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        app.session.language, app.session.large = language, large  # type: ignore[assignment]
        app.kept.scan_kept.show(fact(Kind.SCAN, "V000012"), "张*明")
        app.go(app.kept.scan_kept)
        await hand.ready(ScanKept)
        await said(pilot, "张*明", _say("scan_note", language))
        app.kept.request_kept.show(fact(Kind.REQUEST, "RX20260001"))
        app.go(app.kept.request_kept)
        await hand.ready(RequestKept)
        await said(pilot, _say("request", language, number="RX20260001", time="09:00"))
        app.home()
        await hand.at_start()
        app.start.offer_slip(True)
        await said(pilot, say("lobby.key_reprint", language))


def _say(key: str, language: str, **fields: str) -> str:
    return say(f"cut_off.{key}", language, **fields)
