"""Shows one screen of the hall to browsers, through textual-serve."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import aiohttp_jinja2
import jinja2
from aiohttp import web
from textual_serve.server import Server, to_int

from kiosk.door import Door
from kiosk.fonts import FONT
from kiosk.wording import say
from screens.browser.guards import behind, closed_in, from_our_page, known_hosts
from screens.browser.notices import LANGUAGES, notice
from screens.browser.places import Full, Places
from screens.browser.program import Program

HERE = Path(__file__).parent

GRID = (120, 31)
"""Columns and rows a page shows at least; its letters are as large as that allows."""

MOST_AT_ONCE = 64 * 1024
"""Bytes of one message of a page: more than a person or a scanner sends."""

GOODBYE = 3.0
"""Seconds for open pages when the server ends."""

log = logging.getLogger(__name__)


class HallServer(Server):
    """One screen for up to ``places`` browsers.

    ``words`` gives the command of a program, anew for each browser. With a ``door`` only browsers
    that came through one of its links see anything. ``names`` are host names this server answers
    to, besides addresses and ``localhost``.
    """

    def __init__(
        self,
        words: Callable[[], Sequence[str]],
        host: str,
        port: int,
        places: int,
        door: Door | None = None,
        names: Collection[str] = (),
    ) -> None:
        super().__init__("", host=host, port=port, title="kiosk", templates_path=HERE / "pages")
        self._words, self._door, self._names = words, door, {*names, host}
        self._places = Places(places)
        self._pages: set[web.WebSocketResponse] = set()

    def show(self, ready: Callable[[], None], asked: Callable[[], None] | None = None) -> None:
        """Serve until told to end (SIGINT, SIGTERM).

        ``ready`` is called once when browsers can come; ``asked`` for every Enter at the terminal
        this runs in.

        Raises:
            OSError: when nothing can listen there.
        """

        async def app() -> web.Application:
            made = await self._make_app()
            made.on_startup.append(lambda _: self._began(asked))
            return made

        # No access log: it would keep the words of the links. aiohttp prints when it listens.
        web.run_app(
            app(),
            host=self.host,
            port=self.port,
            access_log=None,
            shutdown_timeout=GOODBYE,
            print=lambda *_: ready(),
        )

    async def _began(self, asked: Callable[[], None] | None) -> None:
        if asked is not None and sys.stdin.isatty():

            def pressed() -> None:
                if sys.stdin.readline():
                    asked()
                else:
                    asyncio.get_running_loop().remove_reader(sys.stdin)

            asyncio.get_running_loop().add_reader(sys.stdin, pressed)

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing: the command that serves says what its reader needs."""

    async def on_shutdown(self, app: web.Application) -> None:
        """Close the pages, so that their programs end."""
        for page in set(self._pages):
            await page.close()

    async def _make_app(self) -> web.Application:
        guards = [closed_in, known_hosts(self._names)]
        if self._door is not None:
            guards.append(behind(self._door, self.port))
        app = web.Application(middlewares=guards)
        aiohttp_jinja2.setup(
            app, loader=jinja2.FileSystemLoader(self.templates_path), autoescape=True
        )
        app.add_routes(
            [
                web.get("/", self.handle_index, name="index", allow_head=False),
                web.get("/ws", self.handle_websocket, name="websocket"),
                web.get("/download/{key}", self.handle_download, name="download"),
                web.get("/page/han.otf", _font),
                web.static("/page", HERE / "assets", show_index=False),
                web.static("/static", self.statics_path, show_index=False, name="static"),
            ]
        )
        app.on_shutdown.append(self.on_shutdown)
        return app

    async def handle_index(self, request: web.Request) -> web.StreamResponse:
        """The page of the terminal, or a friendly one when all places are taken."""
        try:
            await self._places.wait_for_one()
        except Full:
            return notice("serve.full", status=503, again=3)
        asked = to_int(request.query.get("fontsize", ""), 0)
        context = {
            "font_size": max(8, min(64, asked)) if asked else 0,
            "columns": GRID[0],
            "rows": GRID[1],
            "opening": [say("serve.opening", language) for language in LANGUAGES],
            "again": [say("serve.again", language) for language in LANGUAGES],
        }
        return aiohttp_jinja2.render_template("terminal.html", request, context)

    async def handle_websocket(self, request: web.Request) -> web.StreamResponse:  # type: ignore[override]
        """One page's terminal, from its first frame to its last."""
        if not from_our_page(request):
            raise web.HTTPForbidden
        try:
            async with self._places.one():
                return await self._terminal(request)
        except Full:
            raise web.HTTPServiceUnavailable from None

    async def _terminal(self, request: web.Request) -> web.WebSocketResponse:
        page = web.WebSocketResponse(heartbeat=15, max_msg_size=MOST_AT_ONCE)
        await page.prepare(request)
        self._pages.add(page)
        program = Program(self._words(), page, self.download_manager)
        try:
            width, height = (
                to_int(request.query.get(name, ""), usual)
                for name, usual in zip(("width", "height"), GRID, strict=True)
            )
            await program.start(width, height)
            await self._process_messages(page, program)
        except (ValueError, TypeError, LookupError, AssertionError, AttributeError):
            log.warning("a page sent what no page of ours sends")
        finally:
            self._pages.discard(page)
            await program.stop()
            await page.close()
        return page


async def _font(_: web.Request) -> web.FileResponse:
    """The shipped font, for machines that have none with Chinese."""
    return web.FileResponse(FONT, headers={"Content-Type": "font/otf"})
