"""What comes down the terminal's line, read so that no bytes can hurt.

Textual's own reader ends the app at a byte that is no UTF-8, waits for ever for the end of a paste
that has none, and believes any size that is typed at it (textual 8.2.8, ``linux_driver.py`` and
``_xterm_parser.py``). A scanner with a damaged cable, or a code with escapes in it, sends these.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import time
from codecs import getincrementaldecoder
from collections.abc import Callable

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message
from textual.messages import InBandWindowResize

LONGEST_PASTE = 4096
"""Characters; more than any field here takes."""

PASTE_PATIENCE = 1.0
"""Seconds after which a paste has no end; a terminal sends it in one go."""

LONG_PASTE_PATIENCE = 5.0
"""The same for one too long: what is left of it must not become key presses."""

UNHEARD = (InBandWindowResize, events.Resize, events.AppBlur, events.AppFocus)
"""The size comes from the system (``SIGWINCH``), and a kiosk's terminal is always in front."""

log = logging.getLogger(__name__)


class SturdyDriver(LinuxDriver):
    """Textual's Linux driver with a reader of its own, and the terminal's own size.

    Textual believes ``COLUMNS`` and ``LINES`` before the terminal. Whatever started us may have
    left them there (readline does), and then no change of the terminal's size would be followed.
    """

    def _get_terminal_size(self) -> tuple[int, int]:
        try:
            columns, rows = os.get_terminal_size(self.fileno)
        except OSError:
            return super()._get_terminal_size()
        return columns or 80, rows or 24

    def run_input_thread(self) -> None:
        decode = getincrementaldecoder("utf-8")("ignore").decode
        line = Line()
        while not self.exit_event.is_set():
            ready, _, _ = select.select([self.fileno], [], [], 0.1)
            text = ""
            if ready:
                try:
                    data = os.read(self.fileno, 4096)
                except OSError:
                    data = b""
                if not data:  # The terminal hung up.
                    os.kill(os.getpid(), signal.SIGHUP)
                    return
                text = decode(data)
            for message in line.heard(text):
                self.process_message(message)


class Line:
    """Characters in, messages out; never an exception.

    Pastes are taken out here: Textual's parser presses the keys of a paste that holds an escape.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._parser = XTermParser()
        self._tail = ""
        self._paste: str | None = None
        self._long = False
        self._began = 0.0

    def heard(self, text: str) -> list[Message]:
        """What some characters, or for a moment none, mean."""
        messages: list[Message] = []
        patience = LONG_PASTE_PATIENCE if self._long else PASTE_PATIENCE
        if self._paste is not None and self._clock() - self._began > patience:
            self._paste = None
        while text:
            if self._paste is None:
                messages += self._parsed(self._before_paste(text))
                text = self._paste or ""
                if self._paste is not None:
                    self._paste = ""
            else:
                text = self._taken(text, messages)
        messages += self._parsed("")
        return [message for message in messages if not isinstance(message, UNHEARD)]

    def _parsed(self, text: str) -> list[Message]:
        messages: list[Message] = []
        try:
            # One by one: what came before an error counts. An empty text would mean the end.
            for message in self._parser.feed(text) if text else self._parser.tick():
                messages.append(message)
        except Exception as error:  # noqa: BLE001 -- the parser's, on a sequence nobody foresaw
            log.debug("a sequence could not be read: %s", type(error).__name__)
            self._parser = XTermParser()
        if any(isinstance(message, events.Resize) for message in messages):
            # It would go on reading touches as if in pixels of that size.
            self._parser = XTermParser()
        return messages

    def _before_paste(self, text: str) -> str:
        """What of these is no paste; the rest, if any, is put into ``_paste``."""
        seen, known = self._tail + text, len(self._tail)
        at = seen.find(BRACKETED_PASTE_START)
        if at < 0:
            self._tail = seen[1 - len(BRACKETED_PASTE_START) :]
            return text
        if at < known:
            self._parser = XTermParser()  # It waits for the rest of this very mark.
        self._paste = seen[at + len(BRACKETED_PASTE_START) :]
        self._tail, self._long, self._began = "", False, self._clock()
        return seen[known:at] if at > known else ""

    def _taken(self, text: str, messages: list[Message]) -> str:
        """Add to the paste; when it has ended, its message, and what came after it."""
        pasted, ended, after = f"{self._paste}{text}".partition(BRACKETED_PASTE_END)
        self._long |= len(pasted) > LONGEST_PASTE
        if not ended:
            # Of one too long only as much is kept as could be the beginning of its end.
            self._paste = pasted[1 - len(BRACKETED_PASTE_END) :] if self._long else pasted
            return ""
        if not self._long:
            messages.append(events.Paste(pasted.replace("\x00", "")))
        self._paste = None
        return after
