"""All machines and how they are; a code lets another one in, and one can be retired."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.message import Message
from textual.widget import Widget

from kiosk.machines import standing
from kiosk.machines.codes import Said
from kiosk.machines.known import LONGEST_NAME
from kiosk.machines.machine import Machine
from screens.desk.acts import Act
from screens.desk.pick_list import PickList
from screens.desk.requests.frame import Framed
from screens.desk.rows import Row
from screens.terminal import HallChanged

KEYS = (
    Act("f1", "c", "code"),
    Act("f2", "m", "rename"),
    Act("f3", "x", "retire"),
    Act("esc", "", "back"),
)

LOOK = 10.0
"""Seconds between two looks: a machine falls silent without anybody writing so."""


class CodeMade(Message):
    """The hall has made a code; it is shown once."""

    def __init__(self, code: Said) -> None:
        super().__init__()
        self.code = code


class MachineChanged(Message):
    """The hall has recorded what was done to a machine; ``did`` is its word in the catalogue."""

    def __init__(self, did: str, machine: Machine) -> None:
        super().__init__()
        self.did, self.machine = did, machine


class Machines(Framed):
    """A list that follows the hall."""

    KEYS: ClassVar[tuple[Act, ...]] = KEYS

    def title_said(self) -> str:
        return self.say("machines.title")

    def key_said(self, name: str) -> str:
        return self.say(f"machines.act_{name}")

    def body(self) -> Iterable[Widget]:
        yield PickList(self.say("desk.more"))

    def on_mount(self) -> None:
        self.set_interval(LOOK, self.show_hall)

    @on(HallChanged)
    def show_hall(self) -> None:
        machines = self.hall.machines.all()
        rows: list[tuple[str, Row]] = []
        for machine, columns in zip(machines, self._columns(machines), strict=True):
            well = standing.well(self.hall, machine)
            rows.append((machine.id, ("  ".join(columns), "row" if well else "today")))
        if not rows:
            rows.append(("", (self.say("machines.none"), "heading")))
        self.query_one(PickList).offer(rows)

    def _columns(self, machines: list[Machine]) -> list[list[str]]:
        """In columns as wide as what stands in them."""
        told = [self._said(machine) for machine in machines]
        widths = [max(map(cell_len, column)) for column in zip(*told, strict=True)]
        return [
            [text + " " * (width - cell_len(text)) for text, width in zip(row, widths, strict=True)]
            for row in told
        ]

    def _said(self, machine: Machine) -> list[str]:
        here = machine.id == self.hall.machines.identity.id
        well = standing.well(self.hall, machine)
        return [
            "  " if well else "! ",
            machine.name,
            machine.letter,
            self.say("machines.here") if here else "",
            "  ".join(standing.said(self.hall, machine, self.language)),
        ]

    @on(PickList.Selected)
    def _show_keys(self) -> None:
        chosen = self.query_one(PickList).selected
        self.may({"code"} | ({"rename", "retire"} if chosen else set()))

    # --- the keys --------------------------------------------------------------------------------

    def act_code(self, _: str = "") -> None:
        """Make a code for one more machine."""
        self.start("code", lambda: CodeMade(self.hall.machines.code(self.person.number)))

    @on(CodeMade)
    def _show_code(self, event: CodeMade) -> None:
        until = event.code.until.astimezone(self.hall.clock.zone)
        said = self.say("machines.code", code=event.code.spoken, until=f"{until:%H:%M}")
        self.tell(said)
        self.choose(f"{said}\n{self.say('machines.code_use')}", [], lambda _: None)

    def act_rename(self, _: str = "") -> None:
        """Call the selected machine something else."""
        if machine := self._chosen():
            self.write(
                self.say("machines.new_name", name=machine.name),
                self.say("machines.name"),
                partial(self._rename, machine.id),
                longest=LONGEST_NAME,
            )

    def _rename(self, id_: str, name: str) -> None:
        by = self.person.number
        rename = partial(self.hall.machines.rename, id_, name, by)
        self.start("rename", lambda: MachineChanged("renamed", rename()))

    def act_retire(self, key: str = "") -> None:
        """The selected machine belongs here no longer."""
        if machine := self._chosen():
            question = self.say("machines.sure_retire", name=machine.name)
            self.make_sure(question, partial(self._retire, machine.id), key)

    def _retire(self, id_: str) -> None:
        retire = partial(self.hall.machines.retire, id_, self.person.number)
        self.start("retire", lambda: MachineChanged("retired", retire()))

    @on(MachineChanged)
    def _say_what(self, event: MachineChanged) -> None:
        machine = event.machine
        letter = machine.letter or "-"
        self.tell(self.say(f"machines.{event.did}", name=machine.name, letter=letter))
        self.show_hall()

    def _chosen(self) -> Machine | None:
        selected = self.query_one(PickList).selected
        return next((one for one in self.hall.machines.all() if one.id == selected), None)
