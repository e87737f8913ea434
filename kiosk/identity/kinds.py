"""The kinds of value that are typed, and what each is called."""

from __future__ import annotations

from enum import StrEnum

from kiosk.errors import Refused
from kiosk.wording import Phrase, refusal


class Kind(StrEnum):
    """What a field holds. Each is called ``identity.<kind>`` in the catalogue."""

    RESIDENT = "resident"
    HMT_RESIDENT = "hmt_resident"
    PERMANENT_RESIDENT = "permanent_resident"
    HK_MACAO_PERMIT = "hk_macao_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    CREDIT_CODE = "credit_code"
    MOBILE = "mobile"
    LANDLINE = "landline"
    PHONE = "phone"
    DATE = "date"
    PAST_DATE = "past_date"
    MONTH = "month"
    NAME = "name"
    ADDRESS = "address"


WRONG = (
    "empty",
    "character",
    "length",
    "name_length",
    "outdated",
    "kind",
    "region",
    "country",
    "date",
    "past",
    "future",
    "check",
    "prefix",
)
"""What can be wrong with a value: the error word is ``value_`` and one of these."""


def wrong(word: str, kind: Kind, **fields: object) -> Refused:
    """The refusal of a value: its kind and what is wrong, never the value."""
    return refusal(f"value_{word}", what=Phrase(f"identity.{kind}"), **fields)
