"""Where the words of a tile break."""

from __future__ import annotations

import pytest

from screens.widgets.cells import parted, wrapped

NOTE = "等候 4 人  约 3 至 4 分钟"
"""Twenty-five cells with the gap, twenty-four without."""


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (25, [NOTE]),
        (24, ["等候 4 人 约 3 至 4 分钟"]),
        (23, ["等候 4 人", "约 3 至 4 分钟"]),
        (14, ["等候 4 人", "约 3 至 4 分钟"]),
        (12, wrapped("等候 4 人 约 3 至 4 分钟", 12)),
    ],
)
def test_the_gap_gives_way_first_then_each_statement_has_its_line(
    width: int, lines: list[str]
) -> None:
    assert parted(NOTE, width) == lines


def test_one_statement_is_wrapped_as_ever() -> None:
    text = "老年人、残疾人、军人等可以优先"
    assert parted(text, 12) == wrapped(text, 12)
