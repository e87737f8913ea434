"""Halls with volunteers."""

from __future__ import annotations

import pytest

from kiosk.hall import Hall
from tests.halls import HandClock
from tests.volunteers.day import EARLY, Day


@pytest.fixture
def day(hall: Hall, clock: HandClock) -> Day:
    """A hall with two clerks on a Monday at seven."""
    clock.now = EARLY
    return Day(hall, clock)
