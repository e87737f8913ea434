"""Both ends of the wire: a printer's TCP port, and a job book in memory."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType


def until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait for what must become true."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never became true"
        time.sleep(0.002)


class Listener:
    """A network printer that takes everything; ``hang_up_after`` bytes it resets the connection."""

    def __init__(self, port: int = 0, hang_up_after: int | None = None) -> None:
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("127.0.0.1", port))
        self.socket.listen()
        self.port: int = self.socket.getsockname()[1]
        self.hang_up_after = hang_up_after
        self.jobs: list[bytes] = []
        self.first_byte: list[float] = []
        self.thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Listener:
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                peer, _ = self.socket.accept()
            except OSError:
                return
            with peer:
                self._take(peer)

    def _take(self, peer: socket.socket) -> None:
        data = bytearray()
        while part := peer.recv(4096):
            if not data:
                self.first_byte.append(time.monotonic())
            data += part
            if self.hang_up_after is not None and len(data) >= self.hang_up_after:
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
        self.jobs.append(bytes(data))


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

    def begin(self, job_id: str) -> Slip:
        return self._move(job_id, "queued", "sending")

    def sent(self, job_id: str) -> None:
        self._move(job_id, "sending", "sent")

    def printed(self, job_id: str) -> None:
        self._move(job_id, "sending", "printed")

    def back(self, job_id: str, reason: str) -> None:
        self._move(job_id, "sending", "queued", reason)

    def unknown(self, job_id: str, reason: str) -> None:
        self._move(job_id, "sending", "unknown", reason)

    def failed(self, job_id: str, reason: str) -> None:
        self._move(job_id, "queued", "failed", reason)

    def _move(self, job_id: str, before: str, after: str, reason: str = "") -> Slip:
        slip = self.slips[job_id]
        assert slip.state == before, f"{slip.state} → {after}"
        slip.state, slip.reason = after, reason
        self.moves.append((job_id, after))
        return slip

    def _may_break(self, method: str) -> None:
        if self.broken[method]:
            self.broken[method] -= 1
            raise OSError("the store is away")
