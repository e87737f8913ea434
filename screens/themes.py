"""Colours by the names that the style sheets use. All text stands on its ground at 7:1 or better.

7:1 is WCAG 2.2 AAA (1.4.6); a test measures every pair of ``READ_ON`` in every theme. Nothing is
told by colour alone: what is closed, marked or new is also said or framed.
"""

from __future__ import annotations

from collections.abc import Mapping

LIGHT = {
    "ground": "#efece4",
    "ink": "#14202b",
    "card": "#ffffff",
    "raised": "#ffffff",
    "band": "#0b4a46",
    "band-ink": "#ffffff",
    "accent": "#0b4a46",
    "on-accent": "#ffffff",
    "mark": "#8c1d18",
    "quiet": "#37434d",
    "shut": "#dcd7ca",
    "shut-ink": "#3d4247",
    "alarm": "#7a1712",
    "alarm-ink": "#ffffff",
}
"""A bright hall by day."""

DARK = {
    "ground": "#0e1923",
    "ink": "#ffffff",
    "card": "#182733",
    "raised": "#27404f",
    "band": "#0b4a46",
    "band-ink": "#ffffff",
    "accent": "#ffd666",
    "on-accent": "#14202b",
    "mark": "#ffb4a8",
    "quiet": "#c5d2dc",
    "shut": "#0e1923",
    "shut-ink": "#a3b3bf",
    "alarm": "#7a1712",
    "alarm-ink": "#ffffff",
}
"""A dim hall, a desk, a board."""

CONTRAST = {
    "ground": "#000000",
    "ink": "#ffffff",
    "card": "#000000",
    "raised": "#2b2b2b",
    "band": "#ffe600",
    "band-ink": "#000000",
    "accent": "#ffe600",
    "on-accent": "#000000",
    "mark": "#ffe600",
    "quiet": "#ffffff",
    "shut": "#000000",
    "shut-ink": "#d8d8d8",
    "alarm": "#ffffff",
    "alarm-ink": "#000000",
}
"""Yellow and white on black, for weak eyes."""

COLOUR_BLIND = {
    "ground": "#f7f7f2",
    "ink": "#101820",
    "card": "#ffffff",
    "raised": "#ffffff",
    "band": "#003a6b",
    "band-ink": "#ffffff",
    "accent": "#003a6b",
    "on-accent": "#ffffff",
    "mark": "#7a3300",
    "quiet": "#37434d",
    "shut": "#e0e0da",
    "shut-ink": "#3d4247",
    "alarm": "#7a3300",
    "alarm-ink": "#ffffff",
}
"""Blue and burnt orange only: the pair that all three kinds of colour blindness tell apart."""

THEMES: Mapping[str, Mapping[str, str]] = {
    "light": LIGHT,
    "dark": DARK,
    "contrast": CONTRAST,
    "colour-blind": COLOUR_BLIND,
}
"""By the name written in ``[terminals.…] theme``."""

READ_ON = (
    ("ink", "ground"),
    ("ink", "card"),
    ("ink", "raised"),
    ("quiet", "ground"),
    ("quiet", "card"),
    ("accent", "ground"),
    ("accent", "card"),
    ("on-accent", "accent"),
    ("mark", "ground"),
    ("mark", "card"),
    ("band-ink", "band"),
    ("shut-ink", "shut"),
    ("alarm-ink", "alarm"),
)
"""Which colour the style sheets write on which."""
