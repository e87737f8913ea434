"""After a day in the hall nobody's number is found in clear, wherever one looks."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.claims import SPOOL, claim
from kiosk.hall import Hall
from kiosk.jobs import Job, JobState
from kiosk.slips import TABLE as JOBS
from printers.preview import lines
from screens.board.app import BoardApp
from tests.centre import settings
from tests.certificates.hall import FIELDS, addresses, fields, staffed
from tests.screens.seen import until as shown
from tests.screens.seen import words
from tests.waiting import until

OFFICE = """
printer = "lobby"
office_printer = "office"
[terminals.desk]
role = "desk"
printer = "lobby"
office_printer = "office"
[terminals.board]
role = "board"
[printers.office]
device = "folder"
paper = "A4"
path = "{papers}"
"""

NUMBERS = ["11010519491231002X", "440308199901101512", "440308201608101513", "610922190001010026"]
PHONES = ["13800138000", "13912345678", "15011112222", "18600001234"]
NAMES = ["欧阳小兰", "诸葛䶮然", "司马小宝", "尉迟恭敬"]
SECRETS = [*NUMBERS, *(number[:17] for number in NUMBERS), *PHONES, *NAMES]


class Batch:
    """A real ``kiosk batch``, asked one line at a time."""

    def __init__(self, *words: str | Path) -> None:
        command = [sys.executable, "-m", "kiosk", *map(str, words), "batch"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, do: str, **more: Any) -> dict[str, Any]:
        return self.raw(json.dumps({"do": do, **more}))

    def raw(self, line: str) -> dict[str, Any]:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(line.encode() + b"\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def done(self, do: str, **more: Any) -> dict[str, Any]:
        answer = self.ask(do, **more)
        assert answer["ok"], answer
        return answer

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        assert self._process.wait(60) == 0


class Centre:
    """A live hall's files, and the programs that work on them."""

    def __init__(self, folder: Path) -> None:
        self.data, self.papers = folder / "data", folder / "papers"
        self.config = settings(folder)
        text = self.config.read_text(encoding="utf-8")
        text = text.replace('printer = "lobby"\n', OFFICE.format(papers=self.papers), 1)
        self.config.write_text(text, encoding="utf-8")
        addresses(folder)
        with self.hall() as hall:
            staffed(hall)

    def hall(self) -> Hall:
        return Hall.open(self.config, self.data)

    def words(self, *more: str | Path) -> list[str]:
        options = ("--config", self.config, "--data", self.data, *more)
        return [sys.executable, "-m", "kiosk", *map(str, options)]

    def jobs(self) -> list[Job]:
        with self.hall() as hall:
            day = hall.queue.days.today(hall.clock.now())
            found = hall.store.table(JOBS).past("day", day)
            return [hall.slips.job(str(document.doc_id)) for document in found]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Centre:
    """Residents, volunteers, clerks and heads came and went; all was printed; it was backed up."""
    centre = Centre(tmp_path_factory.mktemp("hall"))
    batch = Batch("--config", centre.config, "--data", centre.data, "--terminal", "desk")
    _queue(batch)
    _certificates(batch)
    _volunteers(batch)
    _mistakes(batch)
    batch.close()
    with subprocess.Popen(centre.words("spooler")) as spooler:
        ended = {JobState.PRINTED, JobState.SENT, JobState.FAILED}
        until(lambda: all(job.state in ended for job in centre.jobs()), "all printed", 120)
        spooler.terminate()
    assert {job.state for job in centre.jobs()} <= {JobState.PRINTED, JobState.SENT}
    for command in (
        ["backup", centre.data / "copy.kiosk"],
        ["export", "--tinydb", centre.data / "plain.json"],
        ["doctor"],
    ):
        subprocess.run(centre.words(*command), check=command != ["doctor"], capture_output=True)
    return centre


def _queue(batch: Batch) -> None:
    for line in "ABAB":
        batch.done("take", line=line)
    batch.done("call", window="1")
    batch.done("arrive", window="1")
    for reason in (PHONES[0], f"找{PHONES[1]}", NUMBERS[0][:12], "１３８ ００１３ ８０００"):
        assert batch.ask("hold", window="1", reason=reason)["error"] == "personal_number"
    assert batch.ask("void", number="A002", reason=PHONES[2])["error"] == "personal_number"
    batch.done("hold", window="1", reason="2026-11-30再来")
    batch.done("call", window="2")
    batch.done("items", text=NUMBERS[0])
    batch.ask("enquire", what="证明", unit=f"电话{PHONES[0]}")
    batch.ask("take", line=NUMBERS[0])
    batch.ask("search", text=PHONES[1])


