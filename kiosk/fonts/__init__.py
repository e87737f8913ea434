"""The font that both paper and screens draw Chinese with.

It lives here because neither of them may import the other.
"""

from __future__ import annotations

from pathlib import Path

FONT = Path(__file__).with_name("NotoSansMonoCJKsc-Subset.otf")
"""Noto Sans Mono CJK SC Regular, cut down by ``kiosk.fonts.subset``; see README.md beside it."""
