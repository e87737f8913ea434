"""Signed in, or out: the time, what for, and what to know. It goes by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from kiosk.hall import Hall
from kiosk.jobs import Job
from kiosk.volunteers.activity import Activity
from kiosk.volunteers.scanned import Present, Scanned
from kiosk.volunteers.slips import duration
from screens.lobby.finding.page import PaperState
from screens.lobby.passing import Passing
from screens.lobby.session import Session
from screens.lobby.tiles import Tiles
from screens.lobby.volunteering.room import called, clock, on_day
from screens.lobby.volunteering.visit import Visit
from screens.terminal import HallChanged
from screens.widgets.big_text import BigText
from screens.widgets.sentence import Sentence
from screens.widgets.tile import Face
from screens.widgets.tile_page import TilePage

STAY = 8
"""Seconds that a name stands on the screen (civic-systems.md 3.7); longer where more is said."""


class Signed(Passing, Tiles):
    """What a scan did."""

    KEYS: ClassVar[tuple[str, ...]] = ("bye", "help", "size", "language", "more")
    FOR_CARDS = True

    def __init__(self, hall: Hall, session: Session, visit: Visit) -> None:
        super().__init__(hall, session)
        self.visit = visit
        self._code = ""
        self._done: Scanned | None = None
        self._forgot: list[Present] = []
        self._job: Job | None = None

    def body(self) -> ComposeResult:
        with Vertical(classes="card"):
            yield BigText(id="heading")
            with Horizontal(classes="below"):
                with Vertical(classes="words"):
                    yield Sentence(id="sentence")
                    yield Sentence(id="forgot")
                    yield PaperState(self.hall)
                with Vertical(classes="acts"):
                    yield TilePage(most=2, columns=1)

    def show(self, code: str, done: Scanned, forgot: list[Present]) -> None:
        """Show what another scan did, and where its bearer forgot to sign out before."""
        self._code, self._done, self._forgot = code, done, forgot
        self._job = None
        if self.is_mounted:
            self._paper.follow(None)
            self.page.first()

    def printed(self, job: Job) -> None:
        """The slip is on its way."""
        if self.is_current:
            self._job = job
            self._paper.follow(job.about)
            self.speak()
            self._paper.begin()

    def wipe(self) -> None:
        super().wipe()
        self._code, self._done, self._forgot, self._job = "", None, [], None
        self._paper.follow(None)

    @property
    def _paper(self) -> PaperState:
        return self.query_one(PaperState)

    # --- what it shows -----------------------------------------------------------------------

    def stay(self) -> None:
        more = 2 if self._forgot or self._job or (self._done and self._done.held) else 1
        self._left = STAY * more * (2 if self.session.large else 1)
        self._tell()

    def speak(self) -> None:
        super().speak()
        self._paper.speak(self.language)
        self._paper.display = self._job is not None
        done = self._done
        if done is None or done.activity is None:
            return
        self.query_one("#heading", BigText).text = self._heading(done)
        sentence = [f"{done.shown}  {called(done.activity, self.language)}"]
        self.query_one("#sentence", Sentence).update("\n".join(sentence + self._facts(done)))
        forgot = self.query_one("#forgot", Sentence)
        forgot.update("\n".join(self._forgotten(each) for each in self._forgot[-1:]))
        forgot.display = bool(self._forgot)

    def _heading(self, done: Scanned) -> str:
        out = done.minutes is not None
        if done.did == "repeat":
            key = "out_before" if out else "in_before"
            return self.say(f"volunteering.{key}", time=clock(done.since or done.at))
        if done.proposed:
            return self.say("volunteering.proposed")
        return self.say(f"volunteering.{'out_at' if out else 'in_at'}", time=clock(done.at))

    def _facts(self, done: Scanned) -> list[str]:
        activity = done.activity
        facts = []
        if done.did == "repeat":
            facts.append(self.say("volunteering.repeated"))
        if activity is None or not done.counts:
            return [*facts, self.say("volunteering.not_counted")]
        if done.proposed:
            name = activity.in_charge
            return [*facts, self.say("volunteering.proposed_note", name=name)]
        if done.minutes is None:
            return [*facts, *self._on_the_way_in(done, activity)]
        this = duration(done.minutes, self.language)
        facts.append(self.say("volunteering.this_time", duration=this))
        if done.held:
            limit = self.hall.volunteers.rules.day_minutes // 60
            facts.append(self.say("volunteering.held", hours=limit))
        elif done.total is not None and done.total != done.minutes:
            whole = duration(done.total, self.language)
            facts.append(self.say("volunteering.whole", duration=whole))
        return facts

    def _on_the_way_in(self, done: Scanned, activity: Activity) -> list[str]:
        counted = activity.starts - timedelta(minutes=activity.early)
        early = done.did == "in" and done.at < counted
        said = [self.say("volunteering.from", time=clock(counted))] if early else []
        return [*said, self.say("volunteering.out_later")]

    def _forgotten(self, forgot: Present) -> str:
        activity = self.hall.volunteers.activities.get(forgot.activity)
        return self.say(
            "volunteering.forgot",
            day=on_day(forgot.since, self.language),
            time=clock(forgot.since),
            activity=called(activity, self.language),
            name=activity.in_charge,
        )

    # --- what can be done about it -----------------------------------------------------------

    def faces(self) -> list[Face]:
        done = self._done
        if done is None:
            return []
        terminal = self.hall.config.terminals.get(self.hall.queue.terminal)
        prints = terminal is not None and terminal.printer is not None and not done.proposed
        slip = Face("slip", self.say("volunteering.slip"), ready=self._job is None)
        hours = Face("hours", self.say("volunteering.hours"))
        return [*([slip] if prints and done.minutes is not None else []), hours]

    @on(TilePage.Chosen)
    def _chosen(self, event: TilePage.Chosen) -> None:
        done = self._done
        if done is None or done.activity is None or not self.guard.passes():
            return
        if event.value == "slip":
            self.visit.slip(done.volunteer, done.activity.number)
        else:
            self.visit.hours(self._code)

    def foot(self, name: str) -> None:
        if name == "bye":
            self._pass(over=True)
        else:
            super().foot(name)

    def on_screen_suspend(self) -> None:
        self._paper.rest()

    @on(HallChanged)
    def _follow_paper(self) -> None:
        self._paper.look()
