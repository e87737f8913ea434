"""What the acceptance slip and the hand-over slip say: the fields of the templates so named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from kiosk.certificates.request import Request
from kiosk.config import Config
from kiosk.items.item import Item
from kiosk.wording import in_script, name_of, say

ACCEPTANCE, HAND_OVER = "acceptance", "handover"


def acceptance(
    config: Config, request: Request, item: Item, got: Iterable[str], code: str
) -> dict[str, str]:
    """The slip of a request that was taken in: number, promised day, all that is still missing."""
    language = config.centre.languages[0]
    by = request.missing_by
    return _said(
        config,
        {
            "request": request.number,
            "item": name_of(item, language),
            "applicant": request.applicant,
            "agent": request.agent,
            **_listed("got", (in_script(name, language) for name in got)),
            **_listed("missing", (in_script(name, language) for name in request.missing)),
            "missing_by": by.isoformat() if by else "",
            "due": request.due.isoformat(),
            "fee": in_script(item.fee, language),
            "phone": item.phone or config.centre.phone,
            "code": code,
        },
    )


def hand_over(
    config: Config,
    request: Request,
    item: Item,
    *,
    certificate: str,
    identity: str,
    issued: date,
    code: str,
) -> dict[str, str]:
    """The slip that is signed when a certificate is fetched; ``identity`` is masked."""
    language = config.centre.languages[0]
    return _said(
        config,
        {
            "certificate": certificate,
            "item": name_of(item, language),
            "holder": request.applicant,
            "identity": identity,
            "copies": say("requests.copies", language, count=request.copies),
            "issued": issued.isoformat(),
            "phone": item.phone or config.centre.phone,
            "code": code,
        },
    )


def now(at: datetime, by: str | None, *, training: bool, large: bool) -> dict[str, str]:
    """What a slip says of the act it is printed in."""
    said = {
        "time": f"{at:%Y-%m-%d %H:%M}",
        "by": by or "",
        "training": say("slip.training") if training else "",
        "large": "1" if large else "",
    }
    return {name: text for name, text in said.items() if text}


def _listed(name: str, texts: Iterable[str]) -> dict[str, str]:
    return {f"{name}.{n}": text for n, text in enumerate(texts, 1)}


def _said(config: Config, fields: dict[str, str]) -> dict[str, str]:
    centre = {"centre": config.centre.name, "centre_en": config.centre.name_en}
    return {name: text for name, text in (centre | fields).items() if text}
