"""What the hall says to people, by key and language, from ``locale/*.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Protocol, Self

from kiosk.errors import Refused
from kiosk.traditional import traditional

DEFAULT = "zh-Hans"
"""The language that is always complete."""


_SECTION = re.compile(r"^\[(\w+)\]$", re.MULTILINE)


@cache
def catalogue(language: str) -> dict[str, str]:
    """All messages of a language by dotted key (``refused.nobody_waiting``)."""
    return {
        f"{name}.{key}": text
        for name in _sections(language)
        for key, text in _section(language, name).items()
    }


@cache
def _sections(language: str) -> dict[str, str]:
    """The file of a language in pieces, as it is written: a first frame wants few of them."""
    file = Path(__file__).with_name("locale") / f"{language}.toml"
    if not file.is_file():
        return _sections(DEFAULT)
    _, *pieces = _SECTION.split(file.read_text(encoding="utf-8"))
    return dict(zip(pieces[::2], pieces[1::2], strict=True))


@cache
def _section(language: str, name: str) -> dict[str, str]:
    return tomllib.loads(_sections(language).get(name, ""))


class Phrase(str):
    """A message to stand in another: itself in the default language, said anew in each."""

    key: str

    def __new__(cls, key: str) -> Self:
        """The message with this key."""
        phrase = super().__new__(cls, say(key))
        phrase.key = key
        return phrase


def say(key: str, language: str = DEFAULT, /, **fields: object) -> str:
    """A message with its fields filled in, in a language or, where it has none, the default."""
    section, _, name = key.partition(".")
    text = _section(language, section).get(name) or _section(DEFAULT, section)[name]
    if not fields:
        return text
    return text.format_map(
        {
            name: say(value.key, language) if isinstance(value, Phrase) else value
            for name, value in fields.items()
        }
    )


def refusal(code: str, **fields: object) -> Refused:
    """The refusal with this error word; its sentence is ``refused.<code>`` of the catalogue."""
    return Refused(code, say(f"refused.{code}", **fields), **fields)


class Named(Protocol):
    """What a centre or its data calls something: the lists hold no other languages."""

    @property
    def name(self) -> str:
        """In Simplified Chinese."""

    @property
    def name_en(self) -> str:
        """In English; empty: it has no English name."""

    @property
    def name_hant(self) -> str:
        """In Traditional Chinese; empty: the table's conversion is right."""


def name_of(named: Named, language: str) -> str:
    """A name in a language, or its Chinese one where it has no other."""
    if language == "en":
        return named.name_en or named.name
    return in_script(named.name, language, named.name_hant)


def in_script(text: str, language: str, own: str = "") -> str:
    """Chinese text of the centre's in the script of a language; ``own`` goes before the table's.

    Never for what a resident or a clerk has typed: a person's name stays as its bearer writes it.
    """
    return own or traditional(text) if language == "zh-Hant" else text
