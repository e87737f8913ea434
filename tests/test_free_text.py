"""In their own words people write reasons, not numbers."""

from __future__ import annotations

import pytest

from kiosk.errors import Refused
from kiosk.identity.free_text import free_text


@pytest.mark.parametrize(
    "text",
    [
        "材料不全",
        "2026-11-30 再来",
        "2026年11月30日交",
        "20261130",
        "房号 1-2-301",
        "第 3 次",
        "欠 120.50 元",
    ],
)
def test_a_reason_is_kept_as_it_was_written(text: str) -> None:
    assert free_text("reason", f"  {text}\n") == text


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "电话 138-0013-8000 打不通",
        "１３８００１３８０００",
        "138 0013 8000",
        "身份证11010519491231002X",
        "0912 3456789",
        "8765432",
        "20261130123",
    ],
)
def test_a_number_of_somebody_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        free_text("reason", text)
    assert refused.value.code == "personal_number"


@pytest.mark.parametrize(
    ("text", "word"), [(" \n", "missing_field"), ("字" * 61, "too_many_characters")]
)
def test_nothing_and_too_much_are_refused(text: str, word: str) -> None:
    with pytest.raises(Refused) as refused:
        free_text("reason", text)
    assert refused.value.code == word
