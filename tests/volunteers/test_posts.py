"""领岗: two people never get the last place, and everybody is offered what suits them."""

from __future__ import annotations

import json
import multiprocessing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.batch import answer
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.volunteers.posts import TABLE, Posts
from tests.centre import MONDAY, settings, standing_at
from tests.volunteers.claimers import claimer
from tests.volunteers.day import CLERK, Day

RUNNERS, ROUNDS = 4, 20


@pytest.fixture
def posts(day: Day) -> Posts:
    return day.volunteers.roster.posts


def named(day: Day, count: int, **more: Any) -> list[str]:
    """As many volunteers, with the same skills."""
    enrol = day.volunteers.roster.enrol
    return [enrol(f"张小{'甲乙丙丁戊'[n]}", f"137{n:08d}", **more).number for n in range(count)]


# --- places ------------------------------------------------------------------------------------


def test_places_are_taken_and_given_back(day: Day, posts: Posts) -> None:
    one, two, three = named(day, 3)
    number = day.activity(places=2).number
    assert posts.post(number).left == 2
    assert posts.claim(number, one).left == 1
    mine = posts.claim(number, two)
    assert (mine.left, mine.taken, mine.mine) == (0, 2, True)
    with day.refuses("no_places"):
        posts.claim(number, three)
    assert posts.give_back(number, one).left == 1
    posts.claim(number, three)
    assert posts.taken(number) == [two, three]
    assert (posts.of(one), posts.of(two)) == ([], [number])


def test_who_has_a_place_keeps_it_and_nothing_is_recorded_again(day: Day, posts: Posts) -> None:
    (one,) = named(day, 1)
    number = day.activity(places=1).number
    posts.claim(number, one)
    before = day.hall.store.rows.ver
    assert posts.claim(number, one).mine
    assert day.hall.store.rows.ver == before


def test_claimed_given_back_and_claimed_again_is_all_on_record(day: Day, posts: Posts) -> None:
    (one,) = named(day, 1)
    number = day.activity(places=1).number
    posts.claim(number, one)
    day.show("07:30")
    posts.give_back(number, one, CLERK)
    posts.claim(number, one)
    turns = day.hall.store.table(TABLE).get(doc_id=f"{number}/{one}")["turns"]
    assert [turn.get("back", False) for turn in turns] == [False, True, False]
    assert turns[1]["by"] == CLERK


def test_without_a_number_of_places_anybody_may_come(day: Day, posts: Posts) -> None:
    number = day.activity().number
    people = named(day, 5)
    for one in people:
        assert posts.claim(number, one).left is None
    assert posts.taken(number) == people


@pytest.mark.parametrize("time", ["09:00", "10:30", "12:00"])
def test_once_it_has_begun_nobody_claims_or_gives_back(day: Day, posts: Posts, time: str) -> None:
    one, two = named(day, 2)
    number = day.activity("09:00", "11:00", places=2).number
    posts.claim(number, one)
    day.show(time)
    with day.refuses("activity_begun"):
        posts.claim(number, two)
    with day.refuses("activity_begun"):
        posts.give_back(number, one)
    assert posts.offers() == []


def test_what_cannot_be_claimed(day: Day, posts: Posts) -> None:
    one, gone = named(day, 2)
    number = day.activity(places=2).number
    day.volunteers.roster.leave(gone, CLERK)
    with day.refuses("volunteer_left"):
        posts.claim(number, gone)
    with day.refuses("unknown_volunteer"):
        posts.claim(number, "V000099")
    with day.refuses("unknown_activity"):
        posts.claim("20261123-99", one)
    with day.refuses("not_claimed"):
        posts.give_back(number, one)
    with day.refuses("no_such_staff"):
        posts.claim(number, one, "999")
    day.volunteers.activities.cancel(number, CLERK, "下雨")
    with day.refuses("cancelled"):
        posts.claim(number, one)


def test_a_claim_is_no_hours(day: Day, posts: Posts) -> None:
    (one,) = named(day, 1)
    number = day.activity(places=1).number
    posts.claim(number, one)
    day.show("12:00")
    assert day.minutes(one) == (0, 0, 0, 0)
    assert day.volunteers.attendance.present(number) == []


def test_claims_of_days_that_are_over_are_history(day: Day, posts: Posts) -> None:
    (one,) = named(day, 1)
    first = day.activity(places=1).number
    posts.claim(first, one)
    day.clock.now += timedelta(days=1)
    posts.claim(day.activity(places=1).number, one)
    live = day.hall.store.rows.live(TABLE)
    assert [id_.partition("-")[0] for id_ in live] == ["20261124"]
    assert day.hall.store.table(TABLE).get(doc_id=f"{first}/{one}") is not None


