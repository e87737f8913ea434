"""Cards: whose they are, since when a lost one is void, and that nobody can make one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import zxingcpp
from PIL import Image
from textual.app import App, ComposeResult

from kiosk.codes import LENGTH, Code
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.store import keeping
from kiosk.store.sqlite import SQLite
from kiosk.volunteers.roster import Roster
from printers.escpos import encode
from printers.page import draw
from printers.receipt import receipt
from screens.widgets.qr import UPPER, QrCode, cells
from tests.halls import HandClock, refuses
from tests.printers.escpos_parser import parse
from tests.screens.seen import SIZES
from tests.volunteers.day import CLERK
from tests.volunteers.forged import REFUSALS, attempts, cards, mutated

FORGED = 5_000
"""`python -m tests.volunteers.forged` tries a million of the same kinds."""


@pytest.fixture
def roster(hall: Hall) -> Roster:
    hall.staff.add(CLERK, "王芳", "2468")
    return hall.volunteers.roster


@pytest.fixture
def number(roster: Roster) -> str:
    return roster.enrol("李小明", "13800135678").number


# --- reading -----------------------------------------------------------------------------------


def test_a_card_is_its_bearer_s(roster: Roster, number: str) -> None:
    code = roster.card(number)
    assert len(code) == LENGTH
    assert code.isdecimal()
    assert roster.read_card(code) == roster.get(number)
    assert roster.card(number) == code, "the same card, however often it is asked for"


@pytest.mark.parametrize(
    "scanned", ["{}\r\n", "\x02{}\x03", "\\000026{}", "\x1b{}\t", "  {} ", "\\000003{}\r"]
)
def test_what_scanners_add_is_taken_off(roster: Roster, number: str, scanned: str) -> None:
    assert roster.read_card(scanned.format(roster.card(number))).number == number


def test_a_reprint_voids_the_card_before_it(roster: Roster, number: str, clock: HandClock) -> None:
    first = roster.card(number)
    clock.show(14, 30, days=1)
    second = roster.reprint(number, CLERK, "遗失")
    clock.show(9, 5, days=7)
    third = roster.reprint(number, CLERK)
    assert roster.read_card(third).serial == 3
    for old, since in [(first, "2026-11-24 14:30"), (second, "2026-12-01 09:05")]:
        with pytest.raises(Refused) as refused:
            roster.read_card(old)
        assert refused.value.code == "old_card"
        assert refused.value.fields == {"volunteer": number, "since": since}
        assert since in str(refused.value)


def test_who_reprinted_it_and_why_stays_on_record(roster: Roster, number: str) -> None:
    roster.reprint(number, CLERK, "遗失")
    made = roster.records.record(number).cards[-1]
    assert (made.serial, made.by, made.reason) == (2, CLERK, "遗失")
    last = roster.store.table("audit").past("day", "2026-11-23")[-1]
    assert (last["what"], last["who"]) == ("card_made", CLERK)
    with refuses(roster.hall, "no_such_staff"):
        roster.reprint(number, "999")


def test_another_kind_of_code_is_told_what_it_is(roster: Roster, number: str) -> None:
    ticket = roster.hall.codes.make(Code("ticket", date(2026, 11, 23), "A", 1))
    with pytest.raises(Refused) as refused:
        roster.read_card(ticket)
    assert (refused.value.code, refused.value.fields["kind"]) == ("not_a_card", "ticket")


def test_a_card_of_another_hall_or_of_nobody_is_not_ours(
    roster: Roster, number: str, open_hall: Callable[..., Hall]
) -> None:
    made = roster.hall.codes.make
    today = date(2026, 11, 23)
    for code in (
        Code("card", today, "", 99),  # nobody's
        Code("card", today, "", 1, 2),  # a serial that was never made
        Code("card", today, "", 1, 0),
        Code("card", date(2026, 11, 22), "", 1, 1),  # made on another day
        Code("card", today, "V", 1, 1),
    ):
        with refuses(roster.hall, "not_ours"):
            roster.read_card(made(code))


@pytest.mark.parametrize("days", [0, 1])
@pytest.mark.parametrize("before", [0, 1])
def test_a_card_made_after_the_backup_is_nobody_s(
    roster: Roster,
    clock: HandClock,
    tmp_path_factory: pytest.TempPathFactory,
    days: int,
    before: int,
) -> None:
    """Nor is its number given to anybody else, on whatever day."""
    for n in range(before):
        roster.enrol("赵一", f"13700000{n:03d}")
    clock.pass_minutes(5)
    backup = tmp_path_factory.mktemp("kept") / "backup.db"
    hall = roster.hall
    engine = hall.store.rows.engine
    if not isinstance(engine, SQLite):
        pytest.skip("a backup of the embedded engine")
    keeping.backup(engine, backup)
    given = roster.enrol("李小明", "13800135678").number
    lost = roster.card(given)
    clock.show(10, days=days)
    folder, config = engine.folder, hall.config
    hall.close()
    keeping.restore(backup, folder, config, clock(), force=True)
    with Hall.open(config, folder, clock) as again:
        somebody = again.volunteers.roster.enrol("王大伟", "13700000009")
        assert somebody.number == "V001001" != given
        assert again.volunteers.roster.enrol("周涛", "13700000008").number == "V001002"
        with refuses(again, "not_ours"):
            again.volunteers.roster.read_card(lost)
        card = again.volunteers.roster.card(somebody.number)
        assert again.volunteers.roster.read_card(card).shown == "王*伟"


def test_no_altered_code_is_taken_and_none_stops_the_reader(roster: Roster) -> None:
    real = cards(roster)
    tried = attempts(roster, mutated(real, FORGED))
    assert tried.tries == FORGED
    assert tried.accepted == []
    assert set(tried.told) <= REFUSALS
    assert tried.told["not_ours"] > FORGED * 0.9
    for code in real:
        try:
            assert roster.read_card(code)
        except Refused as refused:
            assert refused.code == "old_card"


@pytest.mark.parametrize("length", range(2 * LENGTH + 1))
def test_every_length_but_the_right_one_is_refused(
    roster: Roster, number: str, length: int
) -> None:
    code = (roster.card(number) * 2)[:length]
    if length == LENGTH:
        assert roster.read_card(code).number == number
    else:
        with refuses(roster.hall, "not_ours"):
            roster.read_card(code)


# --- on paper ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("paper", "dots"), [(58, 384), (80, 576)])
@pytest.mark.parametrize("large", [False, True])
def test_the_printed_card_can_be_scanned(
    roster: Roster, number: str, paper: int, dots: int, large: bool
) -> None:
    roster.reprint(number, CLERK)
    job = roster.cards.print(number, large=large)
    assert (job.kind, job.printer) == ("card", "lobby")
    page = draw(receipt(job.kind, job.fields), paper)
    printed = parse(encode(page)).image
    assert printed.width == dots
    found = zxingcpp.read_barcodes(printed.convert("L"))
    assert [code.text for code in found] == [roster.card(number)]
    assert roster.read_card(found[0].text).serial == 2


def test_the_slip_has_no_name_and_no_phone(roster: Roster, number: str) -> None:
    said = roster.print_card(number).fields
    assert said["volunteer"] == "李*明"
    assert said["number"] == number
    assert not any("李小明" in text or "13800135678" in text for text in said.values())


def test_a_card_waits_where_it_was_asked_for(roster: Roster, number: str) -> None:
    with refuses(roster.hall, "no_paper_here"):
        roster.print_card(number, "desk")
    with refuses(roster.hall, "unknown_terminal"):
        roster.print_card(number, "cellar")
    with refuses(roster.hall, "unknown_volunteer"):
        roster.print_card("V000099")
    jobs = {roster.print_card(number).id for _ in range(2)}
    assert len(jobs) == 2


# --- on the screen -----------------------------------------------------------------------------


class OneCode(App[None]):
    """A screen with a code in its middle, on a dark ground."""

    CSS = "Screen { align: center middle; background: #202020; }"

    def __init__(self, payload: str) -> None:
        super().__init__()
        self.code = QrCode(payload)

    def compose(self) -> ComposeResult:
        yield self.code


def picture(app: App[None], cell: tuple[int, int] = (8, 16)) -> Image.Image:
    """What a terminal draws of the half blocks: ink above, ground below, in each cell."""
    wide, tall = cell
    width, height = app.size
    image = Image.new("RGB", (width * wide, height * tall), (32, 32, 32))
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            style = segment.style
            for character in segment.text:
                assert style is not None
                lower = style.bgcolor.get_truecolor() if style.bgcolor else (0, 0, 0)
                upper = lower
                if character == UPPER:
                    assert style.color is not None
                    upper = style.color.get_truecolor()
                at = (x * wide, y * tall)
                image.paste(upper, (*at, at[0] + wide, at[1] + tall // 2))
                image.paste(lower, (at[0], at[1] + tall // 2, at[0] + wide, at[1] + tall))
                x += 1
    return image


def test_a_card_s_code_takes_33_columns_and_17_rows(roster: Roster, number: str) -> None:
    assert cells(roster.card(number)) == (33, 17)
    assert cells("9" * LENGTH) == (33, 17), "whatever the digits are"


@pytest.mark.parametrize("size", SIZES)
async def test_the_code_on_the_screen_can_be_scanned(
    roster: Roster, number: str, size: tuple[int, int]
) -> None:
    code = roster.card(number)
    app = OneCode(code)
    async with app.run_test(size=size) as pilot:
        assert app.code.fits
        found = zxingcpp.read_barcodes(picture(app))
        assert [each.text for each in found] == [code]
        app.code.payload = other = roster.reprint(number)
        await pilot.pause()
        assert [each.text for each in zxingcpp.read_barcodes(picture(app))] == [other]


@pytest.mark.parametrize("size", [(32, 24), (80, 16)])
async def test_half_a_code_is_not_shown(roster: Roster, number: str, size: tuple[int, int]) -> None:
    app = OneCode(roster.card(number))
    async with app.run_test(size=size):
        assert not app.code.fits
        assert UPPER not in "".join(
            segment.text for strip in app.screen._compositor.render_strips() for segment in strip
        )
