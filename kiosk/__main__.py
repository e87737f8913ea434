"""The command line. The only place that sees the hall, its screens and its printers together."""

from __future__ import annotations

import os
import shlex
import signal
import sys
import threading
from argparse import Namespace
from collections.abc import Callable

from kiosk.cli import opening, queueing, upkeep
from kiosk.cli.parser import parser
from kiosk.errors import Refused
from kiosk.hall import Hall


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when done, 1 when refused, 2 when the words are off."""
    asked = parser().parse_args(arguments)
    try:
        return _COMMANDS[asked.command or "lobby"](asked)
    except Refused as refused:
        return opening.refuse(asked, refused)
    except (KeyboardInterrupt, BrokenPipeError):
        # A closed pipe must not raise again when Python flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 130


def _lobby(asked: Namespace) -> int:
    opening.need_terminal()
    with opening.open_hall(asked) as hall:
        from printers.beside import Beside
        from printers.preview import lines
        from screens.lobby.app import LobbyApp

        terminal = hall.config.terminals.get(hall.queue.terminal)
        if terminal is None or terminal.printer is None:
            LobbyApp(hall, hall.queue.terminal).run()
            return 0
        folder = opening.folder(hall)
        spooler = Beside(
            _spooler_command(asked, hall),
            terminal.printer,
            folder / "spool",
            folder / "spooler.log",
        )
        try:
            LobbyApp(hall, hall.queue.terminal, preview=lines, ready=spooler.start).run()
        finally:
            spooler.stop()
    return 0


def _desk(asked: Namespace) -> int:
    opening.need_terminal()
    with opening.open_hall(asked, "desk") as hall:
        from screens.desk.app import DeskApp

        DeskApp(hall, hall.queue.terminal, window=asked.window).run()
    return 0


def _board(asked: Namespace) -> int:
    opening.need_terminal()
    with opening.open_hall(asked, "board") as hall:
        from screens.board.app import BoardApp

        BoardApp(hall, hall.queue.terminal).run()
    return 0


def _spooler(asked: Namespace) -> int:
    with opening.open_hall(asked) as hall:
        from printers.devices import open_device
        from printers.spooler import Spooler

        folder = opening.folder(hall)
        devices = {
            name: open_device(name, printer, folder / "preview")
            for name, printer in hall.config.printers.items()
        }
        spooler = Spooler(hall.slips, devices, folder / "spool")
        spooler.start()
        hall.follow(lambda _: spooler.wake())
        _until_told(asked.parent)
        spooler.stop()
    return 0


def _demo(asked: Namespace) -> int:
    from kiosk.cli import demo

    opening.need_terminal()
    demo.prepare(asked)
    return {"lobby": _lobby, "desk": _desk, "board": _board}[asked.screen](asked)


def _serve(asked: Namespace) -> int:
    """Only on this machine: textual-serve asks nobody who they are."""
    try:
        from textual_serve.server import Server
    except ImportError:
        raise Refused(
            "serve_missing", "没有安装浏览器组件。请运行：pip install 'community-kiosk[serve]'"
        ) from None
    with opening.open_hall(asked) as hall:
        words = [sys.executable, "-m", "kiosk", *opening.common(asked, hall), asked.screen]
    Server(shlex.join(words), host="127.0.0.1", port=asked.port, title="kiosk").serve()
    return 0


def _until_told(parent: int | None) -> None:
    """Wait for SIGTERM or SIGINT, or for the lobby that started us to be gone."""
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: told.set())
    while not told.wait(1.0):
        if parent is not None and os.getppid() != parent:
            return


def _spooler_command(asked: Namespace, hall: Hall) -> list[str]:
    words = [*opening.common(asked, hall), "spooler", "--parent", str(os.getpid())]
    return [sys.executable, "-m", "kiosk", *words]


_COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "lobby": _lobby,
    "desk": _desk,
    "board": _board,
    "spooler": _spooler,
    "serve": _serve,
    "demo": _demo,
    "ticket": queueing.ticket,
    "batch": queueing.batch,
    "backup": upkeep.backup,
    "restore": upkeep.restore,
    "export": upkeep.export,
    "doctor": upkeep.doctor,
    "staff": upkeep.staff,
}


if __name__ == "__main__":
    sys.exit(main())
