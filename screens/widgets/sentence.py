"""A few lines of text that break as Chinese does, not only at the spaces around its numbers."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from screens.widgets.cells import wrapped


class Sentence(Static):
    """Plain text, a line of its own for each of its lines.

    Textual breaks at spaces first: of ``今天超过 8 小时：…`` the first line would end after the 8.
    """

    def __init__(self, text: str = "", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(text, markup=False, id=id)

    def _lines(self, width: int) -> list[str]:
        return [part for line in str(self.content).split("\n") for part in wrapped(line, width)]

    def render(self) -> Content:
        return Content("\n".join(self._lines(self.content_size.width)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))
