"""Questions to the server, by any thread at any time, and what they tell of the wire."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

import psycopg

from kiosk.errors import StoreError
from kiosk.store.postgres.link import PATIENCE, Connection, Greet, Link, Silent, place
from kiosk.store.postgres.saying import explanation, refusal
from kiosk.store.wire import Wire

T = TypeVar("T")


class Asking:
    """The connection that is read from, one question after the other; ``opening``: its name."""

    def __init__(self, url: str, opening: str, greet: Greet) -> None:
        self.url, self._opening = url, opening
        self.where = place(url)
        self.wire = Wire()
        self._reading = threading.RLock()
        self._read = Link(url, f"{opening}:r", greet)
        self.wire.interrupts.append(self._read.interrupt)

    def ask(self, question: Callable[[Connection], T], patience: float = PATIENCE) -> T:
        """Read something; asked again when the connection turns out to be lost."""
        self.admit()
        with self._reading:
            again = self._read.now is not None
            while True:
                try:
                    answer = question(self._read.connection(patience))
                    break
                except psycopg.Error as error:
                    lost = self._read.failed(error)
                    in_vain = isinstance(error, Silent) or self.wire.shut() is not None
                    if not (lost and again) or in_vain:
                        raise self.noted(error) from error
                    again = False
                except StoreError as error:
                    self.wire.failed(error)
                    raise
        self.wire.answered()
        return answer

    def admit(self) -> None:
        """Refuse at once what would only wait.

        Raises:
            StoreError: ``store_away``.
        """
        if (why := self.wire.shut()) is not None:
            reason = why.fields.get("reason", why.code)
            raise refusal("store_away", where=self.where, reason=reason)

    def noted(self, error: psycopg.Error) -> StoreError:
        """Why it was refused; the wire is told."""
        refused = explanation(self.where, error)
        self.wire.failed(refused)
        return refused

    def probe(self) -> None:
        """Does anything answer, while our connection is waited at?"""
        link = Link(self.url, f"{self._opening}:p", lambda _: None)
        try:
            link.connection()
        except psycopg.Error as error:
            raise explanation(self.where, error) from error
        finally:
            link.drop()
