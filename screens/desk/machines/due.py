"""What an administrator should know of the machines, in a few words at the head of the desk."""

from __future__ import annotations

from kiosk.hall import Hall
from kiosk.machines import standing
from kiosk.machines.letting_in import MAY
from kiosk.staff import Person
from kiosk.wording import say


def may_see(hall: Hall, person: Person) -> bool:
    """Is there more than one machine, and are they this person's to look after?"""
    return hall.machines.shared and person.role in MAY


def headline(hall: Hall, person: Person, language: str, *, brief: bool) -> str:
    """How many there are and how many want to be seen to; where room is scarce only these."""
    if not may_see(hall, person):
        return ""
    machines = hall.machines.all()
    ill = sum(not standing.well(hall, machine) for machine in machines)
    if brief:
        return say("machines.brief_ill", language, ill=ill) if ill else ""
    if ill:
        return say("machines.head_ill", language, count=len(machines), ill=ill)
    return say("machines.head", language, count=len(machines))
