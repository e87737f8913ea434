"""At the lobby volunteers see their hours, say what is wrong, and take posts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.hall import Hall
from kiosk.volunteers.slips import duration
from screens.lobby.app import LobbyApp
from screens.lobby.notice import Notice
from screens.lobby.volunteering.asked import Bearer
from screens.lobby.volunteering.code import MyCode
from screens.lobby.volunteering.hours import HoursPage
from screens.lobby.volunteering.menu import Menu
from screens.lobby.volunteering.naming import Naming
from screens.lobby.volunteering.noted import Noted
from screens.lobby.volunteering.posts import PostPage, Posts
from screens.lobby.volunteering.records import RecordPage, Records
from screens.lobby.volunteering.signed import Signed
from screens.lobby.volunteering.tail import Tail
from screens.lobby.volunteering.who import Who
from screens.lobby.volunteering.words import Words
from screens.lobby.volunteering.wrong import Wrong
from screens.scanner import scanned
from screens.widgets.qr import QrCode
from tests.screens.at_card import Hand, Helpers
from tests.screens.hands import scan, type_in
from tests.screens.seen import HallClock, until, words


@pytest.fixture
def helpers(hall: Hall, clock: HallClock) -> Helpers:
    return Helpers(hall, clock)


@pytest.fixture(autouse=True)
def any_scan_counts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(scanned, "REPEAT", 0.0)
    yield


async def _asks(hand: Hand, title: str) -> None:
    """From the start to where a card is asked for."""
    await hand.at_start()
    await hand.touches("志愿服务", Menu)
    await hand.touches(title, Who)


async def _says_who(hand: Hand, tail: str, name: str) -> None:
    """Without a card: the end of a phone's number, and the name."""
    await hand.touches("没带卡", Tail)
    type_in(hand.app, f"{tail}\r")
    await hand.ready(Naming)
    naming = hand.app.kept.volunteering.rooms.naming
    naming.wrote(name)
    naming.entered()


def test_minutes_in_words_are_never_rounded() -> None:
    said = [duration(minutes, "zh-Hans") for minutes in (0, 59, 60, 61, 6059)]
    assert said == ["0 分钟", "59 分钟", "1 小时", "1 小时 1 分", "100 小时 59 分"]


async def test_my_hours_by_card_down_to_a_record_that_is_wrong(helpers: Helpers) -> None:
    helpers.activity()
    helpers.show("09:00")
    helpers.volunteers.attendance.scan(helpers.card)
    helpers.show("10:31")
    helpers.volunteers.attendance.scan(helpers.card)
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await _asks(hand, "我的时长")
        await hand.scans(helpers.card, HoursPage)
        shown = words(pilot.app)
        assert "共 1 小时 31 分" in shown
        assert "到 100 小时还差 98 小时 29 分" in shown
        assert "张小明" not in shown
        await hand.touches("看每一条", Records)
        await hand.touches("楼道清洁", RecordPage)
        assert "09:00 - 10:31" in words(pilot.app)
        await hand.touches("这条不对", Wrong)
        await hand.touches("时长少了", Noted)
        assert "12月7日前答复" in words(pilot.app)
    [request] = helpers.volunteers.corrections.open()
    assert request.attendance.endswith(f"/{helpers.number}")
    assert helpers.volunteers.corrections.words(request.id, "007") == "时长少了"
    assert helpers.signs() == ["scan", "scan"], "looking at hours signs nobody out"


async def test_what_is_missing_is_written_and_no_card_disturbs_it(helpers: Helpers) -> None:
    helpers.activity()
    helpers.show("09:02")
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await _asks(hand, "我的时长")
        await hand.scans(helpers.card, HoursPage)
        await hand.touches("少了一条", Words)
        hand.app.kept.volunteering.rooms.words.wrote("上周六扫雪")
        scan(pilot.app, helpers.card)
        await until(pilot, lambda: "这一页还没有填完" in words(pilot.app))
        assert helpers.signs() == []
        hand.app.kept.volunteering.rooms.words.entered()
        await hand.ready(Noted)
    [request] = helpers.volunteers.corrections.open()
    assert request.attendance == ""
    assert helpers.volunteers.corrections.words(request.id, "007") == "上周六扫雪"


async def test_without_a_card_by_phone_and_name(helpers: Helpers) -> None:
    helpers.activity()
    helpers.enrol("张小红", "13900001234")
    helpers.show("09:02")
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await _asks(hand, "签到签退")
        await _says_who(hand, "1234", "张小明")
        await hand.ready(Signed)
    assert helpers.signs() == ["scan"]


async def test_a_wrong_name_is_told_nothing_of_who_there_is(helpers: Helpers) -> None:
    helpers.activity()
    helpers.show("09:02")
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await _asks(hand, "我的时长")
        await _says_who(hand, "1234", "张大明")
        await hand.ready(Notice)
        assert "对不上" in words(pilot.app)
        assert "明" not in words(pilot.app).replace("证明", "")


async def test_my_code_is_the_card_s_and_goes_with_the_screen(helpers: Helpers) -> None:
    async with LobbyApp(helpers.hall).run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        await _asks(hand, "我的码")
        await _says_who(hand, "1234", "张小明")
        await hand.ready(MyCode)
        code = pilot.app.screen.query_one(QrCode)
        assert (code.payload, code.size.width, code.size.height) == (helpers.card, 33, 17)
        assert code.fits
        await pilot.press("/")
        await hand.at_start()
        assert hand.app.kept.volunteering.rooms.code.query_one(QrCode).payload == ""


async def test_a_post_is_taken_and_given_back(helpers: Helpers) -> None:
    activity = helpers.activity("15:00", "17:00", places=1)
    posts = helpers.volunteers.roster.posts
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await _asks(hand, "领岗")
        await hand.scans(helpers.card, Posts)
        await hand.touches("楼道清洁", PostPage)
        assert "还剩 1 个名额" in words(pilot.app)
        await hand.touches("领这个岗位", PostPage)
        await until(pilot, lambda: "您已领这个岗位" in words(pilot.app))
        assert posts.taken(activity.number) == [helpers.number]
        await hand.touches("退岗", PostPage)
        await until(pilot, lambda: "名额已放出" in words(pilot.app))
    assert posts.taken(activity.number) == []


async def test_the_last_place_may_be_gone_by_then(helpers: Helpers) -> None:
    activity = helpers.activity("15:00", "17:00", places=1)
    other = helpers.enrol("李四光", "13900005678")
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await _asks(hand, "领岗")
        await hand.scans(helpers.card, Posts)
        await hand.touches("楼道清洁", PostPage)
        helpers.volunteers.roster.posts.claim(activity.number, other)
        await hand.touches("领这个岗位", Notice)
        assert "名额已经领完" in "".join(words(pilot.app).split(" "))
    assert helpers.volunteers.roster.posts.taken(activity.number) == [other]


async def test_what_a_post_asks_for_is_in_the_script_of_its_reader(helpers: Helpers) -> None:
    helpers.activity("15:00", "17:00", places=1, skills=["理发"])
    number = helpers.enrol("李四光", "13900005678", skills=["理发"])
    app = LobbyApp(helpers.hall)
    async with app.run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        app.session.language = "zh-Hant"
        [post] = helpers.volunteers.roster.posts.offers(number)
        app.kept.volunteering.rooms.post.show(Bearer(number, "李*光", ""), post)
        app.go(app.kept.volunteering.rooms.post)
        await until(pilot, lambda: "理髮" in words(app))
        assert "理发" not in words(app)
