"""What a form asks, and each answer made right: numbers, names, dates, choices, addresses."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from kiosk import identity
from kiosk.certificates.addresses import Addresses
from kiosk.errors import Refused
from kiosk.identity import PAPERS, Kind
from kiosk.identity.masking import HIDDEN
from kiosk.items.item import Choice, FormField, Item, Material
from kiosk.wording import DEFAULT, Phrase, name_of, refusal, say

Given = Mapping[str, object]
"""Answers by field: text, a whole number, or of an address a table of building, unit and room."""

GROWN = 14
"""Under this age a guardian consents (个人信息保护法 第31条)."""

ADULT = 18
"""From this age on somebody may act for another (民法典 第18条)."""

_PEOPLE = Path(__file__).parents[1] / "data" / "certificates" / "people.toml"

_LANGUAGES = ("zh-Hans", "zh-Hant", "en")

_SEXES = {"male": "male", "female": "female", "男": "male", "女": "female"}

_ALIKE = {
    "name": Kind.NAME,
    "phone": Kind.PHONE,
    "month": Kind.MONTH,
    "address": Kind.ADDRESS,
}
"""Kinds of answer that are checked as the values of that name are everywhere."""

_NUMBER_DIGITS = 6

_LONG_NUMBER = re.compile(r"[0-9Xx]{7,}")
"""As long as a phone number: somebody's, written where it was not asked for."""


