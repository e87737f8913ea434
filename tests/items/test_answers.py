"""What an entry answers on the screen, and a ticket that says what it is for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.hall import Hall
from kiosk.items.item import Answer, Kind
from kiosk.wording import say
from tests.halls import refuses
from tests.test_batch import ask

LANGUAGES = ("zh-Hans", "zh-Hant", "en")


def told(hall: Hall, code: str, language: str = "zh-Hans") -> dict[str, tuple[str, ...]]:
    return {part.heading: part.lines for part in hall.items.sections(code, language)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_says_first_where_to_go(hall: Hall, language: str) -> None:
    for item in hall.items.all(Kind.REFUSAL):
        first = hall.items.sections(item.code, language)[0]
        assert first.heading == say("finding.office", language)
        assert first.lines, item.code
        assert say("finding.basis", language) in told(hall, item.code, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_else_says_what_to_bring_how_long_and_what_it_costs(
    hall: Hall, language: str
) -> None:
    for item in hall.items.all():
        if item.answer is Answer.ELSEWHERE:
            continue
        headings = [part.heading for part in hall.items.sections(item.code, language)]
        wanted = [say(f"finding.{what}", language) for what in ("bring", "takes", "fee")]
        assert headings[:3] == wanted, item.code


def test_what_the_centre_has_yet_to_confirm_says_so_and_what_it_wrote_does_not(
    open_hall: Callable[..., Hall], tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[C01]\nfee = "免费"\n', encoding="utf-8")
    hall = open_hall(items={"file": str(own)})
    shipped, confirmed = told(hall, "C02"), told(hall, "C01")
    assert shipped["费用"] == ("免费（以本中心公示为准）",)
    assert confirmed["费用"] == ("免费",)
    assert confirmed["要带什么"][-1] == "（以本中心公示为准）", "of that nothing was written"


def test_a_material_that_not_everybody_brings_says_so(hall: Hall) -> None:
    assert "如有：" in told(hall, "B01")["要带什么"][-2]


# --- a ticket for an entry ----------------------------------------------------------------------


def test_a_ticket_keeps_what_it_is_for_and_its_slip_says_it(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall()
    ticket = hall.queue.take("A", item="c01")
    assert ticket.item == "C01"
    assert hall.queue.ticket(ticket.number).item == "C01"
    [job] = hall.slips.about(ticket.id)
    assert job.fields["item"] == "C01 居住情况证明"
    assert hall.items.called("C01", "en") == "C01 Proof of residence"
    assert hall.items.called("Z99", "en") == "Z99", "an entry that was taken away since"


def test_a_ticket_for_nothing_in_particular_is_as_ever(hall: Hall) -> None:
    ticket = hall.queue.take("A")
    assert ticket.item is None
    [job] = hall.slips.about(ticket.id)
    assert "item" not in job.fields
    assert "item" not in ask(hall, "take", line="A")["ticket"]


def test_a_ticket_for_what_is_not_there_is_refused_and_none_given(hall: Hall) -> None:
    with refuses(hall, "unknown_item"):
        hall.queue.take("A", item="Z99")
    with refuses(hall, "item_off"):
        hall.queue.take("A", item="C07")
    assert hall.queue.tickets() == []


def test_batch_takes_a_ticket_for_an_entry(hall: Hall) -> None:
    assert ask(hall, "take", line="A", item="B01")["ticket"]["item"] == "B01"
    assert ask(hall, "take", line="A", item="Z99")["error"] == "unknown_item"
    [listed] = ask(hall, "list")["tickets"]
    assert listed["item"] == "B01"


# --- a proof that is on no list -----------------------------------------------------------------


def test_the_decision_on_an_enquiry_is_printed_with_where_to_go(
    open_hall: Callable[..., Hall],
) -> None:
    hall = open_hall(items={"lines": {"Q01": "C"}})
    enquiry = hall.items.enquire("宠物寄养证明", "保险公司", ["outside"])
    job = hall.items.print_enquiry(enquiry, large=True)
    assert job.kind == "enquiry"
    assert (job.fields["what"], job.fields["unit"]) == ("宠物寄养证明", "保险公司")
    assert job.fields["decided"] == "可以按实际情况出具。请取号，到窗口说明情况。"
    assert job.fields["bring_to"] == "证明办理（C）"
    assert job.fields["large"] == "1"
    [first, where, *_] = hall.items.decided(enquiry, "en")
    assert "issued as the facts are" in first.lines[0]
    assert where.lines == ("证明办理 (C)",), "the line has no English name"


def test_every_step_that_can_decide_tells_the_resident_in_every_language(hall: Hall) -> None:
    for step in hall.items.steps:
        if step.code not in {"refuse", "accept"}:  # these lead to the entry's own answer
            assert all(step.told_in(language) for language in LANGUAGES), step.code
