"""Rows in PostgreSQL, shared by several machines; wants the extra ``[postgres]``."""

from kiosk.store.postgres.engine import Postgres

__all__ = ["Postgres"]
