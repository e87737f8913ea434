"""All languages say the same things, all of them needed, in characters as wide as they claim."""

from __future__ import annotations

import tomllib
import typing
from importlib import resources
from string import Formatter
from unicodedata import east_asian_width

import opencc
import pytest

from kiosk import config, wording
from kiosk.certificates.request import Did
from kiosk.certificates.request import State as RequestState
from kiosk.certificates.verdict import REASONS as VERDICTS
from kiosk.config import LateReturn
from kiosk.fonts.subset import characters
from kiosk.identity import PAPERS
from kiosk.identity.kinds import WRONG, Kind
from kiosk.items.item import Answer
from kiosk.items.item import Kind as ItemKind
from kiosk.jobs import Decision, JobState, Reason
from kiosk.outbox.conflicts import WORDS as CONFLICT_WORDS
from kiosk.outbox.fact import Kind as FactKind
from kiosk.printing import NOTHING_TO_DO, Tier, Word
from kiosk.priorities import classes
from kiosk.staff import Role
from kiosk.tickets.ticket import State
from kiosk.traditional import traditional
from kiosk.volunteers.activity import State as ActivityState
from kiosk.volunteers.corrections import Outcome
from kiosk.volunteers.record import Pending, What
from kiosk.volunteers.scanned import Did as Scan
from kiosk.volunteers.sums import ORIGINS
from screens.cut_off import Where
from screens.desk import unprinted as paper
from screens.desk.acts import ACTS
from screens.desk.conflicts.acts import DECIDED
from screens.desk.conflicts.acts import LIST as CONFLICTS
from screens.desk.machines.listing import KEYS as MACHINES
from screens.desk.requests.acts import LIST, PAGE, REGISTER, VALUES
from screens.desk.requests.checking import FINDINGS
from screens.desk.requests.deciding import LATE, NO
from screens.desk.requests.issuing import VOID
from screens.desk.requests.listing import SIGHT
from screens.desk.requests.opening import LOOK, MENDS
from screens.desk.volunteering import acts as volunteer_acts
from screens.desk.volunteering import carding, closing, correction, minutes, stating
from screens.desk.volunteering.fields import ENROL, PLAN
from screens.desk.volunteering.frame import FIELDS as VOLUNTEER_FIELDS
from screens.lobby.finding.enquiring import ANSWERS
from screens.lobby.step import FOOT
from screens.lobby.volunteering.asked import Purpose
from screens.lobby.volunteering.menu import OFFERED
from screens.lobby.volunteering.wrong import REASONS as REASONS_WRONG
from tests.screens.said import HOLE, Said, modules

LANGUAGES = typing.get_args(config.Language)

GONE = {JobState.SENT, JobState.PRINTED}
"""States of paper that a desk has no more to do with."""

VOLUNTEER_ACTS = [
    act.name
    for name in ("LIST", "ACTIVITY", "PERSON", "CORRECTION", "GROUP", "FORM", "MONTH", "SHEET")
    for act in getattr(volunteer_acts, name)
]

VOLUNTEER_WHYS = [
    *(*carding.REPRINT, *carding.LOOK, *carding.LEAVE, *closing.CANCEL, *stating.VOID),
    *(*minutes.CONFIRM, *minutes.BACKFILL, *minutes.CORRECT),
    *(*correction.DONE, *correction.UNCHANGED),
]

