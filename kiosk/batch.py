"""``kiosk batch``: one JSON object a line in, one answer a line out; for button boxes and tests."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from kiosk.acts import Answer, perform
from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.wording import refusal

LONGEST = 64 * 1024
"""Bytes of a line; a longer one is read past and refused, so that no sender can fill the memory."""

log = logging.getLogger(__name__)


def run(hall: Hall, source: BinaryIO, answers: BinaryIO) -> None:
    """Answer every line of ``source`` until it ends; nothing a line says can end it sooner."""
    for line in _lines(source):
        answers.write(msgspec.json.encode(answer(hall, line)) + b"\n")
        answers.flush()


def answer(hall: Hall, line: bytes) -> Answer:
    """The answer to one line: ``{"ok": true, …}`` or ``{"ok": false, "error": …}``."""
    try:
        return {"ok": True, **_act(hall, line)}
    except Refused as refused:
        return refused_answer(refused)
    except Exception:
        log.exception("an act of batch failed")  # not the line: it may hold a name or a number
        return refused_answer(refusal("internal", log="kiosk.log"))


def refused_answer(refused: Refused) -> Answer:
    """A refusal as JSON says it."""
    return {"ok": False, "error": refused.code, "message": str(refused)}


def _act(hall: Hall, line: bytes) -> Answer:
    if len(line) > LONGEST:
        raise refusal("too_long", length=f"> {LONGEST} B", limit=f"{LONGEST} B")
    try:
        request = msgspec.json.decode(line, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise refusal("bad_request", reason=str(error)[:120]) from None
    name = request.pop("do", None)
    if not isinstance(name, str):
        raise refusal("missing_field", field="do")
    return perform(hall, name, request)


def _lines(source: BinaryIO) -> Iterator[bytes]:
    while line := source.readline(LONGEST + 2):
        whole = line.endswith(b"\n")
        yield line.rstrip(b"\r\n") if whole else line
        while not whole and line:
            line = source.readline(LONGEST)
            whole = line.endswith(b"\n")
