"""Whoever stands before a machine: residents and volunteers at the lobbies, clerks at the desks."""

from __future__ import annotations

import threading
import time
from collections import Counter
from random import Random
from typing import NamedTuple

from tests.certificates.hall import FIELDS
from tests.partition.machine import Answer, Machine
from tests.partition.place import REPEAT, Place

CROWD = 60
"""People waiting beyond whom nobody takes a number, so that the hall is never too full for one."""

AGAIN = 2 * REPEAT + 4
"""Seconds after which the same volunteer's card is read again: certainly another scan."""

PAUSE = 0.05
"""Seconds a person waits before trying again what was refused."""

AWAY = {"store_away", "store_busy", "store_slow"}
"""Words of a server that does not answer, and has recorded nothing."""

REFUSED = {
    *AWAY,
    "outcome_unknown",
    # somebody else was quicker, or it was done before the answer was lost
    *("nobody_waiting", "window_busy", "nothing_called", "wrong_state"),
    # the wire came back between the question and the answer
    "not_cut_off",
    # "the last one again", and it is not out yet, or there never was one
    *("slip_on_its_way", "nothing_printed"),
}
"""Words that a machine may refuse with in this hall."""


class Told(NamedTuple):
    """An answer somebody was given: by which machine, to what, about whom."""

    machine: str
    act: str
    about: str
    answer: Answer

    @property
    def offline(self) -> bool:
        return bool(self.answer.get("offline"))

    @property
    def key(self) -> str:
        return str(self.answer.get("key") or "")


class Unsure(NamedTuple):
    """An act whose answer nobody was given."""

    machine: str
    act: str
    about: str


class Crowd:
    """What all people together know: how much is to be done, who waits, what was told."""

    def __init__(self, place: Place, acts: int) -> None:
        self.place, self._goal = place, acts
        self._guard = threading.Lock()
        self.told: list[Told] = []
        self.unsure: list[Unsure] = []
        self.refused: Counter[str] = Counter()
        self.strange: list[str] = []
        """Refusals that nothing in this hall explains."""
        self.waiting: dict[str, str] = {}
        """Numbers that people hold and nobody has served yet, as far as people know."""
        self.over = threading.Event()
        self._scanned: dict[str, float] = {}

    @property
    def done(self) -> int:
        """Acts that were acknowledged."""
        return len(self.told)

    def tell(self, told: Told) -> None:
        """Somebody was told that it is done."""
        with self._guard:
            self.told.append(told)
            if len(self.told) >= self._goal:
                self.over.set()

    def doubt(self, unsure: Unsure) -> None:
        """Somebody was not told anything."""
        with self._guard:
            self.unsure.append(unsure)

    def refuse(self, machine: str, act: str, answer: Answer) -> None:
        """Somebody was refused."""
        with self._guard:
            self.refused[answer["error"]] += 1
            if answer["error"] not in REFUSED:
                self.strange.append(f"{machine} {act}: {answer['error']} {answer['message']}")

    def has_number(self, number: str) -> None:
        """A resident holds a number."""
        with self._guard:
            self.waiting[number] = number

    def leaves(self, number: str) -> None:
        """It is somebody's turn."""
        with self._guard:
            self.waiting.pop(number, None)

    def next_by_paper(self, chance: Random) -> str | None:
        """One of those who wait and show their paper, the first ones first."""
        with self._guard:
            them = list(self.waiting)[:6]
            return self.waiting.pop(chance.choice(them)) if them else None

    def volunteer(self, chance: Random) -> str | None:
        """A volunteer who has not scanned for a while; nobody, when all have."""
        with self._guard:
            now = time.monotonic()
            for number in chance.sample(list(self.place.cards), 8):
                if now - self._scanned.get(number, -AGAIN) >= AGAIN:
                    self._scanned[number] = now
                    return number
            return None

    def scanned(self, number: str) -> None:
        """The next scan of this one comes after a while from now."""
        with self._guard:
            self._scanned[number] = time.monotonic()


