"""Whoever is asked for personal data is told first, and agrees to the words as they are now."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
import pytest

from kiosk.certificates.notice import TABLE, Notice
from kiosk.hall import Hall
from kiosk.items.item import Kind
from tests.certificates.hall import consent, fields, requested
from tests.halls import Settings, refuses

CODES = ["C01", "C02", "C03", "C04", "C05", "C06"]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_the_notice_says_all_that_the_law_asks_for(centre: Hall, code: str, language: str) -> None:
    notice = centre.certificates.notice(code)
    text = notice.text(language)
    assert "010-00000000" in text  # how to reach who collects it
    assert "730" in text  # how long it is kept
    assert not re.search(r"[{}]", text)
    field = centre.certificates.form(code)["applicant_name"]
    assert (field.name_en if language == "en" else field.name) in text


def test_sensitive_items_say_so_besides(centre: Hall) -> None:
    notices = {code: centre.certificates.notice(code) for code in CODES}
    assert [code for code, notice in notices.items() if notice.sensitive] == ["C02"]
    assert notices["C02"].extra == "敏感个人信息"
    assert notices["C01"].extra is None
    assert "敏感" in notices["C02"].text()
    assert "敏感" not in notices["C01"].text()


def test_a_notice_changes_its_version_with_its_words(open_hall: Callable[..., Hall]) -> None:
    def version(**differs: Settings) -> str:
        hall = open_hall(**differs)
        found = consent(hall)
        hall.close()
        return found

    ordinary = version()
    assert version() == ordinary
    others = {version(centre={"phone": "010-1"}), version(retention={"requests": 90})}
    assert len({ordinary} | others) == 3


def test_without_consent_nothing_is_recorded(centre: Hall) -> None:
    for missing in (None, ""):
        with refuses(centre, "consent_needed"):
            centre.certificates.request("C01", fields(), missing)


def test_an_older_notice_is_not_the_one_to_agree_to(centre: Hall) -> None:
    for stale in ("C01-2026-11-21-00000000", consent(centre, "C03")):
        with refuses(centre, "notice_changed"):
            centre.certificates.request("C01", fields(), stale)


def test_the_words_that_were_agreed_to_are_kept_once(centre: Hall) -> None:
    request = requested(centre)
    requested(centre)
    (kept,) = centre.store.table(TABLE).all()
    assert str(kept.doc_id) == request.consent
    assert msgspec.convert(kept, Notice) == centre.certificates.notice("C01")


def test_every_item_that_can_be_requested_has_a_notice(centre: Hall) -> None:
    asked = [item.code for item in centre.items.all(Kind.CERTIFICATE) if item.fields]
    assert asked == CODES
