"""What is asked of somebody who enrols, checked in one place for the desk, a file and ``batch``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from kiosk import identity
from kiosk.identity.kinds import Kind
from kiosk.volunteers.said import text
from kiosk.wording import Phrase, refusal

GUARDIAN_UNDER = 16
"""Full years below which a guardian has to agree. The law asks it below 14 (个人信息保护法第31条);
up to 16 is this program's choice: 《志愿服务条例》第15条 only says that age must suit the task."""

SENSITIVE_UNDER = 14
"""Full years below which everything about a person is sensitive (个人信息保护法第28条): never
shown in a list, masked or not."""

MOST_WORDS, LONGEST_WORD = 12, 20
"""How many skills somebody may name, and characters of each, and of a profession."""

_LISTED = re.compile(r"[,，、;；|/\n]+")
_SEXES = {"male": "male", "female": "female", "男": "male", "女": "female", "": ""}
_NO = frozenset({"0", "no", "false", "否", "不", "不公示"})
_YES = frozenset({"1", "yes", "true", "是", "公示", ""})
_NATIONAL = re.compile(r"[A-Za-z0-9-]{4,30}")


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody said of themselves: canonical, in clear, empty where they said nothing."""

    name: str
    phone: str
    id_type: str = ""
    id_no: str = ""
    born: str = ""
    sex: str = ""
    area: str = ""
    national: str = ""
    skills: tuple[str, ...] = ()
    profession: str = ""
    posted: bool = True
    guardian_name: str = ""
    guardian_phone: str = ""


FIELDS: tuple[str, ...] = Said.__struct_fields__
"""The fields, by the names under which they are given."""


def checked(given: Mapping[str, Any], today: date) -> Said:
    """The fields as they are kept.

    Raises:
        Refused: ``missing_field`` (name, phone); ``value_…`` of ``kiosk.identity``;
            ``wrong_field`` (sex, posted, national); ``too_many_skills``; as ``said.text``;
            ``needs_guardian`` (somebody under 16 without a guardian's name and phone).
    """
    for field in ("name", "phone"):
        if not str(given.get(field, "")).strip():
            raise refusal("missing_field", field=field)
    id_type, id_no = _paper(given, today)
    born = identity.birth(id_no) if id_no else None
    said = Said(
        name=identity.check(Kind.NAME, given["name"]),
        phone=identity.check(Kind.PHONE, given["phone"]),
        id_type=id_type,
        id_no=id_no,
        born=born.isoformat() if born else _optional(Kind.PAST_DATE, given.get("born"), today),
        sex=identity.sex(id_no) or _sex(given.get("sex", "")),
        area=_optional(Kind.ADDRESS, given.get("area"), today),
        national=_national(given.get("national", "")),
        skills=_skills(given.get("skills", ())),
        profession=_word("profession", given.get("profession", "")),
        posted=_yes("posted", given.get("posted", True)),
        guardian_name=_optional(Kind.NAME, given.get("guardian_name"), today),
        guardian_phone=_optional(Kind.PHONE, given.get("guardian_phone"), today),
    )
    return _of_age(said, today)


def _of_age(said: Said, today: date) -> Said:
    age = years(said.born, today)
    if age is None or age >= GUARDIAN_UNDER:
        return msgspec.structs.replace(said, guardian_name="", guardian_phone="")
    if not (said.guardian_name and said.guardian_phone):
        raise refusal("needs_guardian", limit=GUARDIAN_UNDER)
    return said if age >= SENSITIVE_UNDER else msgspec.structs.replace(said, posted=False)


def years(born: str, on: date) -> int | None:
    """Full years on a day, by the day of birth; ``None`` where nobody said it."""
    if not born:
        return None
    day = date.fromisoformat(born)
    return on.year - day.year - ((on.month, on.day) < (day.month, day.day))


def _paper(given: Mapping[str, Any], today: date) -> tuple[str, str]:
    number = str(given.get("id_no") or "").strip()
    if not number:
        return "", ""
    said = str(given.get("id_type") or "").strip()
    if said and said not in identity.PAPERS:
        raise refusal("wrong_field", field="id_type", kind="、".join(identity.PAPERS))
    kind = Kind(said) if said else identity.recognised(number, today) or Kind.RESIDENT
    return kind.value, identity.check(kind, number, today)


def _optional(kind: Kind, value: object, today: date) -> str:
    plain = str(value or "").strip()
    return identity.check(kind, plain, today) if plain else ""


def _sex(value: object) -> str:
    plain = str(value or "").strip().lower()
    if plain not in _SEXES:
        raise refusal("wrong_field", field="sex", kind="male、female")
    return _SEXES[plain]


def _national(value: object) -> str:
    plain = str(value or "").strip()
    if plain and not _NATIONAL.fullmatch(plain):
        raise refusal("wrong_field", field="national", kind=Phrase("kinds.letters"))
    return plain


def _yes(field: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    plain = str(value).strip().lower()
    if plain not in _NO | _YES:
        raise refusal("wrong_field", field=field, kind="yes、no")
    return plain in _YES


def _word(field: str, value: object) -> str:
    plain = str(value or "").strip()
    return text(field, plain, LONGEST_WORD) if plain else ""


def _skills(value: object) -> tuple[str, ...]:
    given = _LISTED.split(value) if isinstance(value, str) else value
    if not isinstance(given, list | tuple):
        raise refusal("wrong_field", field="skills", kind=Phrase("kinds.text"))
    words = tuple(dict.fromkeys(filter(None, (_word("skills", each) for each in given))))
    if len(words) > MOST_WORDS:
        raise refusal("too_many_skills", most=MOST_WORDS)
    return words
