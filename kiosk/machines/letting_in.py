"""A machine is let in once, with a code that somebody who may made at theirs."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from kiosk.errors import Refused, StoreError
from kiosk.machines import codes, server_clock
from kiosk.machines.codes import Codes, Said
from kiosk.machines.known import LONGEST_NAME
from kiosk.machines.machine import LETTERS, Kind, Machine
from kiosk.machines.paper import Paper
from kiosk.staff import Role
from kiosk.wording import Phrase, name_of, refusal

if TYPE_CHECKING:
    from kiosk.hall import Hall

MAY = (Role.HEAD, Role.ADMIN)
"""Roles that let machines in and retire them."""


class LettingIn(Paper):
    """Codes, and what a machine is given when it comes: its name, letter and printers."""

    def __init__(self, hall: Hall) -> None:
        super().__init__(hall)
        self._codes = Codes(hall.store)

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

    # --- what it is given -------------------------------------------------------------------------

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

    def _note(self, what: str, by: str, machine: Machine) -> None:
        about = {"machine": machine.id, "name": machine.name}
        self._hall.audit.record(what, by, self._hall.queue.terminal, **about)


def _role(terminal: str) -> Kind:
    roles: Iterable[Kind] = ("desk", "board")
    return next((role for role in roles if role == terminal), "lobby")
