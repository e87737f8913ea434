"""The command line. The only place that sees the hall, its screens and its printers together."""

from __future__ import annotations

import sys

from kiosk.cli import start

if __name__ == "__main__":
    # Before all else is imported: the supervisor stays small, and the first frame comes as soon.
    sys.exit(start.main())

import os
import signal
import threading
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from kiosk.cli import opening, queueing, supervise, upkeep
from kiosk.cli.beating import beating, terminate
from kiosk.cli.parser import parser
from kiosk.errors import Refused
from kiosk.hall import Hall

if TYPE_CHECKING:
    from screens.terminal import Terminal


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when done, 1 when refused, 2 when the words are off."""
    asked = parser().parse_args(arguments)
    command = asked.command or "lobby"
    try:
        status = _COMMANDS[command](asked)
    except Refused as refused:
        return opening.refuse(asked, refused)
    except (KeyboardInterrupt, BrokenPipeError):
        # A closed pipe must not raise again when Python flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 130
    except Exception as error:
        if command not in {*supervise.SCREENS, "demo"}:
            raise
        status = opening.fell(asked, error)
    if status == supervise.FELL:
        opening.say_fell()
    return status


def _lobby(asked: Namespace) -> int:
    opening.need_terminal()
    with opening.open_hall(asked) as hall, _beside(asked, hall, alone=True) as spool:
        from printers.preview import lines
        from screens.lobby.app import LobbyApp

        terminal = hall.config.terminals.get(hall.queue.terminal)
        if terminal is None or terminal.printer is None:
            return _show(LobbyApp(hall, hall.queue.terminal))
        return _show(LobbyApp(hall, hall.queue.terminal, preview=lines, ready=spool))


@contextmanager
def _beside(asked: Namespace, hall: Hall, *, alone: bool = False) -> Iterator[Callable[[], None]]:
    """What starts a spooler beside a screen, when it is time; it ends with the screen.

    ``alone``: also on the one machine of a hall. Where machines share a server, each prints for
    its own printers, whichever screen it shows.
    """
    printer = None
    if hall.machines.shared:
        printer = next(iter(hall.machines.own_printers()), None)
    elif alone and (terminal := hall.config.terminals.get(hall.queue.terminal)) is not None:
        printer = terminal.printer
    if printer is None:
        yield lambda: None
        return
    from printers.beside import Beside

    folder = opening.folder(hall)
    command = _spooler_command(asked, hall)
    spooler = Beside(command, printer, folder / "spool", folder / "spooler.log")
    try:
        yield spooler.start
    finally:
        spooler.stop()


def _desk(asked: Namespace) -> int:
    opening.need_terminal()
    with opening.open_hall(asked, "desk") as hall, _beside(asked, hall) as spool:
        from screens.desk.app import DeskApp

        spool()
        return _show(DeskApp(hall, hall.queue.terminal, window=asked.window))


def _board(asked: Namespace) -> int:
    opening.need_terminal()
    with opening.open_hall(asked, "board") as hall:
        from screens.board.app import BoardApp

        return _show(BoardApp(hall, hall.queue.terminal))


def _show(terminal: Terminal) -> int:
    """Run a terminal's screens; ``FELL`` when an error ended them."""
    with beating(terminal.hall, lambda: terminal.call_from_thread(terminal.exit)):
        terminal.run()
    return terminal.return_code or 0


def _spooler(asked: Namespace) -> int:
    with opening.open_hall(asked) as hall:
        from kiosk.certificates.register import read_sheet
        from kiosk.outbox import going_on
        from kiosk.outbox.two_books import TwoBooks
        from printers.devices import open_device
        from printers.spooler import Spooler

        folder = opening.folder(hall)
        devices = {
            name: open_device(
                name, hall.config.printers[name], folder / "preview", read_sheet(hall)
            )
            for name in hall.machines.own_printers()
            if name in hall.config.printers
        }
        apart = going_on.apart(hall)
        spooler = Spooler(TwoBooks(hall) if apart else hall.slips, devices, folder / "spool")
        spooler.start()
        hall.follow(lambda _: spooler.wake())
        if apart:
            hall.on_wire(lambda _: spooler.wake())
            hall.outbox.follow(lambda _: spooler.wake())
        try:
            with beating(hall, terminate):
                _until_told(asked.parent)
        finally:
            spooler.stop()
    return 0


def _printer(asked: Namespace) -> int:
    from kiosk.cli.printer import printer
    from printers.bench import Bench

    return printer(asked, Bench())


def _demo(asked: Namespace) -> int:
    from kiosk.cli import demo

    opening.need_terminal()
    demo.prepare(asked)
    return {"lobby": _lobby, "desk": _desk, "board": _board}[asked.screen](asked)


def _serve(asked: Namespace) -> int:
    from kiosk.cli import serve

    if asked.screen == "token":
        return serve.new_link(asked)
    what = serve.served(asked)
    from screens.browser.server import HallServer

    server = HallServer(what.words, what.host, what.port, what.places, what.door, what.names)
    another = partial(serve.tell_link, what.door) if what.door else None
    try:
        server.show(partial(serve.tell, what), another)
    except OSError as error:
        raise serve.cannot_listen(what, error) from None
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


def _keys(asked: Namespace) -> int:
    from kiosk.cli import keys

    return keys.run(asked)


def _store(asked: Namespace) -> int:
    from kiosk.cli import store

    return store.run(asked)


def _outbox(asked: Namespace) -> int:
    from kiosk.cli import outbox

    return outbox.run(asked)


def _machines(asked: Namespace) -> int:
    from kiosk.cli import machines

    return machines.run(asked)


def _items(asked: Namespace) -> int:
    from kiosk.cli import items

    return items.items(asked)


def _certificates(asked: Namespace) -> int:
    from kiosk.cli import certificates
    from printers.a4.drawing import Drawing

    return certificates.certificates(asked, Drawing())


def _volunteers(asked: Namespace) -> int:
    from kiosk.cli import volunteers

    return volunteers.volunteers(asked)


_COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "lobby": _lobby,
    "desk": _desk,
    "board": _board,
    "spooler": _spooler,
    "serve": _serve,
    "demo": _demo,
    "printer": _printer,
    "ticket": queueing.ticket,
    "batch": queueing.batch,
    "backup": upkeep.backup,
    "restore": upkeep.restore,
    "export": upkeep.export,
    "doctor": upkeep.doctor,
    "staff": upkeep.staff,
    "keys": _keys,
    "store": _store,
    "purge": upkeep.purge,
    "machines": _machines,
    "outbox": _outbox,
    "items": _items,
    "volunteers": _volunteers,
    "certificates": _certificates,
}
