"""A connection to the server: made when needed, given up when it fails, never waited for long."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg
from psycopg import errors
from psycopg.abc import RV, PQGen
from psycopg.conninfo import conninfo_to_dict

from kiosk.store.postgres.saying import refusal

PATIENCE = 10.0
"""Seconds after which an answer is not waited for any longer."""

LONG = 3600.0
"""Seconds that one statement about all records may take."""

GREETING = 5.0
"""Seconds for a new connection's first questions: are tables and settings still ours?"""

_TIMES = {
    "lock_timeout": 8000,  # below PATIENCE: then the server itself says why
    # A machine that is frozen or cut off in the middle of an act must not hold the others up.
    "idle_in_transaction_session_timeout": 10_000,
    "client_connection_check_interval": 2000,
    "tcp_keepalives_idle": 3,
    "tcp_keepalives_interval": 2,
    "tcp_keepalives_count": 3,
    "jit": "off",
}
"""Settings of our sessions, in milliseconds and seconds as PostgreSQL has them."""

_DEFAULTS: dict[str, Any] = {
    "connect_timeout": 3,
    "keepalives_idle": 3,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 4000,
    "target_session_attrs": "read-write",
}
"""Of libpq; what ``url`` says goes before."""

Connection = psycopg.Connection[tuple[Any, ...]]

Greet = Callable[["Patient"], None]


class Silent(psycopg.OperationalError):
    """No answer in time: the server may still be at it."""


class Patient(psycopg.Connection[tuple[Any, ...]]):
    """A connection that waits for an answer as long as ``patience`` seconds, then fails."""

    patience = PATIENCE

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Wait for an answer.

        Raises:
            Silent: it did not come in time.
        """
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except errors._WaitTimeout as late:
            raise Silent(f"no answer within {self.patience:g} s") from late


class Link:
    """A connection under a name (as the server's own lists show it), with what to ask it first."""

    def __init__(self, url: str, name: str, greet: Greet) -> None:
        given = parsed(url)
        times = " ".join(f"-c {name}={value}" for name, value in _TIMES.items())
        self._words = {**_DEFAULTS, **given, "application_name": name}
        self._words["options"] = f"{times} {given.get('options', '')}".strip()
        self._greet = greet
        self._open: Patient | None = None
        self._closing = threading.Lock()

    @property
    def now(self) -> Patient | None:
        """The connection if there is one, whether or not it still works."""
        return self._open

    def connection(self, patience: float = PATIENCE) -> Patient:
        """The connection, made anew when it was lost.

        Raises:
            psycopg.Error: the server cannot be reached or refuses.
            StoreError: what ``greet`` refuses.
        """
        if self._open is not None and self._open.broken:
            self.drop()
        if self._open is None:
            opened = Patient.connect(autocommit=True, **self._words)
            try:
                opened.patience = GREETING
                self._greet(opened)
            except BaseException:
                opened.close()
                raise
            self._open = opened
        self._open.patience = patience
        return self._open

    def rename(self, name: str) -> None:
        """Stand in the server's list under another name, from now on and when it is made anew.

        Raises:
            psycopg.Error: the server cannot be reached.
        """
        self._words["application_name"] = name
        if self._open is not None:
            self._open.execute("SELECT set_config('application_name', %s, false)", (name,))

    def failed(self, error: psycopg.Error) -> bool:
        """Note an error; is the connection lost?

        One that did not answer in time may answer later, to another question: it is lost too.
        """
        lost = self._open is None or self._open.broken or error.sqlstate is None
        if lost:
            self.drop()
        return lost

    def drop(self) -> None:
        """Give the connection up; a new one is made when it is next needed."""
        gone, self._open = self._open, None
        if gone is not None:
            with self._closing:
                gone.close()

    def interrupt(self) -> None:
        """Let whoever waits for an answer here fail at once; from any thread."""
        with self._closing, suppress(psycopg.Error, OSError):
            if (waiting := self._open) is not None:
                # A copy: what is shut down is the connection itself, whoever closes which file.
                with socket.socket(fileno=os.dup(waiting.fileno())) as copy:
                    copy.shutdown(socket.SHUT_RDWR)


def parsed(url: str) -> dict[str, Any]:
    """What a server's address says.

    Raises:
        StoreError: ``store_url``.
    """
    try:
        return dict(conninfo_to_dict(url))
    except psycopg.Error as error:
        raise refusal("store_url", reason=str(error).strip()) from None


def place(url: str) -> str:
    """Where the server is, for people: host and database, never a user or a password."""
    given = parsed(url)
    host = given.get("host") or given.get("hostaddr") or given.get("service") or "localhost"
    port = f":{given['port']}" if given.get("port") else ""
    return f"{host}{port}/{given.get('dbname', '')}".rstrip("/")
