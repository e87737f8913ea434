"""What this centre handles, may certify, and must not: ``hall.items``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import msgspec

from kiosk.config import Config
from kiosk.errors import ConfigError, Refused
from kiosk.identity.free_text import free_text
from kiosk.items import enquiry, slips
from kiosk.items.answers import Section, decision, sections
from kiosk.items.enquiry import TABLE, Enquiry, Month, Step
from kiosk.items.item import Category, FormField, Found, Item, Kind, Source, found
from kiosk.items.lists import Lists
from kiosk.jobs import Job
from kiosk.slip_frame import framed, printer_here
from kiosk.tickets.queue import Queue
from kiosk.wording import name_of, refusal

if TYPE_CHECKING:
    from kiosk.items.search import Index

MOST_FOUND = 20
"""How many entries a search gives unless it is told."""

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class Items:
    """The lists, the search over all of them, and what is done when something is on none.

    The lists are read when they are first asked for, the search is made ready at the first one;
    ``prepare`` does both, off the screen's thread. Both raise ``ConfigError`` (``items_missing``,
    ``items_syntax``, ``items_invalid``) when a file of the lists is wrong.
    """

    def __init__(self, config: Config, queue: Queue, beside: Path | None = None) -> None:
        self._config, self._queue, self._beside = config, queue, beside
        self._table = queue.store.table(TABLE)
        self._lock = Lock()
        self._made: Index | None = None
        self._broken = False

    @cached_property
    def lists(self) -> Lists:
        """Every entry, on or off, and what entries refer to."""
        return Lists(self._config.items, self._beside)

    def prepare(self) -> None:
        """Make the search ready: some tenths of a second, and then never again."""
        self._index()

    # --- what is on the lists ------------------------------------------------------------------

    def get(self, code: str) -> Item:
        """The entry with this code, on or off (``item.on``). Refuses: ``unknown_item``."""
        return self.lists.get(code)

    def all(self, kind: Kind | str | None = None, *, off: bool = False) -> list[Item]:
        """The entries of one list or all, in order; ``off``: also those that are switched off.

        Refuses: ``unknown_kind``.
        """
        return self.lists.all(kind, off=off)

    def categories(self) -> dict[str, Category]:
        """The categories that have entries, in the order of the screens."""
        used = {item.category for item in self.all()}
        return {code: said for code, said in self.lists.categories.items() if code in used}

    def of(self, category: str) -> list[Item]:
        """The entries of a category, in order."""
        return [item for item in self.all() if item.category == category]

    def fields(self, code: str) -> dict[str, FormField]:
        """What the form of an entry asks, in order, by name."""
        return {name: self.lists.fields[name] for name in self.get(code).fields}

    def sources(self, code: str) -> dict[str, Source]:
        """Where an entry's facts were read, by their short names, as far as it is a shipped one."""
        known = self.lists.sources
        return {name: known[name] for name in self.get(code).source if name in known}

    def line(self, code: str) -> str | None:
        """The line to take a ticket for; ``None``: the settings do not say."""
        item, lines = self.get(code), self._config.items.lines
        names = (item.code, item.category, item.kind.value)
        chosen = next((lines[name] for name in names if name in lines), None)
        only = list(self._config.lines)
        return chosen or (only[0] if len(only) == 1 else None)

    def subject(self, code: str) -> tuple[str, str]:
        """Code and name of what a ticket is for, as its slip says it.

        Refuses: ``unknown_item``, ``item_off``.
        """
        item = self.get(code)
        if not item.on:
            raise refusal("item_off", item=item.code, name=item.name)
        return item.code, f"{item.code} {name_of(item, self._config.centre.languages[0])}"

    def called(self, code: str, language: str) -> str:
        """Code and name of what a ticket is for; the code alone where the lists do not say."""
        if self._broken:
            return code
        try:
            return f"{code} {name_of(self.get(code), language)}"
        except Refused:
            return code
        except ConfigError:
            self._broken = True  # a desk asks many times a minute, and reading takes a while
            return code

    def sections(self, code: str, language: str) -> list[Section]:
        """What an entry answers, in short sections to be read, in a language."""
        return sections(self.get(code), self._config, self.line(code), language)

    # --- finding it ----------------------------------------------------------------------------

    def search(self, text: str, limit: int = MOST_FOUND) -> list[Found]:
        """What is meant by a text, best first; the same text always gives the same.

        Chinese in any order and either script, pinyin whole or begun, initials, English, everyday
        words, codes. Where nothing on the lists is meant, the first is the entry that stands for an
        enquiry; the others are what comes nearest. An empty text finds nothing.
        """
        if not text.strip() or limit < 1:
            return []
        index = self._index()
        hits = index.search(text)
        kept = [found(hit.item) for hit in hits]
        if not index.sure(hits):
            kept.insert(0, found(self.lists.enquiry))
        return kept[:limit]

    @property
    def prepared(self) -> bool:
        """Whether a search need not wait."""
        return self._made is not None

    def _index(self) -> Index:
        with self._lock:
            if self._made is None:
                from kiosk.items.search import Index  # noqa: PLC0415 -- off the start-up path

                said = self.lists.categories.items()
                names = [(code, entry.name, entry.name_en) for code, entry in said]
                self._made = Index(self.all(), names)
            return self._made

    # --- on no list ----------------------------------------------------------------------------

    @property
    def steps(self) -> tuple[Step, ...]:
        """How it is decided what becomes of a proof that somebody demands."""
        return self.lists.steps

    def decide(self, what: str, holds: Iterable[str] = ()) -> tuple[Step, ...]:
        """The steps that hold for a proof, the deciding one first; nothing is recorded.

        ``what`` is a code, a name, or anything an entry is called; ``holds`` the words of the asked
        steps that staff said yes to. Refuses: ``unknown_step``.
        """
        return enquiry.decide(self.steps, self._named(what), holds)

    def enquire(self, what: str, unit: str, holds: Iterable[str] = ()) -> Enquiry:
        """Record that a resident was sent for a proof: what, which unit wants it, what was decided.

        Refuses: ``missing_field``, ``too_many_characters``, ``personal_number`` (a number as long
        as a phone's; nothing of a person is kept), ``unknown_step``.
        """
        what = free_text("what", what, enquiry.LONGEST)
        unit = free_text("unit", unit, enquiry.LONGEST)
        item = self._named(what)
        held = enquiry.decide(self.steps, item, holds)
        queue = self._queue
        with queue.act() as now:
            day = queue.days.today(now)
            record = Enquiry(
                day,
                now.at,
                queue.terminal,
                what,
                unit,
                tuple(step.code for step in held),
                item.code if item else None,
                queue.actor,
            )
            id_ = f"{day}/{queue.store.rows.ver + 1}"
            self._table.add(id_, record)
            self._table.retire([id_])
        return msgspec.structs.replace(record, id=id_)

    def enquiries(self, month: str | None = None) -> Month:
        """违规索要证明 of a month (``2026-11``; without one, this month) in plain numbers.

        Refuses: ``no_such_month``.
        """
        month = month or self._queue.days.today(self._queue.clock.now())[:7]
        if not _MONTH.fullmatch(month):
            raise refusal("no_such_month", month=month[:20])
        days = (f"{month}-{day:02}" for day in range(1, 32))
        documents = (document for day in days for document in self._table.past("day", day))
        records = [msgspec.convert(document, Enquiry) for document in documents]
        return enquiry.in_numbers(month, records, self.steps)

    def _named(self, what: str) -> Item | None:
        """The entry that is called exactly so, if it is switched on."""
        from kiosk.items.search import canonical, names  # noqa: PLC0415 -- off the start-up path
        from kiosk.items.simplified import simplified  # noqa: PLC0415

        sought = canonical(simplified(what.strip())).lower()
        for item in self.all():
            if any(sought == canonical(name).lower() for name in (item.code, *names(item))):
                return item
        return None

    def decided(self, enquiry: Enquiry, language: str) -> list[Section]:
        """What was decided on an enquiry, in short sections to be read, in a language."""
        step = next(step for step in self.steps if step.code == enquiry.step)
        entry = self.lists.enquiry
        return decision(step, entry, self._config, self.line(entry.code), language)

    # --- on paper ------------------------------------------------------------------------------

    def slip(self, code: str) -> tuple[str, dict[str, str]]:
        """The kind of an entry's slip (``checklist``, ``refusal``) and what it says.

        Refuses: ``unknown_item``, ``item_off``, ``no_checklist`` (there is nothing to bring).
        """
        return slips.slip(self.get(code), self._config, self.line(code))

    def print_checklist(
        self, code: str, terminal: str | None = None, *, large: bool = False
    ) -> Job:
        """Print what to bring, or where to go instead, where a terminal prints (this one's).

        Refuses: as ``slip``; ``unknown_terminal``, ``no_paper_here``.
        """
        kind, said = self.slip(code)
        return self._print(kind, self.get(code).code, said, terminal, large=large)

    def print_enquiry(self, enquiry: Enquiry, *, large: bool = False) -> Job:
        """Print what was decided on an enquiry, and where to go, where this terminal prints.

        Refuses: ``no_paper_here``.
        """
        decided = next(step for step in self.steps if step.code == enquiry.step)
        line = self.line(self.lists.enquiry.code)
        said = slips.enquiry_slip(enquiry, decided, self.lists.enquiry, self._config, line)
        return self._print(slips.ENQUIRY, enquiry.id, said, None, large=large)

    def _print(
        self, kind: str, about: str, said: dict[str, str], terminal: str | None, *, large: bool
    ) -> Job:
        queue, config = self._queue, self._config
        printer = printer_here(config, terminal or queue.terminal)
        with queue.act() as now:
            day = queue.days.today(now)
            by = queue.actor if kind == slips.REFUSAL else None
            training = queue.clock.training
            fields = framed(config, said, now.at, by=by, training=training, large=large)
            about = f"{about}/{day}/{queue.store.rows.ver + 1}"
            queue.slips.write(printer, kind, about, day, fields)
            return queue.slips.job(f"{kind}/{about}")
