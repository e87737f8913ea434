"""An on-screen pad for Chinese, Latin and digits."""

from screens.widgets.pad.pad import Pad
from screens.widgets.pad.writing import Mode

__all__ = ["Mode", "Pad"]
