"""Whole values for those who need them, each look recorded; what is kept of one person; mending it.

个人信息保护法 第44–46条 (see, copy, correct), 第51条 (rights of access, and a record of them).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from kiosk.certificates.form import Form
from kiosk.certificates.issuing import Issuing
from kiosk.certificates.notice import keeps
from kiosk.certificates.request import TABLE, Did, Request, State
from kiosk.staff import Role
from kiosk.wording import DEFAULT, name_of, refusal, say


class Row(msgspec.Struct, frozen=True):
    """One value that is kept of somebody: as what, and in words."""

    what: str
    value: str


class Kept(msgspec.Struct, frozen=True):
    """One record somebody stands in: its number, what it is, their part in it, and the values.

    ``stands`` is its state in words.
    """

    number: str
    item: str
    state: str
    day: str
    part: str
    rows: tuple[Row, ...]
    certificate: str | None = None
    stands: str = ""


class Privacy(Issuing):
    """Acts on personal data."""

    def full(self, number: str, staff: str, reason: str) -> dict[str, str]:
        """The clear values of a request, by field; agents' and guardians' as ``agent_name`` ….

        Only for the head, and for a clerk who handles it; a clerk who looks at a request that
        nobody has handled handles it from then on. Every look is in the audit trail.
        Refuses: ``no_such_staff``, ``not_allowed``, ``unknown_request``, ``wrong_request_state``
        (withdrawn: nothing is kept), ``not_yours``, ``missing_field``, ``too_many_characters``,
        ``personal_number``.
        """
        why = self.reason(reason)
        with self.queue.act() as now:
            role = self.person(staff, Did.LOOK)
            request = self.stored(number)
            request.allowed(Did.LOOK)
            if role is Role.CLERK and request.handlers and staff not in request.handlers:
                raise refusal("not_yours", number=request.number)
            self.audit("viewed", staff, request.number, reason=why)
            if role is Role.CLERK and request.is_open and staff not in request.handlers:
                self.moved(request, Did.LOOK, now, staff)
            return self._clear_all(request)

    def notes(self, number: str, staff: str, reason: str) -> list[str]:
        """The notes of a request's moves, in clear, in their order. Refuses: as ``full``."""
        self.full(number, staff, reason)
        request = self.stored(number)
        return [self.sealed.open(move.note) if move.note else "" for move in request.moves]

    def data_of(self, id_no: str, staff: str, reason: str, language: str = DEFAULT) -> list[Kept]:
        """Every record that a person stands in, by the number of their paper, oldest first.

        For the person themself, at a window; in the audit trail, like every look.
        Refuses: ``no_such_staff``, ``not_allowed``, ``missing_field``, ``too_many_characters``,
        ``personal_number``.
        """
        why = self.reason(reason)
        plain = "".join(id_no.split()).upper()
        with self.queue.act():
            self.person(staff, Did.LOOK)
            prints = set(self.sealed.fingerprints(plain)) if self.sealed.used else set()
            found = [*self._of(prints, language), *self._as_volunteer(prints, language)]
            numbers = "、".join(dict.fromkeys(kept.number for kept in found))
            self.audit("data_shown", staff, numbers, reason=why)
        return found

    def correct(self, number: str, staff: str, field: str, value: object, reason: str) -> Request:
        """Mend a value at the person's wish. What was reviewed with the old one is reviewed anew.

        Refuses: ``no_such_staff``, ``not_allowed``, ``unknown_request``, ``wrong_request_state``
        (issued: make it void and request anew), ``unknown_field``; as ``check``;
        ``guardian_needed``; ``missing_field``, ``too_many_characters``, ``personal_number``.
        """
        why = self.reason(reason)
        with self.queue.act() as now:
            self.person(staff, Did.CORRECT)
            request = self.stored(number)
            request.allowed(Did.CORRECT)
            form = self.form_of(self.hall.items.get(request.item), now)
            if field not in form.asked:
                raise refusal("unknown_field", field=field[:40], fields="、".join(form.asked))
            kept = form.whole({**self._asked(request, form, field), field: value})
            if self.needs_guardian(request.item, kept) and not request.guardian_fields:
                raise refusal("guardian_needed")
            self.audit("corrected", staff, request.number, field=field, reason=why)
            to = request.state
            if to in {State.REVIEWED, State.APPROVED}:
                to = State.VERIFIED if request.did(Did.VERIFIED) else State.RECEIVED
            changes = {
                "fields": self.seal(kept, form),
                "applicant": form.shown(kept)["applicant_name"],
                "copies": int(kept.get("copies", "1")),
                "listed": "address" not in kept or self.addresses.lists(kept["address"]),
            }
            return self.handed(
                self.moved(
                    request, Did.CORRECT, now, staff, to=to, note=why, items=(field,), **changes
                )
            )

    def _asked(self, request: Request, form: Form, field: str) -> dict[str, str]:
        """The answers besides the one that is mended, without those that follow from others."""
        kept = self.clear(request.fields)
        own = {name for name in kept if name in form.asked or not form.follows(name, kept)}
        if field == "id_no":
            own -= {"id_type", "sex"}  # they are what the new number says
        return {name: text for name, text in kept.items() if name in own}

    def _clear_all(self, request: Request) -> dict[str, str]:
        clear = self.clear(request.fields) | self.clear(request.facts)
        for part in ("agent", "guardian"):
            sealed: dict[str, str] = getattr(request, f"{part}_fields")
            clear |= {f"{part}_{name}": text for name, text in self.clear(sealed).items()}
        return clear

    def _of(self, prints: set[str], language: str) -> Iterator[Kept]:
        """By the days whose history is kept: no index of people is needed, nor kept."""
        if not prints:
            return
        today = self.today()
        first = today - timedelta(days=keeps(self.config, TABLE) + 1)
        seen: set[str] = set()
        for request in (*self._days(first, today), *self.open()):
            if request.number not in seen:
                seen.add(request.number)
                yield from self._parts(request, prints, language)

    def _as_volunteer(self, prints: set[str], language: str) -> Iterator[Kept]:
        """What is kept of them as a volunteer, if they gave this document there."""
        from kiosk.volunteers.kept import with_document  # noqa: PLC0415 -- few ask

        if prints:
            yield from with_document(self.hall.volunteers, prints, language)

    def _days(self, first: date, last: date) -> Iterator[Request]:
        for n in range((last - first).days + 1):
            yield from self.past((first + timedelta(days=n)).isoformat())

    def _parts(self, request: Request, prints: set[str], language: str) -> Iterator[Kept]:
        forms = {
            "applicant": (request.fields, self.form_of(self.hall.items.get(request.item))),
            "agent": (request.agent_fields, Form(self.person_form("agent"), self.today())),
            "guardian": (request.guardian_fields, Form(self.person_form("guardian"), self.today())),
        }
        for part, (sealed, form) in forms.items():
            if not any(sealed.get(f"{name}_print") in prints for name in form.searched()):
                continue
            rows = tuple(
                Row(name_of(form.fields[name], language), form.said(name, text, language))
                for name, text in self.clear(sealed).items()
            )
            yield Kept(
                request.number,
                name_of(self.hall.items.get(request.item), language),
                request.state,
                request.day,
                say(f"requests.{part}", language),
                rows,
                request.certificate,
                stands=say(f"requests.{request.state}", language),
            )
