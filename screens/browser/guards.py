"""What every request must pass: a host we are, an origin that is us, and at a desk, the door."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, Collection
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware

from kiosk.door import Door
from screens.browser.notices import notice

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS = {
    # xterm.js writes its colours and sizes as style elements, hence unsafe-inline for styles only.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "font-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Nothing is fetched from, or shown inside, any other site."""


@web.middleware
async def closed_in(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every answer, a refusal too, carries ``HEADERS``; pages are never kept, their parts are."""
    try:
        response = await handler(request)
    except web.HTTPException as error:
        error.headers.update(HEADERS)
        raise
    if not response.prepared:
        kept = request.path.startswith(("/static/", "/page/"))
        response.headers.update(HEADERS)
        response.headers["Cache-Control"] = "private, max-age=86400" if kept else "no-store"
    return response


def known_hosts(names: Collection[str]) -> Middleware:
    """Refuses a Host that is neither an address, ``localhost`` nor one of our names.

    A site that lets its own name point at this machine (DNS rebinding) would else be its own
    origin here.
    """

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not _ours(request.host, names):
            raise web.HTTPMisdirectedRequest(text="421\n")
        return await handler(request)

    return guard


def _ours(host: str, names: Collection[str]) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name == "localhost" or name in names:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def from_our_page(request: web.Request) -> bool:
    """Whether a web socket was opened by a page of this very server (RFC 6455 §10.2).

    Browsers always send Origin with a web socket; what sends none is no browser of ours.
    """
    origin = urlsplit(request.headers.get("Origin", ""))
    return origin.scheme in {"http", "https"} and origin.netloc == request.host


def behind(door: Door, port: int) -> Middleware:
    """Lets nobody see anything who has not come through a link of this door."""
    # Cookies do not tell the ports of a host apart.
    cookie = f"kiosk_desk_{port}"

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        token = request.query.get("token", "") if request.path == "/" else ""
        browser = door.enter(token) if token else None
        if browser is not None:
            raise _welcome(request, cookie, browser)
        if door.knows(request.cookies.get(cookie, "")):
            if token:
                raise web.HTTPSeeOther(_without_token(request))
            return await handler(request)
        return notice("serve.no_link", status=403)

    return guard


def _welcome(request: web.Request, cookie: str, browser: str) -> web.HTTPSeeOther:
    answer = web.HTTPSeeOther(_without_token(request))
    answer.set_cookie(
        cookie, browser, httponly=True, samesite="Strict", secure=request.secure, path="/"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _without_token(request: web.Request) -> str:
    """The same page, so that no history and no log keeps the word."""
    query = {name: value for name, value in request.query.items() if name != "token"}
    return str(request.rel_url.with_query(query))
