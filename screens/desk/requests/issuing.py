"""The paper: its number and sheets, the seal, the hand-over, and that it is void."""

from __future__ import annotations

from functools import partial

from screens.desk.requests.deciding import Deciding

VOID = ("written_wrong", "changed", "damaged")
"""Reasons (``handling.why_…``)."""

MOST = 9
"""Copies sealed at a time, each with a key of its own."""


class Issuing(Deciding):
    """Acts on a certificate."""

    def act_issue(self, key: str) -> None:
        """Its number, its code, its sheets."""
        act = partial(self.hall.certificates.issue, self.number, self.person.number)
        question = self.say("handling.sure_issue", number=self.number, copies=self.request.copies)
        self.make_sure(question, partial(self._do, "issue", act), key)

    def act_seal(self, key: str) -> None:
        """On how many copies the seal was used."""
        one = self.certificate
        left = min(one.copies - one.sealed_copies, MOST)
        options = [(str(n), self.say("requests.copies", count=n)) for n in range(1, left + 1)]

        def chosen(copies: str | None) -> None:
            if copies is not None:
                seal = self.hall.certificates.seal_paper
                self._do("seal", partial(seal, one.number, self.person.number, int(copies)))

        self.choose(self.say("handling.how_many", number=one.number), options, chosen, key)

    def act_hand_over(self, _: str) -> None:
        """Against its slip, which is to be scanned."""
        self.tell(self.say("handling.scan_slip"))

    def ask_hand_over(self, code: str) -> None:
        """The slip was shown: is it the person, and have they signed?"""
        act = partial(self.hall.certificates.hand_over, code, self.person.number)
        question = self.say(
            "handling.sure_hand_over",
            number=self.request.certificate or "",
            applicant=self.request.agent or self.request.applicant,
        )
        self.make_sure(question, partial(self._do, "hand_over", act))

    def act_void(self, key: str) -> None:
        """Never to be undone."""
        one = self.certificate.number

        def void(reason: str) -> None:
            act = partial(self.hall.certificates.void, one, self.person.number, reason)
            question = self.say("handling.sure_void", number=one, reason=reason)
            self.make_sure(question, partial(self._do, "void", act))

        self.ask_why(self.say("handling.why_void", number=one), VOID, void, key)
