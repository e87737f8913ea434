"""What the hall says to people, by key and language, from ``locale/*.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from kiosk.errors import Refused

DEFAULT = "zh-Hans"
"""The language that is always complete."""


@cache
def catalogue(language: str) -> dict[str, str]:
    """All messages of a language by dotted key (``refused.nobody_waiting``)."""
    file = Path(__file__).with_name("locale") / f"{language}.toml"
    if not file.is_file():
        return catalogue(DEFAULT)
    sections = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        f"{section}.{key}": text
        for section, texts in sections.items()
        for key, text in texts.items()
    }


def say(key: str, language: str = DEFAULT, /, **fields: object) -> str:
    """A message with its fields filled in, in a language or, where it has none, the default."""
    text = catalogue(language).get(key) or catalogue(DEFAULT)[key]
    return text.format_map(fields) if fields else text


def refusal(code: str, **fields: object) -> Refused:
    """The refusal with this error word; its sentence is ``refused.<code>`` of the catalogue."""
    return Refused(code, say(f"refused.{code}", **fields), **fields)
