"""What the spooler needs of the hall's job book (``hall.slips``), and nothing more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from kiosk.printing import Tier, Word


class Job(Protocol):
    """One slip on its way to one printer."""

    @property
    def id(self) -> str:
        """Names the job for ever."""

    @property
    def printer(self) -> str:
        """The printer's name in the configuration."""

    @property
    def kind(self) -> str:
        """The template's name."""

    @property
    def fields(self) -> Mapping[str, str]:
        """What the slip says."""


class JobBook(Protocol):
    """The record of all jobs; every method is one transaction, on disk when it returns.

    ``reason`` and ``word`` are words of the catalogue's ``[printer]``; ``detail`` is for the log.
    """

    def queued(self, printer: str) -> Job | None:
        """The oldest queued job of that printer."""

    def sending(self, printer: str) -> Sequence[Job]:
        """Jobs of that printer that have begun and not ended."""

    def begin(self, job_id: str, printer: str | None = None) -> Job:
        """Queued → sending, before the first byte leaves; refused if it is another printer's."""

    def sent(self, job_id: str, *, awaits: bool = False, millimetres: float = 0.0) -> object:
        """All bytes were handed over; no proof of paper, unless one is still awaited."""

    def printed(self, job_id: str, *, millimetres: float = 0.0) -> object:
        """The device itself knows that the slip exists."""

    def back(self, job_id: str, reason: str, detail: str | None = None) -> object:
        """Queued, or sending again queued: nothing reached the printer; it will be tried again."""

    def unknown(self, job_id: str, reason: str, detail: str | None = None) -> object:
        """It broke after the first byte, or was found begun at start: a person must look."""

    def failed(self, job_id: str, reason: str, detail: str | None = None) -> object:
        """It can never be printed."""

    def says(self, printer: str, word: Word, tier: Tier | None) -> object:
        """How a printer is; nothing is written when that is no news."""

    def hand_over(self, job_id: str) -> str | None:
        """Give a queued job to its printer's stand-in, if there is one that can print."""
