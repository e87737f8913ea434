"""A 48-line receipt → bytes, beside python-escpos given the same finished picture, in one run.

``python -m tests.benchmarks.bench_paper`` prints one JSON object; budget: 20 ms (DESIGN.md).
"""

from __future__ import annotations

import contextlib
import io
import json
import statistics
import time
from collections.abc import Callable

from kiosk.fonts.subset import TABLE_8105
from printers.escpos import encode
from printers.page import draw
from printers.receipt import AnyBlock, Columns, Text

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
    """Times in milliseconds for paper of 80 mm, and the size of the job in bytes."""
    blocks = receipt_of(LINES)
    page = draw(blocks, 80)
    cold = time.perf_counter()
    draw([Text(text=TABLE_8105.read_text("utf-8").replace("\n", "")[-200:])], 80)
    cold = (time.perf_counter() - cold) * 1000 / 200

    with contextlib.redirect_stdout(io.StringIO()):
        from escpos.printer import Dummy

        def library() -> None:
            Dummy().image(page.image, impl="bitImageRaster", fragment_height=113)

        theirs = milliseconds(library)
    draws = milliseconds(lambda: draw(blocks, 80))
    encodes = milliseconds(lambda: encode(page))
    return {
        "draw_ms": round(draws, 2),
        "encode_ms": round(encodes, 2),
        "receipt_to_bytes_ms": round(milliseconds(lambda: encode(draw(blocks, 80))), 2),
        "python_escpos_image_ms": round(theirs, 2),
        "encode_to_python_escpos": round(encodes / theirs, 3),
        "new_character_ms": round(cold, 3),
        "bytes": len(encode(page)),
    }


def test_a_receipt_becomes_bytes_within_its_budget() -> None:
    found = measure()
    # As ratios, since cores differ: python-escpos takes 27 to 45 ms for the encoding alone.
    assert found["receipt_to_bytes_ms"] <= 0.7 * found["python_escpos_image_ms"]
    assert found["encode_to_python_escpos"] <= 0.2


if __name__ == "__main__":
    print(json.dumps(measure()))
