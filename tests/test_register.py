"""The register: numbers without gaps, every use of the seal, and a verdict for whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from kiosk.certificates import paper
from kiosk.certificates.register import Register, prefix
from kiosk.certificates.register_entry import TABLE
from kiosk.certificates.verdict import REASONS
from kiosk.errors import ConfigError, Refused
from kiosk.hall import Hall
from kiosk.jobs import JobState
from kiosk.wording import say
from tests.halls import HandClock, refuses
from tests.printers.a4.papers import FACTS, ISSUER, composed, issued, issuing


@pytest.fixture
def open_hall(tmp_path: Path) -> Iterator[tuple[Hall, HandClock]]:
    with issuing(tmp_path) as opened:
        yield opened


@pytest.fixture
def hall(open_hall: tuple[Hall, HandClock]) -> Hall:
    return open_hall[0]


@pytest.fixture
def register(hall: Hall) -> Register:
    return Register(hall)


def test_numbers_run_over_all_items_and_begin_anew_each_year(
    hall: Hall, register: Register
) -> None:
    numbers = [issued(hall, code).number for code in ("C01", "C04", "C01")]
    assert numbers == [
        "XINGFULI-2026-C01-00001",
        "XINGFULI-2026-C04-00002",
        "XINGFULI-2026-C01-00003",
    ]
    next_year = msgspec.structs.replace(composed(hall), issued=date(2027, 1, 4))
    one = register.enter(next_year, item="C01", request="R1", handler="1", approver="2")
    assert one.number == "XINGFULI-2027-C01-00001"
    assert [one.number for one in register.year(2026)] == numbers


def test_statements_have_numbers_of_their_own(hall: Hall, register: Register) -> None:
    issued(hall)
    said = composed(hall, "C03")
    one = register.enter(
        said, kind="statement", item="V", request="V000123", handler="1", approver="2"
    )
    assert one.number == "XINGFULI-2026-V-00001"
    assert register.get("XINGFULI-2026-C01-00001").kind == "certificate"
    assert register.get(one.number).kind == "statement"
    assert register.verify(one.code).kind == "statement"
    assert [one.number for one in register.year(2026, "statement")] == [one.number]


def test_an_act_that_fails_takes_no_number(hall: Hall, register: Register) -> None:
    with refuses(hall, "unknown_printer"):
        register.enter(
            composed(hall), item="C01", request="R1", handler="1", approver="2", printer="lobby"
        )
    with pytest.raises(RuntimeError), hall.store.transaction():
        issued(hall)
        raise RuntimeError("the power")
    assert issued(hall).number.endswith("-00001")
    assert [one.number[-5:] for one in register.year(2026)] == ["00001"]


def test_two_processes_never_give_one_number_twice(open_hall: object, tmp_path: Path) -> None:
    hall = open_hall[0]  # type: ignore[index]
    with Hall.open(
        tmp_path / "config.toml", tmp_path / "data", HandClock(hall.clock.now().at)
    ) as other:
        numbers = [issued(one).number[-5:] for one in (hall, other) * 4]
    assert numbers == [f"{n:05d}" for n in range(1, 9)]


def test_entries_are_not_carried_about(hall: Hall) -> None:
    issued(hall)
    assert len(hall.store.table(TABLE)) == 0


def test_what_a_paper_says_is_kept_sealed(hall: Hall, register: Register, tmp_path: Path) -> None:
    one = issued(hall)
    assert FACTS["C01"]["id_no"] in register.paper(one.number).body[0]
    hall.close()
    for file in (tmp_path / "data").rglob("*"):
        if file.is_file():
            found = file.read_bytes()
            for text in (FACTS["C01"]["id_no"], "欧阳", "幸福路小学"):
                assert text.encode() not in found, (file, text)


def test_a_code_gives_its_verdict(open_hall: tuple[Hall, HandClock], register: Register) -> None:
    hall, clock = open_hall
    one = issued(hall)
    found = register.verify(one.code)
    assert (found.verdict, found.number, found.item) == ("genuine", one.number, "C01")
    assert (found.item_name, found.holder) == ("居住情况证明", "欧**兰")
    assert found.issued == date(2026, 11, 23)
    other = "7" if one.code[50] != "7" else "9"
    assert register.verify(one.code[:50] + other + one.code[51:]).verdict == "altered"
    assert register.verify("12345").reason == "not_our_code"
    clock.show(9, days=30)
    assert not register.verify(one.code).expired
    clock.show(9, days=1)
    late = register.verify(one.code)
    assert (late.verdict, late.expired, late.reason) == ("genuine", True, "expired")
    register.void(one.number, "001", "地址写错")
    gone = register.verify(one.code)
    assert gone.verdict == "void"
    assert gone.since == clock.now
    assert "2026-12-24" in gone.words()


def test_a_paper_typed_off_is_compared_with_its_code(hall: Hall, register: Register) -> None:
    one = issued(hall)
    says = register.paper(one.number).text()
    assert register.verify(one.code, says).verdict == "genuine"
    changed = says.replace("2019年3月".encode(), "2018年3月".encode())
    assert changed != says
    assert register.verify(one.code, changed).reason == "paper_differs"


def test_with_another_register_nothing_is_claimed(hall: Hall, register: Register) -> None:
    """An older backup came back: the key is there, the entry is not, or is another paper's."""
    signed = hall.signing.sign("certificate", "XINGFULI-2026-C01-00009", date(2026, 11, 23), b"")
    found = register.verify(signed)
    assert (found.verdict, found.reason) == ("unknown", "not_here")
    assert (found.number, found.holder) == ("XINGFULI-2026-C01-00009", "")
    one = issued(hall)
    again = hall.signing.sign("certificate", one.number, date(2026, 11, 23), b"another paper")
    assert register.verify(again).verdict == "unknown"


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_every_reason_has_words_of_its_own(language: str) -> None:
    assert len({say(f"verdict.{reason}", language) for reason in REASONS}) == len(REASONS)


