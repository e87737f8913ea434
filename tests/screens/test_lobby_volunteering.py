"""At the lobby volunteers sign in and out with a card, whatever is on the screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.codes import Code
from kiosk.errors import StoreError
from kiosk.hall import Hall
from screens.lobby import scans
from screens.lobby.app import LobbyApp
from screens.lobby.mine import Mine
from screens.lobby.notice import Notice
from screens.lobby.request.consent import Consent
from screens.lobby.request.standing import Standing
from screens.lobby.start import Start
from screens.lobby.volunteering.choosing import Choosing
from screens.lobby.volunteering.leaving import Leaving
from screens.lobby.volunteering.menu import Menu
from screens.lobby.volunteering.signed import Signed
from screens.lobby.volunteering.who import Who
from screens.scanner import scanned
from tests.screens.at_card import Hand, Helpers
from tests.screens.filling import Resident
from tests.screens.hands import scan
from tests.screens.seen import HallClock, until, words, words_of


@pytest.fixture
def helpers(hall: Hall, clock: HallClock) -> Helpers:
    return Helpers(hall, clock)


@pytest.fixture(autouse=True)
def any_scan_counts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A second scan of a test is meant, however soon it comes."""
    monkeypatch.setattr(scanned, "REPEAT", 0.0)
    yield


# --- in and out ---------------------------------------------------------------------------------


async def test_a_card_at_the_start_signs_in_without_a_touch(helpers: Helpers) -> None:
    helpers.activity()
    helpers.show("09:02")
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        await hand.scans(helpers.card, Signed)
        shown = words(pilot.app)
        assert hand.heading == "已签到 09:02"
    assert helpers.signs() == ["scan"]
    assert "张*明" in shown
    assert "张小明" not in shown
    assert "楼道清洁" in shown


async def test_again_asks_and_one_touch_signs_out_with_a_slip(
    helpers: Helpers,
) -> None:
    activity = helpers.activity()
    helpers.show("09:02")
    helpers.volunteers.attendance.scan(helpers.card)
    helpers.show("10:30")
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        await hand.scans(helpers.card, Leaving)
        assert helpers.signs() == ["scan"], "asking records nothing"
        assert "1 小时 28 分" in words(pilot.app)
        await hand.touches("签退", Signed)
        assert helpers.signs() == ["scan", "scan"]
        assert "1 小时 28 分" in words(pilot.app)
        await hand.touches("打印凭条", Signed)
        await until(pilot, helpers.hall.slips.jobs)
        await until(pilot, lambda: "凭条打印中" in words(pilot.app))
    [job] = helpers.hall.slips.jobs()
    assert job.kind == "volunteer"
    assert job.about == f"{activity.number}/{helpers.number}/2"
    said = {"came": "2026-11-23 09:02", "went": "2026-11-23 10:30", "counted": "1 小时 28 分"}
    assert said.items() <= job.fields.items()
    assert job.fields["volunteer"] == "张*明"


async def test_whoever_does_not_leave_yet_stays_signed_in(helpers: Helpers) -> None:
    helpers.activity()
    helpers.show("09:02")
    helpers.volunteers.attendance.scan(helpers.card)
    helpers.show("10:00")
    async with LobbyApp(helpers.hall).run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        await hand.scans(helpers.card, Leaving)
        await hand.touches("还不走", Start)
    assert helpers.signs() == ["scan"]


async def test_a_second_scan_within_a_minute_is_the_same(
    helpers: Helpers, clock: HallClock
) -> None:
    helpers.activity()
    helpers.show("09:02")
    async with LobbyApp(helpers.hall).run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        await hand.scans(helpers.card, Signed)
        clock.forward(seconds=30)
        await hand.scans(helpers.card, Signed)
        await until(pilot, lambda: "刚才已经记下" in words(pilot.app))
        assert helpers.signs() == ["scan"]


async def test_of_several_activities_one_is_chosen_with_a_touch(helpers: Helpers) -> None:
    for hour in range(9):
        helpers.activity("09:00", f"{10 + hour}:00", name=f"活动{'甲乙丙丁戊己庚辛壬'[hour]}")
    helpers.show("09:02")
    async with LobbyApp(helpers.hall).run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        await hand.scans(helpers.card, Choosing)
        assert len(pilot.app.screen.page.tiles()) <= 7  # type: ignore[attr-defined]
        assert pilot.app.screen.page.pages == 2  # type: ignore[attr-defined]
        assert helpers.signs() == []
        await hand.touches("活动丙", Signed)
    [entry] = helpers.volunteers.hours.entries(helpers.number)
    assert entry.activity.name == "活动丙"


async def test_the_next_person_s_card_takes_the_place_of_the_last(helpers: Helpers) -> None:
    helpers.activity()
    other = helpers.enrol("李四光", "13900005678")
    helpers.show("09:02")
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        scan(pilot.app, helpers.card)
        scan(pilot.app, helpers.volunteers.roster.card(other))
        await until(pilot, lambda: "李*光" in words(pilot.app))
    assert helpers.signs() == helpers.signs(other) == ["scan"]


