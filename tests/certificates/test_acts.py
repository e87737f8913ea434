"""Certificates through ``kiosk batch``: one JSON object a line."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.certificates.acts import ACTS as OURS
from kiosk.certificates.request import State
from kiosk.hall import Hall
from tests.certificates.hall import FIELDS, GROWN_UP, LAN, brought_to, fields, requested
from tests.test_batch import ask


def said(hall: Hall, do: str, **more: Any) -> dict[str, Any]:
    """The answer to an act that is done."""
    answer = ask(hall, do, **more)
    assert answer.pop("ok"), answer
    return answer


def test_the_whole_way_as_the_issue_says_it(centre: Hall) -> None:
    notice = said(centre, "notice", item="C01")["notice"]
    request = said(centre, "request", item="C01", fields=FIELDS, consent=notice["version"])[
        "request"
    ]
    assert {name: request[name] for name in ("number", "state", "missing", "due")} == {
        "number": "R20260001",
        "state": "received",
        "missing": [],
        "due": "2026-11-23",
    }
    number = request["number"]
    assert said(centre, "review", number=number, staff="007")["request"]["state"] == "reviewed"
    assert said(centre, "approve", number=number, staff="001")["request"]["state"] == "approved"
    issued = said(centre, "issue", number=number, staff="007")
    assert issued["certificate"] == "XINGFULI-2026-C01-00001"
    assert said(centre, "verify", code=issued["code"])["verdict"] == "genuine"
    handed = said(centre, "hand_over", code=request["code"], staff="007")["request"]
    assert handed["state"] == "handed_over"
    void = said(centre, "void", certificate=issued["certificate"], staff="001", reason="写错了")
    assert void["void_since"].startswith("2026-11-23")
    verdict = said(centre, "verify", code=issued["code"])
    assert verdict["verdict"] == "void"
    assert verdict["since"].startswith("2026-11-23")
    assert said(centre, "verify", code=issued["code"][:-1] + "Z")["verdict"] == "altered"
    assert said(centre, "verify", code="随便什么")["verdict"] == "altered"
    (entry,) = said(centre, "register", year=2026)["certificates"]
    assert entry["certificate"] == issued["certificate"]


def test_a_notice_says_what_is_asked(centre: Hall) -> None:
    notice = said(centre, "notice", item="C02")["notice"]
    assert notice["sensitive"] is True
    assert notice["fields"]["phone"] is False
    assert notice["fields"]["difficulty"] is True
    assert notice["keeps"] == 730
    assert "敏感" in notice["text"]["zh-Hans"]


def test_the_item_says_which_notice_is_to_be_agreed_to(centre: Hall) -> None:
    version = centre.certificates.notice("C01").version
    item = said(centre, "item", code="C01")["item"]
    assert item["notice"] == {"version": version, "sensitive": False}
    assert item["notice_version"] == version
    assert "notice" not in said(centre, "item", code="N01")["item"]


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"consent": None}, "consent_needed"),
        ({"consent": "C01-old"}, "notice_changed"),
        ({"item": "N01"}, "not_requestable"),
        ({"item": "Z1"}, "unknown_item"),
        ({"fields": {}}, "missing_field"),
        ({"fields": "欧阳小兰"}, "wrong_field"),
        ({"fields": ["欧阳小兰"]}, "wrong_field"),
        ({"fields": None}, "missing_field"),
        ({"fields": fields(id_no="110105194912310021")}, "value_check"),
        ({"fields": fields(applicant_name={"a": 1})}, "wrong_field"),
        ({"fields": fields(purpose="\ud800")}, "bad_request"),
        ({"fields": fields(colour="red")}, "unknown_field"),
        ({"agent": "王强"}, "wrong_field"),
        ({"agent": {"name": "王强", "id_no": LAN}}, "same_person"),
        ({"has": ["驾驶证"]}, "unknown_material"),
        ({"has": [1]}, "wrong_field"),
        ({"has": {"a": "b"}}, "wrong_field"),
        ({"colour": "red"}, "unknown_field"),
    ],
)
def test_a_wrong_request_is_refused_and_nothing_is_recorded(
    centre: Hall, more: dict[str, Any], word: str
) -> None:
    version = centre.certificates.notice("C01").version
    given = {"item": "C01", "fields": FIELDS, "consent": version} | more
    answer = ask(centre, "request", **given)
    assert (answer["ok"], answer["error"]) == (False, word)
    assert centre.certificates.open() == []
    assert LAN not in str(answer)


def test_an_agent_and_what_is_there_come_with_it(centre: Hall) -> None:
    version = centre.certificates.notice("C01").version
    agent = {"name": "王强", "id_no": GROWN_UP, "relation": "neighbour"}
    picked = {"building": "1号楼", "unit": "2单元", "room": "101"}
    request = said(
        centre, "request", item="C01", fields=fields(address=picked), consent=version,
        agent=agent, has="居民身份证",
    )["request"]  # fmt: skip
    assert (request["agent"], request["state"]) == ("王*", "missing")
    assert len(request["missing"]) == 4
    assert request["listed"] is True


def test_the_desk_has_every_act(centre: Hall) -> None:
    first, second = requested(centre, has=["居民身份证"]).number, requested(centre).number
    for do, more, state in (
        ("brought", {"items": ["户口簿", "房产证、租赁合同或购房合同"]}, "received"),
        ("ask", {"missing": ["房主同意书"]}, "missing"),
        ("brought", {"items": "房主同意书"}, "received"),
        ("send_to_grid", {}, "with_grid"),
        ("verified", {"finding": "住在这里"}, "verified"),
        ("extend", {"days": 2, "reason": "外调"}, "verified"),
        ("correct_request", {"field": "copies", "value": 1, "reason": "一份"}, "verified"),
        ("review", {"note": "已核"}, "reviewed"),
        ("refuse", {"reason": "不属实"}, "refused"),
    ):
        answer = said(centre, do, number=first, staff="007", **more)
        assert answer["request"]["state"] == state, do
    listed = said(centre, "requests")["requests"]
    assert [row["number"] for row in listed] == [second]
    assert len(said(centre, "requests", day="2026-11-23")["requests"]) == 2
    shown = said(centre, "show_request", number=second)["request"]
    assert shown["shown"]["id_no"] == "110***********002X"
    whole = said(centre, "full", number=second, staff="007", reason="核对")
    assert whole["fields"]["id_no"] == LAN
    kept = said(centre, "data_of", id_no=LAN, staff="007", reason="本人查询")["kept"]
    assert [one["number"] for one in kept] == [first, second]
    assert said(centre, "withdraw", number=second)["request"]["state"] == "withdrawn"


def test_names_that_two_rooms_have_mean_what_their_fields_say(centre: Hall) -> None:
    ticket = said(centre, "take", line="A")["ticket"]["number"]
    assert said(centre, "void", number=ticket)["ticket"]["state"] == "void"
    said(centre, "help")
    assert said(centre, "withdraw")["help"]["closed_at"]
    number = brought_to(centre, State.ISSUED)
    certificate = centre.certificates.get(number).certificate
    assert said(centre, "void", certificate=certificate, staff="001", reason="写错")["code"]
    answer = ask(centre, "withdraw", number=number)
    assert answer["error"] == "wrong_request_state"


def test_the_seal_is_written_down(centre: Hall) -> None:
    number = brought_to(centre, State.ISSUED)
    certificate = centre.certificates.get(number).certificate
    assert said(centre, "seal", certificate=certificate, staff="007", copies=2)["sealed"] == 2
    assert ask(centre, "seal", certificate=certificate, staff="007", copies="两")["error"] == (
        "wrong_field"
    )


@pytest.mark.parametrize("do", OURS)
def test_every_act_refuses_what_it_does_not_know(centre: Hall, do: str) -> None:
    assert ask(centre, do, colour="red")["error"] == "unknown_field"
    needs = OURS[do].needs
    if needs:
        assert ask(centre, do)["error"] == "missing_field"
    nobody = {name: {} if name == "fields" else "404" for name in needs}
    assert ask(centre, do, **nobody)["ok"] is (do in {"verify", "requests", "register"})
