"""A hall with staff and buildings, on a Monday at nine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.hall import Hall
from tests.certificates.hall import addresses, staffed


@pytest.fixture
def centre(open_hall: Callable[..., Hall], tmp_path: Path) -> Hall:
    addresses(tmp_path)
    return staffed(open_hall(centre={"phone": "010-00000000"}))
