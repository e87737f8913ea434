"""Deciding a request: yes, no, not any more, later."""

from __future__ import annotations

from functools import partial

from kiosk.wording import in_script
from screens.desk.requests.checking import Checking
from screens.desk.requests.frame import REASON

NO = ("untrue", "not_resident", "not_ours", "no_proof")
LATE = ("grid", "other_office", "papers")
"""Reasons by what they are for; each is a sentence of the catalogue (``handling.why_…``)."""

DAYS = (3, 5, 10, 15, 20, 30)
"""Working days a request is put off by."""

OWN_OFFICE, OTHER_OFFICE = "own", "other"


class Deciding(Checking):
    """Acts that say what becomes of it."""

    def act_approve(self, key: str) -> None:
        """Another person than who handled it says yes."""
        act = partial(self.hall.certificates.approve, self.number, self.person.number)
        question = self.say("handling.sure_approve", number=self.number)
        self.make_sure(question, partial(self._do, "approve", act), key)

    def act_refuse(self, key: str) -> None:
        """No: why, and where instead."""
        self.ask_why(self.say("handling.why_no"), NO, self._ask_office, key)

    def _ask_office(self, reason: str) -> None:
        own = self.hall.items.get(self.request.item).office
        options = [(OWN_OFFICE, in_script(own, self.language))] if own else []
        options += [(OTHER_OFFICE, self.say("handling.other_office"))]

        def chosen(which: str | None) -> None:
            if which == OWN_OFFICE:
                self._sure_refuse(reason, own)
            elif which == OTHER_OFFICE:
                self.write(
                    self.say("handling.which_office"),
                    self.say("handling.office_label"),
                    partial(self._sure_refuse, reason),
                    longest=REASON,
                )

        self.choose(self.say("handling.which_office"), options, chosen)

    def _sure_refuse(self, reason: str, office: str) -> None:
        act = partial(
            self.hall.certificates.refuse, self.number, self.person.number, reason, office
        )
        question = self.say("handling.sure_refuse", number=self.number, reason=reason)
        self.make_sure(question, partial(self._do, "refuse", act))

    def act_withdraw(self, key: str) -> None:
        """The resident does not want it any more."""
        act = partial(self.hall.certificates.withdraw, self.number, self.person.number)
        question = self.say("handling.sure_withdraw", number=self.number)
        self.make_sure(question, partial(self._do, "withdraw", act), key)

    def act_extend(self, key: str) -> None:
        """Later than promised: by how much, and why."""
        options = [(f"{days} days", self.say("handling.days", days=days)) for days in DAYS]

        def chosen(days: str | None) -> None:
            if days is not None:
                then = partial(self._extend, int(days.split()[0]))
                self.ask_why(self.say("handling.why_late"), LATE, then)

        self.choose(self.say("handling.how_long", number=self.number), options, chosen, key)

    def _extend(self, days: int, reason: str) -> None:
        act = partial(self.hall.certificates.extend, self.number, self.person.number, days, reason)
        question = self.say("handling.sure_extend", days=days, reason=reason)
        self.make_sure(question, partial(self._do, "extend", act))
