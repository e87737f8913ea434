"""What a certificate says on paper: the template of its kind (data), filled with checked facts.

Nothing is claimed that the template does not say, and nothing is left blank: a fact that is
missing is refused by name. The paper's text is what its code is signed over (``Paper.text``).
"""

from __future__ import annotations

import secrets
import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import NamedTuple, TypeVar

import msgspec

from kiosk import identity
from kiosk.errors import ConfigError
from kiosk.items.item import FormField, Item
from kiosk.signing import ALPHABET
from kiosk.wording import refusal, say

SHIPPED = Path(__file__).parents[1] / "data" / "certificates" / "papers"
"""The shipped templates: ``C01.toml`` …, and ``common.toml`` for what all of them say."""

CHECK = 10
"""Signs of a paper's own random word: from the code alone (its digest) nobody can guess what the
paper says of whom, not even somebody who knows the person (2^50 words to try for each guess)."""

Read = TypeVar("Read", bound=msgspec.Struct)

_MADE_HERE = frozenset({"person", "issuer", "valid_until"})


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A paragraph; left out unless all of ``when`` and none of ``unless`` are among the facts."""

    text: str
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def stands(self, facts: Mapping[str, str]) -> bool:
        """Whether it is said of these facts."""
        there = {name for name, value in facts.items() if value}
        return there.issuperset(self.when) and there.isdisjoint(self.unless)

    @property
    def names(self) -> list[str]:
        """The facts it needs, in order."""
        return [name for _, name, _, _ in Formatter().parse(self.text) if name]


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What certificates of one kind say. ``basis`` is law that applies here, if any."""

    title: str
    body: tuple[Said, ...]
    basis: tuple[str, ...] = ()


class Common(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What every certificate says."""

    use: tuple[Said, ...]
    validity: str
    limit: str


class Paper(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that stands on one sheet, but for marks (draft, void, copy). Personal: kept sealed.

    ``number``, ``check`` and ``fingerprint`` (of the key its code is signed with) come from the
    register. ``head`` and ``rows`` are a table below the body, ``signatures`` the lines that are
    signed by hand (statements of volunteers).
    """

    title: str
    body: tuple[str, ...]
    issuer: str
    issued: date
    number: str = ""
    valid_until: date | None = None
    basis: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()
    handler: str = ""
    approver: str = ""
    phone: str = ""
    check: str = ""
    fingerprint: str = ""
    signatures: tuple[str, ...] = ()

    def text(self) -> bytes:
        """What its code is signed over, UTF-8: all it says, in order, NFC, without white space.

        Whoever has the paper can type it off and compare (docs: checking a certificate).
        """
        parts = [self.title, self.number, *self.body, self.basis, *self.head]
        parts += [cell for row in self.rows for cell in row]
        parts += [*self.notes, self.issuer, day_in_words(self.issued)]
        parts += [self.handler, self.approver, self.phone, *self.signatures, self.check]
        return "".join(unicodedata.normalize("NFC", "".join(parts)).split()).encode()


class Sheet(NamedTuple):
    """A paper as it is drawn this time: its code, and the marks it must bear."""

    paper: Paper
    code: str
    draft: bool = True
    """It says across it that it is worth nothing without the seal."""
    void_since: date | None = None
    training: str = ""
    copy: str = ""
    """Which copy it is, where it is not the first, with who asked for it and when."""


def compose(
    item: Item,
    form: Mapping[str, FormField],
    facts: Mapping[str, str],
    *,
    issuer: str,
    issued: date,
    valid_until: date,
    handler_name: str,
    approver_name: str,
    phone: str = "",
    own: Path | None = None,
) -> Paper:
    """The paper of a certificate, yet without number.

    Args:
        item: whose template is filled.
        form: its fields, which say how a value is written out (choices, months, days).
        facts: values by field, as checked; those the desk adds too.
        issuer: the body whose seal it will bear.
        issued: the day on it.
        valid_until: the last day it holds.
        handler_name: who handled it.
        approver_name: who approved it.
        phone: whom to call about it.
        own: the folder of the centre's own templates, which come before the shipped ones.

    Raises:
        Refused: ``paper_unknown`` (no template), ``paper_incomplete`` (which facts are missing).
        ConfigError: ``paper_invalid``, when a template cannot be right.
    """
    shape, common = template(item.code, own), _common()
    if lacking := missing(item.code, facts, own):
        names = "、".join(form[name].name if name in form else name for name in lacking)
        raise refusal("paper_incomplete", title=shape.title, missing=names)
    words = {name: _in_words(form.get(name), value) for name, value in facts.items()}
    words |= {"person": _person(facts), "issuer": issuer, "valid_until": day_in_words(valid_until)}
    said = [*shape.body, *common.use]
    body = tuple(part.text.format_map(words) for part in said if part.stands(facts))
    body = (*body[:-1], body[-1] + common.validity.format_map(words))
    return Paper(
        title=shape.title,
        body=(*body, common.limit.format_map(words)),
        basis="、".join(shape.basis),
        issuer=issuer,
        issued=issued,
        valid_until=valid_until,
        handler=handler_name,
        approver=approver_name,
        phone=phone,
    )


def missing(code: str, facts: Mapping[str, str], own: Path | None = None) -> list[str]:
    """The facts without which this certificate cannot be written, by field name.

    Refuses: ``paper_unknown``.
    """
    said = [part for part in (*template(code, own).body, *_common().use) if part.stands(facts)]
    names = dict.fromkeys(name for part in said for name in part.names)
    if "person" in names:
        names |= dict.fromkeys(("id_type", "id_no"))
    return [name for name in names if name not in _MADE_HERE and not facts.get(name, "").strip()]


def new_check() -> str:
    """A paper's own random word."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CHECK))


def day_in_words(day: date) -> str:
    """``2026年11月23日``."""
    return f"{day.year}年{day.month}月{day.day}日"


@lru_cache(maxsize=64)
def template(code: str, own: Path | None = None) -> Template:
    """The template of a kind of certificate.

    Raises:
        Refused: ``paper_unknown``.
        ConfigError: ``paper_invalid``.
    """
    for folder in (own, SHIPPED):
        if folder is not None and (file := folder / f"{code}.toml").is_file():
            return _read(file, Template)
    raise refusal("paper_unknown", item=code)


@lru_cache(maxsize=1)
def _common() -> Common:
    return _read(SHIPPED / "common.toml", Common)


def _read(file: Path, kind: type[Read]) -> Read:
    try:
        return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), kind)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as wrong:
        said = say("refused.paper_invalid", file=file, reason=wrong)
        raise ConfigError("paper_invalid", said, file=str(file), reason=str(wrong)) from None


def _person(facts: Mapping[str, str]) -> str:
    """Sex, where the document tells it, and the document: never a sex that nobody stated."""
    number = facts.get("id_no", "")
    sex = identity.sex(number)
    document = say(f"identity.{identity.Kind(facts['id_type'])}") + number
    return f"{say(f'certificate_paper.{sex}')}，{document}" if sex else document


def _in_words(field: FormField | None, value: str) -> str:
    value = value.strip()
    if field is None:
        return value
    if field.kind == "choice":
        return next((choice.name for choice in field.choices if choice.code == value), value)
    if field.kind == "month":
        year, _, month = value.partition("-")
        return f"{year}年{int(month)}月"
    if field.kind == "date":
        return day_in_words(date.fromisoformat(value))
    return value.rstrip("。，、；") if field.kind == "text" else value
