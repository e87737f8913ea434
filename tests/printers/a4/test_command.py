"""``kiosk certificates pdf``, ``verify``, ``public-key``, ``new-key``, as somebody types them."""

from __future__ import annotations

import io
import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from kiosk.__main__ import main
from kiosk.certificates.register import Register
from kiosk.certificates.register_entry import Certificate
from kiosk.staff import Role
from tests.printers.a4.papers import issued, issuing

CLOCK = "2026-11-23T09:30:00+08:00"


class Shell:
    """Someone at the keyboard of a hall that has issued one certificate."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        with issuing(folder) as (hall, _):
            hall.staff.add("007", "赵经办", "4827", Role.CLERK)
            hall.staff.add("001", "钱主任", "5938", Role.HEAD)
            hall.staff.add("009", "管理员", "6049", Role.ADMIN)
            self.one: Certificate = issued(hall)
            self.text = Register(hall).paper(self.one.number).text().decode()

    def __call__(self, *words: str) -> tuple[int, str, str]:
        common = ["--config", f"{self.folder}/config.toml", "--data", f"{self.folder}/data"]
        status = main([*common, "--clock", CLOCK, "certificates", *words])
        out, err = self._capsys.readouterr()
        return status, out, err

    def json(self, *words: str) -> dict[str, Any]:
        _, out, _ = self(*words, "--json")
        answer = json.loads(out)
        assert isinstance(answer, dict)
        return answer


@pytest.fixture
def kiosk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Shell]:
    yield Shell(tmp_path / "hall", capsys)


def test_a_certificate_is_made_into_a_file_for_its_owner_alone(
    kiosk: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "one.pdf"
    status, out, err = kiosk("pdf", kiosk.one.number.lower(), "--staff", "007", str(file))
    assert (status, err) == (0, "")
    assert "用完请删除" in out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (code,) = zxingcpp.read_barcodes(pypdfium2.PdfDocument(file)[0].render(scale=2).to_pil())
    assert code.text == kiosk.one.code
    again = kiosk.json("pdf", kiosk.one.number, "--staff", "007", str(file))
    assert (again["ok"], again["error"]) == (False, "office_file_exists")
    with issuing(kiosk.folder) as (hall, _):
        found = [row.doc for row in hall.store.rows.engine.everything() if row.table == "audit"]
    assert sum(b"drew_paper" in (doc or b"") for doc in found) == 2, "every look, also a vain one"


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("pdf", "XINGFULI-2026-C01-00009", "--staff", "007", "x.pdf"), "unknown_certificate"),
        (("pdf", "{number}", "--staff", "404", "x.pdf"), "no_such_staff"),
        (("pdf", "{number}", "--staff", "009", "x.pdf"), "not_allowed"),
        (("pdf", "{number}", "--staff", "007", "{data}/x.pdf"), "office_folder_inside"),
        (("new-key", "--staff", "007"), "not_allowed"),
        (("public-key", "--print", "nowhere"), "unknown_printer"),
    ],
)
def test_what_may_not_be_is_refused(kiosk: Shell, words: tuple[str, ...], error: str) -> None:
    data = kiosk.folder / "data"
    said = [word.format(number=kiosk.one.number, data=data) for word in words]
    assert kiosk.json(*said)["error"] == error
    assert not (data / "x.pdf").exists()


def test_a_code_is_verified(kiosk: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    found = kiosk.json("verify", kiosk.one.code)
    assert (found["verdict"], found["number"]) == ("genuine", kiosk.one.number)
    assert "欧**兰" in kiosk("verify", kiosk.one.code)[1]
    assert kiosk.json("verify", kiosk.one.code[:-9] + kiosk.one.code[-8:])["verdict"] == "altered"
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(kiosk.text)))
    assert kiosk.json("verify", kiosk.one.code, "--text", "-")["verdict"] == "genuine"
    monkeypatch.setattr("sys.stdin", io.StringIO(kiosk.text.replace("2019", "2018")))
    assert kiosk.json("verify", kiosk.one.code, "--text", "-")["reason"] == "paper_differs"


def test_the_public_key_is_shown_printed_and_drawn(kiosk: Shell, tmp_path: Path) -> None:
    wall = tmp_path / "wall.pdf"
    status, out, _ = kiosk("public-key", "--pdf", str(wall), "--print", "lobby")
    assert status == 0
    assert out.startswith("-----BEGIN PUBLIC KEY-----")
    (code,) = zxingcpp.read_barcodes(pypdfium2.PdfDocument(wall)[0].render(scale=2).to_pil())
    assert code.text in out
    with issuing(kiosk.folder) as (hall, _):
        (slip,) = [job for job in hall.slips.jobs() if job.kind == "public_key"]
        assert slip.fields["code"] in out
        assert (slip.printer, hall.signing.fingerprint[:4]) == (
            "lobby",
            slip.fields["fingerprint.1"][:4],
        )


def test_a_new_key_leaves_old_paper_good(kiosk: Shell) -> None:
    before = kiosk.json("public-key")["keys"][0]
    after = kiosk.json("new-key", "--staff", "001")["key"]
    assert after["fingerprint"] != before["fingerprint"]
    assert [key["current"] for key in kiosk.json("public-key")["keys"]] == [True, False]
    assert kiosk.json("verify", kiosk.one.code)["verdict"] == "genuine"
