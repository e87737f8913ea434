"""One line to type into: a number, a name, or a PIN that nobody beside you can read."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

LONGEST = 24
"""Characters."""


class Field(Widget, can_focus=False):
    """A label and a value. Its screen hands it the keys; touching it posts ``Touched``."""

    COMPONENT_CLASSES = {"field--label", "field--value"}

    class Touched(Message):
        """Someone wants to type here."""

        def __init__(self, field: Field) -> None:
            super().__init__()
            self.field = field

    def __init__(
        self,
        label: str = "",
        *,
        id: str,  # noqa: A002 -- Textual's own name
        secret: bool = False,
        any_script: bool = False,
        longest: int = LONGEST,
    ) -> None:
        super().__init__(id=id)
        self._label, self._secret, self._any_script = label, secret, any_script
        self._longest = longest
        self.value = ""

    @property
    def label(self) -> str:
        """The words before it."""
        return self._label

    @label.setter
    def label(self, label: str) -> None:
        self._label = label
        self.refresh()

    @property
    def active(self) -> bool:
        """Whether what is typed goes here; shown by a cursor."""
        return self.has_class("-active")

    @active.setter
    def active(self, active: bool) -> None:
        self.set_class(active, "-active")
        self.refresh()

    def clear(self) -> None:
        """Empty it."""
        self.value = ""
        self.refresh()

    def type(self, text: str) -> None:
        """Add what was typed or pasted, as far as it fits."""
        if text.isprintable() and (self._any_script or text.isascii()):
            self.value = (self.value + text)[: self._longest]
            self.refresh()

    def erase(self) -> None:
        """Take away the last character."""
        self.value = self.value[:-1]
        self.refresh()

    def on_click(self) -> None:
        self.post_message(self.Touched(self))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y:
            return Strip.blank(width, self.rich_style)
        value = "*" * len(self.value) if self._secret else self.value
        while value and cell_len(value) > width - 16:
            value = value[1:]
        cursor = "▏" if self.active else ""
        label = self._label + " " * max(1, 14 - cell_len(self._label))
        box = self.get_component_rich_style("field--value")
        return Strip(
            [
                Segment(label, self.get_component_rich_style("field--label")),
                Segment(f" {value}{cursor}", box),
            ]
        ).adjust_cell_length(width, box)
