"""The machines of a hall: let in, named, retired; which of them prints what: ``hall.machines``.

Whoever has the server's password can write whatever they like; this is no wall against them. It
keeps out machines that nobody knows of, gives each its own letter and printers, and shows the
administrator how all of them are. A stolen machine's role on the server is closed there as well
(docs/scale.md).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kiosk.errors import Refused, StoreError
from kiosk.machines import codes, identity, server_clock
from kiosk.machines.codes import Codes, Said
from kiosk.machines.machine import HEALTH, LETTERS, MACHINES, Health, Kind, Machine
from kiosk.machines.paper import wanted
from kiosk.staff import Role
from kiosk.store.sqlite import SQLite
from kiosk.wording import Phrase, name_of, refusal

if TYPE_CHECKING:
    from kiosk.hall import Hall

MAY = (Role.HEAD, Role.ADMIN)
"""Roles that let machines in and retire them."""

GONE = timedelta(seconds=150)
"""Without a word for so long a machine is off, or cut off: two and a half beats of its heart."""

LONGEST_NAME = 20
"""Characters of a machine's name, so that it fits in a list."""

_machine = msgspec.json.Decoder(Machine).decode
_health = msgspec.json.Decoder(Health).decode


class Machines:
    """All of them. With the embedded engine there is one machine, and nothing to know of it."""

    def __init__(self, hall: Hall) -> None:
        self._hall, self._store = hall, hall.store
        self._table, self._healths = hall.store.table(MACHINES), hall.store.table(HEALTH)
        self._codes = Codes(hall.store)
        self.ahead = 0.0
        """Seconds this machine's clock is ahead of the server's, as last measured."""

    @cached_property
    def shared(self) -> bool:
        """Do several machines share these records?"""
        return not isinstance(self._store.rows.engine, SQLite)

    @cached_property
    def identity(self) -> identity.Identity:
        """Who this machine is, known to the server or not. Refuses: ``machine_file``."""
        folder: Path = self._store.rows.engine.folder
        return identity.kept(folder)

    # --- who is there ----------------------------------------------------------------------------

    @property
    def here(self) -> Machine | None:
        """This machine; ``None``: a stranger, or one that was retired. Reads memory only."""
        if not self.shared:
            return None
        known = self._store.rows.live(MACHINES).get(self.identity.id)
        machine = _machine(known) if known else None
        if machine and hmac.compare_digest(machine.check, self.identity.check):
            return machine
        return None

    def all(self) -> list[Machine]:
        """The machines that belong here, by name."""
        rows = self._store.rows.live(MACHINES).values()
        return sorted(map(_machine, rows), key=lambda machine: machine.name)

    def find(self, word: str) -> Machine:
        """A machine by its name or id. Refuses: ``unknown_machine``."""
        for machine in self.all():
            if word in {machine.name, machine.id}:
                return machine
        names = "、".join(machine.name for machine in self.all()) or "-"
        raise refusal("unknown_machine", machine=word[:LONGEST_NAME], machines=names)

    def health(self, machine: str) -> Health | None:
        """How a machine was when it last said so; ``None``: it never has."""
        doc = self._store.rows.live(HEALTH).get(machine)
        return _health(doc) if doc else None

    def measure(self) -> server_clock.Reading:
        """Ask the server what time it is. Refuses: as every question."""
        read = server_clock.read(self._store.rows.engine)
        self.ahead = read.ahead
        return read

    def server_now(self) -> datetime:
        """The server's time, by this machine's clock and how far it is off."""
        return datetime.now(UTC) - timedelta(seconds=self.ahead)

    def silent(self, machine: str) -> bool:
        """Has nothing been heard of a machine for some time?"""
        health = self.health(machine)
        return health is None or self.server_now() - health.seen > GONE

    # --- letting in ------------------------------------------------------------------------------

    def code(self, by: str = "") -> Said:
        """A code with which one machine gets in, for ten minutes.

        ``by`` is the number of whoever asks; without it, the server must know us as the owner of
        the tables. Refuses: ``one_machine``, ``no_such_staff``, ``not_allowed``,
        ``not_the_owner``.
        """
        self._must(by)
        now = self._moment()
        with self._store.transaction():
            said = self._codes.make(by, now, self._today())
            self._hall.audit.record("machine_code", by, self._hall.queue.terminal)
        return said

    def enrol(self, code: str, name: str = "", terminal: str = "lobby") -> Machine:
        """Let this machine in; ``terminal`` of the settings gives its role and printers.

        Refuses: ``one_machine``, ``machine_enrolled``, ``wrong_enrol_code`` (or too old, or used),
        ``staff_locked`` after too many wrong ones, ``machine_name_taken``, ``machine_name``,
        ``letter_taken``, ``no_letter_left``; the code is then still good.
        """
        self._store.rows.catch_up()
        self._must_be_strange()
        counter, id_ = self._codes.counter(), self._codes.matching(code)
        now = self._moment()
        with self._store.transaction():
            pause = self._codes.take(id_, counter, now)
            if pause == 0:
                by = self._codes.spend(id_, self.identity.id, self._today())
                return self._let_in(name, terminal, by)
        raise codes.refused(pause)

    def enrol_first(
        self, name: str = "", terminal: str = "lobby", staff: str = "", pin: str = ""
    ) -> Machine:
        """Let this machine in where there is no other to make a code at.

        Where somebody works here already, an administrator says so with their PIN.
        Refuses: ``one_machine``, ``machine_enrolled``, ``stranger`` when there are others,
        ``unknown_staff``, ``staff_locked``, ``not_allowed``, and as ``enrol``.
        """
        self._store.rows.catch_up()
        self._must_be_strange()
        asked = len(self._hall.staff) > 0
        if asked and not self.all():
            self._may(self._hall.staff.enter(staff, pin, terminal).number)
        with self._store.transaction():
            if self.all() or (len(self._hall.staff) > 0) != asked:
                raise refusal("stranger")
            return self._let_in(name, terminal, staff)

    def admit(self, terminal: str, *, shows: bool) -> None:
        """A program of this machine opens the hall as a terminal; ``shows``: it is a screen.

        The first machine of a hall with no staff yet is let in without a word. A terminal that is
        run here is from now on this machine's, if it is no other's.
        Refuses: ``stranger``, ``first_machine`` (a stranger, and nobody else is there),
        ``machine_retired``.
        """
        if not self.shared:
            return
        here = self.here
        if here is None:
            if self.all() or len(self._hall.staff) > 0:
                raise self.turned_away()
            here = self.enrol_first(terminal=terminal)
        if shows and terminal in self._hall.config.terminals and terminal not in here.terminals:
            with suppress(StoreError):  # cut off: it is noted another time
                self._join(terminal)

    def turned_away(self) -> Refused:
        """Why this machine may not open the hall."""
        known = self._table.get(doc_id=self.identity.id)
        if known and known.get("retired") and known["check"] == self.identity.check:
            return refusal("machine_retired", name=known["name"])
        return refusal("stranger" if self.all() else "first_machine")

    # --- and out ---------------------------------------------------------------------------------

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

    # --- paper -----------------------------------------------------------------------------------

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

    # --- what belongs to it ----------------------------------------------------------------------

    def _let_in(self, name: str, terminal: str, by: str) -> Machine:
        setting = self._hall.config.terminals.get(terminal)
        role: Kind = setting.role if setting else _role(terminal)
        said = name or (name_of(setting, "zh-Hans") if setting else "") or terminal
        machine = Machine(
            self.identity.id,
            self._free_name(said, self.identity.id, made_up=not name),
            role,
            self._letter(setting.letter if setting else None) if role != "board" else "",
            (terminal,),
            (),
            self.identity.check,
            self._hall.clock.now().at,
            by,
        )
        machine = msgspec.structs.replace(machine, printers=self._printers(machine))
        self._table.put(machine.id, machine)
        # One that was retired is back: what was history lives again.
        self._table.revive([machine.id])
        self._healths.revive([machine.id])
        self._note("machine_enrolled", by, machine)
        return machine

    def _join(self, terminal: str) -> None:
        with self._store.transaction():
            here = self.here
            taken = {one for machine in self.all() for one in machine.terminals}
            if here is None or terminal in taken:
                return
            here = msgspec.structs.replace(here, terminals=(*here.terminals, terminal))
            here = msgspec.structs.replace(here, printers=self._printers(here))
            self._table.put(here.id, here)

    def _others(self) -> list[Machine]:
        return [machine for machine in self.all() if machine.id != self.identity.id]

    def _printers(self, machine: Machine) -> tuple[str, ...]:
        taken = {printer for other in self._others() for printer in other.printers}
        names = wanted(self._hall.config, machine.terminals)
        return tuple(name for name in names if name not in taken)

    def _letter(self, asked: str | None) -> str:
        ended = [msgspec.convert(doc, Machine) for doc in self._table.past("day", self._today())]
        others = [*self._others(), *(m for m in ended if m.id != self.identity.id)]
        taken = {machine.letter: machine.name for machine in others}
        if asked in taken:
            raise refusal("letter_taken", letter=asked, machine=taken[asked])
        free = next((letter for letter in LETTERS if letter not in taken), None)
        if letter := asked or free:
            return letter
        raise refusal("no_letter_left")

    def _free_name(self, name: str, id_: str, *, made_up: bool = False) -> str:
        name = " ".join(name.split())
        if not 1 <= len(name) <= LONGEST_NAME:
            raise refusal("machine_name", longest=LONGEST_NAME)
        taken = {machine.name for machine in self.all() if machine.id != id_}
        names = [name, *(f"{name} {n}" for n in range(2, len(taken) + 3))] if made_up else [name]
        for one in names:
            if one not in taken:
                return one
        raise refusal("machine_name_taken", name=name)

    # --- who asks --------------------------------------------------------------------------------

    def _must(self, by: str) -> None:
        if not self.shared:
            raise refusal("one_machine")
        if by:
            self._may(by)
        elif not server_clock.may_make_tables(self._store.rows.engine):
            raise refusal("not_the_owner")

    def _may(self, number: str) -> None:
        if self._hall.staff.get(number).role not in MAY:
            roles = "、".join(Phrase(f"requests.role_{role}") for role in MAY)
            raise refusal("not_allowed", staff=number, roles=roles)

    def _must_be_strange(self) -> None:
        if not self.shared:
            raise refusal("one_machine")
        if here := self.here:
            raise refusal("machine_enrolled", name=here.name)

    def _moment(self) -> datetime:
        """The moment that codes are counted by: the server's, or in training the hall's."""
        clock = self._hall.clock
        return clock.now().at if clock.training else self.measure().at

    def _today(self) -> str:
        return self._hall.queue.days.today(self._hall.clock.now())

    def _note(self, what: str, by: str, machine: Machine) -> None:
        about = {"machine": machine.id, "name": machine.name}
        self._hall.audit.record(what, by, self._hall.queue.terminal, **about)


def _role(terminal: str) -> Kind:
    roles: Iterable[Kind] = ("desk", "board")
    return next((role for role in roles if role == terminal), "lobby")