FAMILIES = {
    "states.*": [state.value for state in State],
    "slip.late_*": typing.get_args(typing.get_type_hints(LateReturn)["rule"]),
    "desk.act_*": [act.name for act in ACTS],
    "desk.did_*": [*(act.name for act in ACTS if act.name != "leave"), "return"],
    "desk.did_help_*": ["answer", "close"],
    "handling.act_*": [act.name for act in (*LIST, *PAGE, *REGISTER, *VALUES)],
    "handling.did_*": list(Did),
    "handling.why_*": [*FINDINGS, *NO, *LATE, *VOID, *LOOK, *MENDS, *SIGHT],
    "handling.*": ["count", "yours", "late", "today"],
    "handling.brief_*": ["count", "yours", "late", "today"],
    "volunteer_desk.act_*": VOLUNTEER_ACTS,
    "volunteer_desk.why_*": VOLUNTEER_WHYS,
    "volunteer_desk.field_*": VOLUNTEER_FIELDS,
    "volunteer_desk.is_*": [answer for asked in (*ENROL, *PLAN) for answer in asked.answers],
    "volunteer_desk.what_*": list(What),
    "volunteer_desk.head_*": ["red", "asked", "wait"],
    "volunteer_desk.list_*": ["asked", "wanted", "today", "before", "later"],
    "volunteer_desk.people_*": ["in", "wait", "were"],
    "volunteer_desk.card_*": [*typing.get_args(Scan), "proposed"],
    "volunteer_desk.sure_*": ["in", "out"],
    "volunteer_desk.outcome_*": typing.get_args(Outcome),
    "volunteering.*": list(Purpose),
    "volunteering.*_note": OFFERED,
    "volunteering.wrong_*": REASONS_WRONG,
    "volunteers.state_*": list(ActivityState),
    "volunteers.pending_*": list(Pending),
    "volunteers.origin_*": ORIGINS,
    "volunteers.due_*": ["activities", "corrections"],
    "machines.act_*": [act.name for act in MACHINES],
    "machines.*": [*("ahead", "behind", "unprinted", "unsent", "version"), "renamed", "retired"],
    "desk.paper_*": list(paper.KEYS),
    "desk.paper_did_*": typing.get_args(Decision),
    "desk.job_*": [state.value for state in JobState if state not in GONE],
    "desk.*": [State.WAITING, State.HELD, State.MISSED],
    "lobby.*": [*(f"key_{name}" for name in FOOT), "key_plain"],
    "items.answer_*": list(Answer),
    "finding.word_*": list(Answer),
    "finding.write_*": ["what", "unit"],
    "finding.*": [
        *("bring", "takes", "fee", "window", "accepts", "decides", "who", "content", "steps"),
        *("office", "office_phone", "instead", "bring_there", "reason", "note", "phone", "basis"),
        *("decided", "print", "print_where", "print_this", *ANSWERS),
    ],
    "items.kind_*": list(ItemKind),
    "conflicts.*": [*FactKind, *CONFLICT_WORDS],
    "outbox.kind_*": [*FactKind],
    "printer_cli.tier_*": [*Tier, "none"],
    "printer_cli.state_*": [*JobState],
    "printer_cli.decided_*": typing.get_args(Decision),
    "printer_cli.count_*": ["waiting", "undecided"],
    "printer_cli.test_*": [JobState.SENT, JobState.PRINTED],
    "printer.*": [*Word, *Reason],
    "identity.*": [*Kind],
    "form.paper_*": PAPERS,
    "lobby.verdict_*": VERDICTS,
    "verdict.*": VERDICTS,
    "requests.*": [*RequestState, "applicant", "agent", "guardian", "male", "female"],
    "requests.role_*": [*Role],
    "certificate_paper.*": ["male", "female"],
    "refused.value_*": WRONG,
    "refused.cut_off_*": ["lobby", "help", "volunteer", "desk", "login"],
    "cut_off.*": [*Where, "kept", "uploading"],
    "cut_off.act_*": [act.name for act in CONFLICTS],
    "cut_off.why_*": DECIDED,
    "printer.do_*": [word for word in (*Word, *Reason) if word not in NOTHING_TO_DO],
}
"""Keys that the program puts together, and the words it puts in: each of them must be there."""

FILLED_IN_LATER = {"desk.more"}
"""Said as it is: a list fills in its count each time it is drawn."""

FILES = (".tcss", ".toml", ".py", ".log", ".txt")
"""Texts of the source that have a dot and are no keys."""

SIMPLIFIED_ANYHOW = {"台"}
"""What Traditional text may hold though OpenCC would change it: 服務台, as people write it."""

BILINGUAL = {
    "volunteer_other",
    "quiet_other",
    "priority_other",
    "seek_other",
    "training",
    "scan_other",
}
"""Keys whose text is in the other language on purpose."""


def _texts(language: str) -> dict[str, str]:
    file = resources.files("kiosk") / "locale" / f"{language}.toml"
    sections = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        f"{name}.{key}": text for name, texts in sections.items() for key, text in texts.items()
    }


CHINESE = _texts("zh-Hans")


def _fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


def _said() -> list[Said]:
    return [said for module in modules() for said in module.said]


# --- the catalogues agree ----------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_languages_have_the_same_keys(language: str) -> None:
    assert _texts(language).keys() ^ CHINESE.keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_has_the_same_fields_in_every_language(language: str) -> None:
    texts = _texts(language)
    assert {key for key in texts if _fields(texts[key]) != _fields(CHINESE[key])} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_has_blanks_around_it(language: str) -> None:
    texts = {key: text.removesuffix(": ") for key, text in _texts(language).items()}
    assert {key for key, text in texts.items() if not text or text != text.strip()} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_character_is_wider_in_one_terminal_than_in_another(language: str) -> None:
    wide = {
        (key, char)
        for key, text in _texts(language).items()
        for char in text
        if east_asian_width(char) == "A"
    }
    assert wide == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_character_is_in_the_shipped_font(language: str) -> None:
    drawable = characters()
    shown = "".join(_texts(language).values()).replace("\n", "")
    lacking = {c for c in shown if ord(c) not in drawable}
    assert lacking == set()


