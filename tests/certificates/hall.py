"""A hall that issues certificates: who works there, who comes, and the ways through."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kiosk.certificates.request import Request, State
from kiosk.hall import Hall
from kiosk.pins import kept
from kiosk.staff import TABLE as STAFF
from kiosk.staff import Person, Role

ADDRESSES = """
prefix = "幸福里小区"
[buildings."1号楼"]
name_en = "Building 1"
units = [{ name = "1单元", floors = 2, each = 2 }, { name = "2单元", rooms = ["101", "A"] }]
[buildings."平房3号"]
units = [{ rooms = ["1"] }]
"""

LAN = "11010519491231002X"
"""The published specimen: a woman born in 1949."""

CHILD = "440308201608101513"
TEEN = "440308201001101517"
GROWN_UP = "440308199901101512"

FIELDS: dict[str, Any] = {
    "applicant_name": "欧阳小兰",
    "id_type": "resident",
    "id_no": LAN,
    "address": "幸福里小区1号楼1单元201室",
    "since_month": "2019-03",
    "tenure": "owned",
    "purpose": "入学",
    "to_unit": "幸福小学",
    "copies": 2,
    "phone": "13800138000",
}
"""All that C01 asks."""

OTHERS: dict[str, dict[str, Any]] = {
    "C02": {
        "household_size": 4,
        "reason": "主要劳动力患病",
        "difficulty": "医疗支出超过收入",
        "purpose": "助学",
        "address": FIELDS["address"],
    },
    "C03": {
        "vol_no": "V000123",
        "period_from": "2026-01-01",
        "period_to": "2026-06-30",
        "purpose": "升学",
    },
    "C04": {"school": "幸福中学", "activity": "敬老", "hours": 8, "purpose": "学校"},
    "C05": {
        "court": "幸福区人民法院",
        "case_no": "（2026）民初123号",
        "agent_name": "王强",
        "agent_id": "610922190001010026",
        "purpose": "人民法院",
    },
    "C06": {
        "spouse_name": "王强",
        "spouse_id": "610922190001010026",
        "adoptee": "王小宝",
        "purpose": "收养登记机关",
    },
}
"""What the others ask besides name, papers and phone."""

PERSON = {name: FIELDS[name] for name in ("applicant_name", "id_no", "phone")}

FACTS = {"C03": {"hours": "36", "content": "社区巡逻"}}
"""What the desk adds for the paper."""


def fields(code: str = "C01", /, **differs: Any) -> dict[str, Any]:
    """The answers for an item; ``None`` leaves one out."""
    whole = FIELDS if code == "C01" else PERSON | OTHERS[code]
    return {name: value for name, value in (whole | differs).items() if value is not None}


def staffed(hall: Hall) -> Hall:
    """Two clerks, two heads and an administrator, all with the PIN 2468."""
    table = hall.store.table(STAFF)
    for number, name, role in (
        ("007", "王芳", Role.CLERK),
        ("008", "李强", Role.CLERK),
        ("001", "赵主任", Role.HEAD),
        ("002", "钱主任", Role.HEAD),
        ("900", "孙工", Role.ADMIN),
    ):
        table.add(number, Person(number, name, role, _check()))
    return hall


@cache
def _check() -> str:
    """Hashing a PIN is slow on purpose: once for all tests."""
    return kept("2468")


def consent(hall: Hall, code: str = "C01") -> str:
    """The version of the notice as it is now."""
    return hall.certificates.notice(code).version


def requested(hall: Hall, code: str = "C01", **more: Any) -> Request:
    """A request that was taken in."""
    given: Mapping[str, Any] = more.pop("fields", None) or fields(code)
    return hall.certificates.request(code, given, consent(hall, code), **more)


def brought_to(hall: Hall, state: State, code: str = "C01") -> str:
    """The number of a request that has come as far as this, by clerk 007 and head 001."""
    kept = hall.certificates
    number = requested(hall, code, **({"has": []} if state is State.MISSING else {})).number
    steps = {
        State.RECEIVED: (),
        State.MISSING: (),
        State.WITH_GRID: ("grid",),
        State.VERIFIED: ("grid", "verified"),
        State.REVIEWED: ("review",),
        State.APPROVED: ("review", "approve"),
        State.ISSUED: ("review", "approve", "issue"),
        State.HANDED_OVER: ("review", "approve", "issue", "hand_over"),
        State.REFUSED: ("refuse",),
        State.WITHDRAWN: ("withdraw",),
        State.VOID: ("review", "approve", "issue", "void"),
    }
    acts: dict[str, Callable[[], object]] = {
        "grid": lambda: kept.send_to_grid(number, "007"),
        "verified": lambda: kept.verified(number, "007", "住在这里"),
        "review": lambda: kept.review(number, "007", facts=FACTS.get(code)),
        "approve": lambda: kept.approve(number, "001"),
        "issue": lambda: kept.issue(number, "007"),
        "hand_over": lambda: kept.hand_over(kept.slip_code(kept.get(number)), "007"),
        "refuse": lambda: kept.refuse(number, "007", "不住在本社区"),
        "withdraw": lambda: kept.withdraw(number),
        "void": lambda: kept.void(kept.get(number).certificate or "", "001", "写错了"),
    }
    for step in steps[state]:
        acts[step]()
    assert kept.get(number).state is state
    return number


def addresses(folder: Path, text: str = ADDRESSES) -> Path:
    """Write the centre's buildings beside its settings."""
    file = folder / "addresses.toml"
    file.write_text(text, encoding="utf-8")
    return file
