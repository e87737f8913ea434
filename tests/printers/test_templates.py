"""Every slip, at both widths, in ordinary and in large type: all of it there, nothing divided.

The layouts in ``layouts/`` were looked at and found right. When a template or the layout is changed
on purpose: write them anew with ``python -m tests.printers.test_templates``, and read each.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from kiosk.errors import Refused
from printers import preview
from printers.cells import clean, measure
from printers.layout import DOTS, Line, columns, rows
from printers.page import draw
from printers.receipt import (
    COPY_MARK,
    LARGE,
    TEMPLATES,
    TRAINING_MARK,
    AnyBlock,
    Big,
    Columns,
    Cut,
    Qr,
    Text,
    Title,
    receipt,
    template,
)
from tests.printers.test_text import printed

LAYOUTS = Path(__file__).with_name("layouts")
MARKS = {COPY_MARK, TRAINING_MARK}
KINDS = sorted({path.stem for path in TEMPLATES.glob("*.toml")} - MARKS)
PAPERS = sorted(DOTS)
CASES = [(kind, paper, large) for kind in KINDS for paper in PAPERS for large in (False, True)]

WANTED = {"ticket", "desk_slip", "acceptance", "handover", "volunteer", "checklist", "refusal"}
WANTED |= {"day_sheet", "test", "enquiry", "card", "public_key", "statement_slip"}

MASKED = re.compile(r"\*|^尾号 \w{4}$")
"""How an example of personal data is seen to be masked."""

BY_THE_LIST = {"n"}
"""Names that templates may use without declaring them."""


def example(kind: str, *, large: bool = False, **more: str) -> dict[str, str]:
    return template(kind).example() | ({LARGE: "1"} if large else {}) | more


def layout(kind: str, paper: int, large: bool) -> str:
    """A slip as it is read, a line of paper a line; the code is only said to be there."""
    said = []
    for row in rows(receipt(kind, example(kind, large=large)), paper):
        match row:
            case Line():
                space = columns(paper, row.size)
                gap = " " * (space - measure(row.left) - measure(row.right))
                centre = " " * ((space - measure(row.centre)) // 2) + row.centre
                text = centre if row.centre else f"{row.left}{gap}{row.right}"
                bold = "*" if row.bold else " "
                said.append(f"{row.size}{bold} {text}".rstrip())
            case Big():
                said.append(f"big {row.size} {row.text}")
            case Qr():
                said.append(f"code {row.payload}")
            case Cut():
                said.append("cut")
            case _:
                said.append(type(row).__name__.lower())
    return "\n".join(said) + "\n"


def texts(blocks: list[AnyBlock]) -> list[str]:
    found = []
    for block in blocks:
        found += [getattr(block, key, "") for key in ("text", "mark", "left", "right", "payload")]
    return found


# --- what is there -----------------------------------------------------------------------------


def test_every_slip_of_the_hall_has_its_template() -> None:
    assert set(KINDS) == WANTED


@pytest.mark.parametrize("kind", [*KINDS, *sorted(MARKS)])
def test_every_field_that_is_declared_is_used_and_every_used_one_declared(kind: str) -> None:
    shaped = template(kind)
    used = {name for text in texts(shaped.block) for name in re.findall(r"\{(\w+)\}", text)}
    asked = {name for block in shaped.block for name in (block.when, block.each) if name}
    assert (used | asked) - BY_THE_LIST == set(shaped.fields)
    assert used - BY_THE_LIST >= {block.each for block in shaped.block if block.each}


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_that_may_be_missing_leaves_no_trace(kind: str) -> None:
    shaped = template(kind)
    needed = shaped.example(only_needed=True)
    assert receipt(kind, needed)
    for name in needed:
        if name.partition(".")[2] not in {"", "1"}:
            continue  # a list may be shorter
        with pytest.raises(Refused) as refused:
            receipt(kind, {**needed, name: " \x07 "})
        assert refused.value.code == "slip_field_missing"
    for name, field in shaped.fields.items():
        if field.optional:
            only = {key: text for key, text in shaped.example().items() if key != name}
            assert receipt(kind, only)


@pytest.mark.parametrize("kind", KINDS)
def test_every_example_is_on_the_paper(kind: str) -> None:
    said = "\n".join(texts(receipt(kind, example(kind))))
    assert {value for value in example(kind).values() if value not in said} == set()


@pytest.mark.parametrize("kind", KINDS)
def test_personal_data_of_an_example_is_masked(kind: str) -> None:
    for name, field in template(kind).fields.items():
        if field.personal:
            assert isinstance(field.example, str)
            assert MASKED.search(field.example), name


def test_a_list_is_as_long_as_it_is() -> None:
    one = {f"{name}.1": f"{name}甲" for name in ("material", "form")}
    many = {f"material.{n}": f"第{n}样" for n in range(1, 13)}
    fields = template("checklist").example(only_needed=True)
    fields = {name: text for name, text in fields.items() if "." not in name}
    shown = [b for b in receipt("checklist", fields | one) if isinstance(b, Text) and b.mark]
    assert [block.text for block in shown] == ["material甲", "form甲"]
    shown = [b for b in receipt("checklist", fields | many) if isinstance(b, Text) and b.mark]
    assert [block.mark for block in shown] == [f"□ {n}. " for n in range(1, 13)]
    assert [block.text for block in shown] == [f"第{n}样" for n in range(1, 13)]


# --- how it looks ------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "paper", "large"), CASES)
def test_the_layout_is_the_one_that_was_read(kind: str, paper: int, large: bool) -> None:
    golden = LAYOUTS / f"{kind}-{paper}{'-large' if large else ''}.txt"
    assert layout(kind, paper, large) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(("kind", "paper", "large"), CASES)
def test_it_is_drawn_as_wide_as_its_paper(kind: str, paper: int, large: bool) -> None:
    fields = example(kind, large=large)
    assert draw(receipt(kind, fields), paper).image.width == DOTS[paper]
    shown = preview.lines(kind, fields, paper)
    assert {wcswidth(line) for line in shown} == {columns(paper)}


@pytest.mark.parametrize(("kind", "paper", "large"), CASES)
def test_it_fits_its_paper_as_characters_too(kind: str, paper: int, large: bool) -> None:
    *blocks, _ = receipt(kind, example(kind, large=large, training="1", copy="2"))
    slip, printer = printed(blocks, paper)
    assert printer.unknown == []
    assert max(slip.cells) <= columns(paper)
    assert "".join(slip.lines).replace(" ", "").count("补打") >= 2


@pytest.mark.parametrize("kind", KINDS)
def test_large_type_is_larger_all_over(kind: str) -> None:
    for small, large in zip(
        receipt(kind, example(kind)), receipt(kind, example(kind, large=True)), strict=True
    ):
        if isinstance(small, Title | Text | Columns | Big):
            assert isinstance(large, type(small))
            assert large.size > small.size
            assert msgspec.structs.replace(large, size=small.size) == small
        else:
            assert large == small


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("large", [False, True])
def test_practice_is_no_proof_of_anything(kind: str, large: bool) -> None:
    said = texts(receipt(kind, example(kind, large=large)))
    assert "演练" not in "".join(said)
    marked = receipt(kind, example(kind, large=large, training="1"))
    first = next(block for block in marked if isinstance(block, Text))
    assert first.text == "演练 TRAINING"
    assert first.size >= 48


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_copy_says_so_on_every_slip(kind: str) -> None:
    marked = receipt(kind, example(kind, training="1", copy="3"))
    said = texts(marked)
    assert [text for text in said if "补打" in text] == ["补打　第 3 份"] * 2
    assert said.index("补打　第 3 份") < said.index("演练 TRAINING")
    assert isinstance(marked[-1], Cut)


# --- what no length of a value can spoil -------------------------------------------------------

SIGNS = st.sampled_from("0123456789ABCXYZ-/.:,￥ 年月日号第〔〕（）元份")


@st.composite
def values_of(draw: st.DrawFn, wide: int) -> str:
    """A number, amount, date or code, of anything up to a line's width in the smallest type."""
    text = draw(st.text(SIGNS, min_size=1, max_size=wide))
    while measure(text) > wide:
        text = text[:-1]
    return text.strip(" ") or "0"


