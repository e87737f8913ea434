"""The mark that the arrow keys move from one place to touch to the next; Enter touches it."""

from __future__ import annotations

from collections.abc import Callable

from textual.geometry import Region

from screens.widgets.touch import Touch

STEPS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
ROUND = {"tab": 1, "shift+tab": -1}
MARKED = "-marked"


class Marker:
    """Knows what is marked among the places of a screen, given in reading order."""

    def __init__(self, places: Callable[[], list[Touch]]) -> None:
        self._places = places
        self._marked: Touch | None = None

    def press(self, key: str) -> bool:
        """Move the mark, or touch what is marked; whether the key meant something."""
        if key in STEPS:
            self._step(*STEPS[key])
        elif key in ROUND:
            self._turn(ROUND[key])
        elif key in {"enter", "space"} and self.marked is not None:
            self.marked.touched()
        else:
            return False
        return True

    @property
    def marked(self) -> Touch | None:
        """What Enter would touch."""
        return self._marked if self._marked in self._ready() else None

    def clear(self) -> None:
        """Mark nothing."""
        self._mark(None)

    def _ready(self) -> list[Touch]:
        return [place for place in self._places() if place.ready and place.region]

    def _mark(self, place: Touch | None) -> None:
        if self._marked is not None:
            self._marked.remove_class(MARKED)
        self._marked = place
        if place is not None:
            place.add_class(MARKED)

    def _turn(self, by: int) -> None:
        ready = self._ready()
        if ready:
            start = -1 if by > 0 else 0
            at = ready.index(self._marked) if self._marked in ready else start
            self._mark(ready[(at + by) % len(ready)])

    def _step(self, right: int, down: int) -> None:
        """To the nearest place in a direction; from none, to the first or the last."""
        ready = self._ready()
        if not ready:
            return
        if self._marked not in ready:
            self._mark(ready[0 if right + down > 0 else -1])
            return
        here = self._marked.region if self._marked else Region()
        ahead = [p for p in ready if _distance(here, p.region, right, down) is not None]
        if ahead:
            self._mark(min(ahead, key=lambda p: _distance(here, p.region, right, down) or 0))
        elif right:
            self._turn(right)


def _distance(here: Region, there: Region, right: int, down: int) -> float | None:
    """How far a place lies in a direction; ``None`` when it does not lie there."""
    x, y = there.x - here.x, there.y - here.y
    if right:
        overlap = there.y < here.bottom and here.y < there.bottom
        return abs(x) if overlap and x * right > 0 else None
    # Rows are twice as high as cells are wide; off to the side counts for more than far away.
    return abs(y) * 2 + abs(x) * 4 if y * down > 0 else None
