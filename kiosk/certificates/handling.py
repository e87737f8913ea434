"""The desk's acts on a request until it is decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from kiosk.certificates import paper
from kiosk.certificates.asking import Asking
from kiosk.certificates.recorded import of_service
from kiosk.certificates.request import Did, Request, State
from kiosk.wording import refusal

MOST_DAYS = 30
"""Working days a request can be put off by, once (inferred; 行政许可法 第42条 allows ten)."""

LONGEST_FACT = 200
"""Characters of a fact that the desk adds for the paper."""


class Handling(Asking):
    """Check, ask for more, have it verified, extend, refuse, withdraw, review, approve."""

    def ask(self, number: str, staff: str, missing: Iterable[str]) -> Request:
        """Ask for what is missing: once, all of it at once (优化营商环境条例 第36条).

        ``missing`` are names of the item's materials, or others in plain words.
        Refuses: ``no_such_staff``, ``not_allowed``, ``unknown_request``, ``wrong_request_state``,
        ``asked_already``, ``missing_field``, ``too_many_characters``, ``personal_number``.
        """
        names = tuple(dict.fromkeys(self.reason(name, "missing") for name in missing))
        if not names:
            raise refusal("missing_field", field="missing")
        with self.queue.act() as now:
            self.person(staff, Did.ASK)
            request = self.stored(number)
            request.allowed(Did.ASK)
            if request.did(Did.ASK) is not None:
                raise refusal("asked_already", number=request.number)
            wanted = tuple(dict.fromkeys((*request.missing, *names)))
            day = self._bring_by(self.today(now))
            return self.handed(
                self.moved(
                    request, Did.ASK, now, staff, items=names, missing=wanted, missing_by=day
                )
            )

    def brought(self, number: str, staff: str, items: Iterable[str]) -> Request:
        """What was missing is there; when all of it is, the promised time begins.

        Refuses: ``no_such_staff``, ``not_allowed``, ``unknown_request``, ``wrong_request_state``,
        ``missing_field``, ``unknown_material``.
        """
        names = tuple(dict.fromkeys(items))
        with self.queue.act() as now:
            self.person(staff, Did.BROUGHT)
            request = self.stored(number)
            request.allowed(Did.BROUGHT)
            if not names:
                raise refusal("missing_field", field="items")
            for name in names:
                if name not in request.missing:
                    materials = "、".join(request.missing)
                    raise refusal("unknown_material", material=name[:40], materials=materials)
            left = tuple(name for name in request.missing if name not in names)
            changes: dict[str, Any] = {"missing": left}
            to = None
            if not left:
                was = request.did(Did.VERIFIED)
                to = State.VERIFIED if was else State.RECEIVED
                due, note = self.promised(self.hall.items.get(request.item), self.today(now))
                changes |= {"missing_by": None, "due": max(due, request.due), "due_note": note}
            return self.handed(
                self.moved(request, Did.BROUGHT, now, staff, to=to, items=names, **changes)
            )

    def send_to_grid(self, number: str, staff: str, note: str = "") -> Request:
        """Have the facts looked at by the grid worker. Refuses: as ``review``."""
        return self._plain(number, staff, Did.SEND_TO_GRID, note)

    def verified(self, number: str, staff: str, finding: str) -> Request:
        """What the grid worker found. Refuses: as ``review``; ``missing_field``."""
        return self._plain(number, staff, Did.VERIFIED, self.reason(finding, "finding"))

    def recorded(self, number: str) -> dict[str, str]:
        """What this hall's records say of the facts that a request's paper lacks, by name.

        Of C03 ``hours`` and ``content``, where the volunteer is the applicant; else nothing.
        Refuses: ``unknown_request``.
        """
        return of_service(self.hall, self.clear(self.get(number).fields))

    def review(
        self, number: str, staff: str, note: str = "", facts: Mapping[str, str] | None = None
    ) -> Request:
        """The originals were seen and the facts are right: it goes to the head.

        ``facts`` are what the desk adds for the paper (of C03 ``hours`` and ``content``).
        Refuses: ``no_such_staff``, ``not_allowed``, ``unknown_request``, ``wrong_request_state``,
        ``paper_incomplete`` (a fact without which it cannot be written), ``unknown_field``,
        ``too_many_characters``, ``personal_number``.
        """
        said = self.reason(note, "note") if note.strip() else ""
        with self.queue.act() as now:
            self.person(staff, Did.REVIEW)
            request = self.stored(number)
            request.allowed(Did.REVIEW)
            added = self._facts(request, facts or {})
            sealed = {name: self.sealed.seal(text) for name, text in added.items()}
            return self.handed(self.moved(request, Did.REVIEW, now, staff, note=said, facts=sealed))

    def approve(self, number: str, staff: str) -> Request:
        """The head says yes: another person than whoever handled it.

        Refuses: ``no_such_staff``, ``not_allowed``, ``unknown_request``, ``wrong_request_state``,
        ``second_person_needed``.
        """
        with self.queue.act() as now:
            self.person(staff, Did.APPROVE)
            request = self.stored(number)
            request.allowed(Did.APPROVE)
            if staff in request.handlers:
                raise refusal("second_person_needed", number=request.number, staff=staff)
            self.audit("request_approved", staff, request.number)
            return self.handed(self.moved(request, Did.APPROVE, now, staff))

    def refuse(self, number: str, staff: str, reason: str, office: str = "") -> Request:
        """Say no, why, and where instead (without ``office``, the item's own).

        Refuses: ``no_such_staff``, ``not_allowed``, ``unknown_request``, ``wrong_request_state``,
        ``missing_field``, ``too_many_characters``, ``personal_number``.
        """
        why = self.reason(reason)
        with self.queue.act() as now:
            self.person(staff, Did.REFUSE)
            request = self.stored(number)
            request.allowed(Did.REFUSE)
            where = self.reason(office, "office") if office.strip() else ""
            where = where or self.hall.items.get(request.item).office
            self.audit("request_refused", staff, request.number)
            return self.handed(self.moved(request, Did.REFUSE, now, staff, note=why, office=where))

    def withdraw(self, number: str, staff: str | None = None) -> Request:
        """The resident does not want it any more: what was entered is deleted at once (第47条).

        ``staff``: who took that down at the desk. Refuses: ``no_such_staff``, ``not_allowed``,
        ``unknown_request``, ``wrong_request_state``.
        """
        with self.queue.act() as now:
            if staff is not None:
                self.person(staff, Did.WITHDRAW)
            request = self.stored(number)
            request.allowed(Did.WITHDRAW)
            self.audit("request_erased", staff or "", request.number)
            # Notes may speak of the person as well.
            moves = tuple(msgspec.structs.replace(move, note="") for move in request.moves)
            return self.moved(
                msgspec.structs.replace(request, moves=moves),
                Did.WITHDRAW,
                now,
                staff,
                applicant="",
                agent="",
                guardian="",
                fields={},
                agent_fields={},
                guardian_fields={},
                facts={},
            )

    def extend(self, number: str, staff: str, days: int, reason: str) -> Request:
        """Put the promised day off by so many working days: once, with a reason.

        Refuses: ``no_such_staff``, ``not_allowed``, ``unknown_request``, ``wrong_request_state``,
        ``extended_already``, ``out_of_range`` (1 to 30), ``missing_field``,
        ``too_many_characters``, ``personal_number``.
        """
        why = self.reason(reason)
        with self.queue.act() as now:
            self.person(staff, Did.EXTEND)
            request = self.stored(number)
            request.allowed(Did.EXTEND)
            if request.did(Did.EXTEND) is not None:
                raise refusal("extended_already", number=request.number)
            if not 1 <= days <= MOST_DAYS:
                raise refusal("out_of_range", what="days", least=1, most=MOST_DAYS)
            due = self.hall.workdays.due(max(request.due, self.today(now)), days)
            note = due.note(self.config.centre.languages[0])
            return self.handed(
                self.moved(request, Did.EXTEND, now, staff, note=why, due=due.day, due_note=note)
            )

    def _plain(self, number: str, staff: str, did: Did, note: str = "") -> Request:
        said = self.reason(note, "note") if note.strip() else ""
        with self.queue.act() as now:
            self.person(staff, did)
            request = self.stored(number)
            request.allowed(did)
            return self.handed(self.moved(request, did, now, staff, note=said))

    def _facts(self, request: Request, facts: Mapping[str, str]) -> dict[str, str]:
        """What the desk adds, checked; refuses what the paper does not need or still lacks."""
        kept = self.clear(request.fields)
        wanted = paper.missing(request.item, kept, self.own_papers)
        for name in facts:
            if name not in wanted:
                known = "、".join(wanted) or "-"
                raise refusal("unknown_field", field=name[:40], fields=known)
        added = {}
        for name, text in facts.items():
            added[name] = " ".join(str(text).split())
            if len(added[name]) > LONGEST_FACT:
                raise refusal("too_many_characters", field=name, longest=LONGEST_FACT)
        if lacking := paper.missing(request.item, kept | added, self.own_papers):
            known_fields = self.hall.items.lists.fields
            names = "、".join(
                known_fields[name].name if name in known_fields else name for name in lacking
            )
            title = self.hall.items.get(request.item).name
            raise refusal("paper_incomplete", title=title, missing=names)
        return added
