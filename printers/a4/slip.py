"""A slip on a sheet: the picture that a roll would get, in the middle of the upper half."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from printers.a4.ink import WIDTH, Ink

ROLL = 72.0
"""Millimetres that a roll of 80 prints."""


def on_a4(png: BytesIO) -> bytes:
    """The PDF of a slip's picture."""
    ink = Ink("", "", datetime(2020, 1, 1, tzinfo=UTC))
    ink.page()
    ink.picture(png, (WIDTH - ROLL) / 2, 20, ROLL)
    return ink.bytes()
