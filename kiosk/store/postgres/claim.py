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

    Raises:
        StoreError: ``store_not_moved`` (the folder still has embedded records), ``live_data`` (a
            simulated clock on live records), ``config_differs`` (another program has them open
            with other settings).
    """
    if (engine.folder / files.DATABASE).exists():
        raise refusal("store_not_moved", folder=engine.folder, where=engine.where)
    mark = fingerprint(config)
    with engine.claiming():
        if engine.meta(CLOCK) is None:
            engine.set_meta(CLOCK, "simulated" if simulated else "real")
        elif simulated and engine.meta(CLOCK) == "real":
            raise StoreError("live_data", say("refused.live_data_there", where=engine.where))
        # Settings may change between two openings, never under a program that is running on them.
        if engine.meta(SETTINGS) != mark:
            if not engine.in_use.alone():
                word = say("refused.config_differs_there", where=engine.where)
                raise StoreError("config_differs", word)
            engine.set_meta(SETTINGS, mark)
        engine.settle_in(mark)
