"""Names of the two panels that share a place in a small terminal."""

from __future__ import annotations

from textual.content import Content

from screens.widgets.touch import Touch


class View(Touch, can_focus=False):
    """One of them; the one that is shown is also marked by a sign."""

    def __init__(self, panel: str, text: str) -> None:
        super().__init__(id=f"view-{panel}")
        self.panel, self._text = panel, text

    @property
    def chosen(self) -> bool:
        """Whether its panel is the one that is shown."""
        return self.has_class("-chosen")

    @chosen.setter
    def chosen(self, chosen: bool) -> None:
        self.set_class(chosen, "-chosen")
        self.refresh()

    def render(self) -> Content:
        return Content(f"[{self._text}]" if self.chosen else f" {self._text} ")
