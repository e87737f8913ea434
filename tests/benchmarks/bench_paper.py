"""A 48-line receipt → bytes, beside python-escpos given the same picture or text, in one run.

``python -m tests.benchmarks.bench_paper`` prints one JSON object; budget: 20 ms (DESIGN.md).
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from kiosk.fonts.subset import TABLE_8105
from printers.escpos import Encoder, RasterEncoder, encode
from printers.page import draw
from printers.receipt import AnyBlock, Columns, Text
from printers.text import TextEncoder

LINES = 48
ROUNDS = 15


def receipt_of(lines: int) -> list[AnyBlock]:
    """Lines full of different common characters, and as many of labels and amounts."""
    table = TABLE_8105.read_text("utf-8").splitlines()
    common = "".join(row for row in table if not row.startswith("#"))
    return [
        Text(text=common[line * 23 : line * 23 + 23])
        if line % 2
        else Columns(left=f"事项 Item {line}", right=f"￥{line * 7}.00 元")
        for line in range(lines)
    ]


def milliseconds(act: Callable[[], object]) -> float:
    """Median of the rounds, after one that fills the caches."""
    act()
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def measure() -> dict[str, float]:
    """Times in milliseconds, sizes of the job in bytes, of which those for paper of 80 mm first."""
    blocks = receipt_of(LINES)
    page = draw(blocks, 80)
    cold = time.perf_counter()
    draw([Text(text=TABLE_8105.read_text("utf-8").replace("\n", "")[-200:])], 80)
    cold = (time.perf_counter() - cold) * 1000 / 200

    with contextlib.redirect_stdout(io.StringIO()):
        from escpos.printer import Dummy

        def picture() -> None:
            Dummy().image(page.image, impl="bitImageRaster", fragment_height=113)

        lines = [line for block in blocks for line in said(block)]

        def characters() -> bytes:
            printer = Dummy()
            for line in lines:
                printer.text(line + "\n")
            return bytes(printer.output)

        theirs, their_text = milliseconds(picture), milliseconds(characters)
        their_bytes = len(characters())
    text = TextEncoder()
    draws = milliseconds(lambda: draw(blocks, 80))
    encodes = milliseconds(lambda: encode(page))
    texts = milliseconds(lambda: text.encode(blocks, 80))
    return {
        "draw_ms": round(draws, 2),
        "encode_ms": round(encodes, 2),
        "receipt_to_bytes_ms": round(milliseconds(lambda: encode(draw(blocks, 80))), 2),
        "receipt_to_bytes_58_ms": round(milliseconds(lambda: encode(draw(blocks, 58))), 2),
        "receipt_to_text_ms": round(texts, 2),
        "python_escpos_image_ms": round(theirs, 2),
        "python_escpos_text_ms": round(their_text, 2),
        "encode_to_python_escpos": round(encodes / theirs, 3),
        "text_to_python_escpos": round(texts / their_text, 3),
        "new_character_ms": round(cold, 3),
        "bytes": size(RasterEncoder(), 80),
        "bytes_58": size(RasterEncoder(), 58),
        "bytes_blank_fed": size(RasterEncoder(feeds_blank=True), 80),
        "bytes_text": size(text, 80),
        "bytes_text_58": size(text, 58),
        "python_escpos_text_bytes": their_bytes,
        "screens_import_ms": round(import_milliseconds(), 1),
    }


def said(block: AnyBlock) -> list[str]:
    """A block's words as somebody without a layout would send them."""
    if isinstance(block, Columns):
        return [f"{block.left}  {block.right}"]
    return [block.text] if isinstance(block, Text) else []


def size(encoder: Encoder, paper: int) -> int:
    """Bytes of the receipt on this paper."""
    return sum(map(len, encoder.encode(receipt_of(LINES), paper).parts))


def import_milliseconds() -> float:
    """What a lobby pays for ``printers`` beside what it has loaded anyway; best of five."""
    code = (
        "import time, kiosk.hall, kiosk.__main__\n"
        "start = time.perf_counter()\n"
        "import printers.beside, printers.preview\n"
        "print((time.perf_counter() - start) * 1000)"
    )
    words = [sys.executable, "-c", code]
    env = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    runs = (
        subprocess.run(words, capture_output=True, text=True, check=True, env=env) for _ in range(6)
    )
    return min(float(run.stdout) for run in list(runs)[1:])


def test_a_receipt_becomes_bytes_within_its_budget() -> None:
    found = measure()
    # As ratios, since cores differ: python-escpos takes 27 to 45 ms for the encoding alone.
    assert found["receipt_to_bytes_ms"] <= 0.7 * found["python_escpos_image_ms"]
    assert found["encode_to_python_escpos"] <= 0.2
    assert found["bytes_text"] * 10 <= found["bytes"]


if __name__ == "__main__":
    print(json.dumps(measure()))
