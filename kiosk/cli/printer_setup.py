"""``kiosk printer setup``: find a printer, try it, read its code back, and say what to write."""

from __future__ import annotations

import ipaddress
import secrets
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any, Protocol

import msgspec

from kiosk.claims import SPOOL
from kiosk.cli.opening import folder, say_json
from kiosk.cli.printer_rows import not_printed, where
from kiosk.config import Printer
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.jobs import Reason
from kiosk.printing import Tier, Word
from kiosk.settings_file import printer_lines, write_printer
from kiosk.wording import refusal, say

SMALLEST = 24
"""Bits of a network that may be searched at least: a hall's own, not the neighbours'."""

TRIES = 3
"""How often the code may be read back."""

BENCH = "setup"
"""Whose lock a trial takes when the printer of that name is another one, and in use."""


class Trial(Protocol):
    """How a test page went (``printers.trial.Trial``)."""

    @property
    def word(self) -> Word: ...  # noqa: D102

    @property
    def tier(self) -> Tier | None: ...  # noqa: D102

    @property
    def sent(self) -> bool: ...  # noqa: D102

    @property
    def proven(self) -> bool: ...  # noqa: D102

    @property
    def reason(self) -> Reason | None: ...  # noqa: D102


class Tester(Protocol):
    """What setting up needs of ``printers``."""

    def attached(self) -> list[Printer]:
        """Printers on this machine: USB, device files, serial lines."""

    def own_network(self) -> str | None:
        """The network this machine is in, if it is in one."""

    def on_network(self, network: str, port: int) -> list[Printer]:
        """Printers of a network, in bounded time; nothing is sent to whatever listens there."""

    def try_out(
        self, name: str, setting: Printer, fields: dict[str, str], locks: Path, folder: Path
    ) -> Trial:
        """Print one test page. Refuses: ``printer_in_use``, and what its settings lack."""


def setup(asked: Namespace, hall: Hall, tester: Tester) -> int:
    """Find, choose, try, read back, write; 0 unless the wrong code came back."""
    found = [msgspec.structs.replace(s, paper=asked.paper) for s in _found(asked, tester)]
    if not found:
        raise refusal("no_printer_found")
    choice = _chosen(asked, found)
    if choice is None:
        _list(asked, found)
        return 0
    setting = found[choice - 1]
    code = "".join(secrets.choice("0123456789") for _ in range(8))
    trial = _try(asked, hall, tester, setting, code)
    if not trial.sent or trial.reason is not None:
        raise not_printed(where(setting) or setting.device, trial.reason or trial.word)
    right = _read_back(asked, code)
    if right is False:
        raise refusal("wrong_code", printer=where(setting))
    lines = printer_lines(asked.name, setting)
    kept = _write(asked, hall, setting) if asked.write else None
    if asked.json:
        answer = {"printer": asked.name, "code_read": right, "lines": lines}
        answer |= {"tier": trial.tier and trial.tier.value, "proven": trial.proven}
        say_json({"ok": True, **answer, "backup": str(kept) if kept else None})
        return 0
    _close(asked, hall, lines, kept, right=right)
    return 0


def _found(asked: Namespace, tester: Tester) -> list[Printer]:
    if asked.host:
        return [Printer(device="network", host=asked.host, port=asked.port)]
    if asked.path:
        serial = "/tty" in asked.path or "/serial/" in asked.path or "/pts/" in asked.path
        if serial:
            return [Printer(device="serial", path=asked.path, baud=asked.baud)]
        return [Printer(device="file", path=asked.path)]
    found = tester.attached()
    if asked.network or asked.subnet:
        network = asked.subnet or tester.own_network()
        if network is not None:
            network = _small(network)
            _note(asked, say("printer_cli.searching"))
            found += tester.on_network(network, asked.port)
    return found


