"""The keys of these screens, and which of them can do something with a request just now."""

from __future__ import annotations

from textual.content import Content

from kiosk.certificates.register_entry import Certificate
from kiosk.certificates.request import MOVES, Did, Request, State
from kiosk.staff import Person
from screens.desk.acts import Act, ActKey

LIST = (
    Act("enter", "o", "open"),
    Act("f2", "r", "register"),
    Act("f3", "m", "my_data"),
    Act("esc", "", "back"),
)
"""The list of requests."""

PAGE = (
    Act("f1", "c", "review"),
    Act("f2", "m", "ask"),
    Act("f3", "b", "brought"),
    Act("f4", "g", "grid"),
    Act("f5", "a", "approve"),
    Act("f6", "n", "refuse"),
    Act("f7", "w", "withdraw"),
    Act("f8", "e", "extend"),
    Act("f9", "i", "issue"),
    Act("f10", "s", "seal"),
    Act("f11", "h", "hand_over"),
    Act("f12", "v", "void"),
    Act("", "l", "full"),
    Act("", "r", "correct"),
    Act("esc", "", "back"),
)
"""One request."""

REGISTER = (
    Act("enter", "o", "open"),
    Act("left", "", "before"),
    Act("right", "", "after"),
    Act("esc", "", "back"),
)
"""The register of a year."""

VALUES = (Act("esc", "", "back"),)
"""Whole values."""

DOES = {
    "review": {Did.REVIEW},
    "ask": {Did.ASK},
    "brought": {Did.BROUGHT},
    "grid": {Did.SEND_TO_GRID, Did.VERIFIED},
    "refuse": {Did.REFUSE},
    "withdraw": {Did.WITHDRAW},
    "extend": {Did.EXTEND},
    "issue": {Did.ISSUE},
    "hand_over": {Did.HAND_OVER},
    "full": {Did.LOOK},
    "correct": {Did.CORRECT},
}
"""Acts that are as possible as one of these moves; the others depend on the paper as well."""

ONCE = {Did.ASK, Did.EXTEND}
"""Moves that a request sees once."""


class RequestKey(ActKey):
    """What one key does; in one line where there is no room for two."""

    def render(self) -> Content:
        keys = "  ".join(filter(None, self.act.keys.split()))
        if self.size.height > 1:
            return Content(f"{keys}\n{self._word}")
        return Content(f"{' '.join(keys.split())} {self._word}")


def possible(request: Request, certificate: Certificate | None, person: Person) -> set[str]:
    """What this person can do with a request, by name.

    To approve is offered to everybody: the hall then says who must do it.
    """
    moves = {
        did
        for did, rule in MOVES.items()
        if request.state in rule.before
        and person.role in rule.roles
        and not (did in ONCE and request.did(did))
    }
    acts = {name for name, dids in DOES.items() if dids & moves}
    if request.state in MOVES[Did.APPROVE].before:
        acts.add("approve")
    if (
        certificate is not None
        and certificate.void is None
        and person.role in MOVES[Did.VOID].roles
    ):
        acts.add("void")
        if certificate.sealed_copies < certificate.copies:
            acts.add("seal")
    return acts


def waits_for(request: Request, person: Person) -> bool:
    """Whether this person could approve it now."""
    rule = MOVES[Did.APPROVE]
    able = person.role in rule.roles and person.number not in request.handlers
    return able and request.state is State.REVIEWED
