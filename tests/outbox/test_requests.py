"""Requests handed in while cut off: sealed, under a number of their own, in the records once."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.certificates.request import State
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.outbox import Fact, going_on
from tests.certificates.hall import FIELDS, LAN, addresses, consent, fields, requested, staffed
from tests.halls import MONDAY, HandClock
from tests.outbox.conftest import Machine, Wire


@pytest.fixture
def lobby(machine: Machine, tmp_path: Path) -> Hall:
    addresses(tmp_path)
    hall = staffed(machine())
    hall.queue.days.open(hall.clock.now())
    hall.sealed.seal("the key is there")
    return hall


def handed_in(hall: Hall, code: str = "C01", **more: object) -> Fact:
    return hall.outbox.hand_in(code, fields(code), consent(hall, code), **more)  # type: ignore[arg-type]


def test_it_is_kept_sealed_and_gets_the_centres_number_later(
    lobby: Hall, wire: Wire, clock: HandClock, tmp_path: Path
) -> None:
    requested(lobby)
    agreed = consent(lobby)
    wire.cut()
    went = going_on.hand_in(lobby, "C01", fields(), agreed, has=["居民身份证"])
    assert went.offline
    assert went.fact is not None
    assert went.fact.about == "RX20260001"
    (slip,) = lobby.outbox.slips.jobs()
    assert (slip.kind, slip.fields["request"]) == ("acceptance", "RX20260001")
    assert slip.fields["missing_by"] == "2026-12-07"
    assert "网络中断" in slip.fields["cut_off"]
    stored = b"".join(path.read_bytes() for path in (tmp_path / "one/outbox").iterdir())
    for secret in (LAN, FIELDS["applicant_name"], FIELDS["phone"]):
        assert secret.encode() not in stored

    clock.show(9, days=1)
    wire.mend()
    assert lobby.outbox.send() == (1, 0, 0)

    request = lobby.certificates.get("R20260002")
    assert (request.state, request.own) == (State.MISSING, "RX20260001")
    assert (request.day, request.received_at) == ("2026-11-23", MONDAY)
    assert request.due.isoformat() == slip.fields["due"]
    assert request.terminal == "lobby"
    assert lobby.certificates.clear(request.fields) == lobby.certificates.clear(
        lobby.certificates.get("R20260001").fields
    )
    assert lobby.certificates.get("rx20260001").number == "R20260002"
    assert lobby.certificates.by_code(slip.fields["code"]).number == "R20260002"
    assert lobby.certificates.slip_code(request) == slip.fields["code"]


def test_what_is_wrong_is_refused_where_it_is_typed(lobby: Hall) -> None:
    agreed = consent(lobby)
    for given, version, word in (
        (fields(id_no="110105194912310021"), agreed, "value_check"),
        (fields(), "", "consent_needed"),
        (fields(), "old", "notice_changed"),
    ):
        with pytest.raises(Refused) as refused:
            lobby.outbox.hand_in("C01", given, version)
        assert refused.value.code == word
    assert lobby.outbox.unsent == 0
    assert handed_in(lobby).about == "RX20260001"


def test_one_that_was_switched_off_waits_for_a_person_with_all_it_said(
    lobby: Hall, machine: Machine, tmp_path: Path
) -> None:
    handed_in(lobby)
    lobby.outbox.close()
    (tmp_path / "items.toml").write_text("[C01]\non = false\n", encoding="utf-8")
    again = machine(listens=False)
    assert again.outbox.send() == (1, 1, 0)
    (conflict,) = again.conflicts.open()
    assert conflict.record["error"] == "not_requestable"
    assert "RX20260001" in again.conflicts.sentence(conflict, "en")
    sealed = conflict.fact["request"]["fields"]
    assert again.certificates.clear(sealed)["applicant_name"] == FIELDS["applicant_name"]
    assert FIELDS["applicant_name"] not in str(conflict)


def test_a_key_that_was_changed_meanwhile_opens_it_still(lobby: Hall) -> None:
    from kiosk.rotation import Rotation

    handed_in(lobby)
    engine = lobby.store.rows.engine
    Rotation(lobby.store, engine, lobby.sealed, lobby.audit).run("2026-11-23T09:00:00+08:00")
    assert lobby.outbox.send() == (1, 0, 0)
    request = lobby.certificates.get("RX20260001")
    assert lobby.certificates.clear(request.fields)["id_no"] == LAN
    assert request.fields["id_no_print"] == lobby.sealed.fingerprint(LAN)


def test_sent_twice_it_is_one_request(lobby: Hall) -> None:
    from kiosk.outbox.sending import deliver

    fact = handed_in(lobby)
    deliver(lobby.outbox, fact)
    assert lobby.outbox.send() == (1, 0, 0)
    assert [request.number for request in lobby.certificates.open()] == ["R20260001"]
