"""The engine of librime, where it is installed: better sentences, larger vocabulary.

librime 1.x through its C functions (Debian ``librime1``; GPL, so it is only ever opened when it is
there). Names and strokes stay with the table, which knows family names; so does everything if
anything about librime fails. A hall must not remember what residents type: the user dictionary is
switched off, nothing is ever committed, and the line is cleared after every look-up.
"""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from kiosk.hanzi.engine import Candidate, Kind
from kiosk.hanzi.syllables import Typed
from kiosk.hanzi.table import Table

LIBRARY = "librime.so.1"

SHARED = Path("/usr/share/rime-data")
"""Where Debian installs the dictionaries."""

DICTIONARIES = {"luna_pinyin": "luna_pinyin_simp", "pinyin_simp": "pinyin_simp"}
"""The first that Debian has compiled is used, and which of its spelling tables."""

SCHEMAS = {False: b"kiosk_simplified", True: b"kiosk_traditional"}
"""By whether Traditional Chinese is written. They are ours: those of Debian learn."""

SCHEMA = """\
schema: {{schema_id: {name}, name: {name}, version: "1"}}
switches: [{{name: zh_simp, reset: {simplify}}}]
engine:
  processors: [speller]
  segmentors: [abc_segmentor, fallback_segmentor]
  translators: [script_translator]
  filters: [simplifier, uniquifier]
speller: {{alphabet: zyxwvutsrqponmlkjihgfedcba, delimiter: " '"}}
translator: {{dictionary: {dictionary}, prism: {prism}, enable_user_dict: false}}
simplifier: {{option_name: zh_simp, opencc_config: t2s.json}}
"""

MOST = 60
"""Candidates taken from librime; the table adds the rest."""

log = logging.getLogger(__name__)


class _Traits(ctypes.Structure):
    _fields_ = [
        ("data_size", ctypes.c_int),
        ("shared_data_dir", ctypes.c_char_p),
        ("user_data_dir", ctypes.c_char_p),
        ("distribution_name", ctypes.c_char_p),
        ("distribution_code_name", ctypes.c_char_p),
        ("distribution_version", ctypes.c_char_p),
        ("app_name", ctypes.c_char_p),
        ("modules", ctypes.c_void_p),
        ("min_log_level", ctypes.c_int),
        ("log_dir", ctypes.c_char_p),
        ("prebuilt_data_dir", ctypes.c_char_p),
        ("staging_dir", ctypes.c_char_p),
    ]


class _Candidate(ctypes.Structure):
    _fields_ = [
        ("text", ctypes.c_char_p),
        ("comment", ctypes.c_char_p),
        ("reserved", ctypes.c_void_p),
    ]


class _Candidates(ctypes.Structure):
    _fields_ = [("list", ctypes.c_void_p), ("index", ctypes.c_int), ("candidate", _Candidate)]


