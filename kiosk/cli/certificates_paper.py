"""``kiosk certificates pdf | verify | public-key | new-key``: the paper, its code, and its key."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec

from kiosk.certificates.paper import Sheet
from kiosk.certificates.register import Register
from kiosk.certificates.request import Did
from kiosk.cli.opening import folder
from kiosk.hall import Hall
from kiosk.signing import PublicKey
from kiosk.wording import refusal

Said = tuple[dict[str, Any], list[str]]
"""What is said in JSON, and to a person."""


class Drawing(Protocol):
    """What draws sheets: the command line hands it over, this room knows no printers."""

    def certificate(self, sheet: Sheet) -> tuple[bytes, tuple[str, ...]]:
        """A PDF, and the characters that it shows as 〓."""

    def wall(self, centre: str, keys: Sequence[PublicKey]) -> bytes:
        """The public key, as a PDF to hang up."""

    def write(self, path: Path, data: bytes) -> None:
        """Write a file that only its owner can read; ``FileExistsError`` where one is."""


def pdf(asked: Namespace, hall: Hall, drawing: Drawing) -> Said:
    """Draw one certificate into a file; that somebody did is in the audit trail."""
    hall.refresh()
    hall.certificates.person(asked.staff, Did.ISSUE)
    register = Register(hall)
    one = register.get(asked.number)
    outside(asked.file, hall)
    data, missing = drawing.certificate(register.sheet(one.number))
    hall.audit.record("drew_paper", asked.staff, hall.queue.terminal, certificate=one.number)
    _write(drawing, asked.file, data)
    rows = [f"已存到 {asked.file}。其中有个人信息，用完请删除。"]
    if missing:
        rows.append(f"字库缺 {len(missing)} 个字，纸上印为〓，须手写补上：{''.join(missing)}")
    return {
        "ok": True,
        "certificate": one.number,
        "file": str(asked.file),
        "missing": list(missing),
    }, rows


def verify(asked: Namespace, hall: Hall, _: Drawing) -> Said:
    """Say what is to be said of a code."""
    text = None
    if asked.text is not None:
        raw = sys.stdin.read() if str(asked.text) == "-" else asked.text.read_text("utf-8")
        text = "".join(raw.split()).encode()
    found = Register(hall).verify(asked.code, text)
    answer: dict[str, Any] = msgspec.to_builtins(found)
    rows = [found.words(hall.config.centre.languages[0])]
    rows += [f"{found.number}  {found.item_name}  {found.holder}"] if found.number else []
    return {"ok": True, **answer}, rows


def public_key(asked: Namespace, hall: Hall, drawing: Drawing) -> Said:
    """Show the public key, print it on a slip, draw it for the wall."""
    keys = hall.signing.public_keys()
    key, centre = keys[0], hall.config.centre
    rows = [key.pem.rstrip(), f"SHA-256 {grouped(key.fingerprint)}", f"{key.made} 启用"]
    rows += [f"以前的：{old.name}  {old.made}  {grouped(old.fingerprint)}" for old in keys[1:]]
    if asked.pdf is not None:
        _write(drawing, asked.pdf, drawing.wall(centre.name, keys))
        rows.append(f"已存到 {asked.pdf}。")
    if asked.printer is not None:
        job = hall.papers.public_key(key, asked.printer)
        rows.append(f"已交给打印机 {job.printer}。")
    return {"ok": True, "keys": [one._asdict() for one in keys]}, rows


def new_key(asked: Namespace, hall: Hall, _: Drawing) -> Said:
    """Sign with a new key from now on."""
    hall.certificates.person(asked.staff, Did.APPROVE)
    with hall.store.transaction():
        key = hall.signing.renew()
        hall.audit.record("signing_key", asked.staff, hall.queue.terminal, key=key.name)
    rows = [f"已换用 {key.name}，指纹 {grouped(key.fingerprint)}。", "请重新张贴公钥。"]
    return {"ok": True, "key": key._asdict()}, rows


def into_file(asked: Namespace, hall: Hall, drawing: Drawing, rows: list[str]) -> list[str]:
    """What is said of a person, into a file that only its owner can read, to be printed."""
    outside(asked.file, hall)
    head = [hall.config.centre.name, f"{hall.clock.now().at:%Y-%m-%d %H:%M}  {asked.staff}", ""]
    _write(drawing, asked.file, "\n".join([*head, *rows, ""]).encode())
    return [f"已存到 {asked.file}，可以打印。其中有个人信息，交给本人后请删除。"]


def outside(path: Path, hall: Hall) -> None:
    """Nothing that is in clear lies among the records. Refuses: ``office_folder_inside``."""
    if path.resolve().is_relative_to(folder(hall).resolve()):
        raise refusal("office_folder_inside", folder=str(path.parent))


def grouped(text: str) -> str:
    """Hexadecimal digits in fours."""
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))


def _write(drawing: Drawing, path: Path, data: bytes) -> None:
    try:
        drawing.write(path, data)
    except FileExistsError:
        raise refusal("office_file_exists", file=str(path)) from None


ACTS: dict[str, Callable[[Namespace, Hall, Drawing], Said]] = {
    "pdf": pdf,
    "verify": verify,
    "public-key": public_key,
    "new-key": new_key,
}
"""By name, for ``kiosk.cli.certificates``."""
