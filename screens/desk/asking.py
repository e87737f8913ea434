"""The acts by name, and what some of them must know first: which line, why, whether for sure."""

from __future__ import annotations

from functools import partial

from kiosk.hanzi import Kind
from kiosk.wording import in_script, name_of
from screens.desk.doing import Doing
from screens.desk.ticket_list import TicketList
from screens.desk.written import Written

OTHER = "other"
NONE = "none"
"""Answers to "why?" that are no reasons."""


class Asking(Doing):
    """``act`` does one act of ``ACTS``, after its question where it has one."""

    def act(self, name: str, key: str = "") -> None:
        """Do or ask; ``key`` is the key that was pressed for it, which may still be held."""
        ask = getattr(self, f"_ask_{name}", None)
        if ask is not None:
            self.after_others(partial(ask, key))
        else:
            self.do(name, partial(getattr(self.hall.queue, name), self.window))

    def _ask_leave(self, key: str) -> None:
        question = self.say("desk.sure_leave", window=self.window)
        options = [("q", self.say("desk.act_leave")), ("x", self.say("desk.close"))]
        self.choose(question, options, self._leave, key)

    def _leave(self, how: str | None) -> None:
        if how is not None:
            self.dismiss("close" if how == "x" else "leave")

    def _ask_resume(self, _: str) -> None:
        if number := self._chosen():
            self.do("resume", partial(self.hall.queue.resume, self.window, number))

    def _ask_call_selected(self, _: str) -> None:
        if number := self._chosen():
            self.do("call_selected", partial(self.hall.queue.call, self.window, number))

    def _ask_transfer(self, key: str) -> None:
        here = self.hall.queue.at(self.window)
        if here is None:
            self.tell(self.say("refused.nothing_called", window=self.window))
            return
        lines = self.hall.config.lines.items()
        options = [
            (line, name_of(entry, self.language)) for line, entry in lines if line != here.line
        ]
        question = self.say("desk.which_line", number=here.number)
        self.choose(question, options, self._transfer, key)

    def _transfer(self, line: str | None) -> None:
        if line is not None:
            self.do("transfer", partial(self.hall.queue.transfer, self.window, line))

    def _ask_hold(self, key: str) -> None:
        here = self.hall.queue.at(self.window)
        if here is None:
            self.tell(self.say("refused.nothing_called", window=self.window))
            return
        reasons = self.hall.config.queue.hold_reasons
        options = [(NONE, self.say("desk.no_reason"))]
        options += [(reason, in_script(reason, self.language)) for reason in reasons]
        options += [(OTHER, self.say("desk.other_reason"))]
        question = self.say("desk.why_hold", number=here.number)
        self.choose(question, options, self._why, key, first=True)

    def _why(self, reason: str | None) -> None:
        if reason == OTHER:
            ask, label = self.say("desk.type_reason"), self.say("desk.reason")
            self.app.push_screen(Written(self.language, ask, label, Kind.WORDS), self._hold)
        elif reason is not None:
            self._hold("" if reason == NONE else reason)

    def _hold(self, reason: str | None) -> None:
        if reason is not None:
            self.do("hold", partial(self.hall.queue.hold, self.window, reason or None))

    def _ask_void(self, key: str) -> None:
        ticket = self.query_one(TicketList).selected or self.hall.queue.at(self.window)
        if ticket is None:
            self.tell(self.say("desk.choose_first"))
            return
        question = self.say("desk.sure_void", number=ticket.number)
        sure = [("y", self.say("desk.yes"))]
        self.choose(question, sure, partial(self._void, ticket.number), key)

    def _void(self, number: str, sure: str | None) -> None:
        if sure is not None:
            self.do("void", partial(self.hall.queue.void, number))

    def _chosen(self) -> str | None:
        """The number selected in the list; says what to do when there is none."""
        selected = self.query_one(TicketList).selected
        if selected is None:
            self.tell(self.say("desk.choose_first"))
        return selected.number if selected else None
