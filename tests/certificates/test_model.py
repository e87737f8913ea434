"""Random desks, act by act beside a desk on paper that was written from the rules alone."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.errors import Refused
from kiosk.hall import Hall
from tests.certificates.hall import LAN, addresses, fields, staffed
from tests.certificates.paper_desk import MISSING, No, PaperDesk
from tests.halls import MONDAY, HandClock, recorded, settings

people = st.sampled_from(["007", "007", "008", "001", "002", "002", "900"])
papers = st.lists(st.sampled_from([*MISSING, "房主同意书"]), min_size=1, unique=True)
acts = st.sampled_from(
    ["ask", "brought", "send_to_grid", "verified", "extend", "correct", "refuse", "withdraw",
     "full"]
)  # fmt: skip
forward = st.sampled_from(["review", "review", "approve", "approve", "issue", "hand_over", "void"])


class DeskBesidePaper(RuleBasedStateMachine):
    """One act at a time at a real desk and on paper; both must agree on everything."""

    @initialize()
    def found(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        addresses(self.folder)
        config = self.folder / "config.toml"
        config.write_text(settings(), encoding="utf-8")
        clock = HandClock(MONDAY)
        self.halls = [Hall.open(config, self.folder / "data", clock) for _ in range(2)]
        staffed(self.halls[0])
        self.paper = PaperDesk()

    def teardown(self) -> None:
        if hasattr(self, "halls"):
            for hall in self.halls:
                hall.close()
            shutil.rmtree(self.folder)

    @property
    def hall(self) -> Hall:
        """The process that acts now."""
        return self.halls[0]

    @rule()
    def the_other_process(self) -> None:
        self.halls.reverse()

    @rule(has=st.none() | st.lists(st.sampled_from(MISSING), unique=True))
    def request(self, has: list[str] | None) -> None:
        version = self.hall.certificates.notice("C01").version
        self.hall.certificates.request("C01", fields(), version, has=has)
        self.paper.request(has)

    @precondition(lambda self: self.paper.folders)
    @rule(what=acts | forward, pick=st.integers(0, 20), who=people, names=papers)
    def act(self, what: str, pick: int, who: str, names: list[str]) -> None:
        n = pick % len(self.paper.folders)
        before = recorded(self.hall)
        try:
            self._real(what, n, who, names)
            real = None
        except Refused as refused:
            real = refused.code
            assert recorded(self.hall) == before
        try:
            self.paper.act(what, n, who, names)
            paper = None
        except No as no:
            paper = str(no)
        assert real == paper, (what, self.paper.folders[n])

    def _real(self, what: str, n: int, who: str, names: list[str]) -> None:
        kept, number = self.hall.certificates, self.number(n)
        serial = self.paper.folders[n].certificate or 0
        match what:
            case "ask" | "brought":
                getattr(kept, what)(number, who, names)
            case "verified" | "refuse" | "full":
                getattr(kept, what)(number, who, "属实")
            case "extend":
                kept.extend(number, who, 2, "外调")
            case "correct":
                kept.correct(number, who, "copies", 1, "本人要求")
            case "hand_over":
                kept.hand_over(kept.slip_code(kept.get(number)), who)
            case "void":
                kept.void(f"XINGFULI-2026-C01-{serial:05d}", who, "写错了")
            case _:
                getattr(kept, what)(number, who)

    def number(self, n: int) -> str:
        return f"R2026{n + 1:04d}"

    @invariant()
    def both_agree(self) -> None:
        if not hasattr(self, "paper"):
            return
        kept = self.hall.certificates
        self.hall.refresh()
        still_open = []
        for n, folder in enumerate(self.paper.folders):
            request = kept.stored(self.number(n))
            assert (request.state, list(request.missing)) == (folder.state, folder.missing)
            assert request.handlers == folder.touched
            assert bool(request.fields) == folder.owner
            closed = {"handed_over", "refused", "withdrawn", "void"}
            if folder.state not in closed:
                still_open.append(request.number)
        assert sorted(request.number for request in kept.open()) == still_open
        serials = [int(one.number[-5:]) for one in kept.register()]
        assert serials == list(range(1, self.paper.issued + 1))

    @precondition(lambda self: self.paper.folders)
    @rule()
    def my_data(self) -> None:
        found = self.hall.certificates.data_of(LAN, "008", "本人查询")
        owned = [n for n, folder in enumerate(self.paper.folders) if folder.owner]
        assert [one.number for one in found] == [self.number(n) for n in owned]

    @rule()
    def the_trail_holds(self) -> None:
        assert not self.hall.audit.verify().broken


TestDesk = pytest.mark.timeout(3600)(DeskBesidePaper.TestCase)
