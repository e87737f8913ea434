"""What is recorded of a machine, of its health, and of a code that lets one in."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

MACHINES = "machines"
"""The store's table of machines; a retired one is history."""

HEALTH = "machine_health"
"""The store's table of how each machine was when it last said so; ids are the machines'."""

CODES = "machine_codes"
"""The store's table of codes that let a machine in; one that is used or too old is history."""

LETTERS = "XYZWVUTSRQPNMLKJHGFEDCBA"
"""Letters of machines, in the order they are given: no I and O, which are read as 1 and 0."""

Kind = Literal["lobby", "desk", "board"]


class Machine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One machine. ``check`` is the hash of its secret.

    ``letter`` stands in the numbers it gives while it is cut off (none for a board), ``terminals``
    are the names in the settings that it runs, ``printers`` those that only its spooler writes to.
    ``day`` is the business day on which it was retired.
    """

    id: str
    name: str
    role: Kind
    letter: str
    terminals: tuple[str, ...]
    printers: tuple[str, ...]
    check: str
    enrolled: datetime
    by: str
    retired: datetime | None = None
    retired_by: str = ""
    day: str = ""


class Health(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a machine was at ``seen``, by the server's clock.

    ``drift``: seconds its own clock is ahead; ``unprinted``: slips for its printers that are not
    out; ``unsent``: what it noted while cut off and has not handed in; ``spools``: printers that
    its spooler holds.
    """

    seen: datetime
    version: str
    drift: float
    unprinted: int = 0
    unsent: int = 0
    spools: tuple[str, ...] = ()
    day: str = ""


class Code(msgspec.Struct, frozen=True, omit_defaults=True):
    """A code: only a costly hash of its digits is stored."""

    check: str
    salt: str
    until: datetime
    by: str
    used: str = ""
    """The machine it let in."""
    day: str = ""