class _People(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    agent: dict[str, FormField]
    guardian: dict[str, FormField]
    bring: dict[str, tuple[Material, ...]]


@cache
def people() -> _People:
    """What is asked of whoever comes for another, and what they bring."""
    return msgspec.convert(tomllib.loads(_PEOPLE.read_text(encoding="utf-8")), _People)


class Form:
    """The form of one item, or of one person who comes for another, on one day."""

    def __init__(
        self,
        fields: Mapping[str, FormField],
        today: date,
        *,
        item: Item | None = None,
        addresses: Addresses | None = None,
    ) -> None:
        self.fields = {name: field for name, field in fields.items() if not field.desk}
        self._today, self._item, self._addresses = today, item, addresses

    @property
    def asked(self) -> dict[str, FormField]:
        """What is to be filled in, in order: neither derived nor the desk's."""
        return {
            name: field
            for name, field in self.fields.items()
            if field.kind not in {"derived", "staff"}
        }

    def whole(self, given: Given) -> dict[str, str]:
        """All answers as they are kept, in the form's order, derived ones too.

        Refuses: ``unknown_field``; ``missing_field``; whatever ``check`` refuses.
        """
        for name in given:
            if name not in self.fields:
                raise refusal("unknown_field", field=name[:40], fields="、".join(self.asked))
        kept: dict[str, str] = {}
        # The kind of paper comes first, whatever the order: the number is checked by it.
        for name in sorted(self.fields, key=lambda name: self.fields[name].kind != "id_type"):
            field = self.fields[name]
            value = given.get(name)
            if value is None or value == "":
                value = field.default or self.follows(name, kept)
                if not value and not field.optional and field.kind != "derived":
                    raise refusal("missing_field", field=name)
                if not value:
                    continue
            kept[name] = self.check(name, value, {**given, **kept})
        return self._ordered(kept)

    def _ordered(self, kept: dict[str, str]) -> dict[str, str]:
        """The answers in order, with what follows from others of them."""
        found = {}
        for name, field in self.fields.items():
            value = kept.get(name)
            if field.kind == "derived":
                value = self.follows(name, kept) or value
                if name in kept and value != kept[name]:
                    raise refusal("does_not_agree", what=field.name)
            elif field.kind == "id_type":
                value = value or identity.recognised(kept.get("id_no", ""), self._today)
            if value:
                found[name] = str(value)
        return found

    def check(self, name: str, value: object, given: Given) -> str:
        """One answer as it is kept; ``given`` are the others, for what must agree.

        Refuses: ``unknown_field``, ``wrong_field`` (not a text, or not a number), ``value_…`` (see
        ``kiosk.identity.check``), ``value_unsaid``, ``out_of_range``, ``no_such_answer``,
        ``dates_crossed``, ``unknown_address``.
        """
        if name not in self.fields:
            raise refusal("unknown_field", field=name[:40], fields="、".join(self.asked))
        field = self.fields[name]
        if field.kind == "address" and isinstance(value, Mapping):
            return self._picked(value)
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise refusal("wrong_field", field=name, kind=Phrase("kinds.text"))
        return self._checked(name, field, str(value), given)

    def _checked(self, name: str, field: FormField, value: str, given: Given) -> str:
        if field.kind in _ALIKE:
            return identity.check(_ALIKE[field.kind], value, self._today)
        ways: dict[str, Callable[[], str]] = {
            "number": lambda: _number(name, field, value),
            "choice": lambda: _choice(field, value),
            "id_type": lambda: _paper(field, value),
            "id_no": lambda: self._id_no(name, value, given),
            "date": lambda: self._date(field, value, given),
            "derived": lambda: _sex(field, value),
        }
        return ways.get(field.kind, lambda: _text(field, value))()

    def _id_no(self, name: str, value: str, given: Given) -> str:
        beside = given.get("id_type") if name == "id_no" else None
        if isinstance(beside, str) and beside:
            return identity.check(_paper(self.fields["id_type"], beside), value, self._today)
        known = identity.recognised(value, self._today)
        return identity.check(known or Kind.RESIDENT, value, self._today)

    def _date(self, field: FormField, value: str, given: Given) -> str:
        kind = Kind.PAST_DATE if field.past else Kind.DATE
        day = identity.check(kind, value, self._today)
        if isinstance(first := given.get(field.not_before), str) and first:
            try:
                first = identity.check(Kind.DATE, first)
            except Refused:
                return day  # that one is refused where it is typed
            if day < first:
                raise refusal("dates_crossed", what=field.name, day=first)
        return day

    def _picked(self, value: Mapping[object, object]) -> str:
        """An address of the centre's buildings; where it has no list, as the parts say."""
        parts = {str(part): str(said) for part, said in value.items()}
        if self._addresses is None or not {"building", "room"} <= set(parts):
            raise refusal("unknown_address")
        building, unit, room = parts["building"], parts.get("unit", ""), parts["room"]
        if not self._addresses.buildings:
            return identity.check(Kind.ADDRESS, f"{building}{unit}{room}")
        return self._addresses.address(building, unit, room)

    def follows(self, name: str, kept: Mapping[str, str]) -> str:
        """What a derived answer is by the others; empty where they do not tell it."""
        if name == "sex" and "id_no" in kept:
            return identity.sex(kept["id_no"]) or ""
        return ""

    # --- how it is shown -----------------------------------------------------------------------

    def shown(self, kept: Mapping[str, str]) -> dict[str, str]:
        """The answers as they may be shown: what tells of a person is masked or hidden."""
        return {name: self._mask(name, value) for name, value in kept.items()}

    def _mask(self, name: str, value: str) -> str:
        field = self.fields.get(name)
        if field is None:
            return HIDDEN * 3
        if field.kind in _ALIKE:
            return identity.mask(_ALIKE[field.kind], value)
        if field.kind == "id_no":
            kind = identity.recognised(value)
            return identity.mask(kind, value) if kind else HIDDEN * len(value)
        return HIDDEN * 3 if field.private or _LONG_NUMBER.search(value) else value

    def said(self, name: str, value: str, language: str = DEFAULT) -> str:
        """An answer in words: of a choice its name, of a kind of paper what it is called."""
        field = self.fields.get(name)
        if field is not None and field.kind == "choice":
            chosen = next((one for one in field.choices if one.code == value), None)
            return name_of(chosen, language) if chosen else value
        if field is not None and field.kind == "id_type":
            return say(f"identity.{value}", language)
        return say(f"requests.{value}", language) if name == "sex" else value

    def searched(self) -> Iterator[str]:
        """Fields that a person is found again by: their identity numbers."""
        return (name for name, field in self.fields.items() if field.kind == "id_no")


def needs_guardian(id_no: str, today: date) -> bool:
    """Is whoever has this number under fourteen, so that a guardian consents?"""
    age = identity.age(id_no, today)
    return age is not None and age < GROWN


def grown(part: str, id_no: str, today: date) -> None:
    """Refuse an agent or a guardian who is not of age: ``not_of_age``."""
    age = identity.age(id_no, today)
    if age is not None and age < ADULT:
        raise refusal("not_of_age", what=Phrase(f"requests.{part}"), age=ADULT)


def _number(name: str, field: FormField, value: str) -> str:
    plain = value.strip()
    if not (plain.isascii() and plain.isdecimal()) or len(plain) > _NUMBER_DIGITS:
        raise refusal("wrong_field", field=name, kind=Phrase("kinds.number"))
    most = field.most if field.most is not None else 10**_NUMBER_DIGITS - 1
    if not field.least <= int(plain) <= most:
        raise refusal("out_of_range", what=field.name, least=field.least, most=most)
    return str(int(plain))


def _names(choice: Choice) -> set[str]:
    return {choice.code, *(name_of(choice, language) for language in _LANGUAGES)}


def _choice(field: FormField, value: str) -> str:
    plain = value.strip()
    for choice in field.choices:
        if plain in _names(choice):
            return choice.code
    answers = "、".join(choice.name for choice in field.choices)
    raise refusal("no_such_answer", what=field.name, answers=answers)


def _sex(field: FormField, value: str) -> str:
    """Of a paper whose number does not tell it; of others it must agree with the number."""
    if value.strip() not in _SEXES:
        raise refusal("no_such_answer", what=field.name, answers="、".join(_SEXES))
    return _SEXES[value.strip()]


@cache
def _papers() -> dict[str, Kind]:
    """Kinds of paper by all they are called; the shipped names of the number end in 号码."""
    found: dict[str, Kind] = {"身份证": Kind.RESIDENT}
    for kind in PAPERS:
        found[kind.value] = kind
        for language in _LANGUAGES:
            called = say(f"identity.{kind}", language)
            found |= {called: kind, called.removesuffix("号码").removesuffix("號碼"): kind}
    return found


def _paper(field: FormField, value: str) -> Kind:
    kind = _papers().get(value.strip())
    if kind is None:
        raise refusal("no_such_answer", what=field.name, answers="、".join(PAPERS))
    return kind


def _text(field: FormField, value: str) -> str:
    plain = " ".join(value.split())
    if not plain:
        raise refusal("value_unsaid", what=field.name)
    longest = field.longest or 40
    if not field.shortest <= len(plain) <= longest or not plain.isprintable():
        raise refusal("wrong_text", what=field.name, least=field.shortest, most=longest)
    return plain