def _small(network: str) -> str:
    """A private network of at most 256 addresses. Refuses: ``scan_too_wide``."""
    try:
        hosts = ipaddress.ip_network(network, strict=False)
    except ValueError:
        raise refusal("scan_too_wide", network=network[:40]) from None
    if hosts.version != 4 or hosts.prefixlen < SMALLEST or not hosts.is_private:  # noqa: PLR2004
        raise refusal("scan_too_wide", network=network[:40])
    return str(hosts)


def _chosen(asked: Namespace, found: list[Printer]) -> int | None:
    """Which one; ``None`` when nobody is there to choose. Refuses: ``no_such_choice``."""
    direct = asked.host or asked.path
    choice = asked.choose or (1 if direct else None)
    if choice is None:
        if asked.json or not sys.stdin.isatty():
            return None
        _list(asked, found)
        said = _ask(asked, say("printer_cli.which", count=len(found)))
        if not said:
            return None
        choice = int(said) if said.isdecimal() and len(said) < len("1000") else 0
    if not 1 <= choice <= len(found):
        raise refusal("no_such_choice", choice=choice, count=len(found))
    return int(choice)


def _list(asked: Namespace, found: list[Printer]) -> None:
    if asked.json:
        rows: list[dict[str, Any]] = [
            {
                "n": n,
                "device": setting.device,
                "where": where(setting),
                "lines": printer_lines(asked.name, setting),
            }
            for n, setting in enumerate(found, 1)
        ]
        say_json({"ok": True, "found": rows})
        return
    tell(*(f"{n}  {setting.device}  {where(setting)}" for n, setting in enumerate(found, 1)))
    if not asked.network and not asked.subnet:
        tell(say("printer_cli.network_too"))


def _try(asked: Namespace, hall: Hall, tester: Tester, setting: Printer, code: str) -> Trial:
    now = hall.clock.now().at
    fields = {"centre": hall.config.centre.name, "time": f"{now:%Y-%m-%d %H:%M}", "code": code}
    if hall.clock.training:
        fields["training"] = "1"
    records = folder(hall)
    _note(asked, say("printer_cli.trying", where=where(setting) or setting.device))
    try:
        return tester.try_out(asked.name, setting, fields, records / SPOOL, records / "preview")
    except Refused as refused:
        known = hall.config.printers.get(asked.name)
        if refused.code != "printer_in_use" or (known and where(known) == where(setting)):
            raise
        # The name is taken by the printer that this one shall replace.
        return tester.try_out(BENCH, setting, fields, records / SPOOL, records / "preview")


def _read_back(asked: Namespace, code: str) -> bool | None:
    """Whether the code that was scanned or typed is the page's; ``None`` when none was."""
    for left in range(TRIES - 1, -1, -1):
        said = "".join(filter(str.isdecimal, _ask(asked, say("printer_cli.read_back"))))
        if not said:
            return None
        if said == code:
            return True
        if left:
            _note(asked, say("printer_cli.not_the_code", said=said[:20]))
    return False


def _write(asked: Namespace, hall: Hall, setting: Printer) -> Path:
    return write_printer(asked.config, asked.name, setting, hall.clock.now().at)


def _close(
    asked: Namespace, hall: Hall, lines: list[str], kept: Path | None, *, right: bool | None
) -> None:
    tell(say("printer_cli.code_right" if right else "printer_cli.code_unread"))
    if kept is None:
        tell(say("printer_cli.paste", file=asked.config), "", *lines, "")
    else:
        tell(say("printer_cli.written", file=asked.config, kept=kept.name), "", *lines, "")
    if not any(entry.printer == asked.name for entry in hall.config.terminals.values()):
        tell(say("printer_cli.name_it", printer=asked.name))
    tell(say("printer_cli.start_again"))


def tell(*lines: str) -> None:
    """Lines for a person."""
    for line in lines:
        print(line)  # noqa: T201


def _note(asked: Namespace, text: str) -> None:
    """What a person should read while they wait; a program's answer stays one line."""
    print(text, file=sys.stderr if asked.json else sys.stdout, flush=True)


def _ask(asked: Namespace, question: str) -> str:
    _note(asked, question)
    return sys.stdin.readline().strip()
