"""Who may open a desk in a browser: links that work once, and the browsers that used one.

Both are files of the data folder, named by a hash: whoever reads the folder later finds nothing
that opens the door, and a server that was restarted still knows its browsers.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from pathlib import Path

FOLDER = "door"
"""Where the door's files are, below the data folder; for its owner only."""

LINK_LIVES = 24 * 3600.0
"""Seconds for which a link that nobody used still works: made in the evening, used next morning."""

BROWSER_LIVES = 16 * 3600.0
"""Seconds for which a browser is known after its link: one working day."""


class Door:
    """The door of the desks of one data folder; any number of processes may stand at it."""

    def __init__(self, data: Path) -> None:
        self._links = data / FOLDER / "links"
        self._browsers = data / FOLDER / "browsers"
        self._address = data / FOLDER / "address"
        for folder in (self._links, self._browsers):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._sweep()

    def token(self) -> str:
        """A new word for a link (256 random bits, URL-safe); it opens the door once."""
        return _new(self._links)

    def enter(self, token: str) -> str | None:
        """Use up a token; the word by which the browser is known from now on, or None."""
        mark = self._links / _hash(token)
        fresh = _fresh(mark, LINK_LIVES)
        try:
            # Whoever removes the file has used the token: of two at once, only one.
            mark.unlink()
        except FileNotFoundError:
            return None
        return _new(self._browsers) if fresh else None

    def knows(self, browser: str) -> bool:
        """Whether this word was given to a browser, not too long ago."""
        return bool(browser) and _fresh(self._browsers / _hash(browser), BROWSER_LIVES)

    def announce(self, address: str) -> None:
        """Note where the desk is served, for whoever makes a link later."""
        _write(self._address, address)

    def address(self) -> str | None:
        """Where the desk was last served, as ``http://host:port``; None when it never was."""
        try:
            return self._address.read_text(encoding="ascii")
        except FileNotFoundError:
            return None

    def _sweep(self) -> None:
        for folder, lives in ((self._links, LINK_LIVES), (self._browsers, BROWSER_LIVES)):
            for mark in folder.iterdir():
                if not _fresh(mark, lives):
                    mark.unlink(missing_ok=True)


def _new(folder: Path) -> str:
    word = secrets.token_urlsafe(32)
    _write(folder / _hash(word), "")
    return word


def _write(path: Path, text: str) -> None:
    """Put a file in place at once, readable by its owner only."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
    fresh.replace(path)


def _fresh(path: Path, lives: float) -> bool:
    try:
        return time.time() - path.stat().st_mtime < lives
    except FileNotFoundError:
        return False


def _hash(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
