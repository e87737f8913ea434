"""Which engine a centre's settings ask for, opened and claimed."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.config import Config
from kiosk.errors import StoreError
from kiosk.store import files
from kiosk.store.folder import claim
from kiosk.store.sqlite import SQLite
from kiosk.wording import say

if TYPE_CHECKING:
    from kiosk.store.postgres import Postgres

DEMO = "demo.json"
"""A folder with this file is a demonstration: its records stay in it, whatever the settings say."""


def embedded(config: Config, folder: Path) -> bool:
    """Do the records lie in the folder itself?"""
    return config.store.engine == "sqlite" or (folder / DEMO).exists()


def opened(config: Config, folder: Path, *, simulated: bool) -> SQLite | Postgres:
    """The engine of a centre, checked against its settings.

    Raises:
        StoreError: see ``kiosk.store.sqlite.SQLite`` and ``kiosk.store.postgres.Postgres``, and
            what ``claim`` of each refuses; ``postgres_missing`` without its library.
    """
    if embedded(config, folder):
        engine = SQLite(folder, config.centre.code)
        (folder / files.LAST_KNOWN).unlink(missing_ok=True)  # of a time on a server
        try:
            claim(engine, config, simulated=simulated)
        except BaseException:
            engine.close()
            raise
        return engine
    shared = server(config, folder, even_cut_off=True)
    from kiosk.store.postgres.claim import claim as claim_there  # noqa: PLC0415

    try:
        claim_there(shared, config, simulated=simulated)
    except BaseException:
        shared.close()
        raise
    return shared


def restore_there(
    source: Path, folder: Path, config: Config, now: datetime, *, force: bool
) -> tuple[str, Path | None]:
    """Restore a backup on the server: where, and where the replaced records were put aside.

    Raises:
        StoreError: see ``kiosk.store.postgres.keeping.restore``.
    """
    engine = server(config, folder, even_moved=True)
    from kiosk.store.postgres import keeping  # noqa: PLC0415 -- wants the driver

    with files.opening(folder), closing(engine):
        return engine.where, keeping.restore(source, engine, config, now, force=force)


def server(
    config: Config, folder: Path, *, even_moved: bool = False, even_cut_off: bool = False
) -> Postgres:
    """The engine of several machines, not claimed yet.

    Args:
        config: with the server's address.
        folder: this machine's own.
        even_moved: also one whose records went away.
        even_cut_off: when the server cannot be reached, on what this machine last knew of it.

    Raises:
        StoreError: as ``opened``.
    """
    try:
        from kiosk.store.postgres import Postgres  # noqa: PLC0415 -- most halls have no server
    except ImportError as error:
        word = say("refused.postgres_missing", reason=error)
        raise StoreError("postgres_missing", word, reason=str(error)) from None
    store = config.store
    return Postgres(
        store.url or "",
        config.centre.code,
        folder,
        listen=store.listen,
        even_moved=even_moved,
        even_cut_off=even_cut_off,
    )
