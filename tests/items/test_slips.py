"""What a checklist and a refusal say, and that it is what their templates want to be told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.config import load
from kiosk.errors import ConfigError
from kiosk.hall import Hall
from kiosk.items.item import Kind
from kiosk.slip_frame import framed
from printers.receipt import receipt, template
from tests.halls import MONDAY, refuses


def words(hall: Hall, code: str) -> str:
    """Everything that stands on an entry's slip, as the printer's template puts it."""
    kind, said = hall.items.slip(code)
    blocks = receipt(kind, framed(hall.config, said, MONDAY))
    texts = (
        getattr(block, name, "") for block in blocks for name in ("mark", "text", "left", "right")
    )
    return "\n".join(filter(None, texts))


@pytest.mark.parametrize("kind", ["zh-Hans", "zh-Hant", "en"])
def test_every_entry_that_has_a_slip_has_all_that_its_template_needs(
    open_hall: Callable[..., Hall], kind: str
) -> None:
    hall = open_hall(centre={"languages": [kind]})
    for item in hall.items.all():
        if item.kind in {Kind.DUTY, Kind.ASSIST}:
            continue
        slip, said = hall.items.slip(item.code)
        shaped = template(slip)
        assert {name.partition(".")[0] for name in said} <= shaped.fields.keys(), item.code
        assert words(hall, item.code)


def test_a_checklist_tells_everything_to_bring_at_once(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(
        centre={"phone": "010-00000000"}, items={"lines": {"certificate": "C", "C02": "A"}}
    )
    kind, said = hall.items.slip("C01")
    assert kind == "checklist"
    assert said["item"] == "居住情况证明"
    assert (said["material.1"], said["form.1"]) == ("居民身份证", "核对原件")
    assert (said["material.3"], said["form.3"]) == ("房产证、租赁合同或购房合同", "一种即可")
    assert "material.4" not in said
    assert said["bring_to"] == "证明办理（C）"
    assert said["time_needed"] == "当场办结（以公示为准）", "nobody has confirmed it"
    assert said["checked"] == "2026-11-21"
    assert said["phone"] == "010-00000000"
    assert hall.items.slip("C02")[1]["bring_to"] == "综合服务（A）", "by code before by list"
    assert "bring_to" in hall.items.slip("B10")[1], "no line: who takes it"


def test_what_not_everybody_brings_says_so(hall: Hall) -> None:
    _, said = hall.items.slip("B04")
    assert said["form.4"] == "如有：未满16周岁、行动不便的老年人、残疾人由他人代办的"


def test_days_that_are_sure_stand_alone_and_unknown_ones_are_the_centre_s(hall: Hall) -> None:
    assert hall.items.slip("B04")[1]["time_needed"] == "15 个工作日"
    assert hall.items.slip("B01")[1]["time_needed"] == "以本中心公示为准"
    assert hall.items.slip("C02")[1]["time_needed"] == "3 个工作日（以公示为准）"


def test_a_refusal_says_why_where_instead_and_what_replaces_it(
    open_hall: Callable[..., Hall],
) -> None:
    hall = open_hall(centre={"phone": "010-00000000"})
    kind, said = hall.items.slip("N15")
    assert kind == "refusal"
    assert said["what"] == "居民就业状况证明"
    assert "清单" in said["reason"]
    assert said["where"] == "公共就业服务机构（人社局、街道人社所）"
    assert "失业登记" in said["instead"]
    assert said["bring.1"] == "居民身份证或社会保障卡"
    assert "民发〔2020〕20号" in said["basis"]
    assert "《就业促进法》第56条" in said["basis"]
    assert said["centre_phone"] == "010-00000000"


def test_every_refusal_that_is_not_sure_says_that_the_centre_decides(hall: Hall) -> None:
    for item in hall.items.all("refusal"):
        unsure = "以本中心公示为准" in hall.items.slip(item.code)[1]["basis"]
        assert unsure == bool(item.to_confirm), item.code


def test_a_slip_is_in_the_centre_s_first_language(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(centre={"languages": ["zh-Hant"]})
    assert "公共就業服務機構" in words(hall, "N15")
    hall.close()
    english = words(open_hall(centre={"languages": ["en"]}), "N15")
    assert "Proof of employment status" in english
    assert "Public employment service of the subdistrict" in english


def test_a_slip_is_one_act_and_waits_for_its_printer(hall: Hall) -> None:
    hall.items.print_checklist("C01")
    before = hall.store.rows.ver
    job = hall.items.print_checklist("N01")
    assert hall.store.rows.ver == before + 1
    assert (job.kind, job.printer) == ("refusal", "lobby")
    assert job.fields["time"] == "2026-11-23 09:00"
    assert job.fields["training"]
    assert [one.kind for one in hall.slips.jobs()] == ["checklist", "refusal"]
    assert receipt(job.kind, job.fields)


def test_each_asking_prints_its_own_slip(hall: Hall) -> None:
    jobs = {hall.items.print_checklist("C01").id for _ in range(3)}
    assert len(jobs) == len(hall.slips.jobs()) == 3


def test_large_type_and_who_handled_it_stand_on_the_slip(hall: Hall) -> None:
    hall.queue.actor = "0007"
    job = hall.items.print_checklist("N01", large=True)
    assert (job.fields["by"], job.fields["large"]) == ("0007", "1")
    assert "by" not in hall.items.print_checklist("C01").fields, "its template has no such field"


@pytest.mark.parametrize(
    ("code", "terminal", "word"),
    [
        ("Z99", None, "unknown_item"),
        ("C07", None, "item_off"),
        ("D01", None, "no_checklist"),
        ("Q01", None, "no_checklist"),
        ("C01", "cellar", "unknown_terminal"),
        ("C01", "desk", "no_paper_here"),
    ],
)
def test_what_cannot_be_printed_is_refused(
    hall: Hall, code: str, terminal: str | None, word: str
) -> None:
    hall.queue.days.open(hall.clock.now())
    with refuses(hall, word):
        hall.items.print_checklist(code, terminal)


def test_the_settings_say_which_line_an_entry_is_for(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(items={"lines": {"household": "B"}})
    assert hall.items.line("B04") == "B", "by its category"
    assert hall.items.line("C01") is None, "three lines, and the settings do not say which"


def test_a_ticket_s_line_is_a_line_of_the_hall(config_file: Callable[..., Path]) -> None:
    with pytest.raises(ConfigError) as refused:
        load(config_file(items={"lines": {"certificate": "Q"}}))
    assert refused.value.fields["key"] == "items.lines.certificate"
