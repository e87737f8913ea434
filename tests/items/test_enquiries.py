"""A proof that somebody demands: which step decides, what is kept of it, and what is counted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.items.enquiry import LONGEST, TABLE
from tests.halls import HandClock, recorded, refuses

STRANGE = "宠物寄养证明"


def kept(hall: Hall) -> list[dict[str, object]]:
    """What the store holds of enquiries, on this Monday."""
    return [dict(doc) for doc in hall.store.table(TABLE).past("day", "2026-11-23")]


@pytest.mark.parametrize(
    ("what", "holds", "steps"),
    [
        ("亲属关系证明", (), ["refuse"]),
        ("N01", (), ["refuse"]),
        ("单身证明", (), ["refuse"]),
        ("親屬關係證明", (), ["refuse"]),
        ("居住证明", (), ["accept"]),
        ("居住证明", ("outside",), ["accept"]),
        (STRANGE, (), ["otherwise"]),
        (STRANGE, ("consult",), ["consult"]),
        (STRANGE, ("outside",), ["outside"]),
        (STRANGE, ("adviser",), ["adviser"]),
        (STRANGE, ("adviser", "outside"), ["outside", "adviser"]),
    ],
)
def test_the_first_step_that_holds_decides(
    hall: Hall, what: str, holds: tuple[str, ...], steps: list[str]
) -> None:
    assert [step.code for step in hall.items.decide(what, holds)] == steps
    assert hall.items.enquire(what, "某银行", holds).steps == tuple(steps)


def test_what_is_switched_off_here_is_on_no_list(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(items={"disputed_proofs": "refuse"})
    assert hall.items.decide("居住证明")[0].code == "refuse"
    assert hall.items.decide("指定监护人")[0].code == "otherwise", "reserve, off as shipped"


def test_an_enquiry_is_kept_with_who_where_and_when_and_nothing_of_a_person(hall: Hall) -> None:
    hall.queue.actor = "0007"
    enquiry = hall.items.enquire(f"  {STRANGE} ", "幸福 超市", ["outside"])
    assert kept(hall) == [
        {
            "day": "2026-11-23",
            "at": "2026-11-23T09:00:00+08:00",
            "where": "lobby",
            "what": STRANGE,
            "unit": "幸福 超市",
            "steps": ["outside"],
            "by": "0007",
        }
    ]
    assert enquiry.id


def test_enquiries_are_history_at_once_so_that_years_of_them_cost_no_start(hall: Hall) -> None:
    for _ in range(3):
        hall.items.enquire(STRANGE, "某银行")
    assert TABLE not in recorded(hall)
    assert len(kept(hall)) == 3


def test_an_enquiry_is_one_act(hall: Hall) -> None:
    hall.items.enquire(STRANGE, "某银行")
    before = hall.store.rows.ver
    hall.items.enquire(STRANGE, "某银行")
    assert hall.store.rows.ver == before + 1


@pytest.mark.parametrize(
    ("what", "unit", "holds", "word"),
    [
        ("", "某银行", (), "missing_field"),
        (STRANGE, " 　", (), "missing_field"),
        ("证" * (LONGEST + 1), "某银行", (), "too_many_characters"),
        (f"{STRANGE} 11010519491231002X", "某银行", (), "personal_number"),
        (STRANGE, "某银行 138-0013-8000", (), "personal_number"),
        (STRANGE, "某银行 1380013 8000", (), "personal_number"),
        (STRANGE, "某银行", ("refuse",), "unknown_step"),
        (STRANGE, "某银行", ("perhaps",), "unknown_step"),
    ],
)
def test_what_must_not_be_kept_is_refused(
    hall: Hall, what: str, unit: str, holds: tuple[str, ...], word: str
) -> None:
    with refuses(hall, word):
        hall.items.enquire(what, unit, holds)
    assert kept(hall) == []


def test_a_name_with_a_few_digits_is_no_number_of_anybody(hall: Hall) -> None:
    hall.items.enquire("4050人员证明", "第110中学 2026 级")


def test_a_month_is_counted_by_unit_without_ranking(hall: Hall, clock: HandClock) -> None:
    hall.items.enquire(STRANGE, "甲公司", ["outside"])
    for _ in range(3):
        hall.items.enquire("单身证明", "乙银行")
    clock.show(9, days=1)
    hall.items.enquire(STRANGE, "乙银行")
    hall.items.enquire("居住证明", "丙学校")
    clock.show(9, days=20)
    hall.items.enquire(STRANGE, "丁保险")
    month = hall.items.enquiries("2026-11")
    units = [(unit.unit, unit.asked, unit.demanded) for unit in month.units]
    assert units == sorted(units), "in the order of their names"
    assert set(units) == {("甲公司", 1, 0), ("乙银行", 4, 4), ("丙学校", 1, 0)}
    assert (month.asked, month.demanded) == (6, 4)
    assert month.steps == {
        **{"refuse": 3, "accept": 1, "consult": 0},
        **{"outside": 1, "adviser": 0, "otherwise": 1},
    }
    assert hall.items.enquiries().month == "2026-12", "without a month, this one"
    assert hall.items.enquiries().asked == 1
    assert hall.items.enquiries("2020-02").units == ()


@pytest.mark.parametrize("month", ["2026-13", "2026", "November", "2026-11-23", "2026-1"])
def test_a_month_that_is_none_is_refused(hall: Hall, month: str) -> None:
    with pytest.raises(Refused) as refused:
        hall.items.enquiries(month)
    assert refused.value.code == "no_such_month"


def test_enquiries_stay_when_the_hall_is_opened_again(open_hall: Callable[..., Hall]) -> None:
    open_hall().items.enquire(STRANGE, "某银行")
    assert open_hall().items.enquiries("2026-11").asked == 1
