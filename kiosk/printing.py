"""How each printer is, as its spooler last saw it: ``hall.slips.printers()``.

The spooler writes a row when something changes; screens read it and never touch a printer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec

from kiosk.claims import is_free
from kiosk.config import Printer
from kiosk.hours import Clock
from kiosk.store import Store
from kiosk.wording import say

TABLE = "printers"
"""The store's table of printers; ids are their names in the configuration."""


class Word(StrEnum):
    """How a printer is. Silence is ``unknown`` or ``no_answer``, never ``ready``."""

    READY = "ready"
    NEAR_END = "near_end"
    UNKNOWN = "unknown"
    """It takes paper jobs and never says anything."""
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    OVERHEATED = "overheated"
    BROKEN = "broken"
    OFFLINE = "offline"
    NO_ANSWER = "no_answer"
    """It is connected and used to answer."""
    UNREACHABLE = "unreachable"
    NOT_FOUND = "not_found"
    NO_PERMISSION = "no_permission"
    BUSY = "busy"
    """Another program holds it."""
    NO_SPOOLER = "no_spooler"
    """Nobody of ours writes to it: what was last known about it says nothing now."""


USABLE = frozenset({Word.READY, Word.NEAR_END, Word.UNKNOWN})
"""A job may be sent."""


NOTHING_TO_DO = frozenset({"ready", "unknown", "cancelled"})
"""Words that ask nothing of anybody."""


class Tier(StrEnum):
    """What a printer can be believed."""

    ACKNOWLEDGED = "acknowledged"
    """It says of each slip that it was printed (``GS ( H``, or a trailing ``GS r``)."""
    STATUS = "status"
    """It says how it is, not what it printed."""
    BLIND = "blind"
    """It says nothing."""


class PrinterRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is stored of a printer; ``used`` is millimetres of the roll that is in it."""

    word: Word
    since: datetime
    tier: Tier | None = None
    used: float = 0.0
    empty: bool = False
    """The paper ran out; when it is back, it is a new roll."""


class PrinterState(msgspec.Struct, frozen=True):
    """One printer for a screen. ``metres_left`` is an estimate, from what was printed."""

    name: str
    word: Word
    since: datetime | None = None
    tier: Tier | None = None
    metres_left: float | None = None
    low: bool = False
    """Little paper: the sensor says so, or the estimate is under ``warn_metres``."""

    @property
    def usable(self) -> bool:
        """Will a slip that is asked for now come out?"""
        return self.word in USABLE


def in_words(word: str, language: str = "zh-Hans") -> str:
    """A printer's word or a job's reason as a clerk reads it."""
    return say(f"printer.{word}", language)


def what_to_do(word: str, language: str = "zh-Hans") -> str:
    """What a clerk can do about it; empty when nothing is wrong."""
    return "" if word in NOTHING_TO_DO else say(f"printer.do_{word}", language)


def for_residents(state: PrinterState, language: str = "zh-Hans") -> str:
    """What to tell someone at the lobby before they ask for paper; empty when it will come."""
    if state.usable:
        return ""
    return say("printer.resident", language, trouble=in_words(state.word, language))


def taken_over(printer: str, language: str = "zh-Hans") -> str:
    """Where to go for a slip that another printer prints (``Job.meant_for`` is set)."""
    return say("printer.stand_in", language, printer=printer)


def paper_in_words(state: PrinterState, language: str = "zh-Hans") -> str:
    """How much paper is left, as a clerk reads it; empty when nobody counts."""
    if state.low:
        return say("printer.low_paper", language)
    if state.metres_left is None:
        return ""
    return say("printer.metres_left", language, metres=f"{state.metres_left:g}")


_decode = msgspec.json.Decoder(PrinterRow).decode


class Printers:
    """The rows of all printers.

    ``spool`` is where this machine's claims are; without it nobody here knows whether a spooler
    still lives, and its last word stands. Of another machine's printers that machine tells.
    """

    def __init__(
        self, store: Store, clock: Clock, settings: Mapping[str, Printer], spool: Path | None
    ) -> None:
        self._store, self._clock, self._settings = store, clock, settings
        self._spool = spool
        self.elsewhere: Callable[[str], bool | None] = lambda _: None
        """Does another machine's spooler hold this printer? ``None``: it is this machine's."""
        self._table = store.table(TABLE)

    def states(self) -> list[PrinterState]:
        """Every configured printer, in the order of the configuration."""
        return [self.state(name) for name in self._settings]

    def state(self, name: str) -> PrinterState:
        """One printer; ``no_spooler`` when no process watches it."""
        row, setting = self._row(name), self._settings.get(name)
        roll = setting.roll_metres if setting else None
        held = self.elsewhere(name)
        if held is None:
            held = self._spool is None or not is_free(name, self._spool)
        word = (row.word if row else Word.UNKNOWN) if held else Word.NO_SPOOLER
        if row is None:
            return PrinterState(name, word, metres_left=roll)
        left = None if roll is None else max(0.0, round(roll - row.used / 1000, 1))
        low = word is Word.NEAR_END or (
            left is not None and setting is not None and left < setting.warn_metres
        )
        return PrinterState(name, word, row.since, row.tier, left, low)

    def says(self, name: str, word: Word, tier: Tier | None) -> bool:
        """Note how a printer is, if that is news; paper that is back is a new roll."""
        before = self._row(name)
        if before is not None and (before.word, before.tier) == (word, tier):
            return False
        with self._store.transaction():
            now = self._clock.now().at
            row = self._row(name) or PrinterRow(word, now)
            refilled = row.empty and word in USABLE
            self._table.put(
                name,
                msgspec.structs.replace(
                    row,
                    word=word,
                    since=row.since if row.word is word else now,
                    tier=tier,
                    used=0.0 if refilled else row.used,
                    empty=(row.empty or word is Word.PAPER_OUT) and not refilled,
                ),
            )
        return True

    def used(self, name: str, millimetres: float) -> None:
        """As part of the transaction that ends a job: so much paper is gone."""
        row = self._row(name)
        if row is not None and millimetres:
            used = round(row.used + millimetres, 1)
            self._table.put(name, msgspec.structs.replace(row, used=used))

    def new_roll(self, name: str) -> None:
        """Somebody put a full roll in before the old one was empty."""
        with self._store.transaction():
            row = self._row(name)
            if row is not None:
                self._table.put(name, msgspec.structs.replace(row, used=0.0))

    def _row(self, name: str) -> PrinterRow | None:
        doc = self._store.rows.live(TABLE).get(name)
        return None if doc is None else _decode(doc)
