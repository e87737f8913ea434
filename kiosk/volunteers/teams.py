"""Teams and their leaders. ``hall.volunteers.roster.teams``.

Who is in which team stands with the volunteer; a team knows its name, its leaders and whether it
is still there. Leaders may hand in lists at the desk; they are volunteers of the team themselves.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from kiosk.volunteers.said import text
from kiosk.wording import refusal

if TYPE_CHECKING:
    from kiosk.volunteers.roster import Roster

TABLE = "teams"
"""The store's table of teams; history when one is ended."""

_LONGEST = 30


class TeamRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """A team as stored."""

    name: str
    day: str
    leaders: tuple[str, ...] = ()
    ended: str = ""


class Team(msgspec.Struct, frozen=True):
    """A team. ``leaders`` are volunteers' numbers; ``people`` counts them too."""

    number: str
    name: str
    leaders: tuple[str, ...]
    people: int
    ended: str = ""


class TeamYear(msgspec.Struct, frozen=True):
    """A team's year in plain numbers, no ranking: for the yearly report (第67号令第十八条).

    ``minutes`` and ``services`` (attendances that came to minutes) are of those who are in the team
    now. Whoever is in two teams counts in both, so teams do not add up to the centre's total.
    """

    team: str
    name: str
    people: int
    active: int
    services: int
    minutes: int


_decode = msgspec.json.Decoder(TeamRecord).decode


class Teams:
    """Founds and ends teams, and says who is in them."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._table = roster.store.table(TABLE)

    def all(self) -> list[Team]:
        """The teams that are there, by number."""
        rows = self._roster.store.rows.live(TABLE)
        return [self._team(number, _decode(doc)) for number, doc in sorted(rows.items())]

    def get(self, number: str) -> Team:
        """A team, also an ended one. Refuses: ``unknown_team``."""
        return self._team(number, self._record(number))

    def named(self, name: str) -> Team:
        """The team with this number or name. Refuses: ``unknown_team``."""
        for number, doc in self._roster.store.rows.live(TABLE).items():
            if name.strip() in {number, _decode(doc).name}:
                return self._team(number, _decode(doc))
        raise refusal("unknown_team", team=name[:20])

    def year(self, year: int) -> list[TeamYear]:
        """Every team's year, by number."""
        return [self._year(team, date(year, 1, 1), date(year, 12, 31)) for team in self.all()]

    def _year(self, team: Team, first: date, last: date) -> TeamYear:
        hours = self._roster.hall.volunteers.hours
        numbers = self._roster.numbers(team=team.number)
        sums = [hours.of(number, first, last) for number in numbers]
        return TeamYear(
            team.number,
            team.name,
            len(numbers),
            active=sum(1 for one in sums if one.total),
            services=sum(one.activities for one in sums),
            minutes=sum(one.total for one in sums),
        )

    def found(self, name: str, staff: str | None = None) -> Team:
        """A new team. Refuses: ``team_exists``, ``no_such_staff``; as ``said.text``."""
        by, said = self._roster.by(staff), text("name", name, _LONGEST)
        queue = self._roster.queue
        with queue.act() as now:
            rows = self._roster.store.rows
            if any(_decode(doc).name == said for doc in rows.live(TABLE).values()):
                raise refusal("team_exists", team=said)
            count = 1
            while rows.row(TABLE, f"T{count:03d}") is not None:
                count += 1
            number = f"T{count:03d}"
            self._table.add(number, TeamRecord(said, now.at.date().isoformat()))
            self._note("team_founded", by, number)
            return self.get(number)

    def join(self, team: str, volunteer: str, staff: str | None = None) -> Team:
        """Somebody joins a team; joining again changes nothing.

        Raises:
            Refused: ``unknown_team``, ``unknown_volunteer``, ``volunteer_left``, ``no_such_staff``.
        """
        by = self._roster.by(staff)
        with self._roster.queue.act():
            number = self.named(team).number
            if self.put_in(number, volunteer):
                self._note("team_joined", by, number, volunteer)
            return self.get(number)

    def put_in(self, team: str, volunteer: str) -> bool:
        """Put somebody in a team, in the open transaction; whether that was new."""
        record = self._roster.records.here(volunteer)
        if team in record.teams:
            return False
        teams = tuple(sorted({*record.teams, team}))
        self._roster.records.write(volunteer, msgspec.structs.replace(record, teams=teams))
        return True

    def quit(self, team: str, volunteer: str, staff: str | None = None) -> Team:
        """Somebody leaves a team, and leads it no more.

        Raises:
            Refused: ``unknown_team``, ``unknown_volunteer``, ``not_in_team``, ``no_such_staff``.
        """
        by = self._roster.by(staff)
        with self._roster.queue.act():
            number = self.named(team).number
            self._member(number, volunteer)
            self._take_out(number, volunteer)
            led = self._record(number)
            leaders = tuple(one for one in led.leaders if one != volunteer)
            self._table.put(number, msgspec.structs.replace(led, leaders=leaders))
            self._note("team_quit", by, number, volunteer)
            return self.get(number)

    def lead(self, team: str, volunteer: str, staff: str, *, leads: bool = True) -> Team:
        """Make a member a leader, or (``leads=False``) no leader any more.

        Raises:
            Refused: ``unknown_team``, ``unknown_volunteer``, ``not_in_team``, ``no_such_staff``.
        """
        by = self._roster.by(staff)
        with self._roster.queue.act():
            number = self.named(team).number
            self._member(number, volunteer)
            record = self._record(number)
            others = tuple(one for one in record.leaders if one != volunteer)
            leaders = (*others, volunteer) if leads else others
            self._table.put(number, msgspec.structs.replace(record, leaders=leaders))
            self._note("team_led" if leads else "team_unled", by, number, volunteer)
            return self.get(number)

    def leads(self, volunteer: str) -> list[Team]:
        """The teams somebody leads."""
        return [team for team in self.all() if volunteer in team.leaders]

    def end(self, team: str, staff: str) -> Team:
        """A team is no more; its people stay volunteers.

        Refuses: ``unknown_team``, ``no_such_staff``.
        """
        by = self._roster.by(staff)
        with self._roster.queue.act() as now:
            number = self.named(team).number
            for volunteer in self._roster.all(team=number):
                self._take_out(number, volunteer.number)
            day = now.at.date().isoformat()
            record = msgspec.structs.replace(self._record(number), ended=day, day=day, leaders=())
            self._table.put(number, record)
            self._table.retire([number])
            self._note("team_ended", by, number)
            return self.get(number)

    def _member(self, team: str, volunteer: str) -> None:
        if team not in self._roster.records.here(volunteer).teams:
            raise refusal("not_in_team", volunteer=volunteer, team=self._record(team).name)

    def _take_out(self, team: str, volunteer: str) -> None:
        record = self._roster.records.here(volunteer)
        teams = tuple(one for one in record.teams if one != team)
        self._roster.records.write(volunteer, msgspec.structs.replace(record, teams=teams))

    def _record(self, number: str) -> TeamRecord:
        row = self._roster.store.rows.row(TABLE, number)
        if row is None or row.doc is None:
            raise refusal("unknown_team", team=number[:20])
        return _decode(row.doc)

    def _team(self, number: str, record: TeamRecord) -> Team:
        people = self._roster.numbers(team=number)
        leaders = tuple(one for one in record.leaders if one in people)
        return Team(number, record.name, leaders, len(people), record.ended)

    def _note(self, what: str, by: str, team: str, volunteer: str = "") -> None:
        about = {"team": team} | ({"volunteer": volunteer} if volunteer else {})
        self._roster.hall.audit.record(what, by, self._roster.queue.terminal, **about)