class Person(threading.Thread):
    """Acts at one machine until enough is done."""

    def __init__(self, crowd: Crowd, machine: Machine, seed: int) -> None:
        super().__init__(name=machine.name, daemon=True)
        self.crowd, self.machine = crowd, machine
        self.chance = Random(f"{seed}/person/{machine.name}")
        self.failed: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.crowd.over.is_set():
                self.turn()
        except Exception as error:  # noqa: BLE001 -- raised again by whoever waits
            self.failed = error
            self.crowd.over.set()

    def turn(self) -> None:
        raise NotImplementedError

    def act(self, do: str, about: str, **fields: object) -> Answer | None:
        """Ask, and remember what was told; ``None`` when nothing, or a refusal, was."""
        self.refused = ""
        answer = self.machine.ask(do, **fields)
        if answer is None:
            self.crowd.doubt(Unsure(self.machine.name, do, about))
        elif answer["ok"]:
            self.crowd.tell(Told(self.machine.name, do, about, answer))
            return answer
        else:
            self.crowd.refuse(self.machine.name, do, answer)
            if answer["error"] == "outcome_unknown":
                self.crowd.doubt(Unsure(self.machine.name, do, about))
            self.refused = answer["error"]
            self.crowd.over.wait(PAUSE)
        return None

    refused = ""
    """The word the last act was refused with, if it was."""


class Visitor(Person):
    """Residents and volunteers, one after another, at a lobby."""

    def turn(self) -> None:
        kind = self.chance.choices(("take", "scan", "request"), (50, 40, 10))[0]
        if kind == "scan" and self._scan():
            return
        if kind == "request":
            self.act("request", "", item="C01", fields=FIELDS, consent=self.crowd.place.consent)
        elif len(self.crowd.waiting) < CROWD:
            if answer := self.act("take", "", line=self.chance.choice("ABC")):
                self.crowd.has_number(answer["ticket"]["number"])
            elif not self.refused and self.chance.random() < 0.8:
                self._once_more()
        else:
            self.crowd.over.wait(PAUSE)

    def _once_more(self) -> None:
        """The machine fell before it said anything; it is up again: was that a number?"""
        self.act("reprint_last", "", by="101")

    def _scan(self) -> bool:
        number = self.crowd.volunteer(self.chance)
        if number is None:
            return False
        self.act("scan", number, code=self.crowd.place.cards[number])
        self.crowd.scanned(number)
        return True


class Clerk(Person):
    """Calls, receives, finishes; goes on by paper while nobody can be asked.

    Now and then somebody does not come, has to fetch a paper, or was in the wrong line.
    """

    serving = ""
    """The number in front of the window, as far as the clerk knows."""

    aside = ""
    """One that was held, or missed: its resident comes back sooner or later."""

    def turn(self) -> None:
        window = self.machine.name[-1]
        if self.serving:
            self._deal(window)
        elif self.aside and self.chance.random() < 0.3:
            self._take_up(window)
        elif answer := self.act("call", "", window=window):
            self.serving = answer["ticket"]["number"]
            self.crowd.leaves(self.serving)
            if self.chance.random() < 0.5:
                self.act("arrive", self.serving, window=window)
        elif self.refused == "window_busy":
            self._finish(window)
        elif self.refused in AWAY:
            number = self.crowd.next_by_paper(self.chance)
            if number is not None and not self._served(number, window):
                self.crowd.has_number(number)
        else:
            self.crowd.over.wait(PAUSE)

    def _deal(self, window: str) -> None:
        """What becomes of whoever is in front of the window."""
        does = self.chance.choices(("finish", "transfer", "hold", "miss"), (80, 8, 6, 6))[0]
        if does == "finish" or (does != "transfer" and self.aside):
            self._finish(window)
        elif does == "transfer":
            line = self.chance.choice("ABC")
            if self.act("transfer", self.serving, window=window, line=line):
                self.crowd.has_number(self.serving)
                self.serving = ""
            elif self.refused not in AWAY:
                self.serving = ""
        elif self.act(does, self.serving, window=window):
            self.aside, self.serving = self.serving, ""

    def _take_up(self, window: str) -> None:
        """Whoever was held stands there again; whoever was missed waits once more."""
        number, self.aside = self.aside, ""
        if answer := self.act("resume", number, window=window, number=number):
            if answer["ticket"]["window"]:
                self.serving = number
            else:
                self.crowd.has_number(number)
        elif self.refused in AWAY | {"window_busy"} and not self._served(number, window):
            self.aside = number

    def _finish(self, window: str) -> None:
        number, self.serving = self.serving, ""
        if self.act("finish", number, window=window) or not number:
            return
        if self.refused in AWAY | {"outcome_unknown"} and not self._served(number, window):
            self.serving = number

    def _served(self, number: str, window: str) -> bool:
        """Note that a number was served; not when the wire is back, and it can be finished."""
        self.act("served", number, number=number, window=window)
        return self.refused != "not_cut_off"
