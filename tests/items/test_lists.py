"""The shipped lists hold what they claim: how many, on what basis, from where, checked when."""

from __future__ import annotations

from unicodedata import east_asian_width

import msgspec
import pytest

from kiosk.fonts.subset import characters
from kiosk.items.check import notes
from kiosk.items.item import MARKS, Answer, Item, Kind
from kiosk.items.lists import Lists
from kiosk.wording import in_script

COUNTS = {
    Kind.DUTY: 22,
    Kind.ASSIST: 44,
    Kind.REFUSAL: 20,
    Kind.CERTIFICATE: 6,
    Kind.SERVICE: 18,
}


def texts(item: Item) -> list[str]:
    """Every text of an entry that a screen or a slip may show."""
    found: list[str] = []

    def gather(value: object) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict):
            for inner in value.values():
                gather(inner)
        elif isinstance(value, list):
            for inner in value:
                gather(inner)

    gather(msgspec.to_builtins(item))
    return found


@pytest.mark.parametrize(("kind", "count"), COUNTS.items())
def test_a_list_has_as_many_entries_as_the_sources_say(
    shipped: Lists, kind: Kind, count: int
) -> None:
    assert len(shipped.all(kind)) == count


def test_the_certificates_are_the_first_six_and_the_others_are_kept_in_reserve(
    shipped: Lists,
) -> None:
    assert [item.code for item in shipped.all("certificate")] == [f"C0{n}" for n in range(1, 7)]
    reserve = {item.code for item in shipped.all(off=True)} - {item.code for item in shipped.all()}
    assert {"C07", "C08", "C09", "C10", "N21", "N30", "A45", "A49"} <= reserve


def test_every_refusal_says_where_to_go_and_why(shipped: Lists) -> None:
    for item in shipped.all("refusal", off=True):
        assert item.office, item.code
        assert item.reason, item.code
        assert item.answer is Answer.ELSEWHERE
    for item in shipped.all("refusal"):
        assert item.instead, item.code
        assert item.office_basis, item.code
        assert item.office_en, item.code
        assert item.instead_en, item.code


def test_every_entry_has_a_basis_a_source_and_the_day_it_was_checked(shipped: Lists) -> None:
    for item in shipped.items.values():
        assert all(item.basis), item.code
        assert item.basis, item.code
        assert item.source, item.code
        assert item.checked_on is not None, item.code
        assert item.name_en, item.code


def test_a_basis_that_nobody_has_read_is_marked_and_listed(shipped: Lists) -> None:
    unread = {item.code for item in shipped.all() if item.marks.get("basis") == "INF"}
    day = shipped.get("B05").checked_on
    assert day is not None
    listed = {note.code for note in notes(shipped, day) if note.what == "no_basis"}
    assert listed == unread
    assert "B05" in listed, "the sources give no rule for it"
    unsure = {note.code: note.says for note in notes(shipped, day) if note.what == "to_confirm"}
    for code in ("A26", "D16"):
        assert "basis" in unsure[code], "a statute that has been revised since it was read"
    assert not {"N01", "C03", "D01", "B04"} & listed, "these stand in statutes"


def test_marks_stand_on_fields_that_say_something(shipped: Lists) -> None:
    for item in shipped.items.values():
        for field, mark in item.marks.items():
            assert mark in MARKS
            name, _, part = field.partition(".")
            value = getattr(item, name)
            if part and name == "fields":
                assert part in item.fields, (item.code, field)
            elif part:
                assert part in {one.name for one in value}, (item.code, field)
            elif field not in {"days", "on", "sensitive"}:
                assert value not in ("", (), None), (item.code, field)


def test_the_sensitive_ones_are_those_the_law_calls_so(shipped: Lists) -> None:
    marked = {item.code for item in shipped.all() if item.sensitive}
    assert {"B02", "B10", "B11", "B15", "C02"} <= marked


def test_what_a_certificate_asks_is_described(shipped: Lists) -> None:
    for item in shipped.all("certificate"):
        assert item.fields
        assert {"applicant_name", "id_no", "purpose", "copies", "phone"} <= set(item.fields)
        assert not any(shipped.fields[name].desk for name in item.fields)


def test_whoever_is_sent_somewhere_can_be_sent_in_any_language(shipped: Lists) -> None:
    drawable = characters()
    for item in shipped.items.values():
        for text in texts(item):
            assert not [c for c in text if east_asian_width(c) == "A"], (item.code, text)
            for language in ("zh-Hans", "zh-Hant"):
                lacking = [c for c in in_script(text, language) if ord(c) not in drawable]
                assert lacking == [], (item.code, text)


def test_english_names_are_english_and_short(shipped: Lists) -> None:
    for item in shipped.items.values():
        assert item.name_en.isascii(), item.code
        assert len(item.name_en) <= 60, item.code


def test_the_steps_for_what_is_on_no_list_are_in_order_and_end_with_no(shipped: Lists) -> None:
    assert [step.code for step in shipped.steps] == [
        *("refuse", "accept", "consult", "outside", "adviser", "otherwise")
    ]
    assert [step.order for step in shipped.steps] == [1, 2, 3, 4, 5, 6]
    assert {step.code for step in shipped.steps if step.asks} == {"consult", "outside", "adviser"}
    assert {step.code for step in shipped.steps if step.demand} == {"refuse", "otherwise"}
