"""What an engine offers, in a form that reads well in a test."""

from __future__ import annotations

from kiosk.hanzi import Engine, Kind

PAGE = 7
"""Candidates on a page where there is room."""


def words(engine: Engine, typed: str, *, traditional: bool = False) -> list[str]:
    """The texts offered for words."""
    return [one.text for one in engine.spelled(typed, traditional=traditional)]


def first_page(engine: Engine, typed: str) -> list[str]:
    """What is seen before any page is turned."""
    return words(engine, typed)[:PAGE]


def names(engine: Engine, typed: str, before: str = "") -> list[str]:
    """The texts offered in a name field that holds ``before``."""
    return [one.text for one in engine.spelled(typed, kind=Kind.NAME, before=before)]


def taking(engine: Engine, typed: str, text: str) -> int:
    """How many letters a candidate takes."""
    return next(one.takes for one in engine.spelled(typed) if one.text == text)