def test_every_use_of_the_seal_is_written_down(hall: Hall, register: Register) -> None:
    said = composed(hall)
    one = register.enter(said, item="C01", request="R1", handler="1", approver="2", copies=3)
    register.seal(one.number, "007", 2)
    one = register.seal(one.number, "008", 1)
    assert [(use.by, use.copies) for use in one.sealings] == [("007", 2), ("008", 1)]
    with refuses(hall, "wrong_copies"):
        register.seal(one.number, "007", 1)
    register.void(one.number, "001", "遗失")
    with refuses(hall, "certificate_void"):
        register.seal(one.number, "007", 1)
    with refuses(hall, "certificate_void"):
        register.void(one.number, "001", "再作废")


def test_what_cannot_be_is_refused(hall: Hall, register: Register) -> None:
    one = issued(hall)
    for number in ("", "C01", "XINGFULI-2026-C04-00001", "XINGFULI-2026-C01-00002", "--"):
        with refuses(hall, "unknown_certificate"):
            register.get(number)
    with refuses(hall, "wrong_copies"):
        register.seal(one.number, "007", 0)
    with refuses(hall, "reason_needed"):
        register.void(one.number, "001", "  ")


def test_paper_goes_to_the_printer_of_the_desk_or_somebody_is_told(tmp_path: Path) -> None:
    office = {"device": "folder", "paper": "A4", "path": str(tmp_path / "papers")}
    printers = {"office": office, "upstairs": office}
    desk = {"role": "desk", "office_printer": "upstairs"}
    with issuing(tmp_path / "a", printers=printers, terminals={"desk": desk}) as (hall, _):
        hall.queue.terminal = "desk"
        assert hall.slips.about(issued(hall).number)[0].printer == "upstairs"
        hall.queue.terminal = "lobby"
        (job,) = hall.slips.about(issued(hall).number)
        assert (job.printer, job.state) == ("office", JobState.QUEUED)
        assert job.fields == {"number": job.about, "copies": "1"}
    with issuing(tmp_path / "b", printers={"office": {"device": "preview"}}) as (hall, _):
        one = issued(hall)
        (job,) = hall.slips.undecided()
        assert (job.about, job.reason) == (one.number, "no_office_printer")
        assert hall.slips.reprint(job.id, "007").reason == "no_office_printer"


