"""A desk decides about slips that nobody is sure of, and has its own printed."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from kiosk.hall import Hall
from kiosk.jobs import Job, JobState, Reason
from kiosk.printing import Tier, Word
from screens.desk.choice import Answer
from screens.desk.job_list import JobList
from screens.desk.unprinted import KEYS, Count, Unprinted, headline
from screens.desk.written import Written
from tests.screens.at_desk import at_window
from tests.screens.seen import lines, until, words

WAYS = ["letter", "function", "mouse"]


@pytest.fixture
def doubtful(staffed: Hall) -> Hall:
    """A001 and A002 are in doubt, A003 waits for the printer."""
    staffed.queue.terminal = "lobby"
    for number in (1, 2, 3):
        (job,) = staffed.slips.about(staffed.queue.take("A").id)
        if number < 3:
            staffed.slips.begin(job.id)
            staffed.slips.unknown(job.id, Reason.INTERRUPTED)
    return staffed


@pytest.fixture
def watched(staffed: Hall) -> Hall:
    """The printer is well, and says so."""
    staffed.slips.says("lobby", Word.READY, Tier.ACKNOWLEDGED)
    return staffed


def job(hall: Hall, number: int, copy: int = 1) -> Job:
    mark = "" if copy == 1 else f"#{copy}"
    return hall.slips.job(f"ticket/2026-11-23/A00{number}{mark}")


async def opened(pilot: Pilot[Any]) -> Unprinted:
    await pilot.press("p")
    await until(pilot, lambda: isinstance(pilot.app.screen, Unprinted))
    screen = pilot.app.screen
    assert isinstance(screen, Unprinted)
    return screen


async def choose(pilot: Pilot[Any], act: str, way: str) -> None:
    function, letter = KEYS[act]
    if way == "mouse":
        (answer,) = [a for a in pilot.app.screen.query(Answer) if a.value == act]
        await pilot.click(answer)
    else:
        await pilot.press(letter if way == "letter" else function)


@pytest.mark.parametrize("way", WAYS)
async def test_a_slip_in_doubt_is_printed_again(doubtful: Hall, way: str) -> None:
    async with at_window(doubtful) as pilot:
        await opened(pilot)
        await choose(pilot, "reprint", way)
        await until(pilot, lambda: "A001 第 2 份已交给打印机 lobby" in words(pilot.app))
        await until(pilot, lambda: "A001  09:00  等打印机" in words(pilot.app))
    assert job(doubtful, 1).decided == "reprint"
    again = job(doubtful, 1, copy=2)
    assert (again.state, again.by, again.fields["copy_by"]) == (JobState.QUEUED, "101", "101")


@pytest.mark.parametrize("way", WAYS)
async def test_a_slip_that_is_there_is_noted_as_printed(doubtful: Hall, way: str) -> None:
    async with at_window(doubtful) as pilot:
        await opened(pilot)
        await pilot.press("down")
        await choose(pilot, "came_out", way)
        await until(pilot, lambda: "A002 已记为印出" in words(pilot.app))
        await until(pilot, lambda: "A002  09:00" not in words(pilot.app))
    assert (job(doubtful, 2).state, job(doubtful, 2).by) == (JobState.PRINTED, "101")
    assert job(doubtful, 1).decided is None, "the other one was not meant"


@pytest.mark.parametrize("way", WAYS)
async def test_a_slip_that_waits_can_only_be_cancelled(doubtful: Hall, way: str) -> None:
    async with at_window(doubtful) as pilot:
        screen = await opened(pilot)
        await pilot.press("end")
        await until(pilot, lambda: screen.query_one(JobList).selected == job(doubtful, 3).id)
        for act in ("reprint", "came_out"):
            await choose(pilot, act, way)
        await choose(pilot, "cancel", way)
        await until(pilot, lambda: "A003 不再打印" in words(pilot.app))
    waited = job(doubtful, 3)
    assert (waited.state, waited.decided) == (JobState.FAILED, "cancel")
    assert len(doubtful.slips.about("2026-11-23/A003")) == 1


async def test_a_slip_is_chosen_by_touch(doubtful: Hall) -> None:
    async with at_window(doubtful) as pilot:
        screen = await opened(pilot)
        jobs = screen.query_one(JobList)
        await until(pilot, lambda: jobs.selected == job(doubtful, 1).id)
        at = next(y for y, line in enumerate(seen(pilot, jobs).split("\n")) if "A002" in line)
        await pilot.click(jobs, offset=(4, at))
        await until(pilot, lambda: jobs.selected == job(doubtful, 2).id)
        await pilot.click(jobs, offset=(4, 0))
        await until(pilot, lambda: jobs.selected == job(doubtful, 1).id)


async def test_what_another_desk_has_decided_is_not_decided_again(doubtful: Hall) -> None:
    async with at_window(doubtful) as pilot:
        screen = await opened(pilot)
        jobs = screen.query_one(JobList)
        await until(pilot, lambda: jobs.selected == job(doubtful, 1).id)
        doubtful.slips.decide(jobs.selected or "", "came_out", "102")
        await until(pilot, lambda: jobs.selected == job(doubtful, 2).id)
        screen._do(lambda: screen._decide(job(doubtful, 1).id, "reprint"))
        await until(pilot, lambda: "已处理过" in words(pilot.app))
    assert job(doubtful, 1).by == "102"


async def test_in_a_long_list_what_is_selected_is_seen(staffed: Hall) -> None:
    staffed.queue.terminal = "lobby"
    for _ in range(30):
        staffed.queue.take("A")
    async with at_window(staffed) as pilot:
        screen = await opened(pilot)
        jobs = screen.query_one(JobList)
        await until(pilot, lambda: "lobby：已连接" in words(pilot.app))
        steps = [("down", number) for number in range(2, 31)]
        steps += [("up", number) for number in range(29, 0, -1)]
        for key, number in steps:
            await pilot.press(key)
            assert jobs.selected == f"ticket/2026-11-23/A{number:03}"
            await until(pilot, lambda n=number: f"A{n:03}" in seen(pilot, jobs))  # type: ignore[misc]
        await until(pilot, lambda: "lobby：已连接" in words(pilot.app))


def seen(pilot: Pilot[Any], jobs: JobList) -> str:
    return "\n".join(lines(pilot.app)[jobs.region.y : jobs.region.bottom])


# --- the printers ------------------------------------------------------------------------------


async def test_paper_that_runs_out_is_seen_at_every_desk(watched: Hall) -> None:
    async with at_window(watched) as pilot:
        count = pilot.app.screen.query_one(Count)
        assert not count.display
        watched.slips.says("lobby", Word.NEAR_END, Tier.ACKNOWLEDGED)
        await until(pilot, lambda: "lobby：纸快用完" in words(pilot.app))
        await pilot.click(Count)
        await until(pilot, lambda: isinstance(pilot.app.screen, Unprinted))
        assert "请备好新纸卷" in words(pilot.app)
        watched.slips.says("lobby", Word.COVER_OPEN, Tier.ACKNOWLEDGED)
        await until(pilot, lambda: "请合上盖子" in words(pilot.app))
        watched.slips.says("lobby", Word.READY, Tier.ACKNOWLEDGED)
        await until(pilot, lambda: "lobby：正常" in words(pilot.app))
        assert "没有打印出来的凭条" in words(pilot.app)


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("word", Word)
def test_what_is_wrong_with_a_printer_is_said_in_few_words(
    watched: Hall, word: Word, language: str
) -> None:
    watched.slips.says("lobby", word, Tier.STATUS)
    quiet = word in {Word.READY, Word.UNKNOWN, Word.NO_SPOOLER}
    assert bool(headline(watched, language)) is not quiet


# --- papers of the desk's own ------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
async def test_the_day_sheet_is_a_key_away(staffed: Hall, way: str) -> None:
    async with at_window(staffed) as pilot:
        await opened(pilot)
        await choose(pilot, "sheet", way)
        await until(pilot, lambda: "已交给打印机 lobby" in words(pilot.app))
    (sheet,) = [job for job in staffed.slips.jobs() if job.kind == "day_sheet"]
    assert sheet.fields["by"] == "101"


@pytest.mark.parametrize("way", WAYS)
async def test_who_stands_here_is_given_what_comes_next(staffed: Hall, way: str) -> None:
    staffed.queue.take("A")
    async with at_window(staffed) as pilot:
        await pilot.press("f1")
        await until(pilot, lambda: staffed.queue.at("1"))
        await opened(pilot)
        await choose(pilot, "slip", way)
        await until(pilot, lambda: isinstance(pilot.app.screen, Written))
        await pilot.press("enter")
        await until(pilot, lambda: "小条上没有内容" in words(pilot.app))
        await choose(pilot, "slip", way)
        await until(pilot, lambda: isinstance(pilot.app.screen, Written))
        pilot.app.screen.dismiss("下周一上午取件")
        await until(pilot, lambda: "已交给打印机 lobby" in words(pilot.app))
    (slip,) = [job for job in staffed.slips.jobs() if job.kind == "desk_slip"]
    assert (slip.fields["number"], slip.fields["next"]) == ("A001", "下周一上午取件")
    assert slip.fields["window"] == "1"
