"""Asking for a certificate: the notice, each answer where it is typed, and the request itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

import msgspec

from kiosk import identity
from kiosk.certificates import notice as notices
from kiosk.certificates import slips
from kiosk.certificates.form import GROWN, Form, Given, grown, needs_guardian
from kiosk.certificates.looking import Looking
from kiosk.certificates.notice import Notice
from kiosk.certificates.request import Did, Move, Request, State
from kiosk.hours import Moment
from kiosk.identity import Kind
from kiosk.items.item import Item
from kiosk.slip_frame import framed
from kiosk.wording import refusal

DAYS_UNSAID = 5
"""Working days promised where the list says none (inferred; a centre writes ``days`` itself)."""

DAYS_TO_BRING = 10
"""Working days in which what is missing can be brought (inferred)."""


class Answers(NamedTuple):
    """What was said for a request, checked and not sealed; and the materials by name."""

    kept: dict[str, str]
    agent: dict[str, str]
    guardian: dict[str, str]
    missing: tuple[str, ...]
    got: tuple[str, ...]


class Asking(Looking):
    """Acts of residents at the lobby."""

    def check(self, code: str, name: str, value: object, given: Given | None = None) -> str:
        """One answer as it is kept, checked where it is typed; ``given`` are the others so far.

        Refuses: as ``item`` and ``kiosk.certificates.form.Form.check``.
        """
        return self.form_of(self.item(code)).check(name, value, given or {})

    def check_person(self, part: str, name: str, value: object, given: Given | None = None) -> str:
        """One answer about the ``agent`` or the ``guardian``. Refuses: as ``check``."""
        form = Form(self.person_form(part), self.today())
        checked = form.check(name, value, given or {})
        if name == "id_no":
            grown(part, checked, self.today())
        return checked

    def needs_guardian(self, code: str, fields: Given) -> bool:
        """Is the applicant under fourteen, by the number that was given? A guardian then agrees."""
        number = fields.get("id_no")
        return isinstance(number, str) and needs_guardian(number, self.today())

    def request(
        self,
        code: str,
        fields: Given,
        consent: str | None,
        *,
        agent: Given | None = None,
        guardian: Given | None = None,
        has: Iterable[str] | None = None,
        large: bool = False,
        key: str = "",
    ) -> Request:
        """Take a request in: one act, with the acceptance slip where this terminal prints.

        Args:
            code: the item.
            fields: the answers by field.
            consent: the version of the notice that was agreed to.
            agent: answers about whoever asks for the applicant.
            guardian: answers about the guardian, for an applicant under fourteen.
            has: the names of the materials that are there; every other required one is missing.
                ``None``: nobody was asked.
            large: print in large type.
            key: to find the request by, should the answer be lost.

        Raises:
            Refused: ``unknown_item``, ``not_requestable``; ``consent_needed``, ``notice_changed``;
                whatever ``check`` and ``check_person`` refuse; ``guardian_needed``,
                ``not_of_age``, ``same_person``; ``unknown_material``.
        """
        item = self.item(code)
        notice = self.agreed(item, consent)
        with self.queue.act() as now:
            today = self.today(now)
            answers = self.answers(item, fields, now, agent, guardian, has)
            _, number = self.next_number(today.year)
            where = self.queue.terminal
            request = self.drawn_up(item, answers, notice.version, number, today, now.at, where)
            request = msgspec.structs.replace(request, key=key)
            self.remember(notice)
            self.table.add(number, request)
            self._print(request, item, answers.got, now, large=large)
        return self.handed(request)

    def answers(
        self,
        item: Item,
        fields: Given,
        now: Moment,
        agent: Given | None,
        guardian: Given | None,
        has: Iterable[str] | None,
    ) -> Answers:
        """All that was said, as it is kept. Refuses: as ``request`` for what is said in it."""
        today = self.today(now)
        kept = self.form_of(item, now).whole(fields)
        parts = {
            "agent": self._part("agent", agent, kept, today),
            "guardian": self._guardian(guardian, kept, today),
        }
        missing, got = self._missing(item, has, agent=bool(parts["agent"]))
        return Answers(kept, parts["agent"], parts["guardian"], missing, got)

    def drawn_up(
        self,
        item: Item,
        answers: Answers,
        consent: str,
        number: str,
        day: date,
        at: datetime,
        terminal: str,
    ) -> Request:
        """The request that answers come to, under a number, handed in on a day; sealed."""
        kept, missing = answers.kept, answers.missing
        due, note = self.promised(item, day)
        state = State.MISSING if missing else State.RECEIVED
        return Request(
            number=number,
            item=item.code,
            state=state,
            day=day.isoformat(),
            received_at=at,
            terminal=terminal,
            consent=consent,
            applicant=identity.mask(Kind.NAME, kept["applicant_name"]),
            due=due,
            due_note=note,
            missing=missing,
            missing_by=self._bring_by(day) if missing else None,
            agent=_masked(answers.agent),
            guardian=_masked(answers.guardian),
            copies=int(kept.get("copies", "1")),
            listed="address" not in kept or self.addresses.lists(kept["address"]),
            moves=(Move(Did.REQUEST, state, at, terminal, items=missing),),
            fields=self.seal(kept, self.form_of(item)),
            agent_fields=self._sealed_part("agent", answers.agent, day),
            guardian_fields=self._sealed_part("guardian", answers.guardian, day),
        )

    def agreed(self, item: Item, consent: str | None) -> Notice:
        """The notice that was agreed to. Refuses: ``consent_needed``, ``notice_changed``."""
        if not consent:
            raise refusal("consent_needed")
        notice = self.notice(item.code)
        if consent != notice.version:
            raise refusal("notice_changed", version=notice.version)
        return notice

    def promised(self, item: Item, start: date) -> tuple[date, str]:
        """The day a request is promised for, and what must be said beside it."""
        unsaid = item.legal_days if item.legal_days is not None else DAYS_UNSAID
        due = self.hall.workdays.due(start, item.days if item.days is not None else unsaid)
        return due.day, due.note(self.config.centre.languages[0])

    def _guardian(
        self, given: Given | None, kept: Mapping[str, str], today: date
    ) -> dict[str, str]:
        """The guardian's answers. Of somebody who needs none, none are kept (第6条)."""
        age = identity.age(kept.get("id_no", ""), today)
        if age is not None and age >= GROWN:
            return {}
        answers = self._part("guardian", given, kept, today)
        if age is not None and not answers:
            raise refusal("guardian_needed")
        return answers

    def _part(
        self, part: str, given: Given | None, kept: Mapping[str, str], today: date
    ) -> dict[str, str]:
        if not given:
            return {}
        answers = Form(self.person_form(part), today).whole(given)
        grown(part, answers["id_no"], today)
        if answers["id_no"] == kept.get("id_no"):
            raise refusal("same_person")
        return answers

    def _sealed_part(self, part: str, answers: Mapping[str, str], today: date) -> dict[str, str]:
        return self.seal(answers, Form(self.person_form(part), today)) if answers else {}

    def _missing(
        self, item: Item, has: Iterable[str] | None, *, agent: bool
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What is still to be brought, all of it at once, and what is there."""
        if has is None:
            return (), ()
        materials = self.to_bring(item.code, agent=agent)
        names = [material.name for material in materials]
        got = set(has)
        for name in got:
            if name not in names:
                raise refusal("unknown_material", material=name[:40], materials="、".join(names))
        required = [material.name for material in materials if material.required]
        missing = tuple(name for name in required if name not in got)
        return missing, tuple(name for name in names if name in got)

    def _bring_by(self, today: date) -> date:
        return self.hall.workdays.due(today, DAYS_TO_BRING).day

    def remember(self, notice: Notice) -> None:
        """Keep the wording somebody agreed to, the first time somebody does; in an open act."""
        table = self.hall.store.table(notices.TABLE)
        if table.get(doc_id=notice.version) is None:
            table.add(notice.version, msgspec.to_builtins(notice))

    def _print(
        self,
        request: Request,
        item: Item,
        got: Iterable[str],
        now: Moment,
        *,
        large: bool,
    ) -> None:
        terminal = self.config.terminals.get(self.queue.terminal)
        if terminal is None or terminal.printer is None:
            return
        said = slips.acceptance(self.config, request, item, got, self.slip_code(request))
        by, training = self.queue.actor, self.queue.clock.training
        fields = framed(self.config, said, now.at, by=by, training=training, large=large)
        self.hall.slips.write(
            terminal.printer, slips.ACCEPTANCE, request.number, request.day, fields
        )


def _masked(answers: Mapping[str, str]) -> str:
    return identity.mask(Kind.NAME, answers["name"]) if answers else ""