async def test_a_forgotten_sign_out_is_told_at_the_next_scan(helpers: Helpers) -> None:
    helpers.activity(name="夜间巡逻")
    helpers.show("09:02")
    helpers.volunteers.attendance.scan(helpers.card)
    helpers.show("18:00")
    helpers.volunteers.attendance.close_forgotten()
    helpers.tomorrow(hour=7)
    helpers.activity()
    helpers.show("09:00")
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        await hand.scans(helpers.card, Signed)
        told = words_of(pilot.app.screen.query_one("#forgot"))
        assert "「夜间巡逻」" in told
        assert "先记0分钟" in told
    assert helpers.volunteers.hours.of(helpers.number).total == 0


async def test_a_forgotten_sign_out_is_told_where_nothing_else_is_open(helpers: Helpers) -> None:
    helpers.activity()
    helpers.show("09:02")
    helpers.volunteers.attendance.scan(helpers.card)
    helpers.show("12:00")
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        await hand.scans(helpers.card, Notice)
        assert "先记 0 分钟" in words(pilot.app)
    assert helpers.reasons() == ["forgotten"]


async def test_past_the_day_s_limit_two_clerks_must_confirm(helpers: Helpers) -> None:
    helpers.activity("08:00", "18:00")
    helpers.show("08:00")
    helpers.volunteers.attendance.scan(helpers.card)
    helpers.show("17:00")
    async with LobbyApp(helpers.hall).run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        await hand.scans(helpers.card, Leaving)
        await hand.touches("签退", Signed)
        assert "两名工作人员确认" in "".join(words(pilot.app).split())


async def test_duty_is_said_to_count_nothing(helpers: Helpers) -> None:
    why = next(iter(helpers.volunteers.rules.not_counted))
    helpers.activity(counts=False, why_not=why)
    helpers.show("09:02")
    async with LobbyApp(helpers.hall).run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        await hand.scans(helpers.card, Signed)
        assert "不计志愿服务时长" in words(pilot.app)


async def test_an_activity_elsewhere_takes_its_code_and_then_the_card(helpers: Helpers) -> None:
    activity = helpers.activity("08:00", "10:00", offsite=True)
    code = helpers.volunteers.activities.code(activity.number)
    helpers.show("10:30")
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        await hand.scans(code, Who)
        await hand.scans(helpers.card, Signed)
        assert "负责人 王芳 确认后计时长" in words(pilot.app)
    assert helpers.signs() == ["proposed"]


# --- refused, in words --------------------------------------------------------------------------


async def test_an_old_card_says_since_when(helpers: Helpers, clock: HallClock) -> None:
    helpers.activity()
    old = helpers.card
    helpers.show("08:30")
    helpers.volunteers.roster.reprint(helpers.number, "007", "丢了")
    helpers.show("09:02")
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        await hand.scans(old, Notice)
        assert "2026-11-23 08:30" in words(pilot.app)
        assert hand.heading == "旧卡"
    assert helpers.signs() == []
    assert helpers.reasons() == ["old_card"]


@pytest.mark.parametrize("later", [False, True])
async def test_when_nothing_is_open_that_is_said(helpers: Helpers, later: bool) -> None:
    if later:
        helpers.activity("15:00", "17:00")
    helpers.show("09:00")
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        await hand.scans(helpers.card, Notice)
        assert ("14:00 起可以签到" in words(pilot.app)) is later
    assert helpers.reasons() == ["not_open" if later else "no_activity"]


async def test_what_was_chosen_may_be_over_by_then(helpers: Helpers) -> None:
    helpers.activity("08:00", "10:00", name="早班")
    helpers.activity("08:00", "12:00", name="全天")
    helpers.show("09:58")
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        await hand.scans(helpers.card, Choosing)
        helpers.show("10:01")
        await hand.touches("早班", Notice)
        assert "已在 10:00 结束" in words(pilot.app)
    assert helpers.reasons() == ["activity_over"]


def _forged(card: str) -> str:
    return card[:-1] + str((int(card[-1]) + 1) % 10)


async def test_a_forged_card_is_refused_and_the_reason_kept(helpers: Helpers) -> None:
    helpers.activity()
    helpers.show("09:02")
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        await hand.scans(_forged(helpers.card), Notice)
        assert "不是本中心的志愿者卡" in words(pilot.app)
    assert helpers.reasons() == ["not_ours"]
    assert helpers.signs() == []


