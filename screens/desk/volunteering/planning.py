"""A new activity: the seven lawful fields, whether it counts and why not; once or again."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, ClassVar

from textual.message import Message

from kiosk.volunteers.activity import Activity
from kiosk.wording import refusal
from screens.desk.volunteering.activity import ActivityPage
from screens.desk.volunteering.fields import PLAN, Asked, answers, named
from screens.desk.volunteering.form import Form, FormSaved

_DAY = re.compile(r"(?:(\d{4})-?)?(\d{1,2}|\d\d)-?(\d\d)")
_TIME = re.compile(r"(\d{1,2}):?(\d\d)")


class NewActivity(Form):
    """It is there before it starts, or nobody can sign in to it."""

    ASKED: ClassVar[tuple[Asked, ...]] = PLAN

    def title_said(self) -> str:
        return self.key_said("plan")

    def hint(self) -> str:
        return self.say("volunteer_desk.plan_hint")

    def before(self) -> dict[str, str]:
        unit = self.hall.config.centre.name
        return {"unit": unit, "counts": "yes", "offsite": "no", "every": "once"}

    def save(self) -> None:
        values = self.values
        counts = dict(answers(PLAN[8], self.hall, self.language))[values["counts"]]
        question = self.say("volunteer_desk.sure_plan", name=values["name"], counts=counts)
        self.make_sure(question, lambda: self.start("plan", self._plan))

    def _plan(self) -> Message:
        made = self._added()
        said = self.say(
            "volunteer_desk.recorded",
            what=self.key_said("plan"),
            about=self.say("volunteer_desk.planned", number=made[0].number, count=len(made)),
        )
        page = ActivityPage(self.hall, self.language, self.person, made[0].number, said)
        return FormSaved(page)

    def _added(self) -> list[Activity]:
        values, activities = self.values, self.hall.volunteers.activities
        day = self._day("day")
        said: dict[str, Any] = {
            name: values[name]
            for name in ("name", "place", "content", "unit", "in_charge", "risks")
            if values.get(name)
        }
        said |= {name: self._time(day, name) for name in ("starts", "ends")}
        said |= {"counts": values["counts"] == "yes", "offsite": values["offsite"] == "yes"}
        if not said["counts"]:
            said["why_not"] = values["counts"]
        said["places"] = self._number("places")
        said["skills"] = tuple(filter(None, re.split(r"[,，、;；\s]+", values.get("skills", ""))))
        staff = self.person.number
        if values["every"] == "once":
            return [activities.add(staff, **said)]
        return activities.add_series(values["every"], self._day("until"), staff, **said)  # type: ignore[arg-type]

    def _wrong(self, name: str, kind: str) -> Exception:
        return refusal("wrong_field", field=named(name, self.language), kind=kind)

    def _day(self, name: str) -> date:
        """``1124``, ``11-24``, ``20261124`` or ``2026-11-24``; without a year the next such day."""
        found = _DAY.fullmatch(self.values.get(name, ""))
        today = self.hall.clock.now().at.date()
        try:
            if found is None:
                raise ValueError
            year, month, day = found.groups()
            said = date(int(year or today.year), int(month), int(day))
            return said if year or said >= today else said.replace(year=said.year + 1)
        except ValueError:
            raise self._wrong(name, f"{today:%m%d}") from None

    def _time(self, day: date, name: str) -> datetime:
        found = _TIME.fullmatch(self.values.get(name, ""))
        zone = self.hall.clock.zone
        try:
            if found is None:
                raise ValueError
            hour, minute = map(int, found.groups())
            return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
        except ValueError:
            raise self._wrong(name, "0930") from None

    def _number(self, name: str) -> int:
        text = self.values.get(name) or "0"
        if not (text.isascii() and text.isdecimal()):
            raise self._wrong(name, "20")
        return int(text)
