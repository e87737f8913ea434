"""Pages in place of a screen: plain, in Chinese and English, with nothing to load."""

from __future__ import annotations

from html import escape

from aiohttp import web

from kiosk.wording import say

LANGUAGES = ("zh-Hans", "en")
"""Whoever stands before such a page has not chosen a language yet."""

_PAGE = """<!DOCTYPE html>
<html lang="zh-Hans"><head><meta charset="utf-8"><title>kiosk</title>
<meta name="viewport" content="width=device-width, initial-scale=1">{again}
<style>
body {{ margin: 0; min-height: 100vh; display: grid; place-content: center; gap: 1.5em;
  background: #efece4; color: #14202b; font: 22px/1.6 "Noto Sans CJK SC", sans-serif; }}
p {{ margin: 0 2em; max-width: 34em; white-space: pre-line; }}
p + p {{ color: #37434d; font-size: 18px; }}
</style></head><body>{texts}</body></html>
"""


def notice(key: str, *, status: int, again: int | None = None, **fields: object) -> web.Response:
    """A page that says one message; it looks again after ``again`` seconds, or never."""
    texts = "".join(
        f'<p lang="{language}">{escape(say(key, language, **fields))}</p>' for language in LANGUAGES
    )
    refresh = f'<meta http-equiv="refresh" content="{again}">' if again else ""
    page = _PAGE.format(again=refresh, texts=texts)
    return web.Response(text=page, status=status, content_type="text/html")