# --- offers ------------------------------------------------------------------------------------


def test_offers_suit_skills_and_profession(day: Day, posts: Posts) -> None:
    nurse = day.volunteers.roster.enrol("赵一", "13700000001", profession="护士").number
    medic = day.volunteers.roster.enrol("钱二", "13700000002", skills="急救").number
    other = day.volunteers.roster.enrol("孙三", "13700000003", skills="摄影").number
    anybody = day.activity("09:00", "10:00").number
    health = day.activity("10:00", "11:00", skills=("急救", "护士")).number
    for able in (nurse, medic):
        assert [post.activity.number for post in posts.offers(able)] == [health, anybody]
        assert [post.suits for post in posts.offers(able)] == [True, False]
    assert [post.activity.number for post in posts.offers(other)] == [anybody]
    assert [post.activity.number for post in posts.offers()] == [anybody, health]
    posts.claim(health, nurse)
    with day.refuses("lacks_skill"):
        posts.claim(health, other)


def test_what_is_full_is_not_offered_but_to_who_has_it(day: Day, posts: Posts) -> None:
    one, two = named(day, 2)
    number = day.activity(places=1).number
    posts.claim(number, one)
    assert [(post.mine, post.left) for post in posts.offers(one)] == [(True, 0)]
    assert posts.offers(two) == []
    assert [post.left for post in posts.offers(full=True)] == [0]


def test_through_batch(day: Day) -> None:
    def ask(**fields: object) -> dict[str, Any]:
        return answer(day.hall, json.dumps(fields).encode())

    one, two = named(day, 2)
    number = day.activity(places=1).number
    assert ask(do="offers", volunteer=one)["offers"][0]["left"] == 1
    assert ask(do="claim", activity=number, volunteer=one)["mine"] is True
    assert ask(do="claim", activity=number, volunteer=two)["error"] == "no_places"
    assert ask(do="offers")["offers"] == []
    assert ask(do="give_back", activity=number, volunteer=one)["left"] == 1
    assert ask(do="claim", activity=number, volunteer=two)["taken"] == 1


# --- at the same instant -----------------------------------------------------------------------


def test_two_people_never_get_the_last_place(tmp_path: Path) -> None:
    config, data = settings(tmp_path), tmp_path / "data"
    with Hall.open(config, data, standing_at(MONDAY)) as hall:
        hall.staff.add(CLERK, "王芳", "2468")
        roster, activities = hall.volunteers.roster, hall.volunteers.activities
        people = [roster.enrol("张小明", f"137{n:08d}").number for n in range(RUNNERS)]
        starts = MONDAY + timedelta(days=1)
        said = {"name": "清洁", "place": "东区 3 号", "content": "清扫楼道", "unit": "居委会"}
        said |= {"in_charge": "王芳"}
        numbers = [
            activities.add(
                CLERK, starts=starts, ends=starts + timedelta(hours=1), places=1, **said
            ).number
            for _ in range(ROUNDS)
        ]
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(RUNNERS)
    runs = []
    for volunteer in people:
        hear, tell = context.Pipe(duplex=False)
        words = (config, data, start, volunteer, numbers, tell)
        run = context.Process(target=claimer, args=words)
        run.start()
        runs.append((run, hear))
    told = [hear.recv() if hear.poll(120) else [] for _, hear in runs]
    for run, _ in runs:
        run.join(10)
        run.kill()
    assert [len(said) for said in told] == [ROUNDS] * RUNNERS
    for round_, number in enumerate(numbers):
        words_ = sorted(said[round_] for said in told)
        assert words_[1:] == ["no_places"] * (RUNNERS - 1), number
        assert words_[0] == ("given back" if round_ % 2 else "claimed")
    with Hall.open(config, data, standing_at(MONDAY)) as hall:
        taken = [len(hall.volunteers.roster.posts.taken(number)) for number in numbers]
        assert taken == [1, 0] * (ROUNDS // 2)
        with pytest.raises(Refused, match="名额"):
            hall.volunteers.roster.posts.claim(numbers[0], _other(hall, numbers[0], people))


def _other(hall: Hall, number: str, people: list[str]) -> str:
    taken = hall.volunteers.roster.posts.taken(number)
    return next(volunteer for volunteer in people if volunteer not in taken)
