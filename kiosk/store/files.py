"""The files of a data folder, and the locks that keep its processes in step."""

from __future__ import annotations

import fcntl
import mmap
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.errors import StoreError

DATABASE = "hall.db"
LOCK = "hall.lock"
LAST = "hall.last"
IN_USE = "hall.open"
LAST_KNOWN = "last-known.db"


class Turn:
    """One writer at a time among all processes: a plain ``flock``, which is fair.

    SQLite's own busy handler starves (worst wait 4,051 ms against 5.5 ms with ``flock``), and a
    checkpoint racing another connection's commit meets the WAL-reset fault of SQLite < 3.51.3
    (sqlite.org/wal.html#walresetbug). So every transaction, checkpoint and close takes a turn.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self) -> None:
        """Wait for the turn."""
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def give(self) -> None:
        """Let the next one in."""
        fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Close the lock file."""
        os.close(self._file)


class InUse:
    """Who has the folder open: each process shares this lock; what needs it alone asks for it."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def alone(self) -> bool:
        """Try to have the folder to ourselves, at once or not at all."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            # A failed change of lock may have given up the shared one (flock(2), Linux).
            fcntl.flock(self._file, fcntl.LOCK_SH)
            return False
        return True

    def share(self) -> None:
        """Let others in again."""
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def close(self) -> None:
        """We are gone."""
        os.close(self._file)


class LastVer:
    """Eight bytes beside the database: the last transaction's number, written after its commit.

    Twice useful. At start, a number beyond what the database holds betrays a log that lost its end
    (SQLite drops later commits silently when the log has a flipped bit: 600 of 600 unreported).
    While running, other processes see a change by reading memory, without asking the disk.
    """

    _FORMAT = struct.Struct("<Q")

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if os.fstat(self._file).st_size < self._FORMAT.size:
            # Written, not ftruncated: a hole would need space later, when the disk may be full.
            self.write(0)
        self._map = mmap.mmap(self._file, self._FORMAT.size, access=mmap.ACCESS_READ)

    def read(self) -> int:
        """The number as last written by any process."""
        return int(self._FORMAT.unpack_from(self._map)[0])

    def write(self, ver: int) -> None:
        """Note a committed transaction."""
        os.pwrite(self._file, self._FORMAT.pack(ver), 0)

    def close(self) -> None:
        """Close the file."""
        self._map.close()
        os.close(self._file)


@contextmanager
def opening(folder: Path) -> Iterator[None]:
    """One opener at a time: only so does ``InUse.alone`` mean that nobody *runs* here.

    Two programs that start together (a machine's first boot) would else take each other for a
    running one with other settings, and both make the hall's keys.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def prepare(folder: Path) -> None:
    """Make the folder, for its owner only.

    Raises:
        StoreError: ``store_read_only`` when it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        writable = os.access(folder, os.W_OK | os.X_OK)
    except OSError:
        writable = False
    if not writable or (os.statvfs(folder).f_flag & os.ST_RDONLY):
        raise StoreError(
            "store_read_only",
            f"数据文件夹 {folder} 不能写入。已有的记录没有改动；"
            "请检查这个文件夹的权限，或换一个文件夹（--data）。",
        )