async def test_after_five_that_are_nobody_s_there_is_a_pause(
    helpers: Helpers, monkeypatch: pytest.MonkeyPatch
) -> None:
    helpers.activity()
    helpers.show("09:02")
    app = LobbyApp(helpers.hall)
    at = [100.0]
    monkeypatch.setattr(app.scans, "_clock", lambda: at[0])
    async with app.run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        for place in range(scans.BAD_IN_A_ROW):
            forged = helpers.card[: -1 - place] + "".join(
                str((int(digit) + 1) % 10) for digit in helpers.card[-1 - place :]
            )
            await hand.scans(forged, Notice)
            await until(pilot, lambda n=place: len(helpers.reasons()) == n + 1)  # type: ignore[misc]
        assert app.scans.pause == scans.PAUSE
        scan(app, helpers.card)
        await until(pilot, lambda: "请等 15 秒再扫" in words(app))
        assert helpers.signs() == []
        at[0] += scans.PAUSE
        await hand.scans(helpers.card, Signed)
    assert helpers.signs() == ["scan"]


async def test_one_good_card_between_them_and_there_is_no_pause(helpers: Helpers) -> None:
    helpers.activity()
    helpers.show("09:02")
    app = LobbyApp(helpers.hall)
    async with app.run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        for _ in range(2):
            for _ in range(scans.BAD_IN_A_ROW - 1):
                before = len(helpers.reasons())
                await hand.scans(_forged(helpers.card), Notice)
                await until(pilot, lambda n=before: len(helpers.reasons()) == n + 1)  # type: ignore[misc]
            await hand.scans(helpers.card, Signed)
        assert app.scans.pause == 0


async def test_while_the_store_is_gone_it_says_so_and_the_card_can_be_shown_again(
    helpers: Helpers, monkeypatch: pytest.MonkeyPatch
) -> None:
    helpers.activity()
    helpers.show("09:02")
    store = helpers.hall.store
    commit = type(store.rows.engine).commit if hasattr(store.rows, "engine") else None
    assert commit is not None
    app = LobbyApp(helpers.hall)
    async with app.run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        with monkeypatch.context() as gone:

            def refuse(*_: object, **__: object) -> None:
                raise StoreError("store_gone", "暂时连不上数据。这一次没有记下，请稍后再试。")

            gone.setattr(type(store.rows.engine), "commit", refuse)
            await hand.scans(helpers.card, Notice)
            assert "没有记下" in words(app)
        assert helpers.signs() == []
        await hand.scans(helpers.card, Signed)
    assert helpers.signs() == ["scan"]


# --- a code that is no card ---------------------------------------------------------------------


async def test_a_ticket_is_told_what_it_is_and_shown(helpers: Helpers) -> None:
    helpers.show("09:02")
    ticket = helpers.hall.queue.take("A")
    code = helpers.hall.slips.about(ticket.id)[0].fields["code"]
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        await pilot.press("4")
        await hand.ready(Menu)
        await hand.scans(code, Mine)
        assert "这是号票，不是志愿者卡" in words(pilot.app)
        assert ticket.number in words(pilot.app)
        await pilot.press("/")
        await hand.at_start()
        await hand.scans(code, Mine)
        assert "不是志愿者卡" not in words(pilot.app), "at the start it may well be a ticket"
    assert helpers.reasons() == []


async def test_a_request_s_slip_is_told_what_it_is_and_shown(helpers: Helpers) -> None:
    helpers.show("09:02")
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        resident = Resident(pilot)
        await resident.asks_for("C01")
        await resident.fills_in()
        request = await resident.hands_in()
        code = helpers.hall.certificates.slip_code(request)
        hand = Hand(pilot)
        hand.app.home()
        await hand.at_start()
        await hand.touches("志愿服务", Menu)
        await hand.touches("签到签退", Who)
        await hand.scans(code, Standing)
        assert "这是申请回执" in words(pilot.app)


async def test_a_code_of_anybody_else_s_at_the_card_screen_is_kept_as_a_failed_scan(
    helpers: Helpers,
) -> None:
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        await pilot.press("4")
        await hand.ready(Menu)
        await hand.scans("HTTPS://PAY.EXAMPLE/1", Notice)
        assert "不是本中心的志愿者卡" in words(pilot.app)
    assert helpers.reasons() == ["not_ours"]


async def test_a_card_of_another_hall_is_not_ours(helpers: Helpers) -> None:
    made = Code("card", helpers.clock.at.date(), "", 999, 1)
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        hand = Hand(pilot)
        await hand.at_start()
        await hand.scans(helpers.hall.codes.make(made), Notice)
    assert helpers.reasons() == ["not_ours"]


async def test_a_card_does_not_disturb_an_unfinished_request(helpers: Helpers) -> None:
    helpers.activity()
    helpers.show("09:02")
    async with LobbyApp(helpers.hall).run_test(size=(120, 31)) as pilot:
        resident = Resident(pilot)
        await resident.asks_for("C01")
        await resident.fills_in("id_no")
        scan(pilot.app, helpers.card)
        await until(pilot, lambda: "这一页还没有填完" in words(pilot.app))
        assert resident.filling.draft is not None
        assert resident.filling.draft["applicant_name"] == "王䶮"
        assert not isinstance(pilot.app.screen, Consent)
    assert helpers.signs() == []
