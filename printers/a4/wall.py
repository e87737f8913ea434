"""The public key on A4, to hang on the wall: whoever has it can check our certificates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kiosk.signing import PublicKey
from printers.a4.certificate import CHINA, LEFT, RIGHT, grouped
from printers.a4.ink import POINT, WIDTH, Ink
from printers.cells import wrap

QR = 60.0


def draw(centre: str, keys: Sequence[PublicKey]) -> bytes:
    """The PDF for the wall; ``keys``: all there are, the current one first."""
    key, *older = keys
    made = datetime.fromisoformat(key.made).replace(tzinfo=CHINA)
    ink = Ink("证明防伪公钥", centre, made)
    ink.page()
    ink.centred(42, ink.drawable(centre), 18)
    ink.centred(58, "证明防伪公钥", 30, bold=True)
    ink.centred(67, "Public key of our certificates", 12)
    ink.qr((WIDTH - QR) / 2, 74, key.pem, QR)
    y = 146.0
    ink.centred(y, "指纹 SHA-256", 12)
    groups = grouped(key.fingerprint).split(" ")
    for start in range(0, len(groups), 4):
        y += 10
        ink.centred(y, "  ".join(groups[start : start + 4]), 20)
    y += 9
    ink.centred(y, f"启用日期 {key.made}", 10.5)
    y = _said(
        ink,
        y + 14,
        [
            "每份证明印有公钥指纹的前十六位，应与上面的一致（或与下面某一把以前的公钥一致）。",
            "二维码只能证明纸上内容由本中心签发、未被改动，不证明事实本身。",
            "查验办法：在本中心大厅机上扫描证明上的二维码。"
            "有条件的单位可用这把公钥自行查验：Ed25519（RFC 8032），公钥为 PEM 格式。",
        ],
    )
    if older:
        listed = "；".join(f"{old.made} 启用 {grouped(old.fingerprint[:16])}" for old in older)
        _said(ink, y + 4, [f"以前的公钥，仍可查验当时的证明：{listed}"])
    return ink.bytes()


def _said(ink: Ink, y: float, texts: Sequence[str]) -> float:
    size = 10.5
    for text in texts:
        for line in wrap(ink.drawable(text), int((RIGHT - LEFT) / (size * POINT / 2))):
            ink.text(LEFT, y, line, size)
            y += 6.5
    return y
