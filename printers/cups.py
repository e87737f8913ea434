"""A queue of the print system: it takes a job and says no more than that it took it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence

from kiosk.jobs import Reason
from kiosk.printing import Tier, Word
from printers.devices import Attendant, Interrupted, NotStarted, Prepared
from printers.escpos import Encoder
from printers.receipt import AnyBlock

SECONDS = 20.0
"""The longest ``lp`` may take to put a job into its queue; its server may be away."""


class CupsDevice:
    """A raw queue of CUPS, by its programs ``lp`` and ``lpstat``.

    A job the queue took is *sent*: CUPS calls it completed when its bytes are written, which says
    nothing of paper, and a queue with ``ErrorPolicy retry-job`` sends it again whole
    (domain/printing.md, 3.4): use ``abort-job``.
    """

    tier = Tier.BLIND

    def __init__(self, queue: str, paper: int, encoder: Encoder) -> None:
        self.paper, self._queue, self._encoder = paper, queue, encoder

    def prepare(self, blocks: Sequence[AnyBlock]) -> Prepared:
        """The bytes of one slip. Refuses: ``slip_code_too_long``."""
        return self._encoder.encode(blocks, self.paper)

    def look(self) -> Word:
        """Whether the queue exists and takes jobs; how the printer is, nobody says."""
        try:
            said = self._run("lpstat", "-p", self._queue)
        except (OSError, subprocess.SubprocessError):
            return Word.NOT_FOUND
        if said.returncode:
            return Word.NOT_FOUND
        return Word.OFFLINE if b" disabled " in said.stdout else Word.UNKNOWN

    def print(self, prepared: Prepared, name: str, attendant: Attendant) -> bool:
        """See ``Device``; never proven."""
        if (word := self.look()) is not Word.UNKNOWN:
            raise NotStarted(word, f"queue {self._queue}")
        attendant.starting()
        options = (*self._options(prepared), "-t", prepared.title or name)
        data = b"".join(prepared.parts)
        try:
            done = self._run("lp", "-d", self._queue, *options, given=data)
        except OSError as error:
            raise NotStarted(Word.NOT_FOUND, f"{error}") from error
        except subprocess.SubprocessError as error:
            raise Interrupted(Reason.STALLED, f"lp: {error}", len(data)) from error
        if done.returncode:
            # lp puts a job into the queue whole or says that it did not.
            raise NotStarted(Word.OFFLINE, done.stderr.decode(errors="replace").strip())
        return False

    def _options(self, prepared: Prepared) -> tuple[str, ...]:
        return "-o", "raw"

    def distrust(self) -> None:
        """What the queue does with half a job is the queue's affair."""

    def close(self) -> None:
        """Nothing is held."""

    def _run(
        self, program: str, *words: str, given: bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        found = shutil.which(program)
        if found is None:
            raise FileNotFoundError(f"{program}: CUPS is not installed")
        return subprocess.run(  # noqa: S603 - words, no shell
            [found, *words],
            input=given,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
        )
