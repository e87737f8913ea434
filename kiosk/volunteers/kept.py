"""What is kept of one volunteer, all of it, in words for themself (个人信息保护法 第45条).

Part of ``kiosk certificates my-data`` (by the number of a document), and ``kiosk volunteers
my-data`` (by the volunteer's own, for those who gave no document).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec
from tinydb.table import Document

from kiosk.certificates.notice import keeps
from kiosk.certificates.privacy import Kept, Row
from kiosk.certificates.request import Did
from kiosk.identity.free_text import free_text
from kiosk.store.rows import decode
from kiosk.volunteers.corrections import TABLE as CORRECTIONS
from kiosk.volunteers.corrections import Correction
from kiosk.volunteers.posts import TABLE as CLAIMS
from kiosk.volunteers.record import periods
from kiosk.volunteers.report_in import TABLE as REPORT_INS
from kiosk.volunteers.sums import ORIGINS, Entry
from kiosk.volunteers.wanted import TABLE as WANTED
from kiosk.wording import DEFAULT, say

if TYPE_CHECKING:
    from kiosk.volunteers.volunteers import Volunteers

AHEAD = timedelta(days=366)
"""How far ahead somebody can have claimed a place (``planning``)."""

SAID = (
    *("name", "phone", "id_no", "born", "sex", "area", "national", "skills", "profession"),
    *("guardian_name", "guardian_phone"),
)
"""What somebody said of themselves, in this order."""


def data_of(
    volunteers: Volunteers, number: str, staff: str, reason: str, language: str = DEFAULT
) -> list[Kept]:
    """Everything kept of a volunteer, for the person themself, at a window; in the audit trail.

    Raises:
        Refused: ``no_such_staff``, ``not_allowed``, ``unknown_volunteer``; ``missing_field``,
            ``too_many_characters``, ``personal_number`` (the reason).
    """
    hall, why = volunteers.hall, free_text("reason", reason)
    with volunteers.queue.act():
        hall.certificates.person(staff, Did.LOOK)
        found = list(kept(volunteers, number, language))
        about = {"volunteer": number, "reason": why}
        hall.audit.record("data_shown", staff, volunteers.queue.terminal, **about)
    return found


def with_document(volunteers: Volunteers, prints: set[str], language: str) -> Iterator[Kept]:
    """What is kept of whoever has a document with one of these fingerprints, also if they left."""
    roster = volunteers.roster
    for number in roster.every_number():
        if roster.records.record(number).id_no_print in prints:
            yield from kept(volunteers, number, language)


def kept(volunteers: Volunteers, number: str, language: str) -> Iterator[Kept]:
    """What is kept of a volunteer: who they are, and what they did, piece by piece.

    Refuses: ``unknown_volunteer``.
    """
    shown = volunteers.roster.get(number)
    state = "left" if shown.left else "enrolled"
    parts = {
        "volunteers": _enrolment(volunteers, number, language),
        "attendance": _attendance(volunteers, number, language),
        "corrections": _corrections(volunteers, number, language),
        "statements": _statements(volunteers, number, language),
        "claims": _claims(volunteers, number, language),
        "report_ins": _report_in(volunteers, number, language),
    }
    for part, rows in parts.items():
        told = tuple(rows)
        if told:
            yield Kept(
                number,
                say(f"volunteer_data.{part}", language),
                state,
                shown.enrolled.isoformat(),
                say("volunteer_data.oneself", language),
                told,
                stands=say(f"volunteer_data.{state}", language),
            )


def _enrolment(volunteers: Volunteers, number: str, language: str) -> Iterator[Row]:
    record = volunteers.roster.records.record(number)
    said = volunteers.roster.records.said(record)
    words = {name: _in_words(getattr(said, name), language) for name in SAID}
    if said.sex:
        words["sex"] = say(f"certificate_paper.{said.sex}", language)
    teams = [volunteers.roster.teams.get(team).name for team in record.teams]
    words |= {
        "consent": record.consent,
        "posted": say(f"volunteer_data.{'yes' if said.posted else 'no'}", language),
        "teams": "、".join(teams),
        "cards": "、".join(f"{card.serial} ({card.at:%Y-%m-%d})" for card in record.cards),
        "left_on": f"{record.left.at:%Y-%m-%d} {record.left.reason}" if record.left else "",
    }
    for name, text in words.items():
        if text:
            yield Row(say(f"volunteer_data.{name}", language), text.strip())


def _in_words(value: str | tuple[str, ...], language: str) -> str:
    return value if isinstance(value, str) else "、".join(value)


def _attendance(volunteers: Volunteers, number: str, language: str) -> Iterator[Row]:
    for entry in volunteers.hours.entries(number):
        what = f"{entry.activity.day} {entry.activity.name}"
        yield Row(what, "；".join(_came_to(entry, language)))


def _came_to(entry: Entry, language: str) -> Iterator[str]:
    for start, end, _ in periods(entry.attendance, entry.activity):
        yield f"{start.at:%H:%M}-{f'{end.at:%H:%M}' if end else ''}"
    for origin in ORIGINS:
        if minutes := getattr(entry.tally, origin):
            said = say(f"volunteers.origin_{origin}", language)
            yield say("volunteer_data.minutes", language, origin=said, minutes=minutes)
    for word in sorted(entry.tally.why):
        yield say(f"volunteers.pending_{word}", language)
    yield from (move.reason for move in entry.attendance.moves if move.reason)


def _corrections(volunteers: Volunteers, number: str, language: str) -> Iterator[Row]:
    for document in _past(volunteers, CORRECTIONS, number):
        each = msgspec.convert(dict(document), Correction)
        if each.volunteer == number:
            words = volunteers.hall.sealed.open(each.words) if each.words else ""
            said = [each.attendance, words, each.reason]
            yield Row(f"{each.at:%Y-%m-%d}", "；".join(filter(None, said)))


def _statements(volunteers: Volunteers, number: str, language: str) -> Iterator[Row]:
    for one in volunteers.statements.of(number):
        said = [say("year_report.total", language, minutes=one.sums.total, hours=one.hours)]
        if one.void_since is not None:
            said.append(f"{say('requests.void', language)} {one.void_since:%Y-%m-%d}")
        yield Row(one.number, "；".join(said))
    for document in _past(volunteers, WANTED, number):
        if document["volunteer"] == number:
            yield Row(str(document["at"])[:16], say("volunteer_data.wanted", language))


def _claims(volunteers: Volunteers, number: str, language: str) -> Iterator[Row]:
    for document in _past(volunteers, CLAIMS, number):
        activity, _, whose = str(document.doc_id).partition("/")
        if whose == number:
            turns = [f"{turn['at'][:16]} {_turn(turn, language)}" for turn in document["turns"]]
            yield Row(activity, "；".join(turns))


def _turn(turn: dict[str, object], language: str) -> str:
    word = "given_back" if turn.get("back") else "claimed"
    return say(f"volunteer_data.{word}", language)


def _report_in(volunteers: Volunteers, number: str, language: str) -> Iterator[Row]:
    person, sealed = volunteers.roster.person(number), volunteers.hall.sealed
    names, phones = sealed.fingerprints(person.name), sealed.fingerprints(person.phone)
    for id_, doc in sorted(volunteers.store.rows.live(REPORT_INS).items()):
        record = decode(doc)
        if record.get("name_print") in names and record.get("phone_print") in phones:
            duties = [entry["duty"] for entry in record["log"] if entry.get("duty")]
            yield Row(f"{id_} {record['unit']}", "；".join([record["day"], *duties]))


def _past(volunteers: Volunteers, table: str, number: str) -> Iterator[Document]:
    """A table's documents since somebody enrolled: no index of people is needed, nor kept."""
    enrolled = volunteers.roster.get(number).enrolled
    today = date.fromisoformat(volunteers.queue.days.today(volunteers.clock.now()))
    first = max(enrolled, today - timedelta(days=keeps(volunteers.hall.config, table) + 1))
    for n in range((today + AHEAD - first).days + 1):
        yield from volunteers.store.table(table).past("day", f"{first + timedelta(days=n)}")
