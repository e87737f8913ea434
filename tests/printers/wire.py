"""A job book in memory, and a port nobody listens on."""

from __future__ import annotations

import socket
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kiosk.printing import Tier, Word


def until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait for what must become true."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never became true"
        time.sleep(0.002)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Slip:
    id: str
    printer: str
    kind: str
    fields: Mapping[str, str]
    state: str = "queued"
    reason: str = ""
    about: str = ""


@dataclass
class Book:
    """The hall's job book without a disk; it refuses every move the hall would refuse."""

    slips: dict[str, Slip] = field(default_factory=dict)
    moves: list[tuple[str, str]] = field(default_factory=list)
    words: list[tuple[str, Word]] = field(default_factory=list)
    broken: Counter[str] = field(default_factory=Counter)
    """How often a method shall still fail."""

    def add(self, printer: str, kind: str, fields: Mapping[str, str], state: str = "queued") -> str:
        id_ = f"{kind}/{len(self.slips) + 1:03}"
        self.slips[id_] = Slip(id_, printer, kind, fields, state)
        return id_

    def states(self) -> list[str]:
        return [slip.state for slip in self.slips.values()]

    def queued(self, printer: str) -> Slip | None:
        self._may_break("queued")
        waiting = (s for s in self.slips.values() if (s.printer, s.state) == (printer, "queued"))
        return next(waiting, None)

    def sending(self, printer: str) -> list[Slip]:
        return [s for s in self.slips.values() if (s.printer, s.state) == (printer, "sending")]

    def begin(self, job_id: str, printer: str | None = None) -> Slip:
        assert printer in {None, self.slips[job_id].printer}
        return self._move(job_id, {"queued"}, "sending")

    def sent(self, job_id: str, *, awaits: bool = False, millimetres: float = 0.0) -> None:
        self._may_break("sent")
        self._move(job_id, {"sending"}, "sent")

    def printed(self, job_id: str, *, millimetres: float = 0.0) -> None:
        self._may_break("printed")
        self._move(job_id, {"sending", "sent"}, "printed")

    def back(self, job_id: str, reason: str, detail: str | None = None) -> None:
        self._move(job_id, {"queued", "sending"}, "queued", reason)

    def unknown(self, job_id: str, reason: str, detail: str | None = None) -> None:
        self._move(job_id, {"sending", "sent"}, "unknown", reason)

    def failed(self, job_id: str, reason: str, detail: str | None = None) -> None:
        self._move(job_id, {"queued"}, "failed", f"{reason}: {detail}")

    def says(self, printer: str, word: Word, tier: Tier | None) -> None:
        self.words.append((printer, word))

    def hand_over(self, job_id: str) -> str | None:
        return None

    def _move(self, job_id: str, before: set[str], after: str, reason: str = "") -> Slip:
        slip = self.slips[job_id]
        assert slip.state in before, f"{slip.state} → {after}"
        slip.state, slip.reason = after, reason
        self.moves.append((job_id, after))
        return slip

    def _may_break(self, method: str) -> None:
        if self.broken[method]:
            self.broken[method] -= 1
            raise OSError("the store is away")
