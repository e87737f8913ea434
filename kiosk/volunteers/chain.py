"""The chain of moves: each carries a keyed check of itself and of the move before it.

All moves of all activities and attendances are one chain in the order they were recorded. The key
is sealed with the hall's key file, which is in no backup and no export: whoever edits a stored row
by hand cannot make its check right again. Adding a move reads nothing but the chain's end.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from kiosk.sealed import Sealed
from kiosk.store import Store

TABLE = "volunteer_chain"
"""The store's table of two live documents: ``end`` of the chain, and its sealed ``key``."""

_encode = msgspec.json.Encoder(order="sorted").encode


class Move(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What every recorded move has: when, where, by whom; its number and check in the chain."""

    at: datetime
    where: str = ""
    by: str = ""
    n: int = 0
    before: str = ""
    mac: str = ""


M = TypeVar("M", bound=Move)


class Chain:
    """Seals moves, inside the transaction that stores them."""

    def __init__(self, store: Store, sealed: Sealed) -> None:
        self._store, self._sealed = store, sealed
        self._table = store.table(TABLE)
        self._key, self._token = b"", ""

    def seal(self, table: str, id_: str, move: M) -> M:
        """The move with its number and check, as the next of the chain.

        Raises:
            Refused: ``key_missing``, ``key_wrong``.
        """
        with self._store.transaction():
            end = self.end()
            move = msgspec.structs.replace(move, n=end[0] + 1, before=end[1], mac="")
            mac = self.check(table, id_, msgspec.to_builtins(move))
            self._table.put("end", {"n": move.n, "mac": mac})
        return msgspec.structs.replace(move, mac=mac)

    def end(self) -> tuple[int, str]:
        """How many moves there are, and the check of the last one."""
        end = self._table.get(doc_id="end")
        return (end["n"], end["mac"]) if end else (0, "")

    @property
    def begun(self) -> bool:
        """Is there a key, and so anything to be checked?"""
        return self._table.get(doc_id="key") is not None

    def check(self, table: str, id_: str, move: dict[str, Any]) -> str:
        """The check a stored move must carry: of its place and of all it says but ``mac``."""
        said = {name: value for name, value in move.items() if name != "mac"}
        return hmac.digest(self._secret(), _encode([table, id_, said]), "sha256")[:16].hex()

    def _secret(self) -> bytes:
        # Held under the token it came from: a transaction that made it may yet be undone.
        kept = self._table.get(doc_id="key")
        if kept is None:
            with self._store.transaction():
                kept = self._table.get(doc_id="key")  # another process may have been first
                if kept is None:
                    kept = {"secret": self._sealed.seal(secrets.token_hex(32))}
                    self._table.put("key", kept)
        if kept["secret"] != self._token:
            self._key = bytes.fromhex(self._sealed.open(kept["secret"]))
            self._token = kept["secret"]
        return self._key
