"""The machines of a hall: let in, named, retired; which of them prints what: ``hall.machines``.

Whoever has the server's password can write whatever they like; this is no wall against them. It
keeps out machines that nobody knows of, gives each its own letter and printers, and shows the
administrator how all of them are. A stolen machine's role on the server is closed there as well
(docs/scale.md).
"""

from __future__ import annotations

import msgspec

from kiosk.machines.letting_in import LettingIn
from kiosk.machines.machine import Machine


class Machines(LettingIn):
    """All of them. With the embedded engine there is one machine, and nothing to know of it."""

    def retire(self, word: str, by: str = "") -> Machine:
        """A machine belongs here no longer: it ends within a minute, and cannot come back alone.

        Its letter is given to no other on this day. Refuses: as ``code``, ``unknown_machine``.
        """
        self._must(by)
        with self._store.transaction():
            machine = msgspec.structs.replace(
                self.find(word), retired=self._hall.clock.now().at, retired_by=by, day=self._today()
            )
            self._table.put(machine.id, machine)
            self._table.retire([machine.id])
            if health := self.health(machine.id):
                health = msgspec.structs.replace(health, day=machine.day)
                self._healths.put(machine.id, health)
                self._healths.retire([machine.id])
            self._note("machine_retired", by, machine)
        return machine

    def rename(self, word: str, name: str, by: str = "") -> Machine:
        """Call a machine something else.

        Refuses: as ``retire``, ``machine_name_taken``, ``machine_name``.
        """
        self._must(by)
        with self._store.transaction():
            before = self.find(word)
            machine = msgspec.structs.replace(before, name=self._free_name(name, before.id))
            self._table.put(machine.id, machine)
            self._note("machine_renamed", by, machine)
        return machine
