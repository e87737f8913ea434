"""Whatever code is shown at the lobby: it says what it is, and of people no more than it may."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from kiosk.certificates.request import State
from kiosk.hall import Hall
from kiosk.wording import say
from screens.lobby.app import LobbyApp
from screens.lobby.notice import Notice
from screens.lobby.request.standing import Standing
from screens.lobby.scanning import Scanning
from screens.lobby.start import Start
from screens.lobby.verdict import VerdictScreen
from screens.widgets.big_text import BigText
from tests.certificates.hall import FIELDS, brought_to, staffed
from tests.screens.hands import scan
from tests.screens.seen import until, words


async def _shows(pilot: Pilot[None], kind: type, text: str) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, kind) and text in words(pilot.app))


async def test_an_acceptance_slip_shows_how_far_it_has_come_and_what_is_missing(
    hall: Hall,
) -> None:
    number = brought_to(staffed(hall), State.MISSING)
    request = hall.certificates.get(number)
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Start))
        scan(app, hall.certificates.slip_code(request))
        await _shows(pilot, Standing, say("requests.missing"))
        assert request.applicant in words(app)
        for material in request.missing:
            assert f"- {material}" in words(app)
        for private in (FIELDS["applicant_name"], FIELDS["id_no"], FIELDS["phone"]):
            assert private not in words(app)
        hall.certificates.brought(number, "007", request.missing)
        await until(pilot, lambda: say("requests.received") in words(app))


@pytest.mark.parametrize(
    ("state", "alter", "heading"),
    [
        (State.ISSUED, False, "真实有效"),
        (State.ISSUED, True, "被改动过"),
        (State.VOID, False, "已作废"),
    ],
)
async def test_a_certificate_is_genuine_altered_or_void(
    hall: Hall, state: State, alter: bool, heading: str
) -> None:
    number = brought_to(staffed(hall), State.ISSUED)
    certificate = hall.certificates.get(number).certificate
    assert certificate is not None
    code = hall.certificates.papers.get(certificate).code
    if state is State.VOID:
        hall.certificates.void(certificate, "001", "写错了")
    if alter:
        middle = len(code) // 3
        code = code[:middle] + ("A" if code[middle] != "A" else "B") + code[middle + 1 :]
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Start))
        scan(app, code)
        await until(pilot, lambda: isinstance(app.screen, VerdictScreen))
        await until(pilot, lambda: app.screen.query_one("#heading", BigText).text == heading)
        assert FIELDS["applicant_name"] not in words(app)
        assert (certificate in words(app)) is not alter


async def test_another_halls_certificate_cannot_be_told_from_a_made_up_one(
    hall: Hall, tmp_path: Path
) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(120, 31)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Start))
        scan(app, "HTTPS://EXAMPLE.COM/PAY")
        await _shows(pilot, VerdictScreen, say("verdict.not_our_code")[:6])


async def test_digits_that_are_nobodys_say_so(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Start))
        scan(app, "6901234567892")
        await _shows(pilot, Notice, say("refused.not_our_code"))


async def test_a_tile_says_what_can_be_scanned(hall: Hall) -> None:
    app = LobbyApp(hall)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Start) and app.screen.guard.open)
        await pilot.press("5")
        await _shows(pilot, Scanning, say("lobby.scan_how")[:8])
