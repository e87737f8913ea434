"""What ``kiosk doctor`` and ``kiosk store check`` answer."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing looked at, whether it is well, and what was seen."""

    what: str
    ok: bool
    says: str
