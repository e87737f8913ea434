"""``kiosk items`` and its acts in ``kiosk batch``: words in, an answer and an exit status out."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.__main__ import main
from kiosk.hall import Hall
from tests.test_batch import ask

CLOCK = "2026-11-23T09:00:00+08:00"
ROOT = Path(__file__).parents[2]

Shell = Callable[..., tuple[int, str, str]]


@pytest.fixture
def kiosk(
    tmp_path: Path, config_file: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> Shell:
    common = ["--config", str(config_file()), "--data", str(tmp_path / "data"), "--clock", CLOCK]

    def run(*words: str) -> tuple[int, str, str]:
        status = main([*common, "items", *words])
        return status, *capsys.readouterr()

    return run


def said(kiosk: Shell, *words: str) -> Any:
    status, out, _ = kiosk(*words, "--json")
    assert status == 0
    return json.loads(out)


@pytest.mark.parametrize("act", ["", "check", "search", "show", "print", "enquire", "enquiries"])
def test_every_act_explains_itself(act: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(["items", *filter(None, [act]), "--help"])
    assert done.value.code == 0
    assert capsys.readouterr().out


def test_a_search_answers_with_a_list_best_first(kiosk: Shell) -> None:
    found = said(kiosk, "search", "开个证明说我没工作")
    assert found[0] == {
        "code": "N15",
        "name": "居民就业状况证明",
        "kind": "refusal",
        "answer": "elsewhere",
    }
    assert all(one.keys() == {"code", "name", "kind", "answer"} for one in found)
    assert said(kiosk, "search", "jzzm")[0]["answer"] == "request"
    assert said(kiosk, "search", "低保")[0]["answer"] == "here"
    assert said(kiosk, "search", "宠物寄养证明")[0]["answer"] == "enquire"
    assert len(said(kiosk, "search", "证明", "--limit", "2")) == 2


def test_an_entry_is_shown_with_every_field(kiosk: Shell) -> None:
    shown = said(kiosk, "show", "n01")
    assert shown["code"] == "N01"
    assert shown["answer"] == "elsewhere"
    assert shown["office"] == "户籍地公安派出所"
    assert shown["sources"]["S02"]["quality"] == "A"
    certificate = said(kiosk, "show", "C01")
    assert certificate["form"]["applicant_name"]["longest"] == 30
    assert certificate["to_confirm"]
    assert certificate["checked_on"] == "2026-11-21"
    assert certificate["category_name_en"]


def test_a_person_reads_the_same(kiosk: Shell) -> None:
    _, out, _ = kiosk("show", "N01")
    assert "户籍地公安派出所" in out
    assert "不予出具" in out
    _, out, _ = kiosk("search", "居住证明")
    assert out.startswith("C01 ")
    _, out, _ = kiosk("show", "B13")
    assert "以本中心公示为准" in out


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("show", "Z99"), "unknown_item"),
        (("print", "D01"), "no_checklist"),
        (("enquiries", "2026-13"), "no_such_month"),
        (("enquire", "某证明 13800138000", "--unit", "某银行"), "personal_number"),
    ],
)
def test_a_refusal_has_its_word_and_its_status(
    kiosk: Shell, words: tuple[str, ...], error: str
) -> None:
    status, out, _ = kiosk(*words, "--json")
    assert status == 1
    assert json.loads(out)["error"] == error
    status, _, err = kiosk(*words)
    assert status == 1
    assert f"({error})" in err


def test_the_check_counts_the_lists_and_tells_what_is_unsure(kiosk: Shell) -> None:
    answer = said(kiosk, "check")
    assert answer["ok"] is True
    assert answer["counts"] == {
        **{"duty": 22, "assist": 44, "certificate": 6, "service": 18, "refusal": 20}
    }
    told = {(note["code"], note["what"]) for note in answer["notes"]}
    assert ("B05", "no_basis") in told
    assert not [note for note in answer["notes"] if note["what"] == "old"]
    _, out, _ = kiosk("check")
    assert "没有依据" in out


def test_the_check_needs_no_records(kiosk: Shell, tmp_path: Path) -> None:
    kiosk("check")
    assert not (tmp_path / "data").exists()


def test_a_wrong_file_of_the_centre_is_refused_by_every_act(kiosk: Shell, tmp_path: Path) -> None:
    (tmp_path / "items.toml").write_text("[C01]\ndays = 'three'\n", encoding="utf-8")
    for words in (("check",), ("search", "低保"), ("show", "C01")):
        status, out, _ = kiosk(*words, "--json")
        assert status == 1
        refused = json.loads(out)
        assert refused["error"] == "items_invalid"
        assert "items.toml" in refused["message"]
        assert "C01.days" in refused["message"]


def test_an_enquiry_is_recorded_and_counted(kiosk: Shell) -> None:
    answer = said(kiosk, "enquire", "单身证明", "--unit", "某银行", "--by", "0007")["enquiry"]
    assert (answer["item"], answer["step"]) == ("N08", "refuse")
    more = ("--holds", "outside", "--holds", "adviser")
    kiosk("enquire", "宠物寄养证明", "--unit", "某超市", *more)
    month = said(kiosk, "enquiries", "2026-11")["enquiries"]
    assert (month["asked"], month["demanded"]) == (2, 1)
    _, out, _ = kiosk("enquiries")
    assert "某银行" in out


def test_batch_knows_the_same_acts(hall: Hall) -> None:
    found = ask(hall, "items", text="jzzm", limit=1)
    assert found == {
        "ok": True,
        "items": [
            {"code": "C01", "name": "居住情况证明", "kind": "certificate", "answer": "request"}
        ],
    }
    assert ask(hall, "item", code="N01")["item"]["office"] == "户籍地公安派出所"
    assert ask(hall, "checklist", code="C01")["printer"] == "lobby"
    asked = ask(hall, "enquire", what="某证明", unit="某银行", holds="outside,adviser")
    assert asked["enquiry"]["steps"] == ["outside", "adviser"]
    assert ask(hall, "enquiries")["enquiries"]["asked"] == 1


@pytest.mark.parametrize(
    ("do", "fields", "error"),
    [
        ("items", {}, "missing_field"),
        ("items", {"text": "低保", "limit": "many"}, "wrong_field"),
        ("items", {"text": "低保", "most": 3}, "unknown_field"),
        ("item", {"code": "Z99"}, "unknown_item"),
        ("checklist", {"code": "A12"}, "no_checklist"),
        ("enquire", {"what": "某证明", "unit": "某银行", "holds": "maybe"}, "unknown_step"),
    ],
)
def test_batch_refuses_with_the_same_words(
    hall: Hall, do: str, fields: dict[str, Any], error: str
) -> None:
    assert ask(hall, do, **fields)["error"] == error


def test_a_hall_that_is_not_asked_for_items_loads_none(tmp_path: Path) -> None:
    code = f"""
import sys
from datetime import datetime
from kiosk.__main__ import main
from kiosk.hall import Hall
at = datetime.fromisoformat({CLOCK!r})
with Hall.open("config.toml", {str(tmp_path / "data")!r}, lambda: at) as hall:
    hall.queue.take("A")
    print(sorted(name for name in sys.modules if name.startswith("kiosk.items.")))
    hall.items.search("低保")
    print("kiosk.items.search" in sys.modules)
"""
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert run.stdout.splitlines() == ["[]", "True"]
