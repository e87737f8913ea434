"""A wire that can be cut: a TCP port in front of a server's socket, in the hands of a test.

``drop`` is a pulled cable: nothing arrives, nobody is told, and what was on its way arrives when it
is plugged in again, as TCP would send it again. ``cut`` is a switched-off machine: connections are
reset and new ones refused. ``half_close`` is a router that forgot a connection for one side.
"""

from __future__ import annotations

import os
import selectors
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Literal

from tests.postgres import Server

_CHUNK = 64 * 1024
_RESET = struct.pack("ii", 1, 0)

Side = Literal["client", "server"]


class _Pipe:
    """One direction of a connection: what was read and is to be written, and when."""

    def __init__(self, source: socket.socket, target: socket.socket) -> None:
        self.source, self.target = source, target
        self.waiting: deque[tuple[float, bytes]] = deque()
        """Bytes, and from when on they may go; none at all: the end."""
        self.read_all = self.wrote_all = False

    def read(self, due: float) -> None:
        try:
            data = self.source.recv(_CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        self.read_all = not data
        if not self.wrote_all:
            self.waiting.append((due, data))

    def write(self, now: float) -> None:
        while self.waiting and self.waiting[0][0] <= now:
            due, data = self.waiting.popleft()
            if not data:
                self.end()
                return
            try:
                sent = self.target.send(data)
            except BlockingIOError:
                sent = 0
            except OSError:
                self.wrote_all = True
                self.waiting.clear()
                return
            if sent < len(data):
                self.waiting.appendleft((due, data[sent:]))
                return

    def end(self) -> None:
        self.wrote_all = True
        with suppress(OSError):
            self.target.shutdown(socket.SHUT_WR)


class Proxy:
    """Forwards connections to a server; what a test says happens at once, from any thread."""

    def __init__(self, server: Server) -> None:
        self._socket = str(server.folder / ".s.PGSQL.5432")
        self._listener = _bound(0)
        self._listener.listen(128)
        self.port: int = self._listener.getsockname()[1]
        self._pipes: list[_Pipe] = []
        self._holding: frozenset[Side] = frozenset()
        self._refusing, self._delay = False, 0.0
        self._orders: deque[tuple[Callable[[], None], threading.Event]] = deque()
        self._woken, self._wake = os.pipe()
        self._open = True
        self._thread = threading.Thread(target=self._run, name="wire-proxy", daemon=True)
        self._thread.start()

    def url(self, database: str, user: str = "postgres") -> str:
        """How to reach a database of the server over this wire."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def cut(self) -> None:
        """Reset all connections, on both sides, and refuse new ones."""
        self._do(self._cut)

    def drop(self, towards: Side | None = None) -> None:
        """Let nothing through any more, and say nothing; new connections meet silence.

        ``towards``: only in this direction. Without answers, what is sent still happens.
        """
        held: frozenset[Side] = frozenset({towards} if towards else {"client", "server"})
        self._do(lambda: setattr(self, "_holding", held))

    def mend(self) -> None:
        """Forward again, also what was held; no delay."""
        self._do(self._mend)

    def delay(self, seconds: float) -> None:
        """Let everything arrive this much later, in each direction."""
        self._do(lambda: setattr(self, "_delay", seconds))

    def half_close(self, towards: Side = "client") -> None:
        """End one direction of each connection there is; the other side is not told."""
        self._do(lambda: self._half_close(towards))

    @property
    def connections(self) -> int:
        """How many connections there are."""
        return len(self._pipes) // 2

    def close(self) -> None:
        """End it."""
        self._do(self._stop)
        self._thread.join()

    def __enter__(self) -> Proxy:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _do(self, order: Callable[[], None]) -> None:
        done = threading.Event()
        self._orders.append((order, done))
        os.write(self._wake, b"!")
        assert done.wait(30), "the proxy's thread stands still"

    # --- in its own thread ---------------------------------------------------------------------

    def _run(self) -> None:
        while self._open:
            with selectors.DefaultSelector() as selector:
                timeout = self._register(selector)
                ready = {key.fd for key, _ in selector.select(timeout)}
            if self._woken in ready:
                os.read(self._woken, 4096)
                while self._orders:
                    order, done = self._orders.popleft()
                    order()
                    done.set()
                continue
            if self._listener.fileno() in ready and not self._refusing:
                self._accept()
            self._forward(ready)
        os.close(self._woken)
        os.close(self._wake)

    def _register(self, selector: selectors.BaseSelector) -> float | None:
        """Wait for what matters now; seconds after which something delayed is due."""
        wanted: dict[socket.socket | int, int] = {self._woken: selectors.EVENT_READ}
        if not self._refusing:
            wanted[self._listener] = selectors.EVENT_READ
        timeout: float | None = None
        now = time.monotonic()
        for pipe in self._flowing():
            if not pipe.read_all:
                wanted[pipe.source] = wanted.get(pipe.source, 0) | selectors.EVENT_READ
            if pipe.waiting and not pipe.wrote_all:
                later = pipe.waiting[0][0] - now
                if later <= 0:
                    wanted[pipe.target] = wanted.get(pipe.target, 0) | selectors.EVENT_WRITE
                else:
                    timeout = later if timeout is None else min(timeout, later)
        for file, events in wanted.items():
            selector.register(file, events)
        return timeout

    def _accept(self) -> None:
        client, _ = self._listener.accept()
        server = socket.socket(socket.AF_UNIX)
        server.setblocking(False)
        try:
            server.connect(self._socket)
        except OSError:
            _reset(client)
            server.close()
            return
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.setblocking(False)
        self._pipes += [_Pipe(client, server), _Pipe(server, client)]

    def _flowing(self) -> list[_Pipe]:
        there = [] if "server" in self._holding else self._pipes[::2]
        back = [] if "client" in self._holding else self._pipes[1::2]
        return there + back

    def _forward(self, ready: set[int]) -> None:
        now = time.monotonic()
        for pipe in self._flowing():
            if pipe.source.fileno() in ready and not pipe.read_all:
                pipe.read(now + self._delay)
            if pipe.waiting and not pipe.wrote_all:
                pipe.write(now)
        for there, back in list(self._pairs()):
            if there.wrote_all and back.wrote_all:
                self._pipes = [pipe for pipe in self._pipes if pipe not in {there, back}]
                there.source.close()
                there.target.close()

    def _pairs(self) -> list[tuple[_Pipe, _Pipe]]:
        return list(zip(self._pipes[::2], self._pipes[1::2], strict=True))

    def _cut(self) -> None:
        self._refusing, self._holding = True, frozenset()
        self._listener.close()
        # Bound but not listening: refused, and nobody else gets the port.
        self._listener = _bound(self.port)
        for there, _ in self._pairs():
            _reset(there.source)
            there.target.close()
        self._pipes.clear()

    def _mend(self) -> None:
        self._holding, self._delay = frozenset(), 0.0
        if self._refusing:
            self._refusing = False
            self._listener.listen(128)

    def _half_close(self, towards: Side) -> None:
        for there, back in self._pairs():
            pipe = back if towards == "client" else there
            pipe.read_all = True
            pipe.waiting.clear()
            pipe.end()

    def _stop(self) -> None:
        self._open = False
        self._listener.close()
        for pipe in self._pipes:
            pipe.source.close()


def _bound(port: int) -> socket.socket:
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    return bound


def _reset(client: socket.socket) -> None:
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    client.close()
