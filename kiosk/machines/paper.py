"""Whose printer is it? Only the spooler of one machine writes to a printer."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.config import Config


def wanted(config: Config, terminals: Iterable[str]) -> tuple[str, ...]:
    """The printers of a machine that runs these terminals, as its settings say.

    ``[printers.X] machine`` names the terminal whose machine it hangs on; without it, it is that
    of the terminals that print there.
    """
    here = set(terminals)
    named = {
        printer
        for terminal in here & config.terminals.keys()
        for printer in (
            config.terminals[terminal].printer,
            config.terminals[terminal].office_printer,
        )
    }
    return tuple(
        name
        for name, setting in config.printers.items()
        if (setting.machine in here if setting.machine is not None else name in named)
    )
