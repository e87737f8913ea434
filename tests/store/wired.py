"""A hall on a server over a wire that a test can cut, and one beside it that is never cut off."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from kiosk.hall import Hall
from tests.centre import MONDAY, settings, standing_at
from tests.engines import Database
from tests.postgres import Server
from tests.wire_proxy import Proxy


class Wired:
    """Opens halls over the wire, each on a machine of its own, and closes them at the end."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.name, self.folder, self._server = f"wired_{secrets.token_hex(4)}", folder, server
        with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.name)))
        self.database = Database(server.url(self.name))
        self.database.empty()
        self.proxy = Proxy(server)
        self._opened: list[Hall] = []

    def config(self, url: str, machine: str, more: str = "") -> Path:
        """The settings of a machine."""
        store = f'[store]\nengine = "postgresql"\nurl = "{url}"'
        return settings(self.folder / machine, more=f"{store}\n{more}")

    def hall(self, machine: str = "here", at: datetime | None = MONDAY, more: str = "") -> Hall:
        """A hall on a machine over the wire; ``at`` no moment: on the real clock."""
        config = self.config(self.proxy.url(self.name), machine, more)
        return self._open(config, machine, at)

    def elsewhere(self, more: str = "") -> Hall:
        """A hall on a machine whose wire is never cut."""
        return self._open(self.config(self.database.url, "elsewhere", more), "elsewhere", MONDAY)

    def data(self, machine: str = "here") -> Path:
        """A machine's own folder."""
        return self.folder / machine / "data"

    def _open(self, config: Path, machine: str, at: datetime | None) -> Hall:
        clock: Any = standing_at(at) if at else None
        self._opened.append(Hall.open(config, self.data(machine), clock))
        return self._opened[-1]

    def close_halls(self) -> None:
        """Close those that are open."""
        while self._opened:
            self._opened.pop().close()

    def close(self) -> None:
        """Close what was opened; without a wire that would be waited for."""
        self.proxy.cut()
        self.close_halls()
        self.proxy.close()
        self.database.connection.close()
        with psycopg.connect(self._server.url("postgres"), autocommit=True) as admin:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(self.name))
            admin.execute(drop)
