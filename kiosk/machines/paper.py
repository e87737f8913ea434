"""Whose printer is it? Only the spooler of one machine writes to a printer."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

import msgspec

from kiosk.config import Config
from kiosk.errors import StoreError
from kiosk.machines.known import Known
from kiosk.machines.machine import Machine


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


class Paper(Known):
    """Which machine prints what."""

    def own_printers(self) -> list[str]:
        """The printers this machine's spooler writes to, which no other machine's does.

        Looks at the settings anew: one that became free, or is new, is this machine's from now on.
        """
        here = self.here
        if here is None:
            return list(self._hall.config.printers)
        if here.printers != self._printers(here):
            with suppress(StoreError):  # cut off: what was known last is so
                with self._store.transaction():
                    here = self.here or here
                    changed = msgspec.structs.replace(here, printers=self._printers(here))
                    self._table.put(here.id, changed)
                here = changed
        return list(here.printers)

    def prints(self, printer: str) -> bool:
        """Is it for this machine's spooler to write to this printer?"""
        here = self.here
        return here is None or printer in here.printers

    def spooled(self, printer: str) -> bool | None:
        """Does another machine's spooler hold this printer?

        ``None``: it is for this machine to know, by its own lock.
        """
        here = self.here
        if here is None or printer in here.printers:
            return None
        for machine in self.all():
            if printer in machine.printers:
                health = self.health(machine.id)
                known = health is not None and not self.silent(machine.id)
                return known and health is not None and printer in health.spools
        return False

    def printed_by(self, printer: str) -> Machine | None:
        """The machine whose printer this is."""
        return next((one for one in self.all() if printer in one.printers), None)

    def _others(self) -> list[Machine]:
        return [machine for machine in self.all() if machine.id != self.identity.id]

    def _printers(self, machine: Machine) -> tuple[str, ...]:
        taken = {printer for other in self._others() for printer in other.printers}
        names = wanted(self._hall.config, machine.terminals)
        return tuple(name for name in names if name not in taken)
