"""A slip says what its template and its fields say; fields are data and never commands."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from kiosk.errors import Refused
from printers import preview
from printers.escpos import encode
from printers.page import draw
from printers.receipt import Cut, Qr, Text, receipt
from tests.printers.conftest import TICKET
from tests.printers.escpos_parser import parse

PAPERS = [58, 80]
ANY_TICKET = st.fixed_dictionaries(
    {name: st.text(min_size=1) for name in ("centre", "number", "line_name", "ahead", "time")},
    optional={name: st.text() for name in ("wait", "late_rule", "closing_note", "training")},
)


def shown(fields: dict[str, str], paper: int = 80) -> str:
    return "\n".join(preview.lines("ticket", fields, paper))


def test_a_ticket_says_where_what_for_and_how_long(ticket: dict[str, str]) -> None:
    text = shown(ticket)
    for said in ("幸福社区", "综合业务", "General Services", "A 0 0 1", "3 人", "约 5–12 分钟"):
        assert said in text


def test_nothing_is_said_about_waiting_when_nothing_honest_can_be_said(
    ticket: dict[str, str],
) -> None:
    del ticket["wait"]
    assert "预计" not in shown(ticket)
    assert "预计" not in shown(ticket | {"wait": ""})


def test_a_training_ticket_can_not_be_mistaken(ticket: dict[str, str]) -> None:
    assert "演练" not in shown(ticket)
    assert "演练 TRAINING" in shown(ticket | {"training": "1"})


def test_the_reason_of_priority_stays_in_the_hall(ticket: dict[str, str]) -> None:
    assert shown(ticket | {"priority": "残疾人", "reason": "残疾人"}) == shown(ticket)


def test_a_ticket_without_a_code_has_no_qr(ticket: dict[str, str]) -> None:
    del ticket["code"]
    assert not [block for block in receipt("ticket", ticket) if isinstance(block, Qr)]


@pytest.mark.parametrize("kind", ["nothing", "../ticket", "", "Ticket"])
def test_an_unknown_slip_is_refused(kind: str) -> None:
    with pytest.raises(Refused) as refused:
        receipt(kind, {})
    assert refused.value.code == "unknown_slip"


def test_a_missing_field_is_refused_by_name(ticket: dict[str, str]) -> None:
    del ticket["line_name"]
    with pytest.raises(Refused, match="line_name") as refused:
        receipt("ticket", ticket)
    assert refused.value.code == "slip_field_missing"


def test_a_field_is_never_read_as_a_template(ticket: dict[str, str]) -> None:
    blocks = receipt("ticket", ticket | {"line_name": "{number}\n{secret}"})
    assert Text(text="{number} {secret}", align="centre", size=48, bold=True) in blocks


@settings(max_examples=60, deadline=None)
@given(ANY_TICKET, st.sampled_from(PAPERS))
def test_any_ticket_fits_its_paper_and_holds_no_command(fields: dict[str, str], paper: int) -> None:
    try:
        blocks = receipt("ticket", fields)
    except Refused as refused:  # a field of nothing but control characters says nothing
        assert refused.code == "slip_field_missing"
        return
    data = encode(draw(blocks, paper))
    assert parse(data).cuts
    assert all(across == {58: 48, 80: 72}[paper] for across, _ in parse(data).bands)


@settings(max_examples=100, deadline=None)
@given(ANY_TICKET, st.sampled_from(PAPERS))
def test_any_preview_is_exactly_as_wide_as_its_paper(fields: dict[str, str], paper: int) -> None:
    try:
        lines = preview.lines("ticket", fields, paper)
    except Refused:
        return
    assert {wcswidth(line) for line in lines} == {{58: 32, 80: 48}[paper]}


@pytest.mark.parametrize("paper", PAPERS)
def test_the_preview_shows_the_code(ticket: dict[str, str], paper: int) -> None:
    lines = preview.lines("ticket", ticket, paper)
    assert sum("█" in line for line in lines) > 8
    assert {wcswidth(line) for line in lines} == {{58: 32, 80: 48}[paper]}


def test_the_preview_loads_no_pillow_and_no_screen() -> None:
    fields = {name: value for name, value in TICKET.items() if name != "code"}
    code = f"""
import sys
from printers.preview import lines
lines("ticket", {fields!r}, 80)
bad = [m for m in sys.modules if m.split(".")[0] in ("PIL", "escpos", "qrcode", "textual", "rich")]
sys.exit(", ".join(bad) or 0)
"""
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root, timeout=60)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_second_copy_says_so_above_and_below(ticket: dict[str, str], paper: int) -> None:
    again = {"copy": "2", "copy_by": "0007", "copy_time": "2026-11-23 09:31"}
    text = shown(ticket | again, paper)
    for said in ("补打　第 2 份", "Reprint, copy 2", "0007", "2026-11-23 09:31"):
        assert text.count(said) == 2
    assert text.index("补打") < text.index("A 0 0 1") < text.rindex("补打")
    assert "补打" not in shown(ticket, paper)


def test_a_second_copy_is_cut_below_its_mark(ticket: dict[str, str]) -> None:
    blocks = receipt("ticket", ticket | {"copy": "2"})
    assert [isinstance(block, Cut) for block in blocks].index(True) == len(blocks) - 1


def test_a_narrow_yen_sign_is_printed_as_the_wide_one(ticket: dict[str, str]) -> None:
    assert "￥12.00" in shown(ticket | {"line_name": "\u00a512.00"})
