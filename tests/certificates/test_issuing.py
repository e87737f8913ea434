"""What was approved is issued under the next number, handed over against the slip, or made void."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.certificates.request import State
from kiosk.hall import Hall
from tests.certificates.hall import FACTS, FIELDS, OTHERS, brought_to, requested
from tests.halls import HandClock, refuses


def issued(hall: Hall, code: str = "C01") -> str:
    """The number of a certificate that was issued."""
    return hall.certificates.get(brought_to(hall, State.ISSUED, code)).certificate or ""


@pytest.mark.parametrize("code", ["C01", *OTHERS])
def test_every_item_comes_to_its_certificate(centre: Hall, code: str) -> None:
    kept = centre.certificates
    number = brought_to(centre, State.APPROVED, code)
    certificate = kept.issue(number, "007")
    assert certificate.item == code
    assert (certificate.handler, certificate.approver) == ("007", "001")
    assert kept.verify(certificate.code).verdict == "genuine"
    request = kept.get(number)
    assert (request.state, request.certificate) == (State.ISSUED, certificate.number)


def test_the_register_has_no_gaps(centre: Hall) -> None:
    kept = centre.certificates
    issued(centre)
    number = requested(centre).number
    with refuses(centre, "wrong_request_state"):
        kept.issue(number, "007")
    issued(centre, "C04")
    kept.void(issued(centre), "001", "写错了")
    issued(centre)
    serials = [one.number.rsplit("-", 1)[1] for one in kept.register()]
    assert serials == ["00001", "00002", "00003", "00004"]
    assert [bool(one.void) for one in kept.register(2026)] == [False, False, True, False]
    assert kept.register(2025) == []


def test_it_says_what_was_checked_and_until_when_it_holds(centre: Hall) -> None:
    certificate = centre.certificates.certificate(issued(centre))
    paper = centre.certificates.papers.paper(certificate.number)
    text = "".join(paper.body)
    assert FIELDS["applicant_name"] in text
    assert FIELDS["id_no"] in text
    assert FIELDS["address"] in text
    assert (paper.handler, paper.approver) == ("王芳", "赵主任")
    assert certificate.valid_until == date(2026, 12, 23)
    assert certificate.copies == 2


def test_the_desks_facts_stand_on_the_paper(centre: Hall) -> None:
    paper = centre.certificates.papers.paper(issued(centre, "C03"))
    text = "".join(paper.body)
    assert all(fact in text for fact in FACTS["C03"].values())


def test_the_codes_and_jobs_say_nothing_of_any_person(centre: Hall) -> None:
    certificate = centre.certificates.certificate(issued(centre))
    for word in (FIELDS["applicant_name"], FIELDS["id_no"], FIELDS["phone"]):
        assert word not in certificate.code
        assert all(word not in str(job.fields) for job in centre.slips.jobs())


def test_it_is_handed_over_against_the_slip(centre: Hall) -> None:
    number = brought_to(centre, State.ISSUED)
    kept = centre.certificates
    code = kept.slip_code(kept.get(number))
    with refuses(centre, "not_our_code"):
        kept.hand_over("0" * 45, "007")
    request = kept.hand_over(code, "008")
    assert (request.state, request.moves[-1].by) == (State.HANDED_OVER, "008")
    (slip,) = [job for job in centre.slips.about(number) if job.kind == "handover"]
    said = slip.fields
    assert said["certificate"] == request.certificate
    assert (said["holder"], said["identity"]) == ("欧**兰", "110***********002X")
    assert (said["copies"], said["issued"], said["by"]) == ("2 份", "2026-11-23", "008")
    with refuses(centre, "wrong_request_state"):
        kept.hand_over(code, "007")


def test_what_is_not_issued_yet_is_not_handed_over(centre: Hall) -> None:
    request = centre.certificates.get(brought_to(centre, State.APPROVED))
    with refuses(centre, "wrong_request_state"):
        centre.certificates.hand_over(centre.certificates.slip_code(request), "007")


def test_a_void_certificate_says_since_when(centre: Hall, clock: HandClock) -> None:
    kept = centre.certificates
    certificate = kept.certificate(issued(centre))
    clock.show(10)
    with refuses(centre, "missing_field"):
        kept.void(certificate.number, "001", " ")
    with refuses(centre, "not_allowed"):
        kept.void(certificate.number, "900", "写错了")
    with refuses(centre, "unknown_certificate"):
        kept.void("XINGFULI-2026-C01-00404", "001", "写错了")
    assert kept.void(certificate.number, "001", "地址写错了").void_since == clock.now
    verdict = kept.verify(certificate.code)
    assert (verdict.verdict, verdict.since) == ("void", clock.now)
    with refuses(centre, "certificate_void"):
        kept.void(certificate.number, "001", "又一次")


def test_what_is_void_is_not_handed_over(centre: Hall) -> None:
    number = brought_to(centre, State.VOID)
    request = centre.certificates.get(number)
    assert not request.is_open
    with refuses(centre, "wrong_request_state"):
        centre.certificates.hand_over(centre.certificates.slip_code(request), "007")


def test_what_was_fetched_can_become_void_and_stays_fetched(centre: Hall) -> None:
    number = brought_to(centre, State.HANDED_OVER)
    certificate = centre.certificates.get(number).certificate or ""
    centre.certificates.void(certificate, "001", "情况有变")
    request = centre.certificates.get(number)
    assert (request.state, request.moves[-1].did) == (State.HANDED_OVER, "void")


def test_one_altered_letter_is_noticed(centre: Hall) -> None:
    code = centre.certificates.certificate(issued(centre)).code
    for place in (0, 20, len(code) // 2, len(code) - 1):
        wrong = "A" if code[place] != "A" else "B"
        altered = code[:place] + wrong + code[place + 1 :]
        assert centre.certificates.verify(altered).verdict in {"altered", "unknown"}
        assert centre.certificates.verify(altered).verdict != "genuine"


def test_each_use_of_the_seal_is_written_down(centre: Hall) -> None:
    number = issued(centre)
    assert centre.certificates.seal_paper(number, "007", 2).sealed_copies == 2
    with refuses(centre, "wrong_copies"):
        centre.certificates.seal_paper(number, "007", 1)
    with refuses(centre, "not_allowed"):
        centre.certificates.seal_paper(number, "900", 1)


def test_approvals_and_issues_are_in_the_audit_trail(centre: Hall) -> None:
    number = brought_to(centre, State.VOID)
    certificate = centre.certificates.get(number).certificate
    told = [
        (one["what"], one["who"])
        for one in centre.store.table("audit").past("day", "2026-11-23")
        if number in one.get("about", {}).values() or certificate in one.get("about", {}).values()
    ]
    assert told == [
        ("request_approved", "001"),
        ("certificate_issued", "007"),
        ("voided_paper", "001"),
    ]
    assert not centre.audit.verify().broken