# --- each in its own script --------------------------------------------------------------------


def test_the_traditional_texts_hold_no_simplified_ones() -> None:
    texts = _texts("zh-Hant")
    wrong = {}
    for key, text in texts.items():
        becomes = traditional(text)
        differ = {c for c, other in zip(text, becomes, strict=True) if c != other}
        if differ - SIMPLIFIED_ANYHOW:
            wrong[key] = becomes
    assert wrong == {}


def test_the_simplified_texts_hold_no_traditional_ones() -> None:
    simplified = opencc.OpenCC("t2s").convert
    assert {key for key, text in CHINESE.items() if simplified(text) != text} == set()


def test_the_english_texts_hold_no_chinese() -> None:
    wrong = {
        key
        for key, text in _texts("en").items()
        if key.partition(".")[2] not in BILINGUAL and not text.isascii()
    }
    assert wrong == set()


# --- what the source names ---------------------------------------------------------------------


def test_every_message_that_the_source_names_is_there() -> None:
    missing = {
        (said.where, said.key)
        for said in _said()
        if HOLE not in said.key and "." in said.key and said.key not in CHINESE
    }
    assert missing == set()


def test_every_text_of_the_source_that_looks_like_a_key_is_one() -> None:
    sections = {key.partition(".")[0] for key in CHINESE}
    missing = {
        text
        for module in modules()
        for text in module.texts
        if text.partition(".")[0] in sections
        and text.partition(".")[2].isidentifier()
        and not text.endswith(FILES)
        and text not in CHINESE
    }
    assert missing == set()


def test_every_message_that_is_put_together_is_there() -> None:
    missing = {
        pattern.replace(HOLE, word)
        for pattern, words in FAMILIES.items()
        for word in words
        if pattern.replace(HOLE, word) not in CHINESE
    }
    assert missing == set()


def test_whoever_says_something_hands_over_its_fields() -> None:
    lacking = {
        (said.where, said.key, field)
        for said in _said()
        if said.fields is not None and said.key in CHINESE.keys() - FILLED_IN_LATER
        for field in _fields(CHINESE[said.key]) - said.fields
    }
    assert lacking == set()


def _named(key: str) -> bool:
    """Whether a file names this message: as it is, as one of a family, or put together there."""
    families = (
        pattern.replace(HOLE, word) == key for pattern, words in FAMILIES.items() for word in words
    )
    return any(families) or any(
        key in module.texts
        or any(said.key == key or module.may_say(key, said.key) for said in module.said)
        for module in modules()
    )


def test_no_message_is_there_for_nothing() -> None:
    assert {key for key in CHINESE if not _named(key)} == set()


def test_every_family_is_said_somewhere() -> None:
    said = {said.key for said in _said()}
    assert set(FAMILIES) <= said


# --- said in another language ------------------------------------------------------------------


def test_a_message_in_another_is_said_in_its_language_too() -> None:
    refused = wording.refusal(
        "wrong_state", number="A001", state="held", state_name=wording.Phrase("states.held")
    )
    assert "「已挂起」" in str(refused)
    for language, word in (("zh-Hant", "「已掛起」"), ("en", "on hold")):
        assert word in wording.say("refused.wrong_state", language, **refused.fields)


# --- the centre's own names --------------------------------------------------------------------


def test_a_name_is_said_in_the_language_of_the_screen() -> None:
    line = config.Line(name="社保医保", name_en="Social insurance")
    said = [wording.name_of(line, language) for language in ("zh-Hans", "zh-Hant", "en")]
    assert said == ["社保医保", "社保醫保", "Social insurance"]


def test_the_name_that_a_centre_gives_goes_before_conversion() -> None:
    centre = config.Centre(name="范里社区", name_hant="范里社區")
    assert wording.name_of(centre, "zh-Hant") == "范里社區"
    assert wording.name_of(centre, "en") == "范里社区", "it has no English name"


@pytest.mark.parametrize("code", classes())
def test_every_priority_class_is_said_in_drawable_traditional_characters(code: str) -> None:
    entry = classes()[code]
    assert {ord(c) for c in wording.name_of(entry, "zh-Hant")} <= characters()
    assert wording.in_script(entry.evidence, "zh-Hans") == entry.evidence
