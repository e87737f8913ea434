"""What every act on a request stands on: the form, the record, who does it, one move."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import msgspec
from tinydb.table import Document

from kiosk.certificates import notice as notices
from kiosk.certificates.addresses import Addresses
from kiosk.certificates.form import Form, people
from kiosk.certificates.notice import Notice
from kiosk.certificates.request import MOVES, TABLE, Did, Move, Request, State
from kiosk.hours import Moment
from kiosk.identity.free_text import free_text
from kiosk.items.item import FormField, Item, Kind, Material
from kiosk.staff import Role
from kiosk.tickets.ticket import series_of
from kiosk.wording import Phrase, refusal

if TYPE_CHECKING:
    from kiosk.certificates.register import Register
    from kiosk.hall import Hall

HANDED_IN = "handed_in"
"""The store's table of numbers that machines gave while they were cut off, with the request of
each; all of it history."""

COUNTS = "request_counts"
"""The store's table of how many requests each year has had: a number is never given twice."""

PRINT = "_print"
"""The ending of what stands beside an identity number: its fingerprint."""

REMEMBERED = 64
"""Requests whose masked values are remembered: a desk looks at the same one again and again."""


class Ground:
    """The records of requests, and the frame of an act."""

    def __init__(self, hall: Hall, beside: Path | None = None) -> None:
        self.hall = hall
        self.queue, self.config, self.sealed = hall.queue, hall.config, hall.sealed
        self.table = hall.store.table(TABLE)
        self.counts = hall.store.table(COUNTS)
        self.addresses = Addresses(hall.config.certificates.addresses, beside)
        """The centre's buildings; ``ConfigError`` when its file is wrong."""
        own = hall.config.certificates.papers
        self.own_papers = (beside or Path()) / own if own else None
        """The folder of the centre's own templates (``paper.compose``)."""
        self._papers: Register | None = None
        self._shown: dict[str, tuple[object, dict[str, str]]] = {}
        self._remembering = Lock()

    @property
    def papers(self) -> Register:
        """The register of certificates; made when first asked for."""
        if self._papers is None:
            from kiosk.certificates.register import Register  # noqa: PLC0415 -- ciphers, 14 ms

            self._papers = Register(self.hall)
        return self._papers

    # --- the form ------------------------------------------------------------------------------

    def item(self, code: str) -> Item:
        """An item that can be requested. Refuses: ``unknown_item``, ``not_requestable``."""
        item = self.hall.items.get(code)
        if item.kind is not Kind.CERTIFICATE or not item.on or not item.fields:
            raise refusal("not_requestable", item=item.code, name=item.name, office=item.office)
        return item

    def form(self, code: str) -> dict[str, FormField]:
        """What the lobby asks for an item, in order. Refuses: as ``item``."""
        return self.form_of(self.item(code)).asked

    def form_of(self, item: Item, now: Moment | None = None) -> Form:
        """The form of an item as it stands today."""
        fields = self.hall.items.lists.fields
        return Form(
            {name: fields[name] for name in item.fields},
            self.today(now),
            item=item,
            addresses=self.addresses,
        )

    def person_form(self, part: str) -> dict[str, FormField]:
        """What is asked of an ``agent`` or a ``guardian``, in order."""
        return people().agent if part == "agent" else people().guardian

    def to_bring(self, code: str, *, agent: bool = False) -> tuple[Material, ...]:
        """What to bring for an item, and what somebody else who comes for it brings besides."""
        more = people().bring["agent"] if agent else ()
        return (*self.item(code).to_bring, *more)

    def notice(self, code: str) -> Notice:
        """What is told before anything is asked. Refuses: as ``item``."""
        item = self.item(code)
        return notices.notice(self.config, item, self.form_of(item).asked, TABLE)

    def today(self, now: Moment | None = None) -> date:
        """The business day."""
        return date.fromisoformat(self.queue.days.today(now or self.queue.clock.now()))

    # --- the record ----------------------------------------------------------------------------

    def stored(self, number: str) -> Request:
        """A request as it is kept. Refuses: ``unknown_request``."""
        number = number.strip().upper()
        document = self.table.get(doc_id=number)
        if document is None and len(series_of(number)) > 1:
            # The number of a slip that a machine printed while it was cut off.
            handed = self.hall.store.table(HANDED_IN).get(doc_id=number)
            document = self.table.get(doc_id=handed["request"]) if handed else None
        if document is None:
            raise refusal("unknown_request", number=number.strip()[:20])
        return msgspec.convert(document, Request)

    def handed(self, request: Request) -> Request:
        """A request to be handed to someone: with what of it may be shown."""
        kept = (request.fields, request.agent_fields, request.guardian_fields)
        before, shown = self._shown.get(request.number, (None, {}))
        if before != kept:
            shown = self._masked(request)
            with self._remembering:
                if len(self._shown) >= REMEMBERED:
                    self._shown.pop(next(iter(self._shown)))
                self._shown[request.number] = (kept, shown)
        return msgspec.structs.replace(request, shown=shown)

    def _masked(self, request: Request) -> dict[str, str]:
        form = self.form_of(self.hall.items.get(request.item))
        shown = form.shown(self.clear(request.fields))
        for part in ("agent", "guardian"):
            sealed: dict[str, str] = getattr(request, f"{part}_fields")
            masked = Form(self.person_form(part), self.today()).shown(self.clear(sealed))
            shown |= {f"{part}_{name}": text for name, text in masked.items()}
        return shown

    def seal(self, fields: Mapping[str, str], form: Form) -> dict[str, str]:
        """Answers as they are kept: each sealed, identity numbers with their fingerprints."""
        kept = {name: self.sealed.seal(text) for name, text in fields.items()}
        for name in form.searched():
            if name in fields:
                kept[name + PRINT] = self.sealed.fingerprint(fields[name])
        return kept

    def clear(self, sealed: Mapping[str, str]) -> dict[str, str]:
        """Sealed answers, opened."""
        return {
            name: self.sealed.open(token)
            for name, token in sealed.items()
            if not name.endswith(PRINT)
        }

    def next_number(self, year: int) -> tuple[int, str]:
        """The next number of a year, in the open transaction: ``R20260001``."""
        found = self.counts.get(doc_id=str(year))
        count = (found["count"] if found else 0) + 1
        self.counts.put(str(year), Document({"count": count}, str(year)))  # type: ignore[arg-type]
        return count, f"R{year}{count:04d}"

    # --- one move ------------------------------------------------------------------------------

    def person(self, staff: str, did: Did) -> Role:
        """The role of whoever makes a move. Refuses: ``no_such_staff``, ``not_allowed``."""
        role = self.hall.staff.get(staff).role
        if role not in MOVES[did].roles:
            roles = sorted(MOVES[did].roles)
            said = "、".join(Phrase(f"requests.role_{one}") for one in roles)
            raise refusal("not_allowed", staff=staff, roles=said)
        return role

    def moved(
        self,
        request: Request,
        did: Did,
        now: Moment,
        by: str | None,
        *,
        to: State | None = None,
        note: str = "",
        items: tuple[str, ...] = (),
        **changes: object,
    ) -> Request:
        """A request after a move, written in the open transaction; closed ones become history."""
        state = to or MOVES[did].to or request.state
        move = Move(
            did,
            state,
            now.at,
            self.queue.terminal,
            by,
            note=self.sealed.seal(note) if note else "",
            items=items,
        )
        changed = msgspec.structs.replace(
            request, state=state, moves=(*request.moves, move), shown={}, **changes
        )
        self.table.put(changed.number, changed)
        if request.is_open and not changed.is_open:
            self.table.retire([changed.number])
        return changed

    def reason(self, text: str, field: str = "reason") -> str:
        """Why something is done: short, and no number of anybody's.

        Refuses: ``missing_field``, ``too_many_characters``, ``personal_number``.
        """
        return free_text(field, text)

    def audit(self, what: str, staff: str, number: str, **about: str) -> None:
        """An entry of the audit trail, in the open transaction; nothing of any resident."""
        self.hall.audit.record(what, staff, self.queue.terminal, request=number, **about)
