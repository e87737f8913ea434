"""What the spooler needs of the hall's job book (``hall.slips``), and nothing more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol


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
    """The record of all jobs; every method is one transaction, on disk when it returns."""

    def queued(self, printer: str) -> Job | None:
        """The oldest queued job of that printer."""

    def begin(self, job_id: str) -> Job:
        """Queued → sending, before the first byte leaves."""

    def sent(self, job_id: str) -> object:
        """All bytes were handed over; no proof of paper."""

    def printed(self, job_id: str) -> object:
        """The device itself knows that the slip exists."""

    def back(self, job_id: str, reason: str) -> object:
        """Sending → queued: nothing reached the printer, it will be tried again."""

    def unknown(self, job_id: str, reason: str) -> object:
        """It broke after the first byte, or was found sending at start: a person must look."""

    def failed(self, job_id: str, reason: str) -> object:
        """It can never be printed."""

    def sending(self, printer: str) -> Sequence[Job]:
        """Jobs of that printer that have begun and not ended."""
