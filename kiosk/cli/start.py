"""The ``kiosk`` command: what stands before the program itself, and so imports next to nothing."""

from __future__ import annotations

import gc

from kiosk.cli import supervise


def main() -> int:
    """Run what the words on the command line ask for; its exit status."""
    return supervise.main(_program)


def _program(words: list[str]) -> int:
    gc.disable()  # nothing that is imported is garbage: looking for it costs a tenth of the time
    from kiosk.__main__ import main as program  # noqa: PLC0415 -- heavy: the supervisor has no use

    gc.enable()
    return program(words)
