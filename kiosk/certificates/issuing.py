"""Issuing what was approved, handing it over, and making it void."""

from __future__ import annotations

from datetime import timedelta

from kiosk import identity
from kiosk.certificates import paper, slips
from kiosk.certificates.handling import Handling
from kiosk.certificates.register import issuer
from kiosk.certificates.register_entry import Certificate
from kiosk.certificates.request import Did, Request, State
from kiosk.certificates.verdict import Verdict
from kiosk.slip_frame import framed

VALID_DAYS = 30
"""Days a certificate holds where the list does not say (items-and-rules.md 2b, inferred)."""


class Issuing(Handling):
    """Acts on certificates; the papers themselves are the register's."""

    def issue(self, number: str, staff: str) -> Certificate:
        """Issue what was approved: number, signed code, the paper's print job; one act.

        Refuses: ``no_such_staff``, ``not_allowed``, ``unknown_request``, ``wrong_request_state``,
        ``paper_incomplete``.
        """
        with self.queue.act() as now:
            self.person(staff, Did.ISSUE)
            request = self.stored(number)
            request.allowed(Did.ISSUE)
            item = self.hall.items.get(request.item)
            approved, reviewed = request.did(Did.APPROVE), request.did(Did.REVIEW)
            approver = (approved.by if approved else None) or ""
            handler = (reviewed.by if reviewed else None) or staff
            facts = self.clear(request.fields) | self.clear(request.facts)
            issued = self.today(now)
            valid = item.valid_days if item.valid_days is not None else VALID_DAYS
            setting = self.config.certificates
            sheet = paper.compose(
                item,
                self.hall.items.lists.fields,
                facts,
                issuer=issuer(self.config),
                issued=issued,
                valid_until=issued + timedelta(days=valid),
                handler_name=self.hall.staff.name_of(handler),
                approver_name=self.hall.staff.name_of(approver),
                phone=setting.phone or self.config.centre.phone,
                own=self.own_papers,
            )
            certificate = self.papers.enter(
                sheet,
                item=item.code,
                request=request.number,
                handler=handler,
                approver=approver,
                copies=request.copies,
                holder=facts["applicant_name"],
            )
            self.audit("certificate_issued", staff, request.number, certificate=certificate.number)
            self.moved(request, Did.ISSUE, now, staff, certificate=certificate.number)
        return certificate

    def hand_over(self, code: str, staff: str) -> Request:
        """Hand a certificate over against its acceptance slip, and print what is signed for it.

        Refuses: ``not_our_code`` (nor a slip of a request), ``unknown_request``, ``no_such_staff``,
        ``not_allowed``, ``wrong_request_state``, ``certificate_void``.
        """
        number = self.number_of(code)
        with self.queue.act() as now:
            self.person(staff, Did.HAND_OVER)
            request = self.stored(number)
            request.allowed(Did.HAND_OVER)
            certificate = self.papers.get(request.certificate or "")
            changed = self.moved(request, Did.HAND_OVER, now, staff)
            self._sign_for(changed, certificate, staff)
        return self.handed(changed)

    def void(self, certificate: str, staff: str, reason: str) -> Certificate:
        """Make a certificate void; one that was not fetched closes its request.

        Refuses: ``no_such_staff``, ``not_allowed``, ``unknown_certificate``, ``certificate_void``,
        ``missing_field``, ``too_many_characters``, ``personal_number``.
        """
        why = self.reason(reason)
        with self.queue.act() as now:
            self.person(staff, Did.VOID)
            found = self.papers.void(certificate, staff, why)
            document = self.table.get(doc_id=found.request)
            if document is not None and found.kind == "certificate":
                request = self.stored(found.request)
                to = State.VOID if request.state is State.ISSUED else request.state
                self.moved(request, Did.VOID, now, staff, to=to, note=why)
        return found

    def seal_paper(self, certificate: str, staff: str, copies: int) -> Certificate:
        """Write down a use of the seal.

        Refuses: ``no_such_staff``, ``not_allowed``, ``unknown_certificate``, ``certificate_void``,
        ``wrong_copies``.
        """
        with self.queue.act():
            self.person(staff, Did.ISSUE)
            return self.papers.seal(certificate, staff, copies)

    def certificate(self, number: str) -> Certificate:
        """One certificate. Refuses: ``unknown_certificate``."""
        return self.papers.get(number)

    def register(self, year: int | None = None) -> list[Certificate]:
        """Every certificate of a year (this one), in the order of numbers."""
        return self.papers.year(year or self.today().year)

    def verify(self, code: str) -> Verdict:
        """What is to be said of the code on a paper; never refuses."""
        return self.papers.verify(code)

    def _sign_for(self, request: Request, certificate: Certificate, staff: str) -> None:
        terminal = self.config.terminals.get(self.queue.terminal)
        if terminal is None or terminal.printer is None:
            return
        kept = self.clear(request.fields)
        id_no = kept.get("id_no", "")
        kind = identity.recognised(id_no)
        now = self.queue.clock.now()
        item = self.hall.items.get(request.item)
        said = slips.hand_over(
            self.config,
            request,
            item,
            certificate=certificate.number,
            identity=identity.mask(kind, id_no) if kind else "",
            issued=certificate.issued,
            code=self.slip_code(request),
        )
        training = self.queue.clock.training
        fields = framed(self.config, said, now.at, by=staff, training=training)
        day = self.queue.days.today(now)
        self.hall.slips.write(terminal.printer, slips.HAND_OVER, request.number, day, fields)