def test_a_certificate_is_not_printed_on_a_roll(tmp_path: Path) -> None:
    office = {"device": "folder", "paper": "A4", "path": str(tmp_path / "papers")}
    printers = {"roll": {"device": "preview"}, "office": office}
    with issuing(tmp_path, printers=printers) as (hall, _):
        (job,) = hall.slips.about(issued(hall).number)
        hall.slips.begin(job.id)
        hall.slips.sent(job.id)
        with pytest.raises(Refused) as refused:
            hall.slips.reprint(job.id, "007", "roll")
        assert refused.value.code == "sheets_need_a4"
        assert refused.value.fields["printers"] == "office"
        assert len(hall.slips.about(job.about)) == 1, "nothing waits that can never be printed"
        assert hall.slips.reprint(job.id, "007").printer == "office"


@pytest.mark.parametrize(
    ("given", "begins"),
    [("xingfuli", "XINGFULI"), ("xing-fu-li-she-qu", "XINGFULIS"), ("幸福里", "SQ"), ("a1", "A1")],
)
def test_numbers_begin_with_what_a_code_can_hold(tmp_path: Path, given: str, begins: str) -> None:
    with issuing(tmp_path, centre={"name": "幸福里", "code": given}) as (hall, _):
        assert prefix(hall.config) == begins
        assert issued(hall).number == f"{begins}-2026-C01-00001"


@pytest.mark.parametrize("code", FACTS)
def test_no_paper_has_a_blank(hall: Hall, code: str) -> None:
    """Whatever fact is taken away, the paper is refused by its name, or says something else."""
    item, form = hall.items.get(code), hall.items.fields(code)
    whole = composed(hall, code)
    for name in FACTS[code]:
        lacking = FACTS[code] | {name: ""}
        if not paper.missing(code, lacking):
            without = composed(hall, code, **{name: ""})
            assert without.body != whole.body
            assert "（）" not in "".join(without.body)
            continue
        with pytest.raises(Refused) as refused:
            composed(hall, code, **{name: ""})
        assert refused.value.code == "paper_incomplete"
        asked = form[name].name if name in form else name
        assert asked in str(refused.value), item.code


def test_only_a_sex_that_the_document_states_is_written(hall: Hall) -> None:
    assert "（女，居民身份证号码110105194912310029）" in composed(hall).body[0]
    abroad = {"id_type": "hk_macao_permit", "id_no": "H12345678"}
    said = composed(hall, **abroad).body[0]
    assert "（港澳居民来往内地通行证号码H12345678）" in said


def test_the_basis_is_law_that_applies_here(hall: Hall) -> None:
    """Lists of other places are why an item is proposed; no certificate may cite them."""
    for code in FACTS:
        assert "清单" not in composed(hall, code).basis
    assert composed(hall, "C01").basis == ""


def test_a_centre_may_write_its_own(hall: Hall, tmp_path: Path) -> None:
    (tmp_path / "C01.toml").write_text(
        'title = "居住证明"\nbody = [{ text = "{applicant_name}住本社区。" }]\n', encoding="utf-8"
    )
    (tmp_path / "C04.toml").write_text('title = "x"\nbody = "y"\n', encoding="utf-8")
    assert paper.template("C01", tmp_path).title == "居住证明"
    assert paper.missing("C01", FACTS["C01"], tmp_path) == []
    with pytest.raises(ConfigError) as wrong:
        paper.template("C04", tmp_path)
    assert "C04.toml" in str(wrong.value)
    with pytest.raises(Refused) as refused:
        paper.template("C07")
    assert refused.value.code == "paper_unknown"


def test_two_papers_that_say_the_same_have_different_digests(hall: Hall) -> None:
    one, other = issued(hall), issued(hall)
    said = [hall.signing.read(each.code).digest for each in (one, other)]
    assert said[0] != said[1]
    papers = [Register(hall).paper(each.number) for each in (one, other)]
    assert papers[0].check != papers[1].check
    assert papers[0].issuer == ISSUER
