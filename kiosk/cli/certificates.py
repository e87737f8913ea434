"""``kiosk certificates``: notices, requests, the register, and what is kept of one person."""

from __future__ import annotations

import getpass
import json
import sys
from argparse import Namespace
from typing import Any

import msgspec

from kiosk.certificates.acts import entered, shown
from kiosk.certificates.privacy import Kept
from kiosk.certificates.request import Request
from kiosk.cli import certificates_paper
from kiosk.cli.opening import open_hall
from kiosk.hall import Hall
from kiosk.items.item import Kind
from kiosk.wording import name_of, say

Said = tuple[Any, list[str]]
"""What is said in JSON, and to a person."""


def certificates(asked: Namespace, drawing: certificates_paper.Drawing) -> int:
    """One act of ``kiosk certificates``; its exit status."""
    with open_hall(asked) as hall:
        if asked.act in certificates_paper.ACTS:
            answer, rows = certificates_paper.ACTS[asked.act](asked, hall, drawing)
        else:
            answer, rows = _ACTS[asked.act](asked, hall)
            if asked.act == "my-data" and asked.file is not None:
                rows = certificates_paper.into_file(asked, hall, drawing, rows)
                answer = {"ok": True, "file": str(asked.file)}
    if asked.json:
        print(json.dumps(answer, ensure_ascii=False))  # noqa: T201
    else:
        for row in rows:
            print(row)  # noqa: T201
    return 0


def _check(_: Namespace, hall: Hall) -> Said:
    addresses = hall.certificates.addresses
    rooms = sum(len(unit.rooms) for house in addresses.buildings for unit in house.units)
    versions = {
        item.code: hall.certificates.notice(item.code).version
        for item in hall.items.all(Kind.CERTIFICATE)
        if item.fields
    }
    file = str(addresses.file) if addresses.file else None
    answer = {
        "ok": True,
        "file": file,
        "buildings": len(addresses.buildings),
        "rooms": rooms,
        "notices": versions,
    }
    rows = [say("requests.no_addresses")]
    if file:
        rows = [say("requests.addresses", file=file, count=len(addresses.buildings), rooms=rooms)]
    return answer, rows + [f"{code}  {version}" for code, version in versions.items()]


def _notice(asked: Namespace, hall: Hall) -> Said:
    notice = hall.certificates.notice(asked.code)
    text = notice.text(hall.config.centre.languages[0])
    row: dict[str, Any] = msgspec.to_builtins(notice)
    del row["said"]
    row["text"] = {language: notice.text(language) for language in hall.config.centre.languages}
    return {"ok": True, "notice": row}, [notice.version, "", text]


def _row(request: Request, hall: Hall) -> str:
    left = hall.certificates.days_left(request)
    return say(
        "requests.row",
        number=request.number,
        item=name_of(hall.items.get(request.item), hall.config.centre.languages[0]),
        applicant=request.applicant or "-",
        state=say(f"requests.{request.state}"),
        due=request.due.isoformat(),
        left=say("requests.late", days=-left) if left < 0 else say("requests.left", days=left),
    )


def _requests(asked: Namespace, hall: Hall) -> Said:
    kept = hall.certificates
    found = kept.past(asked.day) if asked.day else kept.open()
    answers = [shown(hall, request) for request in found]
    rows = [_row(request, hall) for request in found] or [say("requests.none")]
    return {"ok": True, "requests": answers}, rows


def _show(asked: Namespace, hall: Hall) -> Said:
    request = hall.certificates.get(asked.number)
    fields = hall.items.lists.fields
    rows = [_row(request, hall)]
    rows += [
        f"{fields[name].name if name in fields else name}: {text}"
        for name, text in request.shown.items()
    ]
    rows += [f"- {name}" for name in request.missing]
    rows += [
        f"{move.at:%Y-%m-%d %H:%M}  {move.where}  {move.by or '-'}  {say(f'requests.{move.to}')}"
        for move in request.moves
    ]
    return {"ok": True, "request": shown(hall, request)}, rows


def _register(asked: Namespace, hall: Hall) -> Said:
    found = hall.certificates.register(asked.year)
    rows = []
    for one in found:
        row = f"{one.number}  {one.day}  {one.holder}  {one.request}  {one.approver}"
        if one.void_since:
            row = f"{row}  {say('requests.void')} {one.void_since:%Y-%m-%d}"
        rows.append(row)
    return {"ok": True, "certificates": [entered(one) for one in found]}, rows


def _my_data(asked: Namespace, hall: Hall) -> Said:
    hall.staff.enter(asked.staff, secret("PIN: "), hall.queue.terminal)
    language = hall.config.centre.languages[0]
    id_no = secret(say("requests.which_number"))
    found = hall.certificates.data_of(id_no, asked.staff, asked.reason, language)
    rows = [row for kept in found for row in kept_rows(kept)] or [say("requests.nobody")]
    return {"ok": True, "kept": msgspec.to_builtins(found)}, rows


def kept_rows(kept: Kept) -> list[str]:
    """What is kept of a person, to be read by them."""
    head = f"{kept.number}  {kept.item}  {kept.day}  {kept.stands}"
    rows = [f"{head}  {kept.part}", *(f"  {row.what}: {row.value}" for row in kept.rows)]
    return [*rows, *([f"  {kept.certificate}"] if kept.certificate else [])]


def secret(prompt: str) -> str:
    """Typed without being seen, and never among the words of a command."""
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    return sys.stdin.readline().strip()


_ACTS = {
    "check": _check,
    "notice": _notice,
    "requests": _requests,
    "show": _show,
    "register": _register,
    "my-data": _my_data,
}
