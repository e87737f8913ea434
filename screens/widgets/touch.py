"""What can be touched, by finger or mouse, or marked with the arrow keys.

Nothing on these screens takes the focus: every key goes to the screen, one after the other. With a
focus, keys typed faster than it moves (a scanner, a practised clerk) end up in the wrong place.
"""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widget import Widget


class Touch(Widget, can_focus=False):
    """A place to touch. Posts ``Touched`` and knows nothing of what it means."""

    key: str = ""
    """The key that does the same, as written on it; none by default."""

    class Touched(Message):
        """Someone touched it."""

        def __init__(self, touch: Touch) -> None:
            super().__init__()
            self.touch = touch

        @property
        def control(self) -> Touch:
            """What was touched, so that ``@on`` can select it."""
            return self.touch

    @property
    def ready(self) -> bool:
        """Whether touching it does anything now."""
        return not self.disabled

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.touched()

    def touched(self) -> None:
        """As if a finger had touched it."""
        if self.ready:
            self.post_message(self.Touched(self))
