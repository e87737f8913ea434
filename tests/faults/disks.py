"""Disks that can be filled, set read-only, broken, and cut from their power."""

from __future__ import annotations

import fcntl
import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SHUTDOWN = 0x8004587D
"""EXT4_IOC_SHUTDOWN (linux/ext4.h); what xfstests' ``godown`` uses to test crash recovery."""

NO_LOG_FLUSH = struct.pack("I", 2)
"""EXT4_GOING_FLAGS_NOLOGFLUSH: not even the journal is written any more."""


def _run(*words: str | Path) -> None:
    subprocess.run([str(word) for word in words], check=True, capture_output=True)


class Mount:
    """A file system of our own."""

    def __init__(self, at: Path) -> None:
        self.at = at

    def remount(self, how: str) -> None:
        """Change its options (``ro``, ``rw``, ``size=4m``)."""
        _run("mount", "-o", f"remount,{how}", self.at)


@contextmanager
def tmpfs(at: Path, size: str = "16m") -> Iterator[Mount]:
    """A small disk in memory; skips where this process may not mount."""
    at.mkdir(parents=True, exist_ok=True)
    try:
        _run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", at)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this machine does not let us mount a tmpfs (needs root with CAP_SYS_ADMIN)")
    try:
        yield Mount(at)
    finally:
        _run("umount", "-l", at)


class Disk(Mount):
    """An ext4 on a loop device."""

    def __init__(self, image: Path, at: Path) -> None:
        super().__init__(at)
        self._image = image

    def attach(self) -> None:
        """Mount it; ext4 replays its journal as after a power cut."""
        _run("mount", "-o", "loop,errors=remount-ro", self._image, self.at)

    def detach(self) -> None:
        """Unmount it; all programs must have closed their files."""
        _run("umount", self.at)

    def cut(self) -> None:
        """Pull the plug: from here on nothing reaches the device, dirty pages are lost."""
        descriptor = os.open(self.at, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, SHUTDOWN, NO_LOG_FLUSH)
        finally:
            os.close(descriptor)

    def fail(self) -> None:
        """Let the kernel find an error: it makes the file system read-only under its users."""
        number = self.at.stat().st_dev
        device = Path(f"/sys/dev/block/{os.major(number)}:{os.minor(number)}").resolve().name
        (Path("/sys/fs/ext4") / device / "trigger_fs_error").write_text("kiosk test")


@contextmanager
def disk(folder: Path, megabytes: int = 64) -> Iterator[Disk]:
    """A fresh ext4; skips where loop devices or mounting are not to be had."""
    if shutil.which("mkfs.ext4") is None:
        pytest.skip("no mkfs.ext4 here")
    image, at = folder / "disk.img", folder / "disk"
    at.mkdir(parents=True)
    with image.open("wb") as file:
        file.truncate(megabytes * 1024 * 1024)
    made = Disk(image, at)
    try:
        _run("mkfs.ext4", "-q", image)
        made.attach()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this machine does not let us mount a loop device (needs root)")
    try:
        yield made
    finally:
        subprocess.run(["umount", "-l", str(at)], check=False, capture_output=True)
        image.unlink()
