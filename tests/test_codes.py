"""Codes of digits: what the hall made it reads, everything else it refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from kiosk.codes import LENGTH, Code
from kiosk.errors import Refused
from kiosk.hall import Hall
from tests.halls import HandClock, refuses

TICKET = Code("ticket", date(2026, 11, 23), "A", 1)

codes_of_tickets = st.builds(
    Code,
    st.just("ticket"),
    st.dates(date(2020, 1, 1), date(2200, 1, 1)),
    st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    st.integers(1, 99_999),
    st.integers(0, 9_999),
)
codes_of_cards = st.builds(
    Code,
    st.just("card"),
    st.dates(date(2020, 1, 1), date(2200, 1, 1)),
    st.just(""),
    st.integers(1, 999_999),
    st.integers(0, 9_999),
)
with_one_hall = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@with_one_hall
@given(code=codes_of_tickets | codes_of_cards)
def test_what_was_made_is_read(hall: Hall, code: Code) -> None:
    digits = hall.codes.make(code)
    assert len(digits) == LENGTH
    assert digits.isascii()
    assert digits.isdecimal()
    assert hall.codes.read(digits) == code


@pytest.mark.parametrize("position", range(LENGTH))
def test_one_altered_digit_is_refused_wherever_it_is(hall: Hall, position: int) -> None:
    digits = hall.codes.make(TICKET)
    for other in "0123456789".replace(digits[position], ""):
        with pytest.raises(Refused) as refused:
            hall.codes.read(digits[:position] + other + digits[position + 1 :])
        assert refused.value.code == "not_our_code"


@with_one_hall
@given(garbage=st.text() | st.text("0123456789", min_size=LENGTH, max_size=LENGTH))
def test_garbage_is_refused(hall: Hall, garbage: str) -> None:
    with pytest.raises(Refused) as refused:
        hall.codes.read(garbage)
    assert refused.value.code == "not_our_code"


@pytest.mark.parametrize("change", [lambda d: d + "0", lambda d: d[:-1], lambda d: f" {d[1:]}"])
def test_a_digit_more_or_less_is_refused(hall: Hall, change: Callable[[str], str]) -> None:
    with refuses(hall, "not_our_code"):
        hall.codes.read(change(hall.codes.make(TICKET)))


def test_digits_of_other_scripts_are_refused(hall: Hall) -> None:
    digits = hall.codes.make(TICKET)
    wide = digits.translate({ord("0") + n: ord("０") + n for n in range(10)})
    with refuses(hall, "not_our_code"):
        hall.codes.read(wide)


@pytest.mark.embedded
def test_another_halls_code_is_refused(
    hall: Hall, tmp_path: Path, config_file: Callable[..., Path], clock: HandClock
) -> None:
    with Hall.open(config_file(), tmp_path / "other", clock) as other:
        with refuses(hall, "not_our_code"):
            hall.codes.read(other.codes.make(TICKET))
        assert other.codes.read(other.codes.make(TICKET)) == TICKET


def test_every_process_of_a_hall_reads_its_codes(open_hall: Callable[..., Hall]) -> None:
    one, other = open_hall(), open_hall()
    assert other.codes.read(one.codes.make(TICKET)) == TICKET
    one.close()
    assert open_hall().codes.read(one.codes.make(TICKET)) == TICKET


def test_a_code_carries_nothing_but_day_line_and_number(hall: Hall) -> None:
    plain, favoured = hall.queue.take("A"), hall.queue.take("A", "elder")
    codes = [hall.slips.about(ticket.id)[0].fields["code"] for ticket in (plain, favoured)]
    bodies = [code[:20] for code in codes]
    assert [int(a) for a, b in zip(*bodies, strict=True) if a != b] == [1], "the number's digit"
