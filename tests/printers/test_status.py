"""What a printer says is understood however it arrives, and nothing is heard that was not said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.printing import Word
from printers.status import Asb, Block, Framer, Paper, RealTime, Said, Status

LOW = st.integers(0, 255).map(lambda byte: byte & 0x6F)
REAL_TIMES = st.integers(0, 255).map(lambda byte: RealTime(byte & 0x6C | 0x12))
ASBS = st.tuples(st.integers(0, 255), LOW, LOW, LOW).map(
    lambda four: Asb(bytes((four[0] & 0x6C | 0x10, *four[1:])))
)
PAPERS = LOW.map(Paper)
BLOCKS = st.tuples(
    st.sampled_from((0x37, 0x3B, 0x53, 0x5F)),
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7F), max_size=60),
).map(lambda two: Block(bytes((two[0],)) + two[1].encode("ascii")))
SAYINGS = st.lists(REAL_TIMES | ASBS | PAPERS | BLOCKS, max_size=20)
NOISE = st.integers(0, 255).filter(
    lambda byte: byte & 0x90 and byte & 0x93 not in {0x10, 0x12} and byte not in b"\x37\x3b\x53\x5f"
)
"""Bytes that begin nothing: XON and XOFF among them."""


def wire(said: Said) -> bytes:
    match said:
        case RealTime(byte) | Paper(byte):
            return bytes((byte,))
        case Asb(four):
            return four
        case Block(text):
            return text + b"\0"


def heard(data: bytes, cuts: list[int]) -> list[Said]:
    framer, at, found = Framer(), 0, []
    for cut in [*sorted(cut % (len(data) + 1) for cut in cuts), len(data)]:
        found += framer.feed(data[at:cut])
        at = max(at, cut)
    return found


@given(SAYINGS, st.lists(st.integers(0, 10_000)))
def test_pieces_of_any_size_say_the_same(said: list[Said], cuts: list[int]) -> None:
    assert heard(b"".join(map(wire, said)), cuts) == said


@given(st.lists(st.tuples(REAL_TIMES | ASBS | PAPERS | BLOCKS, st.lists(NOISE, max_size=3))))
def test_noise_between_sayings_changes_nothing(noisy: list[tuple[Said, list[int]]]) -> None:
    data = b"".join(bytes(noise) + wire(said) for said, noise in noisy)
    assert heard(data, []) == [said for said, _ in noisy]


@given(st.binary())
def test_anything_may_be_said(data: bytes) -> None:
    framer = Framer()
    found = framer.feed(data)
    framer.drop()
    said = b"".join(map(wire, found))
    assert len(said) + framer.noise == len(data), "every byte was heard once, or was noise"


@given(ASBS, st.integers(1, 3), NOISE)
def test_a_status_that_was_cut_off_is_no_status(asb: Asb, kept: int, noise: int) -> None:
    found = heard(asb.bytes[:kept] + bytes((noise,)) + b"\x12", [])
    assert found == [RealTime(0x12)]


def test_a_block_without_end_swallows_no_more_than_its_size() -> None:
    framer = Framer()
    found = framer.feed(b"\x37" + b"x" * 200 + b"\x12")
    assert RealTime(0x12) in found
    assert not [said for said in found if isinstance(said, Block)]


@pytest.mark.parametrize(
    ("answers", "word"),
    [
        ({}, Word.UNKNOWN),
        ({1: 0x12, 4: 0x12}, Word.READY),
        ({1: 0x12, 4: 0x1E}, Word.NEAR_END),
        ({1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x7E}, Word.PAPER_OUT),
        ({1: 0x1A, 2: 0x16, 3: 0x12, 4: 0x12}, Word.COVER_OPEN),
        ({1: 0x1A, 2: 0x52, 3: 0x1A, 4: 0x12}, Word.CUTTER),
        ({1: 0x1A, 2: 0x52, 3: 0x52, 4: 0x12}, Word.OVERHEATED),
        ({1: 0x1A, 2: 0x52, 3: 0x32, 4: 0x12}, Word.BROKEN),
        ({1: 0x1A, 2: 0x12, 3: 0x12, 4: 0x12}, Word.OFFLINE),
        ({1: 0x12, 4: 0x72}, Word.PAPER_OUT),
    ],
)
def test_answers_become_a_word(answers: dict[int, int], word: Word) -> None:
    status = Status()
    for question, byte in answers.items():
        status = status.answered(question, byte)
    assert status.word is word


@pytest.mark.parametrize(
    ("asb", "word"),
    [
        (b"\x10\x00\x00\x0f", Word.READY),
        (b"\x10\x00\x03\x0f", Word.NEAR_END),
        (b"\x18\x00\x0f\x0f", Word.PAPER_OUT),
        (b"\x38\x00\x00\x0f", Word.COVER_OPEN),
        (b"\x18\x08\x00\x0f", Word.CUTTER),
        (b"\x18\x40\x00\x0f", Word.OVERHEATED),
        (b"\x18\x20\x00\x0f", Word.BROKEN),
        (b"\x18\x00\x00\x0f", Word.OFFLINE),
    ],
)
def test_an_automatic_status_becomes_a_word(asb: bytes, word: Word) -> None:
    assert Status().told(asb).word is word


def test_a_printer_that_is_online_again_has_no_old_complaints() -> None:
    status = Status().answered(1, 0x1A).answered(2, 0x16).answered(3, 0x1A)
    assert status.answered(1, 0x12).word is Word.READY
