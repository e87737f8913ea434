"""Errors nobody foresaw: each has a number to read out, and the log has the rest.

The log shows where it happened, never what was typed: no local variables, and an error's own words
only where they cannot hold a resident's data.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from traceback import StackSummary, walk_tb
from types import TracebackType
from typing import NamedTuple

FILE = "incidents.log"
"""One line an incident, beside the log: moment, number, terminal, what ended it."""

WORTH_SAYING = timedelta(minutes=10)
"""How long a terminal that came back says that it fell."""

PLAIN = (
    ArithmeticError,
    AttributeError,
    ImportError,
    MemoryError,
    NameError,
    RecursionError,
    TypeError,
)
"""Errors whose own words name code, not data."""

OURS = ("kiosk.", "screens.", "printers.")
"""Modules in which a maintainer looks first."""

log = logging.getLogger(__name__)


class Incident(NamedTuple):
    """One end that was not meant; ``what`` is an error's type or a signal, and where."""

    at: datetime
    number: str
    terminal: str
    what: str


class Book:
    """The incidents of a data folder, written as one terminal.

    ``number`` is the one this process's error gets: whoever shows it when the process is gone
    knows it beforehand.
    """

    def __init__(self, folder: Path, terminal: str, number: str) -> None:
        self.folder, self.terminal, self.number = folder, terminal, number

    @cached_property
    def before(self) -> Incident | None:
        """How the program before this one ended, if that was no long time before the first look."""
        return last(self.folder, self.terminal)

    def note(self, error: BaseException) -> None:
        """An error nobody foresaw ends this program: into the log, and under its number."""
        log.critical("incident %s", self.number, exc_info=error)
        self._add(datetime.now(UTC), self.number, f"{type(error).__name__} {_place(error)}")

    def note_fall(self, number: str, at: float, status: int) -> None:
        """The program before this one ended; noted unless it could do so itself."""
        if any(known.number == number for known in recent(self.folder)):
            return
        what = f"signal {-status}" if status < 0 else f"status {status}"
        log.critical("incident %s: the program before this one ended with %s", number, what)
        self._add(datetime.fromtimestamp(at, UTC), number, what)

    def _add(self, at: datetime, number: str, what: str) -> None:
        line = "\t".join((at.isoformat(timespec="seconds"), number, self.terminal, what))
        try:
            with (self.folder / FILE).open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")
        except OSError as full:
            # The program ends all the same, and its supervisor knows the number.
            log.error("incident %s could not be noted: %s", number, full.strerror)


class _Open:
    """The book of this process, as logging too is the process's."""

    book: Book | None = None


def begin(folder: Path, terminal: str, number: str) -> Book:
    """Keep a book in a data folder from now on."""
    _Open.book = Book(folder, terminal, number)
    return _Open.book


def kept() -> str | None:
    """The number for this process's error, once it keeps a book."""
    return _Open.book.number if _Open.book is not None else None


def note(error: BaseException) -> None:
    """An error nobody foresaw ends this program; the system's log has it where no book is kept."""
    if _Open.book is not None:
        _Open.book.note(error)
        return
    import syslog  # noqa: PLC0415 -- for what happens once in years

    for line in _told(error):
        syslog.syslog(syslog.LOG_CRIT, f"kiosk: {line}")


class Discreet(logging.Formatter):
    """A log without residents in it: tracebacks give places and types, not values."""

    def formatException(  # noqa: N802 -- logging's name
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | object
    ) -> str:
        """The traceback of a record, without values."""
        error = ei[1] if isinstance(ei, tuple) else None
        return "\n".join(_told(error)) if isinstance(error, BaseException) else ""


def recent(folder: Path, since: timedelta = timedelta(days=7)) -> list[Incident]:
    """The incidents of a data folder, oldest first; a line that is none is passed over."""
    try:
        lines = (folder / FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    oldest = datetime.now(UTC) - since
    return [known for line in lines if (known := _read(line)) and known.at >= oldest]


def last(folder: Path, terminal: str) -> Incident | None:
    """What a terminal that has just come back should say, or ``None`` when that is long ago."""
    own = [known for known in recent(folder, WORTH_SAYING) if known.terminal == terminal]
    return own[-1] if own else None


def lately() -> Incident | None:
    """What this process should say of the one before it; cheap enough to ask every second."""
    book = _Open.book
    before = book.before if book is not None else None
    recently = before is not None and datetime.now(UTC) - before.at < WORTH_SAYING
    return before if recently else None


def _read(line: str) -> Incident | None:
    at, *rest = line.split("\t")
    try:
        number, terminal, what = rest
        return Incident(datetime.fromisoformat(at).astimezone(UTC), number, terminal, what)
    except ValueError:
        return None


def _chain(error: BaseException) -> list[BaseException]:
    """An error and what it came from, the latest first."""
    chain = [error]
    while True:
        hidden = error.__suppress_context__
        cause = error.__cause__ or (None if hidden else error.__context__)
        if cause is None or cause in chain:
            return chain
        chain.append(error := cause)


def _told(error: BaseException) -> Iterator[str]:
    """As Python would print it, the latest last, without values."""
    for step in reversed(_chain(error)):
        stack = StackSummary.extract(walk_tb(step.__traceback__))
        yield from "".join(stack.format()).splitlines()
        yield f"{type(step).__qualname__}: {_own_words(step)}"
        for part in getattr(step, "exceptions", ()):
            yield from (f"  | {line}" for line in _told(part))


def _own_words(error: BaseException) -> str:
    if isinstance(error, OSError):
        return f"[{error.errno}] {error.strerror}"
    if isinstance(error, (*PLAIN, sqlite3.Error)):
        return str(error)
    return f"({len(str(error))} characters withheld)"


def _place(error: BaseException) -> str:
    """Where it was raised, if possible in our own code."""
    steps = [frame for step in _chain(error) for frame, _ in walk_tb(step.__traceback__)]
    ours = [frame for frame in steps if frame.f_globals.get("__name__", "").startswith(OURS)]
    if not steps:
        return ""
    code = (ours or steps)[-1].f_code
    return f"{code.co_qualname} in {Path(code.co_filename).name}"
