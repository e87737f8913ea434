"""The server's database made, or brought to this version: ``kiosk store init``."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import psycopg

from kiosk.store.postgres import schema
from kiosk.store.postgres.link import LONG, Link, place
from kiosk.store.postgres.saying import explanation


class Made(NamedTuple):
    """What ``init`` found and did: where, the version before (0: nothing) and now, months added."""

    where: str
    before: int
    version: int
    added: bool
    months: list[str]


def init(url: str, centre: str, now: datetime) -> Made:
    """Make the tables or bring them to this version, and add a centre and the months to come.

    Raises:
        StoreError: ``store_newer``, ``store_in_use`` when they are older and a program is running;
            ``store_away``, ``store_denied`` …
    """
    link = Link(url, "kiosk-init", lambda _: None)
    where = place(url)
    try:
        connection = link.connection(LONG)
        before = schema.migrate(connection, where, schema.MIGRATIONS)
        added = schema.add_centre(connection, centre)
        months = schema.add_months(connection, now.date().replace(day=1))
        # Of programs that ended long ago; who still runs signs anew with its next act.
        connection.execute("DELETE FROM kiosk.writers WHERE at < now() - interval '30 days'")
        return Made(where, before, schema.SCHEMA, added, months)
    except psycopg.Error as error:
        raise explanation(where, error) from error
    finally:
        link.drop()
