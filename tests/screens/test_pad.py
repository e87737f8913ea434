"""The pad: by touch alone, by keys alone, at three sizes, in three languages; it keeps nothing."""

from __future__ import annotations

import gc
import types
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from rich.cells import cell_len
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widgets import Static

from kiosk.hanzi import Engine, Kind, opened
from screens.widgets.pad import Mode, Pad
from screens.widgets.pad.__main__ import PadApp
from screens.widgets.pad.caps import Cap
from screens.widgets.pad.choices import Choices
from screens.widgets.pad.faces import MODE_KEYS
from tests.screens.seen import SIZES, lines, settled, until, words, words_of

LANGUAGES = ["zh-Hans", "zh-Hant", "en"]
KEY_OF = {mode: key for key, mode in MODE_KEYS.items()}

LETTER = (3, 6)
"""Rows and cells of a letter: 26 of 12 cells do not fit on 80 columns."""

TARGET = (3, 12)
"""Rows and cells of everything else."""


class Hand:
    """Someone before the pad, with a finger and a keyboard."""

    def __init__(self, app: PadApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot
        self.pad = app.query_one(Pad)
        self.choices = app.query_one(Choices)

    def caps(self) -> list[Cap]:
        """The keys that can be seen."""
        return [cap for cap in self.pad.query(Cap) if cap.region]

    def cap(self, sign: str) -> Cap:
        return next(cap for cap in self.caps() if cap.sign == sign)

    async def settled(self) -> None:
        """The candidates shown are those of what is typed."""
        offered = [one.text for one in self.pad.writing.offered]
        await until(self.pilot, lambda: list(self.choices.texts) == offered)

    async def touch(self, *signs: str) -> None:
        for sign in signs:
            await until(self.pilot, lambda sign=sign: self.cap(sign))  # type: ignore[misc]
            await self.pilot.click(self.cap(sign))
            await self.settled()

    async def choose(self, text: str) -> None:
        """Touch a candidate; turn the pages until it is there."""
        while text not in self.choices.texts:
            assert self.cap("next").ready, f"{text} is nowhere"
            await self.touch("next")
        start, end = self.choices.spans[list(self.choices.texts).index(text)]
        await self.pilot.click(self.choices, offset=((start + end) // 2, 1))
        await self.settled()

    async def wrote(self, text: str) -> None:
        await until(self.pilot, lambda: self.app.written == text)


@asynccontextmanager
async def before_the_pad(
    size: tuple[int, int] = (120, 31),
    language: str = "zh-Hans",
    kind: Kind = Kind.WORDS,
    *,
    large: bool = False,
) -> AsyncIterator[Hand]:
    app = PadApp(language, kind, large=large)
    async with app.run_test(size=size) as pilot:
        hand = Hand(app, pilot)
        await until(pilot, lambda: hand.pad.ready and hand.choices.size.width)
        await hand.settled()
        yield hand


# --- by touch alone ----------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_a_name_is_written_by_touch_alone(size: tuple[int, int]) -> None:
    async with before_the_pad(size, kind=Kind.NAME, large=size[0] == 120) as hand:
        await hand.touch(*"wang")
        await hand.choose("王")
        await hand.wrote("王")
        await hand.touch(*"jianguo")
        await hand.choose("建国")
        await hand.wrote("王建国")
        await hand.touch("erase")
        await hand.wrote("王建")
        await hand.touch("enter")
        await until(hand.pilot, lambda: hand.app.entered == 1)


@pytest.mark.parametrize("size", SIZES)
async def test_a_rare_name_is_written_by_strokes_and_touch_alone(size: tuple[int, int]) -> None:
    async with before_the_pad(size, kind=Kind.NAME) as hand:
        await hand.choose("李")
        await hand.touch("strokes", *"1112")
        await hand.touch(*"53531")
        await hand.choose("㛃")
        await hand.wrote("李㛃")


async def test_a_rare_character_is_found_by_touching_its_sound() -> None:
    async with before_the_pad(kind=Kind.NAME) as hand:
        await hand.choose("陈")
        await hand.touch(*"yan")
        await hand.choose("䶮")
        await hand.touch(*"hong")
        await hand.choose("𬭎")
        await hand.wrote("陈䶮𬭎")


async def test_an_identity_number_is_written_by_touch_alone() -> None:
    async with before_the_pad() as hand:
        await hand.touch("digits", *"11010519491231002X")
        await hand.wrote("11010519491231002X")


async def test_an_address_is_written_by_touch_alone() -> None:
    async with before_the_pad() as hand:
        await hand.touch(*"jianguolu")
        await hand.choose("建国路") if "建国路" in hand.choices.texts else await hand.choose("建国")
        if hand.pad.writing.typed:
            await hand.choose("路")
        await hand.touch("digits", "1", "2")
        await hand.choose("号")
        await hand.wrote("建国路12号")


async def test_latin_is_written_large_and_small() -> None:
    async with before_the_pad(kind=Kind.NAME) as hand:
        await hand.touch("latin", "l", "i", "beside", "previous", "w", "u")
        await hand.wrote("LI wu")


async def test_a_dot_parts_names_that_have_one() -> None:
    async with before_the_pad(kind=Kind.NAME) as hand:
        await hand.touch("beside")
        await hand.wrote("·")


async def test_clear_takes_the_letters_first_and_then_the_field() -> None:
    async with before_the_pad() as hand:
        await hand.touch(*"wo")
        await hand.choose("我")
        await hand.touch(*"yao")
        await hand.touch("clear")
        assert hand.pad.writing.typed == ""
        assert hand.app.written == "我"
        await hand.touch("clear")
        await hand.wrote("")


async def test_enter_writes_what_is_typed_before_it_ends_the_field() -> None:
    async with before_the_pad(kind=Kind.NAME) as hand:
        await hand.touch(*"ouyang", "enter")
        await hand.wrote("欧阳")
        assert hand.app.entered == 0
        await hand.touch("enter")
        await until(hand.pilot, lambda: hand.app.entered == 1)


async def test_pages_are_turned_forth_and_back_and_no_further() -> None:
    async with before_the_pad((80, 24)) as hand:
        await hand.touch(*"shi")
        first = list(hand.choices.texts)
        assert not hand.cap("previous").ready
        await hand.touch("next")
        assert hand.choices.texts != first
        await hand.touch("previous")
        assert hand.choices.texts == first
        last = len(hand.pad.writing.pages) - 1
        hand.pad.writing.turn(last)
        hand.pad.press("right", None)
        await until(hand.pilot, lambda: not hand.cap("next").ready)


# --- by keys alone -----------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_a_name_is_written_by_keys_alone(size: tuple[int, int]) -> None:
    async with before_the_pad(size, kind=Kind.NAME) as hand:
        await hand.pilot.press(*"zhang", "1", *"san", "space")
        await hand.wrote("张三")
        await hand.pilot.press("backspace", "enter")
        await hand.wrote("张")
        await until(hand.pilot, lambda: hand.app.entered == 1)


async def test_keys_mark_candidates_and_turn_pages() -> None:
    async with before_the_pad((80, 24)) as hand:
        await hand.pilot.press(*"shi", "right", "right")
        third = hand.pad.writing.offered[2].text
        await hand.pilot.press("enter")
        await hand.wrote(third)
        await hand.pilot.press(*"shi", "pagedown", "pagedown", "pageup")
        await until(hand.pilot, lambda: hand.pad.writing.page == 1)
        sixth = hand.pad.writing.offered[0].text
        await hand.pilot.press("1")
        await hand.wrote(third + sixth)


async def test_strokes_are_typed_and_candidates_chosen_with_the_arrows() -> None:
    async with before_the_pad() as hand:
        await hand.pilot.press(KEY_OF[Mode.STROKES], *"123", "asterisk", *"521")
        await until(hand.pilot, lambda: hand.pad.writing.typed == "123*521")
        at = [one.text for one in hand.pad.writing.offered].index("李")
        await hand.pilot.press(*["right"] * at, "enter")
        await hand.wrote("李")


async def test_all_ways_of_writing_by_keys_alone() -> None:
    async with before_the_pad() as hand:
        await hand.pilot.press(*"zhongshanlu", "space")
        await hand.pilot.press(KEY_OF[Mode.DIGITS], *"15", KEY_OF[Mode.LATIN], *"A-b")
        await until(hand.pilot, lambda: hand.app.written.endswith("15A-b"))
        assert hand.app.written.startswith("中山路")


async def test_digits_write_themselves_while_nothing_is_offered() -> None:
    async with before_the_pad() as hand:
        await hand.pilot.press(*"12")
        await hand.wrote("12")


async def test_keys_that_mean_nothing_here_are_left_to_the_screen() -> None:
    async with before_the_pad() as hand:
        for key in ("tab", "up", "down", "escape", "f1", "space", "ctrl+c"):
            assert hand.pad.press(key, " " if key == "space" else None) is False, key
        hand.pad.press("a", "a")
        assert hand.pad.press("escape", None) is True
        assert hand.pad.writing.typed == ""


# --- what is seen ------------------------------------------------------------------------------


def _badly_shown(hand: Hand) -> list[str]:
    """What is cut off or too small to touch."""
    wrong = []
    drawn = lines(hand.app)  # once: drawing all of it for each key takes its time
    screen = hand.app.screen.region
    for cap in hand.caps():
        rows, cells = LETTER if cap.has_class("-letter") or cap.sign == "beside" else TARGET
        if cap.size.height < rows or cap.size.width < cells:
            wrong.append(f"{cap.sign} is {cap.size}")
        if "".join(cap.words.split()) not in _read(drawn, cap.region):
            wrong.append(f"{cap.sign} says {cap.words!r}, shows {_read(drawn, cap.region)!r}")
        if not screen.contains_region(cap.region):
            wrong.append(f"{cap.sign} is beyond the edge")
    for start, end in hand.choices.spans:
        if end - start < TARGET[1] or hand.choices.size.height < TARGET[0]:
            wrong.append(f"a candidate is {end - start} wide")
    for line in hand.pad.query(Static):
        said = "".join(str(line.content).split())
        if said not in _read(drawn, line.region):
            wrong.append(f"says {said!r}, shows {_read(drawn, line.region)!r}")
    return wrong


def _read(drawn: list[str], region: Region) -> str:
    """What stands in a part of the screen, without spaces."""
    shown = ""
    for row in drawn[region.y : region.bottom]:
        x = 0
        for char in row:
            shown += char if region.x <= x < region.right else ""
            x += cell_len(char)
    return "".join(shown.split())


async def _well_shown(hand: Hand) -> None:
    await hand.settled()
    await settled(hand.pilot, lambda: not _badly_shown(hand))
    assert _badly_shown(hand) == []


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("size", SIZES)
async def test_nothing_is_cut_off_and_everything_is_large_enough(
    size: tuple[int, int], large: bool
) -> None:
    async with before_the_pad(size, kind=Kind.NAME, large=large) as hand:
        assert hand.pad.size.width == size[0]
        for language in LANGUAGES:
            hand.pad.speak(language)
            for mode in Mode:
                hand.pad.press(KEY_OF[mode], None)
                await _well_shown(hand)
                for key in "12" if mode is Mode.STROKES else "zhuangshuang":
                    hand.pad.press(key, key)
                await _well_shown(hand)


@pytest.mark.parametrize("size", SIZES)
async def test_the_pad_leaves_room_for_the_field(size: tuple[int, int]) -> None:
    for large in (False, True):
        async with before_the_pad(size, large=large) as hand:
            assert hand.pad.size.height <= {24: 16, 31: 20, 48: 20}[size[1]]


@pytest.mark.parametrize("size", SIZES)
async def test_no_more_than_seven_candidates_stand_on_a_page(size: tuple[int, int]) -> None:
    async with before_the_pad(size) as hand:
        await hand.touch(*"yi")
        assert 5 <= len(hand.choices.texts) <= 7
        shown = words_of(hand.choices)
        assert all(text in shown for text in hand.choices.texts)


@pytest.mark.parametrize("size", SIZES[1:])
async def test_in_large_text_candidates_are_drawn_large(size: tuple[int, int]) -> None:
    async with before_the_pad(size, kind=Kind.NAME, large=True) as hand:
        await until(hand.pilot, lambda: "█" in words_of(hand.choices))
        assert len(hand.choices.texts) >= 3


async def test_a_rare_character_is_seen_before_it_is_chosen() -> None:
    async with before_the_pad() as hand:
        await hand.touch("strokes", *"311154451354")
        await until(hand.pilot, lambda: "𬭎" in words_of(hand.choices))


async def test_what_cannot_be_found_is_said() -> None:
    async with before_the_pad() as hand:
        await hand.touch(*"uuu")
        await until(hand.pilot, lambda: "没有找到" in words(hand.app))


async def test_another_language_leaves_what_is_typed() -> None:
    async with before_the_pad() as hand:
        await hand.touch(*"guo")
        hand.pad.speak("zh-Hant")
        await until(hand.pilot, lambda: "確定" in words(hand.app))
        assert hand.pad.writing.typed == "guo"
        await hand.choose("國")
        await hand.wrote("國")


async def test_letters_typed_while_the_characters_are_opening_are_not_lost() -> None:
    import threading

    gate = threading.Event()

    def slowly() -> Engine:
        assert gate.wait(60)
        return opened()

    class Slow(PadApp):
        def compose(self):  # type: ignore[no-untyped-def]
            yield Static(markup=False, id="written")
            yield Pad("zh-Hans", slowly)

    app = Slow()
    async with app.run_test(size=(120, 31)) as pilot:
        await pilot.press(*"zhongguo")
        await until(pilot, lambda: "字库正在打开" in words(app))
        gate.set()
        await until(pilot, lambda: app.query_one(Pad).ready)
        await pilot.press("space")
        await until(pilot, lambda: app.written == "中国")


# --- nothing is kept ---------------------------------------------------------------------------


def _texts_within(start: object) -> set[str]:
    """Every text that can be reached from an object, code and modules left out."""
    seen, found, todo = {id(start)}, set(), [start]
    while todo:
        for one in gc.get_referents(todo.pop()):
            if id(one) in seen or isinstance(one, types.ModuleType | type | types.CodeType):
                continue
            seen.add(id(one))
            if isinstance(one, str):
                found.add(one)
            todo.append(one)
    return found


async def test_after_clear_nothing_of_what_was_typed_is_left() -> None:
    async with before_the_pad(kind=Kind.NAME) as hand:
        await hand.touch(*"ouyang")
        await hand.choose("欧阳")
        await hand.touch(*"xiuzhuo")
        kept = hand.pad.writing
        assert "xiuzhuo" in _texts_within(hand.pad.writing), "the search finds what is there"
        hand.pad.clear()
        await hand.settled()
        assert (kept.typed, kept.before) == ("", "")
        await until(hand.pilot, lambda: "xiu" not in words(hand.app))
        hand.app.written = ""
        texts = _texts_within(hand.pad.writing)
        assert not [text for text in texts if "xiuzhuo" in text or "xiu zhuo" in text]
        assert kept.offered[0].text == "王", "the next person begins anew"


async def test_what_one_person_chose_is_no_likelier_for_the_next() -> None:
    async with before_the_pad() as hand:
        await hand.touch(*"shi")
        before = list(hand.choices.texts)
        for _ in range(3):
            await hand.choose(before[-1])
            await hand.touch(*"shi")
        hand.pad.clear()
        await hand.touch(*"shi")
        assert hand.choices.texts == before
