"""One receipt on its way to one printer, and how far it can come."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

import msgspec


class JobState(StrEnum):
    """How far a receipt has come. Only the printer itself, or a person, can say ``printed``."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    PRINTED = "printed"
    FAILED = "failed"
    UNKNOWN = "unknown"


PENDING = frozenset({JobState.QUEUED, JobState.SENDING})
"""States of a job that its spooler still has work with, besides ``sent`` that awaits its word."""

_SETTLED = frozenset({JobState.SENT, JobState.PRINTED, JobState.FAILED})

BEFORE: dict[JobState, frozenset[JobState]] = {
    JobState.SENDING: frozenset({JobState.QUEUED}),
    JobState.QUEUED: frozenset({JobState.QUEUED, JobState.SENDING}),
    JobState.SENT: frozenset({JobState.SENDING}),
    JobState.PRINTED: frozenset({JobState.SENDING, JobState.SENT}),
    JobState.FAILED: frozenset({JobState.QUEUED, JobState.SENDING}),
    JobState.UNKNOWN: frozenset({JobState.SENDING, JobState.SENT}),
}
"""From which states a job may come to each. A job that had begun never goes back by itself."""


class Reason(StrEnum):
    """Why a job is in doubt or over without paper; a job that waits has a printer's ``Word``."""

    INTERRUPTED = "interrupted"
    STALLED = "stalled"
    NOT_ACKNOWLEDGED = "not_acknowledged"
    STOPPED = "stopped"
    DEVICE_FAILED = "device_failed"
    SLIP_INVALID = "slip_invalid"
    CANCELLED = "cancelled"
    NO_OFFICE_PRINTER = "no_office_printer"
    """Nothing here prints A4."""


Decision = Literal["reprint", "came_out", "cancel"]
"""What the desk makes of a job nobody is sure about."""


class Job(msgspec.Struct, frozen=True, omit_defaults=True):
    """One receipt on its way to one printer: what it says, and the act it proves (``about``).

    ``reason`` is a word of the catalogue's ``[printer]``; ``detail`` is for maintainers.
    """

    id: str
    printer: str
    kind: str
    about: str
    fields: dict[str, str]
    state: JobState
    at: datetime
    day: str
    changed: datetime | None = None
    reason: str | None = None
    detail: str | None = None
    copy: int = 1
    """From 2 on the paper says 补打 and which copy it is."""
    by: str | None = None
    """Who asked for this copy, or decided what became of it."""
    decided: Decision | None = None
    awaits: bool = False
    """Sent to a printer that will still say whether it was printed."""
    meant_for: str | None = None
    """The printer it was queued for before another one stood in."""

    @property
    def doubtful(self) -> bool:
        """Waits for somebody to look and to decide."""
        return self.state in {JobState.UNKNOWN, JobState.FAILED} and self.decided is None

    @property
    def begun(self) -> bool:
        """Its spooler is at it."""
        return self.state is JobState.SENDING or (self.state is JobState.SENT and self.awaits)

    @property
    def over(self) -> bool:
        """Nothing will happen to it any more by itself, nor is anybody asked."""
        settled = self.state in _SETTLED and not self.awaits
        return settled or (self.state is JobState.UNKNOWN and self.decided is not None)