class Rime:
    """One session of librime, and the table for what it lacks. For one thread at a time."""

    name = "librime"

    def __init__(self, table: Table, folder: Path, library: str, shared: Path) -> None:
        self._table = table
        self._library = ctypes.CDLL(library)
        self._library.RimeCreateSession.restype = ctypes.c_size_t
        _write_schemas(folder, shared)
        self._start(folder, shared)
        self._session = ctypes.c_size_t(self._library.RimeCreateSession())
        self._traditional: bool | None = None
        self._choose(traditional=True)
        self._choose(traditional=False)
        if any(folder.glob("*.userdb*")):
            raise OSError("librime would learn")
        self.spelled("a")  # its tables are read now, not at the first touch

    def _start(self, folder: Path, shared: Path) -> None:
        traits = _Traits(
            shared_data_dir=str(shared).encode(),
            user_data_dir=str(folder).encode(),
            distribution_name=b"kiosk",
            distribution_code_name=b"kiosk",
            distribution_version=b"1",
            app_name=b"rime.kiosk",
            min_log_level=3,
            log_dir=b"",
        )
        traits.data_size = ctypes.sizeof(_Traits) - ctypes.sizeof(ctypes.c_int)
        self._library.RimeSetup(ctypes.byref(traits))
        self._library.RimeInitialize(ctypes.byref(traits))

    def _choose(self, *, traditional: bool) -> None:
        """Have the schema of this script; a session keeps the one it had."""
        if traditional != self._traditional:
            if not self._library.RimeSelectSchema(self._session, SCHEMAS[traditional]):
                raise OSError("librime did not take the schema")
            self._traditional = traditional

    # --- looking up --------------------------------------------------------------------------

    def spelled(
        self,
        typed: str,
        *,
        kind: Kind = Kind.WORDS,
        before: str = "",
        traditional: bool = False,
    ) -> Sequence[Candidate]:
        """See ``Engine``."""
        ours = self._table.spelled(typed, kind=kind, before=before, traditional=traditional)
        line = self._table.typed(typed)
        if kind is Kind.NAME or not line.text:
            return ours
        try:
            self._choose(traditional=traditional)
            theirs = [one for text in self._ask(line.text) if (one := self._taking(text, line))]
        except OSError:
            log.exception("librime failed; the table goes on alone")
            return ours
        found = {one.text: one for one in [*ours, *theirs]}
        order = dict.fromkeys([*(one.text for one in theirs), *(one.text for one in ours)])
        return [found[text] for text in order]

    def _ask(self, typed: str) -> Iterator[str]:
        """The texts librime offers."""
        try:
            for key in typed:
                self._library.RimeProcessKey(self._session, ord(key), 0)
            found = _Candidates()
            if self._library.RimeCandidateListBegin(self._session, ctypes.byref(found)):
                for _ in range(MOST):
                    if not self._library.RimeCandidateListNext(ctypes.byref(found)):
                        break
                    yield (found.candidate.text or b"").decode(errors="replace")
                self._library.RimeCandidateListEnd(ctypes.byref(found))
        finally:
            self._library.RimeClearComposition(self._session)

    def _taking(self, text: str, line: Typed) -> Candidate | None:
        """What part of the line a text stands for: as far as its characters can be read so."""
        ends = {line.start}
        for char in text:
            said = self._table.characters.readings.get(char, ())
            ends = {piece.end for at in ends for piece in line.abbreviated(at) if piece.among(said)}
        return Candidate(text, max(ends)) if text and ends else None

    def stroked(self, strokes: str) -> Sequence[Candidate]:
        """See ``Engine``."""
        return self._table.stroked(strokes)

    def parted(self, typed: str) -> str:
        """See ``Engine``."""
        return self._table.parted(typed)

    def forget(self) -> None:
        """See ``Engine``. librime's line is cleared after every look-up already."""
        self._table.forget()


def _write_schemas(folder: Path, shared: Path) -> None:
    """Describe to librime, in its own folder, what it is to do; nothing in it learns.

    They go where librime puts what it compiled, and name tables that Debian has compiled: so
    nothing is compiled here.
    """
    compiled = shared / "build"
    found = [name for name in DICTIONARIES if (compiled / f"{name}.table.bin").is_file()]
    if not found:
        raise OSError(f"no dictionary in {compiled}")
    build = folder / "build"
    build.mkdir(parents=True, exist_ok=True)
    for traditional, name in SCHEMAS.items():
        (build / f"{name.decode()}.schema.yaml").write_text(
            SCHEMA.format(
                name=name.decode(),
                simplify=int(not traditional),
                dictionary=found[0],
                prism=DICTIONARIES[found[0]],
            ),
            encoding="utf-8",
        )


@cache
def rime(
    table: Table, cache_folder: Path, library: str = LIBRARY, shared: Path = SHARED
) -> Rime | None:
    """librime, or None where it is not installed or does not work; the log says why.

    Opened once in a process: its C functions have one state for all.
    """
    try:
        return Rime(table, cache_folder / "rime", library, shared)
    except (OSError, AttributeError) as error:  # no library, no schema, other functions
        log.info("librime is not used: %s", error)
        return None
