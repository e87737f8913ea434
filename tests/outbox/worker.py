"""A lobby that is cut off and back: ``python -m tests.outbox.worker CONFIG DATA ACKS TERMINAL``.

Gives numbers, keeps "served" facts, and sends; notes each number in its own file *after* it was
told, and how often it sent.
"""

from __future__ import annotations

import os
import random
import sys
import threading
from pathlib import Path

from kiosk.errors import StoreError
from kiosk.hall import Hall
from tests.centre import MONDAY, standing_at

PAUSE = 0.05


def _main(config: str, data: str, acks: str, terminal: str) -> None:
    file = os.open(acks, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    chance = random.Random()
    with Hall.open(Path(config), Path(data), standing_at(MONDAY)) as hall:
        hall.queue.terminal = terminal
        os.write(file, b"open\n")
        while True:
            for _ in range(chance.randrange(1, 6)):
                ticket, _ = hall.outbox.take(chance.choice("AB"))
                os.write(file, f"{ticket.number}\n".encode())
            try:
                sent = hall.outbox.send()
                os.write(file, f"sent {sent.sent}\n".encode())
            except StoreError as refused:
                os.write(file, f"refused {refused.code}\n".encode())
                threading.Event().wait(PAUSE)


if __name__ == "__main__":
    _main(*sys.argv[1:])
