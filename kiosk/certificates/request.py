"""One request for a certificate: what it is, how far it has come, and who may move it where."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec

from kiosk.staff import Role
from kiosk.wording import Phrase, refusal

TABLE = "requests"
"""The store's table of requests; one that is closed is history, looked up by number or day."""


class State(StrEnum):
    """How far a request has come."""

    RECEIVED = "received"
    MISSING = "missing"
    WITH_GRID = "with_grid"
    VERIFIED = "verified"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    ISSUED = "issued"
    HANDED_OVER = "handed_over"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    VOID = "void"
    """Its certificate was made void before anybody fetched it."""


OPEN = frozenset(
    {
        State.RECEIVED,
        State.MISSING,
        State.WITH_GRID,
        State.VERIFIED,
        State.REVIEWED,
        State.APPROVED,
        State.ISSUED,
    }
)
"""States that somebody still has to do something about."""

UNDECIDED = OPEN - {State.APPROVED, State.ISSUED}
"""Nobody has said yes yet."""


class Did(StrEnum):
    """What can be done with a request."""

    REQUEST = "request"
    LOOK = "look"
    ASK = "ask"
    BROUGHT = "brought"
    SEND_TO_GRID = "send_to_grid"
    VERIFIED = "verified"
    REVIEW = "review"
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    EXTEND = "extend"
    CORRECT = "correct"
    ISSUE = "issue"
    HAND_OVER = "hand_over"
    VOID = "void"


class Rule(msgspec.Struct, frozen=True):
    """From which states a move is made, where it leads (``None``: not elsewhere), and by whom."""

    before: frozenset[State]
    to: State | None
    roles: frozenset[Role] = frozenset({Role.CLERK, Role.HEAD})


_HEAD = frozenset({Role.HEAD})

MOVES: dict[Did, Rule] = {
    Did.LOOK: Rule(frozenset(State) - {State.WITHDRAWN}, None),
    Did.ASK: Rule(frozenset({State.RECEIVED, State.MISSING, State.VERIFIED}), State.MISSING),
    Did.BROUGHT: Rule(frozenset({State.MISSING}), None),
    Did.SEND_TO_GRID: Rule(frozenset({State.RECEIVED}), State.WITH_GRID),
    Did.VERIFIED: Rule(frozenset({State.WITH_GRID}), State.VERIFIED),
    Did.REVIEW: Rule(frozenset({State.RECEIVED, State.VERIFIED}), State.REVIEWED),
    Did.APPROVE: Rule(frozenset({State.REVIEWED}), State.APPROVED, _HEAD),
    Did.REFUSE: Rule(UNDECIDED | {State.APPROVED}, State.REFUSED),
    Did.WITHDRAW: Rule(UNDECIDED | {State.APPROVED}, State.WITHDRAWN),
    Did.EXTEND: Rule(UNDECIDED | {State.APPROVED}, None),
    Did.CORRECT: Rule(UNDECIDED | {State.APPROVED, State.REFUSED}, None),
    Did.ISSUE: Rule(frozenset({State.APPROVED}), State.ISSUED),
    Did.HAND_OVER: Rule(frozenset({State.ISSUED}), State.HANDED_OVER),
    Did.VOID: Rule(frozenset({State.ISSUED, State.HANDED_OVER}), None),
}
"""Every move. An administrator looks after the machine and has no part in them; whoever approves is
another person than whoever handled it (items-and-rules.md 2d)."""

HANDLES = frozenset(Did) - {Did.REQUEST, Did.APPROVE, Did.EXTEND, Did.VOID}
"""Moves that make somebody one who handled it. To look is one: only a clerk's first look is noted
in the request, and whoever looks first takes it on."""


class Move(msgspec.Struct, frozen=True, omit_defaults=True):
    """One move: what, where it led, when, at which terminal, by which member of staff.

    ``by`` is ``None`` for the resident. ``note`` is sealed: it may speak of a person. ``items`` are
    the materials, or the field, it was about.
    """

    did: Did
    to: State
    at: datetime
    where: str
    by: str | None = None
    note: str = ""
    items: tuple[str, ...] = ()


class Request(msgspec.Struct, frozen=True, omit_defaults=True):
    """One request. ``applicant``, ``agent`` and ``guardian`` are masked names.

    ``fields`` and the other two are what the form said, each value sealed; beside an identity
    number stands its fingerprint (``kiosk.sealed.FINGERPRINTS``). ``due`` is the promised day,
    ``due_note`` what must be said beside it. ``consent`` is the version of the notice.

    ``shown`` is filled in when a single request is handed to someone and never stored: the fields
    as they may be shown.
    """

    number: str
    item: str
    state: State
    day: str
    received_at: datetime
    terminal: str
    consent: str
    applicant: str
    due: date
    due_note: str = ""
    missing: tuple[str, ...] = ()
    missing_by: date | None = None
    agent: str = ""
    guardian: str = ""
    copies: int = 1
    listed: bool = True
    """Whether the address is one of the centre's buildings; else it was typed."""
    moves: tuple[Move, ...] = ()
    certificate: str | None = None
    fields: dict[str, str] = {}
    agent_fields: dict[str, str] = {}
    guardian_fields: dict[str, str] = {}
    facts: dict[str, str] = {}
    """What the desk added for the paper, sealed."""
    office: str = ""
    """Where to go instead, when it was refused."""
    own: str = ""
    """The number its slip bears where a machine took it in that was cut off (``RX20260001``)."""
    key: str = ""
    """Finds it again when the answer to whoever took it in was lost on its way."""
    shown: dict[str, str] = {}

    @property
    def is_open(self) -> bool:
        """Has somebody still to do something about it?"""
        return self.state in OPEN

    @property
    def handlers(self) -> frozenset[str]:
        """Staff who handled it; none of them may approve it."""
        return frozenset(move.by for move in self.moves if move.by and move.did in HANDLES)

    def did(self, what: Did) -> Move | None:
        """The last move of a kind."""
        return next((move for move in reversed(self.moves) if move.did is what), None)

    def allowed(self, what: Did) -> None:
        """Refuse a move from a state that does not allow it: ``wrong_request_state``."""
        if self.state not in MOVES[what].before:
            raise refusal(
                "wrong_request_state",
                number=self.number,
                state=self.state.value,
                state_name=Phrase(f"requests.{self.state}"),
            )
