"""What the hall keeps of its paper: decisions, copies, and how the printers are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.claims import SPOOL, claim, is_free
from kiosk.hall import Hall
from kiosk.jobs import JobState, Reason
from kiosk.printing import (
    PrinterState,
    Tier,
    Word,
    for_residents,
    in_words,
    paper_in_words,
    taken_over,
    what_to_do,
)
from tests.halls import HandClock, recorded, refuses


@pytest.fixture
def job(hall: Hall) -> str:
    """A ticket's slip that waits."""
    hall.queue.terminal = "lobby"
    return hall.slips.about(hall.queue.take("A").id)[0].id


@pytest.fixture
def doubt(hall: Hall, job: str) -> str:
    """A slip nobody knows about."""
    hall.slips.begin(job, "lobby")
    hall.slips.unknown(job, Reason.INTERRUPTED, "after 300 bytes")
    return job


def test_what_came_out_is_printed(hall: Hall, doubt: str) -> None:
    assert [found.id for found in hall.slips.undecided()] == [doubt]
    settled = hall.slips.decide(doubt, "came_out", by="0007")
    assert (settled.state, settled.by, settled.decided) == (JobState.PRINTED, "0007", "came_out")
    assert settled.over
    assert hall.slips.undecided() == []


def test_what_is_not_wanted_is_cancelled(hall: Hall, doubt: str) -> None:
    settled = hall.slips.decide(doubt, "cancel", by="0007")
    assert (settled.state, settled.reason) == (JobState.UNKNOWN, "cancelled")
    assert settled.over


def test_what_still_waits_can_be_cancelled_and_is_never_sent(hall: Hall, job: str) -> None:
    settled = hall.slips.decide(job, "cancel", by="0007")
    assert settled.state is JobState.FAILED
    assert hall.slips.queued("lobby") is None
    assert hall.slips.undecided() == []


def test_what_is_printed_again_says_so(hall: Hall, doubt: str) -> None:
    again = hall.slips.decide(doubt, "reprint", by="0007")
    assert (again.id, again.copy, again.state) == (f"{doubt}#2", 2, JobState.QUEUED)
    assert again.by == "0007"
    assert again.fields["copy"] == "2"
    assert again.fields["copy_by"] == "0007"
    assert again.fields["copy_time"] == "2026-11-23 09:00"
    first = hall.slips.job(doubt)
    assert (first.state, first.decided) == (JobState.UNKNOWN, "reprint"), "nobody knows, still"
    assert first.over
    assert hall.slips.queued("lobby") == again


def test_a_decision_is_made_once(hall: Hall, doubt: str) -> None:
    hall.slips.decide(doubt, "reprint", by="0007")
    with refuses(hall, "job_decided"):
        hall.slips.decide(doubt, "came_out", by="0008")
    with refuses(hall, "unknown_job"):
        hall.slips.decide("ticket/none", "came_out", by="0008")


@pytest.mark.parametrize("decision", ["reprint", "came_out"])
def test_nothing_is_decided_about_a_slip_that_waits(hall: Hall, job: str, decision: str) -> None:
    with refuses(hall, "job_state"):
        hall.slips.decide(job, decision, by="0007")  # type: ignore[arg-type]
    with refuses(hall, "unknown_decision"):
        hall.slips.decide(job, "throw away", by="0007")  # type: ignore[arg-type]


@pytest.mark.parametrize("end", ["printed", "sent", "failed"])
def test_a_lost_slip_is_printed_again_for_the_resident(hall: Hall, job: str, end: str) -> None:
    if end != "failed":
        hall.slips.begin(job)
    getattr(hall.slips, end)(*((job, "slip_invalid") if end == "failed" else (job,)))
    second = hall.slips.reprint(job, by="lobby")
    with refuses(hall, "slip_on_its_way"):
        hall.slips.reprint(job, by="lobby")
    hall.slips.begin(second.id)
    with refuses(hall, "slip_on_its_way"):
        hall.slips.reprint(second.id, by="lobby")
    hall.slips.printed(second.id)
    third = hall.slips.reprint(job, by="0007")
    assert (third.copy, third.fields["copy"]) == (3, "3")
    assert [copy.copy for copy in hall.slips.about(third.about)] == [1, 2, 3]


