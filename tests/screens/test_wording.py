"""Both languages say the same things, in characters that are as wide as they claim."""

from __future__ import annotations

import tomllib
from importlib import resources
from string import Formatter
from unicodedata import east_asian_width

import pytest

LANGUAGES = ["zh-Hans", "en"]


def _texts(language: str) -> dict[tuple[str, str], str]:
    file = resources.files("kiosk") / "locale" / f"{language}.toml"
    sections = tomllib.loads(file.read_text(encoding="utf-8"))
    return {(name, key): text for name, texts in sections.items() for key, text in texts.items()}


def _fields(text: str) -> set[str | None]:
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


def test_the_languages_have_the_same_keys() -> None:
    assert _texts("en").keys() == _texts("zh-Hans").keys()


def test_each_text_has_the_same_fields_in_both_languages() -> None:
    chinese, english = _texts("zh-Hans"), _texts("en")
    differ = {key for key in chinese if _fields(chinese[key]) != _fields(english[key])}
    assert differ == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_character_is_wider_in_one_terminal_than_in_another(language: str) -> None:
    wide = {
        (*place, char)
        for place, text in _texts(language).items()
        for char in text
        if east_asian_width(char) == "A"
    }
    assert wide == set()
