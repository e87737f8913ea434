"""What the acceptance slip and the hand-over slip say: the fields of the templates so named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kiosk.certificates.request import Request
from kiosk.config import Config
from kiosk.items.item import Item
from kiosk.slip_frame import listed
from kiosk.wording import in_script, name_of, say

ACCEPTANCE, HAND_OVER = "acceptance", "handover"


def acceptance(
    config: Config, request: Request, item: Item, got: Iterable[str], code: str
) -> dict[str, str]:
    """The slip of a request that was taken in: number, promised day, all that is still missing."""
    language = config.centre.languages[0]
    by = request.missing_by
    return {
        "request": request.number,
        "item": name_of(item, language),
        "applicant": request.applicant,
        "agent": request.agent,
        **listed("got", (in_script(name, language) for name in got)),
        **listed("missing", (in_script(name, language) for name in request.missing)),
        "missing_by": by.isoformat() if by else "",
        "due": request.due.isoformat(),
        "fee": in_script(item.fee, language),
        "phone": item.phone or config.centre.phone,
        "code": code,
    }


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
    return {
        "certificate": certificate,
        "item": name_of(item, language),
        "holder": request.applicant,
        "identity": identity,
        "copies": say("requests.copies", language, count=request.copies),
        "issued": issued.isoformat(),
        "phone": item.phone or config.centre.phone,
        "code": code,
    }
