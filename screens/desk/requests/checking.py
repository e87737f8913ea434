"""Checking a request: what is missing, what came, the grid worker, the originals."""

from __future__ import annotations

from functools import partial
from typing import cast

from kiosk.certificates import paper
from kiosk.certificates.recorded import LONGEST
from kiosk.certificates.request import State
from kiosk.wording import name_of
from screens.desk.requests.facts import AND, Looked, called, papers
from screens.desk.requests.frame import REASON
from screens.desk.requests.one import OneRequest
from screens.desk.requests.several import Several
from screens.widgets.pad.writing import Mode

FINDINGS = ("true", "not_found", "differs")
"""What a grid worker may find (``handling.why_…``)."""


class Checking(OneRequest):
    """Acts of a clerk until it goes to the head."""

    def act_review(self, key: str) -> None:
        """The originals were seen; first whatever the paper needs besides."""
        lacking = paper.missing(
            self.request.item, self.request.shown, self.hall.certificates.own_papers
        )
        self._ask_facts(lacking, {}, key)

    def _ask_facts(self, lacking: list[str], facts: dict[str, str], key: str = "") -> None:
        """Each in its turn; what the hall's own records say of it stands there already."""
        if lacking:
            name, *others = lacking
            field = self.hall.items.lists.fields.get(name)
            label = called(self.hall, name, self.language)

            def given(text: str) -> None:
                self._ask_facts(others, {**facts, name: text})

            mode = Mode.DIGITS if field and field.kind == "number" else None
            before = cast(Looked, self.seen).recorded.get(name, "")
            asks = "fact_recorded" if before else "which_fact"
            question = self.say(f"handling.{asks}", what=label)
            self.write(question, label, given, mode=mode, longest=LONGEST, before=before)
            return
        act = partial(self.hall.certificates.review, self.number, self.person.number, facts=facts)
        question = self.say("handling.sure_review", number=self.number)
        self.make_sure(question, partial(self._do, "review", act), key)

    def act_ask(self, _: str) -> None:
        """What is missing: all of it at once, for it can be asked for only once."""
        materials = self.hall.certificates.to_bring(
            self.request.item, agent=bool(self.request.agent)
        )
        missing = self.request.missing
        options = [
            (one.name, name_of(one, self.language)) for one in materials if one.name not in missing
        ]
        question, label = self.say("handling.which_missing"), self.say("handling.paper")
        ask = Several(self.language, question, options, label=label, longest=REASON)

        def asked(names: list[str] | None) -> None:
            if names:
                act = partial(
                    self.hall.certificates.ask, self.number, self.person.number, missing=names
                )
                listed = AND.join(papers(self.hall, self.request, names, self.language))
                sure = self.say("handling.sure_ask", names=listed)
                self.make_sure(sure, partial(self._do, "ask", act))

        self.app.push_screen(ask, asked)

    def act_brought(self, _: str) -> None:
        """Which of what was missing has come; all of it, unless somebody says otherwise."""
        missing = self.request.missing
        said = papers(self.hall, self.request, missing, self.language)
        options = list(zip(missing, said, strict=True))
        ask = Several(self.language, self.say("handling.which_came"), options, chosen=True)

        def came(names: list[str] | None) -> None:
            if names:
                act = partial(
                    self.hall.certificates.brought, self.number, self.person.number, items=names
                )
                self._do("brought", act)

        self.app.push_screen(ask, came)

    def act_grid(self, key: str) -> None:
        """Sent to the grid worker, or what they found."""
        staff = self.person.number
        if self.request.state is not State.WITH_GRID:
            act = partial(self.hall.certificates.send_to_grid, self.number, staff)
            self.make_sure(self.say("handling.sure_grid"), partial(self._do, "grid", act), key)
            return

        def found(finding: str) -> None:
            self._do("grid", partial(self.hall.certificates.verified, self.number, staff, finding))

        self.ask_why(self.say("handling.which_finding"), FINDINGS, found, key)
