"""What stands on every slip around what it says: whose it is, when and by whom; and where it goes.

All of it is in the centre's first language, as the whole slip is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from kiosk.config import Config
from kiosk.wording import in_script, refusal, say


def framed(
    config: Config,
    said: Mapping[str, str],
    at: datetime,
    *,
    by: str | None = None,
    training: bool = False,
    large: bool = False,
) -> dict[str, str]:
    """A slip's fields within those of the act it is printed in; what is empty is left out."""
    language, centre = config.centre.languages[0], config.centre
    whole = {
        "centre": in_script(centre.name, language),
        "centre_en": centre.name_en,
        **said,
        "time": f"{at:%Y-%m-%d %H:%M}",
        "by": by or "",
        "training": say("slip.training", language) if training else "",
        "large": "1" if large else "",
    }
    return {name: text for name, text in whole.items() if text}


def listed(name: str, texts: Iterable[str]) -> dict[str, str]:
    """The fields of a list: ``name.1``, ``name.2`` and so on."""
    return {f"{name}.{n}": text for n, text in enumerate(texts, 1)}


def printer_here(config: Config, terminal: str) -> str:
    """The printer that a terminal's slips come out of.

    Refuses: ``unknown_terminal``, ``no_paper_here``.
    """
    known = config.terminals
    if terminal not in known:
        raise refusal("unknown_terminal", terminal=terminal, terminals="、".join(known) or "-")
    printer = known[terminal].printer
    if printer is None:
        raise refusal("no_paper_here", terminal=known[terminal].name or terminal)
    return printer