@given(st.data(), st.sampled_from(KINDS), st.sampled_from(PAPERS), st.booleans())
def test_numbers_amounts_dates_and_codes_are_in_one_line_whatever_their_length(
    data: st.DataObject, kind: str, paper: int, large: bool
) -> None:
    shaped, said = template(kind), example(kind, large=large)
    chosen = {
        name: data.draw(values_of(columns(paper)), label=name)
        for name in said
        if (field := shaped.fields.get(name.partition(".")[0])) and field.whole
        if name != "code"  # scanned, and written nowhere but on the test slip
    }
    laid_out = list(rows(receipt(kind, said | chosen), paper))
    printed = [part for row in laid_out if isinstance(row, Line) for part in parts(row)]
    printed += [row.text for row in laid_out if isinstance(row, Big)]
    divided = {name: text for name, text in chosen.items() if not any(text in p for p in printed)}
    assert divided == {}


def parts(line: Line) -> list[str]:
    return [line.left, line.centre, line.right]


@given(st.data(), st.sampled_from(KINDS), st.sampled_from(PAPERS), st.booleans())
def test_nothing_is_outside_the_width_and_nothing_is_lost(
    data: st.DataObject, kind: str, paper: int, large: bool
) -> None:
    said = example(kind, large=large)
    anything = st.text(max_size=60)
    chosen = {name: data.draw(anything, label=name) for name in said if name not in {"code", LARGE}}
    said |= {name: text for name, text in chosen.items() if clean(text).strip(" ")}
    blocks = receipt(kind, said)
    for row in rows(blocks, paper):
        if isinstance(row, Line):
            between = bool(row.left and row.right)
            assert sum(map(measure, parts(row))) + between <= columns(paper, row.size)
    ink = "".join("".join(parts(row)) for row in rows(blocks, paper) if isinstance(row, Line))
    for name, text in said.items():
        shown = clean(text).replace(" ", "")
        if name not in {"code", LARGE, "number"}:
            assert shown in ink.replace(" ", ""), name


if __name__ == "__main__":
    LAYOUTS.mkdir(exist_ok=True)
    for kind, paper, large in CASES:
        name = f"{kind}-{paper}{'-large' if large else ''}.txt"
        (LAYOUTS / name).write_text(layout(kind, paper, large), encoding="utf-8")
