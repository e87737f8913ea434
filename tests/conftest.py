"""A hall on a folder of its own, with a clock that stands still until a test moves it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as profile

from kiosk.hall import Hall
from tests import engines
from tests.halls import MONDAY, HandClock, Settings, settings

pytest_addoption = engines.pytest_addoption
pytest_generate_tests = engines.pytest_generate_tests
engine, server, store_setting = engines.engine, engines.server, engines.store_setting
shared_database, database = engines.shared_database, engines.database

LONG = ("tests/terminal/", "tests/partition/", "tests/faults/", "tests/screens/test_lobby_")
"""Files with the longest tests: what begins last decides when all of them end."""

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
profile.register_profile(
    "ci", max_examples=40, stateful_step_count=60, deadline=None, suppress_health_check=SLOW
)
profile.register_profile("long", profile.get_profile("ci"), max_examples=3000)
# CI tells whether this change broke something: it tries the same examples every time. What chance
# finds is looked for with `make soak`, and in every run by hand.
profile.register_profile("same", profile.get_profile("ci"), derandomize=True, database=None)
profile.register_profile(
    "look", profile.get_profile("ci"), phases=[Phase.explicit, Phase.generate], print_blob=True
)
profile.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture
def clock() -> HandClock:
    return HandClock(MONDAY)


@pytest.fixture
def config_file(tmp_path: Path, store_setting: Settings) -> Callable[..., Path]:
    """Writes a config.toml from the ordinary hall's settings and what differs from them."""

    def write(**differs: Settings) -> Path:
        path = tmp_path / "config.toml"
        stored = {"store": store_setting | differs.pop("store", {})}
        path.write_text(settings(**differs, **stored), encoding="utf-8")
        return path

    return write


@pytest.fixture
def open_hall(
    tmp_path: Path, config_file: Callable[..., Path], clock: HandClock
) -> Iterator[Callable[..., Hall]]:
    """Opens a hall with settings that differ from the ordinary ones; again: the same records."""
    halls = []

    def opened(**differs: Settings) -> Hall:
        hall = Hall.open(config_file(**differs), tmp_path / "data", clock)
        halls.append(hall)
        return hall

    yield opened
    for hall in halls:
        hall.close()


@pytest.fixture
def hall(open_hall: Callable[..., Hall]) -> Hall:
    """The ordinary hall, on a Monday at nine."""
    return open_hall()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first; among these, and among the rest, in the order of the files."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
