"""The words of ``kiosk certificates pdf``, ``verify``, ``public-key`` and ``new-key``."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any


def certificates_paper_words(acts: Any) -> None:
    """Add them to the acts of ``kiosk certificates``; each has ``--json``."""

    def add(name: str, says: str) -> ArgumentParser:
        act: ArgumentParser = acts.add_parser(name, help=says, description=says)
        act.add_argument("--json", action="store_true", help="以 JSON 输出")
        return act

    pdf = add("pdf", "把一份证明存成 PDF 文件（只有本人能读）")
    pdf.add_argument("number", metavar="NUMBER", help="证明编号")
    pdf.add_argument("--staff", required=True, metavar="NUMBER", help="谁经办（工号），记入审计")
    pdf.add_argument("file", type=Path, metavar="FILE")
    verify = add("verify", "查验证明上的码：真实、被改动、已作废，还是无法判断")
    verify.add_argument("code", metavar="CODE")
    says = "再核对纸上的文字（文本文件，- 为标准输入；空白和换行不计）"
    verify.add_argument("--text", type=Path, metavar="FILE", help=says)
    key = add("public-key", "证明防伪公钥：显示，打印在凭条上，或存成贴在墙上的 A4")
    key.add_argument("--print", dest="printer", metavar="PRINTER", help="打在这台凭条打印机上")
    key.add_argument("--pdf", type=Path, metavar="FILE", help="存成 PDF 文件")
    new = add("new-key", "换一把新的签名密钥；以前的证明照样能查验")
    new.add_argument("--staff", required=True, metavar="NUMBER", help="谁换的（工号），记入审计")
