"""The keys of this screen, and what may have been decided."""

from __future__ import annotations

from screens.desk.acts import Act

LIST = (Act("enter", "o", "settle"), Act("esc", "", "back"))
"""The list of what does not agree."""

DECIDED = ("records", "noted", "spoken")
"""What somebody says who has looked, beside their own words."""
