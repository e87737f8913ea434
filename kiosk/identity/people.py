"""What an identity number says about its bearer: birth, age, sex."""

from __future__ import annotations

from datetime import date

from kiosk.identity.numbers import IDENTITY


def birth(number: str) -> date | None:
    """The day of birth in a checked identity number; ``None`` where the paper does not say."""
    if len(number) != IDENTITY:
        return None
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def age(number: str, on: date) -> int | None:
    """Full years of age (周岁) on a day; ``None`` where the paper does not say.

    Somebody born on 29 February is a year older on 1 March of other years.
    """
    born = birth(number)
    if born is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def sex(number: str) -> str | None:
    """``male`` or ``female`` by the 17th digit (GB 11643), ``None`` where there is none."""
    if len(number) != IDENTITY:
        return None
    return "male" if int(number[16]) % 2 else "female"
