"""One browser's program: a terminal of the hall whose screen goes to a page instead of a pty."""

from __future__ import annotations

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

SMALLEST, LARGEST = (40, 12), (300, 100)
"""Columns and rows a page may ask for; a screen of a million cells would eat the machine."""

LEAVING = 2.0
"""Seconds a program has to end by itself when its page is gone."""


def bounded(width: int, height: int) -> tuple[int, int]:
    """A size a terminal can have, nearest to the one asked for."""
    columns, rows = (
        max(least, min(most, asked))
        for least, asked, most in zip(SMALLEST, (width, height), LARGEST, strict=True)
    )
    return columns, rows


class Program(AppService):
    """Starts the words as they are, without a shell; the page is told when the program ends."""

    def __init__(
        self, words: Sequence[str], page: web.WebSocketResponse, downloads: DownloadManager
    ) -> None:
        super().__init__(
            "",
            write_bytes=page.send_bytes,
            write_str=page.send_str,
            close=self._close_page,
            download_manager=downloads,
        )
        self._words, self._page = words, page

    async def _close_page(self) -> None:
        await self._page.close()

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        self._process = await asyncio.create_subprocess_exec(
            *self._words,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(*bounded(width, height)),
        )
        self._stdin = self._process.stdin
        return self._process

    async def set_terminal_size(self, width: int, height: int) -> None:
        """Tell the program its new size."""
        await super().set_terminal_size(*bounded(width, height))

    async def run(self) -> None:
        """Carry what the program draws to the page until either is gone."""
        try:
            await super().run()
        finally:
            # A program that was killed says no word of leave, and its page would wait for ever.
            await self._page.close()

    async def stop(self) -> None:
        """Ask the program to end; end it when it does not."""
        if self._task is None or self._process is None:
            return
        await self._download_manager.cancel_app_downloads(app_service_id=self.app_service_id)
        await self.send_meta({"type": "quit"})
        try:
            async with asyncio.timeout(LEAVING):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        await self._task
        self._task = None
