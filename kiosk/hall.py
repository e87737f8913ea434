"""The hall: one centre's data and rules, opened by any number of processes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from kiosk import config as settings
from kiosk.audit import Audit
from kiosk.claims import SPOOL
from kiosk.codes import Codes
from kiosk.help import Help
from kiosk.hours import Clock
from kiosk.keyfile import NAME as KEY
from kiosk.papers import Papers
from kiosk.sealed import Sealed
from kiosk.slips import Slips
from kiosk.staff import Staff
from kiosk.store import Store, engines, files
from kiosk.store.feed import Follower
from kiosk.store.rows import Change
from kiosk.store.wire import CutOff
from kiosk.tickets.queue import Queue
from kiosk.workdays import WorkDays

if TYPE_CHECKING:
    from kiosk.certificates.certificates import Certificates
    from kiosk.items.items import Items
    from kiosk.machines.machine import Machine
    from kiosk.machines.machines import Machines
    from kiosk.outbox.conflicts import Conflicts
    from kiosk.outbox.outbox import Outbox
    from kiosk.signing import Signing
    from kiosk.volunteers.volunteers import Volunteers


class Hall:
    """Everything of one centre, open.

    ``queue``, ``items``, ``help``, ``slips``, ``papers``, ``staff``, ``audit``, ``codes``,
    ``sealed``, ``workdays``, ``store``.
    """

    def __init__(
        self, config: settings.Config, store: Store, clock: Clock, key: Path | None = None
    ) -> None:
        self.config, self.store, self.clock = config, store, clock
        self.codes = Codes(store)
        self.codes.prepare()
        folder: Path | None = getattr(store.rows.engine, "folder", None)
        self.slips = Slips(store, clock, config.printers, folder and folder / SPOOL)
        self.slips.elsewhere(self._spooled)
        self.audit = Audit(store, clock)
        self.staff = Staff(store, clock, self.audit, config.staff.idle_minutes)
        key = key or (folder or Path()) / KEY
        self.sealed = Sealed(store, key, clock)
        self.workdays = WorkDays({int(year): said for year, said in config.workdays.items()})
        self.queue = Queue(config, store, clock, self.slips, self.codes)
        self.queue.subject = self._subject
        self.papers = Papers(config, self.queue)
        self.help = Help(config, store, self.queue, self.staff)
        self._follower: Follower | None = None
        self._beside: Path | None = None
        if (wire := getattr(store.rows.engine, "wire", None)) is not None:
            wire.now = lambda: clock.now().at

    @classmethod
    def open(
        cls,
        config: Path | str | settings.Config,
        data: Path | str | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> Hall:
        """Open a hall.

        Args:
            config: the configuration file, or what was read from it.
            data: the folder of its records; without it ``[store] path``, beside the file.
            clock: a callable giving an aware datetime, so that days can be simulated.

        Raises:
            ConfigError: see ``kiosk.config.load``.
            StoreError: see ``kiosk.store.engines.opened``.
        """
        beside, settings_folder = Path(), None
        if not isinstance(config, settings.Config):
            beside = settings_folder = Path(config).parent
            config = settings.load(Path(config))
        folder = Path(data) if data is not None else beside / config.store.path
        files.prepare(folder)
        with files.opening(folder):
            engine = engines.opened(config, folder, simulated=clock is not None)
            try:
                key = beside / config.store.key if config.store.key else None
                hall = cls(config, Store(engine), Clock(config.centre.timezone, clock), key)
                hall._beside = settings_folder
                return hall
            except BaseException:
                engine.close()
                raise

    @cached_property
    def items(self) -> Items:
        """The lists of what is handled here, and what is not; read when first asked for."""
        from kiosk.items.items import Items  # noqa: PLC0415 -- most screens never ask

        return Items(self.config, self.queue, self._beside)

    @cached_property
    def signing(self) -> Signing:
        """Codes of certificates, for everybody to check; its keys are looked at when asked for."""
        from kiosk.signing import Signing  # noqa: PLC0415 -- few need it

        return Signing(self.store, self.sealed, self.clock)

    @cached_property
    def certificates(self) -> Certificates:
        """Requests for certificates, and the register; read when first asked for."""
        from kiosk.certificates.certificates import Certificates  # noqa: PLC0415 -- few need them

        return Certificates(self, self._beside)

    @cached_property
    def volunteers(self) -> Volunteers:
        """Volunteers, activities, attendance and hours; read when first asked for."""
        from kiosk.volunteers.volunteers import Volunteers  # noqa: PLC0415 -- tickets need none

        return Volunteers(self, self._beside)

    @cached_property
    def outbox(self) -> Outbox:
        """What this machine goes on with while it is cut off; opened when first asked for."""
        from kiosk.outbox.outbox import Outbox  # noqa: PLC0415 -- one machine alone has none

        return Outbox(self)

    @cached_property
    def conflicts(self) -> Conflicts:
        """Facts of machines that were cut off which somebody must look at."""
        from kiosk.outbox.conflicts import Conflicts  # noqa: PLC0415

        return Conflicts(self)

    @cached_property
    def machines(self) -> Machines:
        """The machines that share these records, where several do."""
        from kiosk.machines.machines import Machines  # noqa: PLC0415 -- it knows the hall

        return Machines(self)

    @property
    def machine(self) -> Machine | None:
        """This machine, as it was let in; ``None``: nobody knows it, or there is only one."""
        return self.machines.here

    def _spooled(self, printer: str) -> bool | None:
        """Does another machine's spooler hold this printer? Asked when all is open."""
        return self.machines.spooled(printer)

    def _subject(self, code: str) -> tuple[str, str]:
        """What a ticket is for; the lists are read only when one is for something on them."""
        return self.items.subject(code)

    def follow(self, listener: Callable[[list[Change]], None]) -> None:
        """Be told of every change, other processes' within a blink; from another thread."""
        self.store.rows.told.append(listener)
        self._start_following()

    def on_wire(self, listener: Callable[[CutOff | None], None]) -> None:
        """Be told when the server stops to answer, and when it answers again; as ``cut_off``.

        From another thread. From now on an act while cut off is refused at once (``store_away``).
        """
        self.store.rows.engine.wire.told.append(listener)
        self._start_following()

    def _start_following(self) -> None:
        if self._follower is None:
            self._follower = Follower(self.store)
            self._follower.start()

    def refresh(self) -> None:
        """Take in what other processes wrote, for who asks without acting and does not follow."""
        self.store.rows.catch_up()

    @property
    def cut_off(self) -> CutOff | None:
        """Since when the server does not answer, or ``None``; records of this machine's own: never.

        The records are then this machine's last known ones, and read-only. Noticed within two
        seconds by who follows, or listens; by others when they next try.
        """
        return self.store.rows.engine.wire.cut_off

    @property
    def trouble(self) -> str | None:
        """Why the records cannot be read just now, or ``None``."""
        return self._follower.trouble if self._follower else None

    def close(self) -> None:
        """Stop following and close the store, and the outbox where it was opened."""
        if (outbox := self.__dict__.get("outbox")) is not None:
            outbox.close()
        if self._follower is not None:
            self._follower.stop()
        self.store.close()

    def __enter__(self) -> Hall:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
