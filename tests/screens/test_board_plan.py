"""However many are called, in whatever place: each is shown whole, and the newest always."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from screens.board.blocks import Words, block, shapes
from screens.board.news import Call
from screens.board.plan import DRAWN_PAGES, GAP, Plan, plan
from screens.widgets.glyphs import big

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)

LANGUAGES = st.sampled_from([("zh-Hans", "en"), ("zh-Hant", "en"), ("en", "zh-Hans"), ("en", None)])
NUMBERS = st.from_regex(r"[A-Z]{1,2}[0-9]{3,4}", fullmatch=True)
WINDOWS = st.sampled_from([*map(str, range(1, 31)), "东", "综合", "5A"])
CALLS = st.lists(st.tuples(NUMBERS, WINDOWS), min_size=1, max_size=40, unique_by=lambda c: c[0])


def _calls(pairs: list[tuple[str, str]]) -> list[Call]:
    return [Call(number, window, n, AT, again=False) for n, (number, window) in enumerate(pairs)]


def _planned(calls: list[Call], width: int, height: int, words: Words) -> Plan:
    widths = [
        lambda rows, shape=shape: max(shape.width(call, rows) for call in calls)
        for shape in shapes(words)
    ]
    return plan(len(calls), width, height, widths)


@given(CALLS, st.integers(50, 160), st.integers(4, 48), LANGUAGES)
def test_every_call_is_whole_on_one_of_the_pages(
    pairs: list[tuple[str, str]], width: int, height: int, languages: tuple[str, str | None]
) -> None:
    calls, words = _calls(pairs), Words(*languages)
    chosen = _planned(calls, width, height, words)
    turns = [list(chosen.shown(turn, len(calls))) for turn in range(chosen.pages)]
    assert sorted(at for turn in turns for at in turn) == list(range(1, len(calls)))
    assert all(turns) or len(calls) == 1, "no empty page"
    assert chosen.high <= height
    cell = (width + GAP) // chosen.columns - GAP
    for at, call in enumerate(calls):
        rows, room = (chosen.others, cell) if at else (chosen.newest, width)
        for mark in ("", "新叫"):
            lines = block(call, mark, rows, room, words)
            assert len(lines) == 1 + rows
            assert {cell_len(line) for line in lines} == {room}
            assert call.number in lines[0]
            assert words.window(call) in lines[0]
            assert mark in lines[0]
            assert ".." not in lines[0]
            if rows:
                whole = zip(lines[1:], big(call.number, rows), strict=True)
                assert all(number in line for line, number in whole)


@given(CALLS, st.integers(50, 160), st.integers(14, 48), LANGUAGES)
def test_nobody_waits_for_more_than_one_other_page(
    pairs: list[tuple[str, str]], width: int, height: int, languages: tuple[str, str | None]
) -> None:
    """Forty calls on the smallest board are written; only then could there be more pages."""
    calls = _calls(pairs)
    chosen = _planned(calls, width, height, Words(*languages))
    assert chosen.pages <= DRAWN_PAGES or not chosen.newest
    if len(calls) <= 12:
        assert chosen.pages <= DRAWN_PAGES


@given(st.integers(1, 12), st.sampled_from([(54, 21), (76, 20), (90, 22), (114, 21), (130, 38)]))
def test_a_dozen_calls_are_seen_on_any_board(count: int, size: tuple[int, int]) -> None:
    calls = _calls([(f"A{n:03}", str(n)) for n in range(1, count + 1)])
    chosen = _planned(calls, *size, Words("zh-Hans", "en"))
    assert chosen.newest, "the newest is always drawn"
    assert chosen.newest >= chosen.others
    assert chosen.pages <= DRAWN_PAGES
    if size[0] >= 90:
        assert chosen.others, "on a kiosk's screen or a larger one all of them are drawn"
