"""Where the hall's records live: TinyDB tables over rows that survive a pulled plug."""

from kiosk.store.tables import Store, Table

__all__ = ["Store", "Table"]