def _certificates(batch: Batch) -> None:
    def request(code: str, **more: Any) -> str:
        version = batch.done("notice", item=code)["notice"]["version"]
        made = batch.done("request", item=code, consent=version, **more)
        return str(made["request"]["number"])

    one = request("C01", fields=FIELDS)
    batch.done("full", number=one, staff="007", reason="核对原件")
    batch.done("review", number=one, staff="007")
    batch.done("approve", number=one, staff="001")
    issued = batch.done("issue", number=one, staff="007")
    assert not any(secret in issued["code"] for secret in SECRETS)
    batch.done("verify", code=issued["code"])
    asker = {"applicant_name": NAMES[1], "id_no": NUMBERS[1], "phone": PHONES[1]}
    two = request("C02", fields=fields("C02", **asker))
    batch.done(
        "correct_request", number=two, staff="007", field="phone", value=PHONES[2], reason="写错"
    )
    batch.done("refuse", number=two, staff="007", reason="不住在本社区")
    child = {"applicant_name": NAMES[2], "id_no": NUMBERS[2], "phone": None}
    guardian = {"name": NAMES[3], "id_type": "resident", "id_no": NUMBERS[3]}
    guardian |= {"relation": "parent", "phone": PHONES[3]}
    version = batch.done("notice", item="C04")["notice"]["version"]
    asked = fields("C04", **child)
    assert batch.ask("request", item="C04", fields=asked, consent=version)["ok"] is False
    three = request("C04", fields=asked, guardian=guardian)
    batch.done("withdraw", number=three, staff="007")
    batch.done("data_of", id_no=NUMBERS[0], staff="001", reason="本人查询")


def _volunteers(batch: Batch) -> None:
    made = batch.done("enrol", name=NAMES[1], phone=PHONES[3])
    batch.ask("scan", code=made["card"])
    batch.ask("find", tail=PHONES[3][-4:], name=NAMES[1])
    batch.ask("print_card", volunteer=made["volunteer"])


def _mistakes(batch: Batch) -> None:
    """What is wrong with a line must not end up in the log."""
    wrong = FIELDS | {"id_no": NUMBERS[1][:17] + "9", "phone": "1380013800"}
    batch.ask("request", item="C01", fields=wrong, consent="x")
    batch.ask("request", item="C01", fields=[NUMBERS[0]], consent={"a": PHONES[0]})
    batch.ask("take", line="A", priority=PHONES[0])
    batch.ask(NUMBERS[0])
    batch.raw('{"do": "request", "id_no": "' + NUMBERS[0])


def _spellings(secret: str) -> Iterator[bytes]:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        yield secret.encode(encoding)
    plain = secret.encode()
    yield plain.hex().encode()
    yield json.dumps(secret).strip('"').encode()
    for shift in range(3):  # base64 of it, wherever it stands in a longer text
        cut = base64.b64encode(b"\0" * shift + plain)
        yield cut[(0, 2, 3)[shift] : -4]


def test_nothing_of_it_is_in_any_file(day: Centre) -> None:
    files = [path for path in day.data.rglob("*") if path.is_file()]
    assert len(files) > 8
    assert any(path.suffix == ".log" for path in files)
    for path in files:
        held = path.read_bytes()
        for secret in SECRETS:
            found = [one for one in _spellings(secret) if one in held]
            assert not found, f"{path.name}: {secret} as {found[0]!r}"


def test_the_search_finds_what_stands_in_clear_and_sheets_lie_elsewhere(day: Centre) -> None:
    hidden = base64.b64encode(b"x" + NUMBERS[0].encode()).decode()
    clear = json.dumps({"id_no": NUMBERS[0], "in": hidden}).encode()
    assert sum(one in clear for one in _spellings(NUMBERS[0])) >= 2
    assert list(day.papers.glob("*.pdf"))
    assert not day.papers.is_relative_to(day.data)


def test_slips_say_no_more_than_the_masking_rule(day: Centre) -> None:
    jobs = day.jobs()
    assert {"ticket", "acceptance", "handover", "certificate"} & {job.kind for job in jobs}
    for job in jobs:
        if job.kind == "certificate":
            continue
        said = "\n".join(lines(job.kind, job.fields, 80))
        assert not [secret for secret in SECRETS if secret in said or secret in str(job.fields)]


async def test_the_board_shows_numbers_and_windows_only(day: Centre) -> None:
    with day.hall() as hall:
        attended = claim("lobby", day.data / SPOOL)
        assert attended is not None
        app = BoardApp(hall)
        async with app.run_test(size=(120, 31)) as pilot:
            await shown(pilot, lambda: "等候" in words(app))
            said = words(app)
    assert not [secret for secret in SECRETS if secret in said]
