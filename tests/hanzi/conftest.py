"""One table for all tests: it keeps nothing, so none can disturb another."""

from __future__ import annotations

import pytest

from kiosk.hanzi.table import Table


@pytest.fixture(scope="session")
def table() -> Table:
    """The engine that ships."""
    return Table()
