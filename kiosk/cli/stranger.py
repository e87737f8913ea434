"""A machine that nobody knows asks, in words on its terminal, to be let in."""

from __future__ import annotations

import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getpass
from typing import TYPE_CHECKING

from kiosk.cli import calm
from kiosk.errors import Refused
from kiosk.wording import say

if TYPE_CHECKING:
    from kiosk.hall import Hall

LANGUAGES = ("zh-Hans", "en")

AGAIN = frozenset({"wrong_enrol_code", "staff_locked", "unknown_staff", "not_allowed"})
"""Refusals after which it is asked once more."""


def can_be_asked() -> bool:
    """Is there somebody at a keyboard?"""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(hall: Hall, terminal: str, why: Refused) -> None:
    """Ask until this machine is let in as a terminal.

    Raises:
        Refused: ``why``, when nothing was typed; what the hall refuses besides a wrong code.
    """
    first = why.code == "first_machine"
    with _typing():
        while True:
            try:
                machine = _first(hall, terminal, why) if first else _coded(hall, terminal, why)
            except Refused as refused:
                if refused.code not in AGAIN:
                    raise
                print(refused, file=sys.stderr)  # noqa: T201
            else:
                _say("machines.enrolled", name=machine)
                return


def _coded(hall: Hall, terminal: str, why: Refused) -> str:
    _say("machines.ask_code")
    code = _line(say("machines.type_code"))
    if not code:
        raise why
    return hall.machines.enrol(code, terminal=terminal).name


def _first(hall: Hall, terminal: str, why: Refused) -> str:
    _say("machines.ask_first")
    number = _line(say("machines.type_staff"))
    if not number:
        raise why
    pin = getpass(say("machines.type_pin"))
    return hall.machines.enrol_first(terminal=terminal, staff=number, pin=pin).name


def _line(prompt: str) -> str:
    sys.stderr.write(prompt)
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def _say(key: str, **fields: object) -> None:
    for language in LANGUAGES:
        print(say(key, language, **fields), file=sys.stderr)  # noqa: T201


@contextmanager
def _typing() -> Iterator[None]:
    """A supervisor has made the terminal deaf: lines can be typed meanwhile, and are seen."""
    before = calm.mode()
    heard = calm.mode()
    heard[3] |= termios.ECHO | termios.ICANON
    termios.tcsetattr(calm.KEYBOARD, termios.TCSANOW, heard)
    try:
        yield
    finally:
        termios.tcsetattr(calm.KEYBOARD, termios.TCSANOW, before)
