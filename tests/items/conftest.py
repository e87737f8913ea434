"""The shipped lists, and a folder where a centre may write its own file beside its settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.config import ItemsSetting
from kiosk.items.item import Disputed
from kiosk.items.lists import OWN, Lists

Read = Callable[..., Lists]


@pytest.fixture(scope="session")
def shipped() -> Lists:
    return Lists(ItemsSetting())


@pytest.fixture
def lists(tmp_path: Path) -> Read:
    """The lists of a centre with this file of its own."""

    def read(own: str = "", disputed: Disputed = "issue") -> Lists:
        (tmp_path / OWN).write_text(own, encoding="utf-8")
        return Lists(ItemsSetting(disputed_proofs=disputed), tmp_path)

    return read
