from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.hall import Hall
from kiosk.store import Store
from tests.centre import MONDAY, settings, standing_at
from tests.halls import Settings
from tests.postgres import Server
from tests.store.neighbour import engine_at
from tests.store.wired import Wired

OpenStore = Callable[[], Store]
OpenHall = Callable[[], Hall]


def records(store: Store, name: str) -> Any:
    """A table without TinyDB's type hints, which know whole numbers as ids only."""
    return store.table(name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def open_store(folder: Path, store_setting: Settings) -> Iterator[OpenStore]:
    """Opens the records once more, as another process would."""
    opened: list[Store] = []

    def once_more() -> Store:
        opened.append(Store(engine_at(folder, store_setting.get("url"))))
        return opened[-1]

    yield once_more
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    return open_store()


@pytest.fixture
def wired(server: Server, tmp_path: Path) -> Iterator[Wired]:
    """Halls over a wire that can be cut."""
    made = Wired(server, tmp_path)
    yield made
    made.close()


@pytest.fixture
def stored(store_setting: Settings) -> str:
    """``[store]`` as it stands in a config.toml."""
    lines = (f"{name} = {json.dumps(value)}" for name, value in store_setting.items())
    return "\n".join(["[store]", *lines])


@pytest.fixture
def config(tmp_path: Path, stored: str) -> Path:
    return settings(tmp_path, more=stored)


@pytest.fixture
def open_hall(config: Path, folder: Path) -> Iterator[OpenHall]:
    opened: list[Hall] = []

    def once_more() -> Hall:
        opened.append(Hall.open(config, folder, standing_at(MONDAY)))
        return opened[-1]

    yield once_more
    for hall in opened:
        hall.close()


@pytest.fixture
def hall(open_hall: OpenHall) -> Hall:
    return open_hall()


Kiosk = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def kiosk(config: Path, folder: Path) -> Kiosk:
    """``kiosk …`` as a process of its own, on the folder of the test."""

    def run(
        *words: str | Path, data: Path = folder, settings: Path = config, clock: bool = True
    ) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kiosk", "--config", settings, "--data", data]
        command += ["--clock", MONDAY.isoformat()] if clock else []
        return subprocess.run(
            [str(word) for word in (*command, *words)], capture_output=True, text=True, check=False
        )

    return run
