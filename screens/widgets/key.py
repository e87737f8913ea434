"""A small key with words on it."""

from __future__ import annotations

from screens.widgets.touch import Touch


class Key(Touch):
    """One line of words that can be touched; the words name the key that does the same."""

    def __init__(self, text: str, *, id: str) -> None:  # noqa: A002 -- Textual's own name
        super().__init__(id=id)
        self._text = text

    def render(self) -> str:
        return self._text

    def show(self, text: str) -> None:
        """Change its words."""
        if text != self._text:
            self._text = text
            self.refresh(layout=True)