def test_a_copy_can_go_to_another_printer(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(printers={"desk": {"device": "preview"}})
    hall.queue.terminal = "lobby"
    (job,) = hall.slips.about(hall.queue.take("A").id)
    hall.slips.begin(job.id)
    hall.slips.printed(job.id)
    with refuses(hall, "unknown_printer"):
        hall.slips.reprint(job.id, by="0007", printer="cellar")
    assert hall.slips.reprint(job.id, by="0007", printer="desk").printer == "desk"


def test_a_slip_of_another_day_is_printed_again_from_the_history(
    hall: Hall, job: str, clock: HandClock
) -> None:
    hall.slips.begin(job)
    hall.slips.printed(job)
    clock.show(9, days=1)
    hall.queue.take("A")
    assert job not in {found.id for found in hall.slips.jobs()}
    assert hall.slips.reprint(job, by="0007").fields["number"] == "A001"


def test_a_slip_in_doubt_is_not_forgotten_over_night(
    hall: Hall, doubt: str, clock: HandClock
) -> None:
    clock.show(9, days=1)
    hall.queue.take("A")
    assert [found.id for found in hall.slips.undecided()] == [doubt]


def test_sent_to_a_printer_that_will_say_more_is_not_over(hall: Hall, job: str) -> None:
    hall.slips.begin(job)
    hall.slips.sent(job, awaits=True)
    assert [found.id for found in hall.slips.sending("lobby")] == [job]
    assert not hall.slips.job(job).over
    hall.slips.printed(job)
    assert hall.slips.sending("lobby") == []


def test_waiting_is_written_once(hall: Hall, job: str) -> None:
    hall.slips.back(job, Word.PAPER_OUT)
    before = hall.store.rows.ver
    for _ in range(5):
        hall.slips.back(job, Word.PAPER_OUT)
    assert hall.store.rows.ver == before
    hall.slips.back(job, Word.COVER_OPEN)
    assert hall.slips.job(job).reason == Word.COVER_OPEN


def test_a_job_of_another_printer_is_not_begun(hall: Hall, job: str) -> None:
    with refuses(hall, "job_state"):
        hall.slips.begin(job, "desk")


# --- how the printers are ----------------------------------------------------------------------


@pytest.fixture
def watched(open_hall: Callable[..., Hall], tmp_path: Path) -> Iterator[Hall]:
    """A hall whose lobby printer somebody writes to, with a roll of 10 m."""
    held = claim("lobby", tmp_path / "data" / SPOOL)
    assert held is not None
    hall = open_hall(printers={"lobby": {"device": "preview", "roll_metres": 10, "warn_metres": 2}})
    hall.queue.terminal = "lobby"
    hall.slips.says("lobby", Word.READY, Tier.ACKNOWLEDGED)
    yield hall
    os.close(held)


def test_a_printer_nobody_watches_is_not_called_ready(hall: Hall) -> None:
    assert [state.word for state in hall.slips.printers()] == [Word.NO_SPOOLER]
    hall.slips.says("lobby", Word.READY, Tier.BLIND)
    assert hall.slips.printer("lobby").word is Word.NO_SPOOLER
    assert not hall.slips.printer("lobby").usable


def test_a_printer_that_is_watched_is_as_its_spooler_says(watched: Hall, tmp_path: Path) -> None:
    state = watched.slips.printer("lobby")
    assert state == PrinterState(
        "lobby", Word.READY, watched.clock.now().at, Tier.ACKNOWLEDGED, 10.0, False
    )
    held = claim("lobby", tmp_path / "data" / SPOOL)
    assert held is None, "asking how it is took nothing away"


def test_asking_for_a_claim_never_takes_it(tmp_path: Path) -> None:
    assert is_free("lobby", tmp_path)
    held = claim("lobby", tmp_path)
    assert held is not None
    assert not is_free("lobby", tmp_path)
    assert claim("lobby", tmp_path) is None
    os.close(held)
    assert is_free("lobby", tmp_path)


def test_only_news_is_written(watched: Hall) -> None:
    before = recorded(watched)
    ver = watched.store.rows.ver
    for _ in range(3):
        watched.slips.says("lobby", Word.READY, Tier.ACKNOWLEDGED)
    assert (recorded(watched), watched.store.rows.ver) == (before, ver)


def test_paper_is_counted_and_warned_of(watched: Hall) -> None:
    for count in range(3):
        (job,) = watched.slips.about(watched.queue.take("A").id)
        watched.slips.begin(job.id)
        watched.slips.sent(job.id, awaits=count == 0, millimetres=0 if count == 0 else 2900)
        if count == 0:
            watched.slips.printed(job.id, millimetres=2900)
    state = watched.slips.printer("lobby")
    assert (state.metres_left, state.low) == (1.3, True)
    assert "纸快用完" in paper_in_words(state)
    watched.slips.new_roll("lobby")
    assert watched.slips.printer("lobby").metres_left == 10.0
    assert "10" in paper_in_words(watched.slips.printer("lobby"))


def test_paper_that_is_back_is_a_new_roll(watched: Hall) -> None:
    (job,) = watched.slips.about(watched.queue.take("A").id)
    watched.slips.begin(job.id)
    watched.slips.sent(job.id, millimetres=7000)
    watched.slips.says("lobby", Word.COVER_OPEN, Tier.ACKNOWLEDGED)
    watched.slips.says("lobby", Word.READY, Tier.ACKNOWLEDGED)
    assert watched.slips.printer("lobby").metres_left == 3.0, "somebody only looked"
    for word in (Word.PAPER_OUT, Word.COVER_OPEN, Word.READY):
        watched.slips.says("lobby", word, Tier.ACKNOWLEDGED)
    assert watched.slips.printer("lobby").metres_left == 10.0


def test_since_when_it_is_so(watched: Hall, clock: HandClock) -> None:
    clock.pass_minutes(5)
    watched.slips.says("lobby", Word.PAPER_OUT, Tier.ACKNOWLEDGED)
    since = watched.slips.printer("lobby").since
    clock.pass_minutes(5)
    watched.slips.says("lobby", Word.PAPER_OUT, Tier.STATUS)
    assert watched.slips.printer("lobby").since == since == clock.now.replace(minute=5)


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("word", Word)
def test_every_word_is_said_to_residents_and_clerks(word: Word, language: str) -> None:
    state = PrinterState("lobby", word)
    assert in_words(word, language)
    assert bool(for_residents(state, language)) is not state.usable
    if not state.usable:
        assert what_to_do(word, language)
        assert in_words(word, language) in for_residents(state, language)
    assert "desk" in taken_over("desk", language)
