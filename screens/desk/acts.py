"""The keys of a desk: what each does. Whether it can do anything just now, the hall says."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content

from screens.widgets.touch import Touch

HELD_KEY = 0.35
"""Seconds within which the same key again is a key held down, not a second wish."""


@dataclass(frozen=True)
class Act:
    """``name`` is the word in the catalogue (``desk.act_call``) and of ``queue.possible``."""

    function: str
    letter: str
    name: str

    @property
    def keys(self) -> str:
        """Both keys, as written on it."""
        return f"{self.function.upper()}  {self.letter.upper()}"


ACTS = (
    Act("f1", "n", "call"),
    Act("f2", "r", "recall"),
    Act("f3", "a", "arrive"),
    Act("f4", "f", "finish"),
    Act("f5", "m", "miss"),
    Act("f6", "h", "hold"),
    Act("f7", "e", "resume"),
    Act("f8", "t", "transfer"),
    Act("f9", "c", "call_selected"),
    Act("f10", "v", "void"),
    Act("f11", "u", "undo"),
    Act("f12", "q", "leave"),
)
"""In the order of the keys, on the keyboard and on the screen."""

BY_KEY = {key: act for act in ACTS for key in (act.function, act.letter)} | {"enter": ACTS[0]}
"""Enter is the one key a clerk needs most of the day: the next, please."""

HELP_KEYS = frozenset({"g", "f13", "shift+f1"})
"""Answer a call for help, then close it. Terminals send Shift+F1 as F13."""

UNPRINTED_KEYS = frozenset({"p", "f14", "shift+f2"})
"""Show what is not printed."""

REQUESTS_KEYS = frozenset({"d", "f15", "shift+f3"})
"""Show the requests for certificates."""

VOLUNTEERS_KEYS = frozenset({"z", "f16", "shift+f4"})
"""Show the activities of volunteers (志愿, zhiyuan)."""

MACHINES_KEYS = frozenset({"k", "f17", "shift+f5"})
"""Show the machines that share the server."""

SERVED_KEYS = frozenset({"s"})
"""Note, while cut off, that a number was served."""

CONFLICTS_KEYS = frozenset({"y"})
"""Show what was noted while cut off and does not agree with the records (异议, yiyi)."""

LOOKS = frozenset(["open", "back", "register", "before", "after", "find", "sheet", "about", "tick"])
"""Keys that only show something: they go on while the records cannot be changed."""


class ActKey(Touch, can_focus=False):
    """What one key does. Its word is dim, and it takes no touch, while it cannot do anything."""

    def __init__(self, act: Act, word: str) -> None:
        super().__init__(id=act.name)
        self.act, self._word = act, word

    def render(self) -> Content:
        return Content(f"{self.act.keys}\n{self._word}")
