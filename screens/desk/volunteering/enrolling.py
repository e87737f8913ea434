"""Somebody becomes a volunteer, of their own will: name, phone, and what else they want to say."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.message import Message

from screens.desk.volunteering.fields import ENROL, Asked
from screens.desk.volunteering.form import Form, FormSaved
from screens.desk.volunteering.person import PersonPage


class Enrolment(Form):
    """What is typed is seen by both; once it is kept it is sealed."""

    ASKED: ClassVar[tuple[Asked, ...]] = ENROL

    def title_said(self) -> str:
        return self.key_said("enrol")

    def hint(self) -> str:
        return self.say("volunteer_desk.enrol_hint")

    def before(self) -> dict[str, str]:
        return {"posted": "yes"}

    def save(self) -> None:
        question = self.say("volunteer_desk.sure_enrol", name=self.values["name"])
        self.make_sure(question, lambda: self.start("enrol", self._enrol))

    def _enrol(self) -> Message:
        given: dict[str, Any] = {name: value for name, value in self.values.items() if value}
        who = self.hall.volunteers.roster.enrol(staff=self.person.number, **given)
        said = self.say(
            "volunteer_desk.recorded",
            what=self.key_said("enrol"),
            about=f"{who.shown}  {who.number}  {self.print_card(who.number)}",
        )
        return FormSaved(PersonPage(self.hall, self.language, self.person, who.number, said))
