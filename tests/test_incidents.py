"""What is kept of an error nobody foresaw: where it happened and a number, never what was typed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk import config as settings
from kiosk import incidents
from kiosk.doctor import examine
from kiosk.incidents import Book, Discreet

TYPED = "王小明 330106199001011234"


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Callable[[], str]]:
    """What the log of these tests says."""
    handler = logging.FileHandler(tmp_path / "log", encoding="utf-8")
    handler.setFormatter(Discreet("%(message)s"))
    logger = logging.getLogger("kiosk.incidents")
    logger.addHandler(handler)
    yield lambda: (tmp_path / "log").read_text(encoding="utf-8")
    logger.removeHandler(handler)
    handler.close()


def fallen(error: Exception, cause: Exception | None = None) -> Exception:
    """The error, raised and caught."""
    typed = TYPED  # a local variable, as a handler would have it
    try:
        raise error from cause
    except type(error) as raised:
        assert typed
        return raised


def test_the_log_says_where_and_not_what(tmp_path: Path, told: Callable[[], str]) -> None:
    error = fallen(ValueError(TYPED), fallen(KeyError(TYPED)))
    Book(tmp_path, "lobby", "4711").note(error)
    assert "incident 4711" in told()
    assert "raise error from cause" in told()
    assert told().index("KeyError") < told().index("ValueError")
    assert not any(part in told() for part in TYPED.split())


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (AttributeError("'NoneType' object has no attribute 'x'"), "has no attribute 'x'"),
        (OSError(28, "No space left on device", f"/tmp/{TYPED}"), "[28] No space left on device"),
        (ExceptionGroup("two", [ValueError(TYPED), NameError("name 'x'")]), "name 'x'"),
    ],
)
def test_words_that_name_only_code_are_kept(
    error: Exception, words: str, tmp_path: Path, told: Callable[[], str]
) -> None:
    Book(tmp_path, "lobby", "4711").note(fallen(error))
    assert words in told()
    assert TYPED not in told()


def test_the_book_says_what_fell_where_and_when(tmp_path: Path) -> None:
    Book(tmp_path, "lobby", "4711").note(fallen(ValueError(TYPED)))
    Book(tmp_path, "desk", "4712").note(fallen(ValueError(TYPED)))
    lobby = incidents.last(tmp_path, "lobby")
    assert lobby is not None
    assert lobby[1:] == ("4711", "lobby", "ValueError fallen in test_incidents.py")
    assert [known.number for known in incidents.recent(tmp_path)] == ["4711", "4712"]


def test_a_fall_is_noted_once(tmp_path: Path) -> None:
    Book(tmp_path, "lobby", "4711").note(fallen(ValueError()))
    after = Book(tmp_path, "lobby", "4712")
    after.note_fall("4711", datetime.now(UTC).timestamp(), 70)
    after.note_fall("4700", datetime.now(UTC).timestamp(), -9)
    assert [known.number for known in incidents.recent(tmp_path)] == ["4711", "4700"]
    assert incidents.recent(tmp_path)[1].what == "signal 9"


def test_what_is_long_ago_is_not_told_on_the_screen(tmp_path: Path) -> None:
    Book(tmp_path, "lobby", "4712").note_fall("4711", datetime.now(UTC).timestamp() - 900, -9)
    assert incidents.last(tmp_path, "lobby") is None
    assert incidents.recent(tmp_path, timedelta(hours=1))


def test_a_terminal_that_came_back_says_so_for_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    incidents.begin(tmp_path, "lobby", "4712").note_fall("4711", datetime.now(UTC).timestamp(), -9)
    before = incidents.lately()
    assert before is not None
    assert before.number == "4711"
    monkeypatch.setattr(incidents, "WORTH_SAYING", timedelta(0))
    assert incidents.lately() is None
    incidents.begin(tmp_path, "desk", "4713")
    assert incidents.lately() is None


def test_a_damaged_book_still_tells_the_rest(tmp_path: Path) -> None:
    (tmp_path / incidents.FILE).write_bytes(b"\xff\xfe\nnonsense\nx\ty\tz\tq\n")
    Book(tmp_path, "lobby", "4711").note(fallen(ValueError()))
    assert [known.number for known in incidents.recent(tmp_path)] == ["4711"]


def test_a_book_that_cannot_be_written_is_no_second_error(tmp_path: Path) -> None:
    Book(tmp_path / "gone", "lobby", "4711").note(fallen(ValueError()))
    assert incidents.recent(tmp_path / "gone") == []


def test_the_doctor_tells_the_numbers(tmp_path: Path, config_file: Callable[..., Path]) -> None:
    config = config_file()
    well = examine(config, settings.load(config), tmp_path)
    assert [finding.ok for finding in well if finding.what == "故障"] == [True]
    Book(tmp_path, "lobby", "4711").note(fallen(ValueError()))
    (found,) = [
        finding
        for finding in examine(config, settings.load(config), tmp_path)
        if finding.what == "故障"
    ]
    assert not found.ok
    assert "4711" in found.says
