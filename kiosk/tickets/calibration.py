"""A promise of 80 % that is kept: quotes are compared with what came, and correct the next ones."""

from __future__ import annotations

import msgspec

PROMISE = 0.80
"""Share of all tickets whose wait should lie in the range they were shown."""

NARROWEST = 0.72
"""Share promised at least to those who do wait. Where most walk straight to a free window, their
certain "0" alone would fill the 80 %, and the others would be told ranges that mean nothing."""

USUAL_AT_ONCE = 0.25
"""Share of newcomers who find a free window, before this hall has shown its own: 19-27 % in the
simulation of domain/queue-reference.md 3.2."""

STRETCH_STEP = 0.04
"""How far a missed range moves the stretch. Tickets of one day share its luck, so a day must not
overturn a month."""

LEAN_STEP = 0.001
"""How far one ticket moves the middle. Four times as fast, the middle chased chance and erred 2 %
more."""

AT_ONCE_STEP = 0.005
"""How far one ticket moves the share of free windows: it remembers about two days."""

BREAKS_STEP = 0.25
"""How far one person who waited over a break moves the belief that breaks are kept: two settle
it."""

OVERTIME = 5.0
"""Minutes. A call so soon after a break has begun is a late last call, not a desk that works on."""

STRETCH_BOUNDS = (0.2, 4.0)
LEAN_BOUNDS = (0.6, 1.7)
"""Beyond these something else is wrong (windows that are open and serve nobody), and stretching
hides it."""

CLASSES = (5.0, 15.0)
"""Minutes of the middle that divide quotes into short, medium and long ones."""

FIRST_STRETCH = (0.6, 0.8, 0.9)
"""Of each class, on the first day: 0.9 turns the 80 % range of theory into the 75 % that waiting
people are promised beside `USUAL_AT_ONCE`; rounding to whole minutes adds a minute, which is much
of a short range and little of a long."""


class Quote(msgspec.Struct, frozen=True, omit_defaults=True):
    """A waiting time as it was told, in whole minutes. Stored with the ticket, scored later."""

    low: int
    high: int
    middle: float
    """Minutes, unrounded: as likely to be longer as shorter."""
    pause: tuple[float, float] | None = None
    """Minutes from the issue to the begin and the end of the first break that `high` may reach."""

    def held(self, minutes: float) -> bool:
        """Whether the true wait lay in the range; "0 to 0" means less than a minute."""
        return self.low <= minutes <= self.high or (self.high == 0 and minutes < 1)


class Calibration(msgspec.Struct):
    """How far this hall's quotes must be stretched and leaned to hold. Some numbers; never full.

    Quantile tracking (adaptive conformal inference, Gibbs and Candès 2021): each miss widens by the
    share promised, each hit narrows by the rest, so that in the long run exactly the promised share
    holds, whatever the service times are distributed like, without assuming that tomorrow is like
    today.
    """

    stretch: list[float] = msgspec.field(default_factory=lambda: list(FIRST_STRETCH))
    """Of the ranges that theory gives: for short, medium and long quotes."""
    lean: float = 1.0
    """Of the middle: above 1 where people wait longer than the service times explain (a pause
    between two calls)."""
    at_once: float = USUAL_AT_ONCE
    """Share of quotes that said "0 to 0"."""
    breaks_kept: float = 0.3
    """Belief that windows stop calling when the opening hours break. At first doubted: most halls
    serve all who took a number before noon (延时服务), and no configuration says which do not.
    """

    @property
    def keeps_breaks(self) -> bool:
        """Whether a quote must add the break."""
        return self.breaks_kept > 0.5  # noqa: PLR2004 - more likely than not

    def stretch_for(self, middle: float) -> float:
        """The stretch for a quote around `middle` minutes."""
        return self.stretch[_class(middle)]

    def learn(self, quote: Quote, minutes: float) -> None:
        """Take in a ticket's true wait, from its issue to its first call, against its quote."""
        if quote.pause is not None:
            self._learn_break(quote.pause, minutes)
        waited = quote.high > 0
        self.at_once += AT_ONCE_STEP * ((not waited) - self.at_once)
        if not waited:
            return
        promised = (PROMISE - self.at_once) / (1 - self.at_once)
        promised = min(max(promised, NARROWEST), PROMISE)
        step = STRETCH_STEP * (promised - quote.held(minutes))
        kind = _class(quote.middle)
        self.stretch[kind] = _within(self.stretch[kind] + step, STRETCH_BOUNDS)
        longer = 1 if minutes > quote.middle else -1
        self.lean = _within(self.lean + LEAN_STEP * longer, LEAN_BOUNDS)

    def _learn_break(self, pause: tuple[float, float], minutes: float) -> None:
        begin, end = pause
        if minutes > begin + OVERTIME:
            self.breaks_kept += BREAKS_STEP * ((minutes >= end) - self.breaks_kept)


def _class(middle: float) -> int:
    return sum(middle >= limit for limit in CLASSES)


def _within(value: float, bounds: tuple[float, float]) -> float:
    return min(max(value, bounds[0]), bounds[1])
