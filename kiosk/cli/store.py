"""``kiosk store init | check | move``: the server's database, looked after by hand."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from kiosk import config as settings
from kiosk import server_check
from kiosk.cli.opening import say_findings
from kiosk.config import Config
from kiosk.hours import Clock, running_from
from kiosk.store import engines, files
from kiosk.wording import refusal


def run(asked: Namespace) -> int:
    """One of the three."""
    return {"init": init, "check": check, "move": move}[asked.act](asked)


def init(asked: Namespace) -> int:
    """Make the tables, or bring them to this version; add the centre and the months to come."""
    config, _ = _settings(asked)
    from kiosk.store.postgres import making  # noqa: PLC0415 -- wants the driver

    done = making.init(config.store.url or "", config.centre.code, _clock(asked, config).now().at)
    before = f"原为 {done.before}，" if done.before else "新建，"
    _tell(f"{done.where}：{before}现在是格式 {done.version}。")
    _tell(f"中心 {config.centre.code}：{'已加入' if done.added else '已经在里面'}。")
    if done.months:
        _tell(f"增加了 {len(done.months)} 个月的分区：{done.months[0]} 至 {done.months[-1]}。")
    return 0


def check(asked: Namespace) -> int:
    """Look at the server, its tables, its settings and the months; 1 when something is wrong."""
    config, folder = _settings(asked)
    return say_findings(asked, server_check.examine(config, folder, datetime.now(UTC)))


def move(asked: Namespace) -> int:
    """Move the records: to the server, or back into the folder."""
    config, folder = _settings(asked)
    from kiosk.store.postgres import keeping  # noqa: PLC0415 -- wants the driver

    now = _clock(asked, config).now().at
    files.prepare(folder)
    with files.opening(folder):
        server = engines.server(config, folder, even_moved=True)
        try:
            if asked.to == "postgresql":
                count = keeping.move_there(folder, server, now)
                _tell(f"{count} 份记录已移到 {server.where}，逐份核对过。")
                _tell(f"{folder} 里原来的文件改名留着。现在可以启动终端了。")
            else:
                count = keeping.move_back(server, folder, now)
                _tell(f"{count} 份记录已移到 {folder}，逐份核对过。")
                _tell('请把配置的 [store] 改成 engine = "sqlite"，再启动终端。')
        finally:
            server.close()
    return 0


def _settings(asked: Namespace) -> tuple[Config, Path]:
    config = settings.load(asked.config)
    if config.store.engine != "postgresql":
        raise refusal("no_server")
    try:
        import psycopg  # noqa: F401, PLC0415 -- the extra [postgres]
    except ImportError as error:
        raise refusal("postgres_missing", reason=str(error)) from None
    return config, asked.data or asked.config.parent / config.store.path


def _clock(asked: Namespace, config: Config) -> Clock:
    return Clock(config.centre.timezone, running_from(asked.clock) if asked.clock else None)


def _tell(sentence: str) -> None:
    print(sentence)  # noqa: T201
