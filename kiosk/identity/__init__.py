"""Identity numbers, codes, phones, dates and names: the one place that validates and masks them.

``check(kind, text)`` gives the normalised value or refuses without saying the value; ``mask`` is
how it may be shown. Facts and sources: each module, and ``kiosk/data/regions.toml``.
"""

from kiosk.identity.checking import PAPERS, check, recognised
from kiosk.identity.kinds import Kind
from kiosk.identity.masking import mask
from kiosk.identity.people import age, birth, sex

__all__ = ["PAPERS", "Kind", "age", "birth", "check", "mask", "recognised", "sex"]
