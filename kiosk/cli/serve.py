"""``kiosk serve``: what is shown to which browsers, and what the person who starts it must know."""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
import sys
import time
from argparse import Namespace
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from importlib.util import find_spec
from typing import NamedTuple, TextIO

from kiosk.cli import opening
from kiosk.config import Serve
from kiosk.door import Door
from kiosk.errors import Refused
from kiosk.wording import refusal, say

PORTS = {"lobby": 8000, "desk": 8001, "board": 8002}
"""Where each screen is served unless told otherwise, so that all three can be at once."""

LANGUAGES = ("zh-Hans", "en")


class Served(NamedTuple):
    """One screen as it is to be served. ``words`` is the command of one browser's program."""

    words: Callable[[], list[str]]
    host: str
    port: int
    places: int
    names: tuple[str, ...]
    door: Door | None


def served(asked: Namespace) -> Served:
    """What the words and the settings say is to be served.

    Raises:
        Refused: ``serve_missing`` without the optional package; as ``Hall.open``.
    """
    if find_spec("textual_serve") is None:
        raise refusal("serve_missing")
    with opening.open_hall(asked, asked.screen) as hall:
        common = opening.common(Namespace(**vars(asked) | {"clock": None}), hall)
        setting = hall.config.serve
        door = Door(opening.folder(hall)) if asked.screen == "desk" else None
    return Served(
        _words(asked, common),
        asked.host or setting.host,
        asked.port or PORTS[asked.screen],
        _places(setting, asked.screen),
        setting.names,
        door,
    )


def _places(setting: Serve, screen: str) -> int:
    return int(getattr(setting, screen))


def _words(asked: Namespace, common: list[str]) -> Callable[[], list[str]]:
    """The command of a program; a training clock goes on from where it is by then."""
    began = time.monotonic()

    def words() -> list[str]:
        command = [sys.executable, "-m", "kiosk", *common]
        if asked.clock:
            passed = timedelta(seconds=time.monotonic() - began)
            command += ["--clock", (asked.clock + passed).isoformat()]
        command.append(asked.screen)
        if asked.screen == "desk" and asked.window:
            command += ["--window", asked.window]
        return command

    return words


def tell(what: Served) -> None:
    """Where to find it; for a desk, a link; a warning when other machines can reach it."""
    _notify("READY=1")
    if not _loopback(what.host):
        _say("serve.open_to_all", file=sys.stderr)
    if what.door is None:
        _say("serve.address", url=_address(what))
        return
    what.door.announce(_address(what))
    tell_link(what.door)
    if sys.stdin.isatty():
        _say("serve.enter_for_link")


def tell_link(door: Door) -> None:
    """Print a link that opens the desk in one browser, once."""
    _say("serve.link", url=_link(door))


def new_link(asked: Namespace) -> int:
    """``kiosk serve token``: a link for a desk that is being served.

    Raises:
        Refused: ``no_desk_served`` when it never was.
    """
    with opening.open_hall(asked, "desk") as hall:
        door = Door(opening.folder(hall))
    if door.address() is None:
        raise refusal("no_desk_served")
    print(_link(door))  # noqa: T201
    return 0


def cannot_listen(what: Served, error: OSError) -> Refused:
    """Why nothing can be served there."""
    if error.errno == errno.EADDRINUSE:
        return refusal("port_in_use", port=what.port)
    return refusal("cannot_listen", host=what.host, port=what.port, reason=error.strerror)


def _link(door: Door) -> str:
    return f"{door.address()}/?token={door.token()}"


def _address(what: Served) -> str:
    host = what.host
    with suppress(ValueError):
        address = ipaddress.ip_address(host)
        if address.is_unspecified:
            host = _own_address()
        elif address.version == 6:  # noqa: PLR2004
            host = f"[{host}]"
    return f"http://{host}:{what.port}"


def _own_address() -> str:
    """The address by which the machine goes out; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # TEST-NET-1, RFC 5737
        return str(probe.getsockname()[0])
    return socket.gethostname()


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _notify(state: str) -> None:
    """Tell systemd, where it started us and waits for a word: sd_notify(3)."""
    where = os.environ.get("NOTIFY_SOCKET", "")
    if where:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line, suppress(OSError):
            line.sendto(state.encode(), where.replace("@", "\0", 1) if where[0] == "@" else where)


def _say(key: str, file: TextIO | None = None, **fields: object) -> None:
    for language in LANGUAGES:
        print(say(key, language, **fields), file=file, flush=True)
