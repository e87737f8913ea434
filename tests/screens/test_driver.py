"""Whatever comes down the line is read, and none of it can hurt."""

from __future__ import annotations

import random

import pytest
from textual import events

from screens.driver import LONGEST_PASTE, PASTE_PATIENCE, Line


def heard(*chunks: str) -> list[str]:
    """Keys by name, pastes by their text, and all else by its type."""
    line = Line()
    return [_told(message) for chunk in chunks for message in line.heard(chunk)]


def _told(message: object) -> str:
    if isinstance(message, events.Key):
        return message.key
    if isinstance(message, events.Paste):
        return f"paste {message.text}"
    return type(message).__name__


def test_a_paste_presses_no_keys_whatever_is_in_it() -> None:
    pasted = "1\r\x1b[A\x1b\x1b[<0;9;9M" * 20
    assert heard(f"a\x1b[200~{pasted}\x1b[201~b") == ["a", f"paste {pasted}", "b"]


def test_a_paste_that_comes_in_pieces_is_one() -> None:
    whole = "a\x1b[200~bc\x1b[201~d\x1b[A"
    for cut in range(1, len(whole)):
        assert heard(whole[:cut], whole[cut:]) == ["a", "paste bc", "d", "up"], cut


def test_a_paste_that_is_too_long_is_dropped_and_what_follows_is_heard() -> None:
    chunks = ["\x1b[200~", *["x" * 4095] * 30, "y\x1b[2", "01~z"]
    assert heard(*chunks) == ["z"]
    assert heard(f"\x1b[200~{'x' * LONGEST_PASTE}\x1b[201~")[0].startswith("paste x")


def test_a_paste_that_never_ends_is_given_up() -> None:
    now = 100.0
    line = Line(lambda: now)
    assert line.heard("\x1b[200~12") == []
    now += PASTE_PATIENCE / 2
    assert line.heard("3") == []
    now += PASTE_PATIENCE
    assert [_told(message) for message in line.heard("4")] == ["4"]


@pytest.mark.parametrize("size", ["0;0;0;0", "1;1;1;1", "9999;9999;9999;9999", "31;120;1;1"])
def test_a_size_that_is_typed_is_not_believed(size: str) -> None:
    line = Line()
    assert line.heard(f"\x1b[48;{size}t") == []
    (moved,) = line.heard("\x1b[<0;40;7M")
    assert isinstance(moved, events.MouseDown)
    assert (moved.x, moved.y) == (39, 6)


def test_focus_cannot_be_typed_away() -> None:
    assert heard("\x1b[O", "\x1b[I", "1") == ["1"]


def test_after_any_noise_at_all_it_still_hears() -> None:
    chance = random.Random(7)
    line = Line()
    pieces = ["\x1b", "\x1b[", "\x1b[200~", "\x1b[201~", "\x1b[<", "\x1b[48;0;0;0;0t", "\x00", "社"]
    for _ in range(20_000):
        digits = "".join(chance.choices("0123456789;:Mmu~?$yR", k=5))
        line.heard(chance.choice([*pieces, digits]))
    line.heard("\x1b[201~")
    assert [_told(message) for message in line.heard("\x1b[A")][-1] == "up"
