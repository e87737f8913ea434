"""Random days of volunteers beside attendance on paper: minutes, their origin, one place each."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import note
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.volunteers.check import check
from kiosk.volunteers.record import tally
from tests.halls import HandClock, settings
from tests.volunteers.day import CLERK, EARLY, OTHER, Day
from tests.volunteers.paper_day import ORIGINS, No, PaperDay, Plan

TIMES = [("08:00", "17:30"), ("09:00", "10:30"), ("13:00", "18:30"), ("18:30", "22:00")]
MINUTES = 4
"""The column of a statement's table that has them."""

people, activities = st.integers(0, 1), st.integers(0, len(TIMES) - 1)
minutes = st.one_of(st.integers(0, 60), st.integers(60, 400))


class AttendanceBesidePaper(RuleBasedStateMachine):
    """One act at a time in a real hall and on paper; both must agree on everything."""

    @initialize()
    def found(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="attendance-"))
        (self.folder / "config.toml").write_text(settings(), encoding="utf-8")
        self.clock = HandClock(EARLY)
        self.hall = Hall.open(self.folder / "config.toml", self.folder / "data", self.clock)
        self.day = Day(self.hall, self.clock)
        self.people = [self.day.person() for _ in range(2)]
        self.plans = [self.day.activity(*times) for times in TIMES]
        plans = {each.number: Plan(each.number, each.starts, each.ends) for each in self.plans}
        self.paper = PaperDay(plans)

    @rule(after=st.sampled_from([0.5, 1, 7, 20, 45, 90, 150]))
    def time_passes(self, after: float) -> None:
        if self.clock.now + timedelta(minutes=after) < self.day.at("23:30"):
            self.clock.pass_minutes(after)

    @rule(who=people, what=activities, card=st.booleans())
    def touches(self, who: int, what: int, *, card: bool) -> None:
        self._touch(self.people[who], self.plans[what].number, card=card)

    @rule(who=people, wait=st.sampled_from([0.5, 30, 95, 200, 400]), card=st.booleans())
    def touches_where_it_may(self, who: int, wait: float, *, card: bool) -> None:
        """In or out without a choice of the wrong place, after some time."""
        self.time_passes(wait)
        there = self.hall.volunteers.attendance.open_of(self.people[who])
        offered = self.hall.volunteers.activities.at()
        if there or offered:
            number = there.activity if there else offered[-1].number
            self._touch(self.people[who], number, card=card)

    @rule(given=minutes)
    def whatever_waits_is_confirmed(self, given: int) -> None:
        for each in self.hall.volunteers.attendance.pending():
            activity, person = each.attendance.split("/")
            self._confirm(person, activity, given)

    def _touch(self, person: str, activity: str, *, card: bool) -> None:
        attendance = self.hall.volunteers.attendance
        did = said = "refused"
        try:
            if card:
                did = attendance.scan(self.day.card(person), activity).did
            else:
                did = attendance.sign(person, activity, CLERK).did
        except Refused as refused:
            note(refused.code)
        with suppress(No):
            said = self.paper.touch(person, activity, self.clock.now, card=card)
        assert did == said

    @rule(who=people, what=activities, given=minutes)
    def is_confirmed(self, who: int, what: int, given: int) -> None:
        self._confirm(self.people[who], self.plans[what].number, given)

    def _confirm(self, person: str, activity: str, given: int) -> None:
        confirm, which = self.hall.volunteers.hours.confirm, f"{activity}/{person}"
        self._same(
            lambda: confirm(which, CLERK, given, second=OTHER),
            lambda: self.paper.confirm(person, activity, given, self.clock.now),
        )

    @rule(who=people, what=activities, given=minutes)
    def is_filled_in(self, who: int, what: int, given: int) -> None:
        person, activity = self.people[who], self.plans[what].number
        if any(each.volunteer == person for each in self.hall.volunteers.attendance.present()):
            return
        about = self.hall.volunteers.activities.get(activity)
        others = [
            entry
            for entry in self.hall.volunteers.hours.entries(person)
            if entry.activity.starts < about.ends and about.starts < entry.activity.ends
        ]
        if any(entry.activity.number != activity for entry in others):
            return  # being elsewhere has tests of its own
        backfill = self.hall.volunteers.hours.backfill
        self._same(
            lambda: backfill(person, activity, CLERK, OTHER, "忘带卡", given),
            lambda: self.paper.backfill(person, activity, given, self.clock.now),
        )

    @rule(who=people, what=activities, given=minutes)
    def is_corrected(self, who: int, what: int, given: int) -> None:
        person, activity = self.people[who], self.plans[what].number
        correct, which = self.hall.volunteers.hours.correct, f"{activity}/{person}"
        self._same(
            lambda: correct(which, CLERK, OTHER, given, "中途离开"),
            lambda: self.paper.correct(person, activity, given, self.clock.now),
        )

    @rule(who=people)
    def a_statement_says_the_same(self, who: int) -> None:
        """Minutes by origin, in all and line by line, are those of the record and of the paper."""
        self.paper.close(self.clock.now)
        person = self.people[who]
        minutes = self.paper.minutes(person)
        try:
            one = self.hall.volunteers.statements.issue(person, CLERK)
        except Refused as refused:
            assert (refused.code, sum(minutes.values())) == ("nothing_to_state", 0)
            return
        assert {origin: getattr(one.sums, origin) for origin in ORIGINS} == minutes
        assert one.sums.total == sum(minutes.values())
        sheet = self.hall.certificates.papers.paper(one.number)
        assert sum(int(row[MINUTES]) for row in sheet.rows) == one.sums.total
        halves = one.sums.total // 30
        assert one.hours == (f"{halves // 2}.5" if halves % 2 else str(halves // 2))
        assert self.hall.certificates.verify(one.code).verdict == "genuine"

    def _same(self, real: object, paper: object) -> None:
        outcomes = []
        for act in (real, paper):
            try:
                act()  # type: ignore[operator]
                outcomes.append("done")
            except Refused as refused:
                note(refused.code)
                outcomes.append("refused")
            except No:
                outcomes.append("refused")
        assert outcomes[0] == outcomes[1]

    @invariant()
    def every_minute_is_the_same_and_has_an_origin(self) -> None:
        self.paper.close(self.clock.now)
        for person in self.people:
            sums = self.hall.volunteers.hours.of(person)
            by = {origin: getattr(sums, origin) for origin in ORIGINS}
            assert by == self.paper.minutes(person)
            assert sums.total == sum(by.values())

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        present = [each.volunteer for each in self.hall.volunteers.attendance.present()]
        assert len(present) == len(set(present))

    def teardown(self) -> None:
        if hasattr(self, "hall"):
            sums = {person: self.hall.volunteers.hours.of(person) for person in self.people}
            assert check(self.hall.volunteers).wrong == ()
            self.hall.close()
            file = self.folder / "config.toml"
            with Hall.open(file, self.folder / "data", self.clock) as again:
                assert {p: again.volunteers.hours.of(p) for p in self.people} == sums
                again.volunteers.attendance.close_forgotten()
                self._replayed(again)
            shutil.rmtree(self.folder, ignore_errors=True)

    def _replayed(self, hall: Hall) -> None:
        """The rows alone, without anybody's list, come to the same totals."""
        totals = dict.fromkeys(self.people, 0)
        for document in hall.store.table("attendance").past("day", "2026-11-23"):
            activity, volunteer = str(document.doc_id).split("/")
            attendance = hall.volunteers.attendance.ledger.find(activity, volunteer)
            assert attendance is not None
            totals[volunteer] += tally(attendance, hall.volunteers.activities.get(activity)).total
        assert totals == {p: hall.volunteers.hours.of(p).total for p in self.people}


TestAttendanceBesidePaper = AttendanceBesidePaper.TestCase
