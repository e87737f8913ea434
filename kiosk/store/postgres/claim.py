"""Records in PostgreSQL: of one clock, open with one set of settings, and nowhere else."""

from __future__ import annotations

from kiosk.config import Config
from kiosk.errors import StoreError
from kiosk.store import files
from kiosk.store.folder import CLOCK, SETTINGS, fingerprint
from kiosk.store.postgres.engine import Postgres
from kiosk.store.postgres.saying import refusal
from kiosk.wording import say


def claim(engine: Postgres, config: Config, *, simulated: bool) -> None:
    """Check that these settings may open these records, and note them if they are the first.

    Opened on the last known list: what can be checked now is, the rest when the server is back.

    Raises:
        StoreError: ``store_not_moved`` (the folder still has embedded records), ``live_data`` (a
            simulated clock on live records), ``config_differs`` (another program has them open
            with other settings).
    """
    if (engine.folder / files.DATABASE).exists():
        raise refusal("store_not_moved", folder=engine.folder, where=engine.where)
    if engine.wire.cut_off is not None:
        _check_clock(engine, simulated=simulated)
        engine.claim = lambda: claim_there(engine, config, simulated=simulated)
    else:
        claim_there(engine, config, simulated=simulated)


def claim_there(engine: Postgres, config: Config, *, simulated: bool) -> None:
    """The part that asks the server."""
    mark = fingerprint(config)
    with engine.claiming():
        engine.clock = engine.meta(CLOCK)
        _check_clock(engine, simulated=simulated)
        if engine.clock is None:
            engine.clock = "simulated" if simulated else "real"
            engine.set_meta(CLOCK, engine.clock)
        # Settings may change between two openings, never under a program that is running on them.
        if engine.meta(SETTINGS) != mark:
            if not engine.in_use.alone():
                word = say("refused.config_differs_there", where=engine.where)
                raise StoreError("config_differs", word)
            engine.set_meta(SETTINGS, mark)
        engine.settle_in(mark)


def _check_clock(engine: Postgres, *, simulated: bool) -> None:
    if simulated and engine.clock == "real":
        raise StoreError("live_data", say("refused.live_data_there", where=engine.where))
