"""What can be wrong with the server's database, looked at one by one; reads only."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.config import Config
from kiosk.errors import StoreError
from kiosk.findings import Finding
from kiosk.store import engines, files

if TYPE_CHECKING:
    from kiosk.store.postgres.engine import Postgres
    from kiosk.store.postgres.link import Connection

FEWEST_MONTHS = 2
"""Months ahead that should have a partition: fewer, and ``kiosk store init`` is due."""

MOST_DRIFT = 5.0
"""Seconds that this machine's clock may differ from the server's."""

_RIGHTS = "SELECT has_schema_privilege(current_user, 'kiosk', 'CREATE')"


def examine(config: Config, folder: Path, now: datetime) -> list[Finding]:
    """Look at connection, tables, months, rights and clock."""
    try:
        engine = engines.server(config, folder)
    except StoreError as refused:
        return [Finding("数据服务器", ok=False, says=str(refused))]
    try:
        return engine.ask(lambda connection: _look(engine, connection, folder, now))
    except StoreError as refused:
        return [Finding("数据服务器", ok=False, says=str(refused))]
    finally:
        engine.close()


def _look(engine: Postgres, connection: Connection, folder: Path, now: datetime) -> list[Finding]:
    from kiosk.store.postgres import schema  # noqa: PLC0415 -- wants the driver

    def value(query: str, *given: object) -> object:
        found = connection.execute(query, given).fetchone()
        return found[0] if found else None

    version = str(value("SHOW server_version")).split(" ", maxsplit=1)[0]
    tls = value("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
    says = f"{engine.where}，PostgreSQL {version}，{'TLS' if tls else '没有 TLS'}，"
    findings = [Finding("数据服务器", ok=True, says=f"{says}格式 {schema.SCHEMA}")]
    unsafe = [
        name
        for name in ("fsync", "full_page_writes")
        if value("SELECT current_setting(%s)", name) != "on"
    ]
    says = f"{'、'.join(unsafe)} 关着，停电会丢记录" if unsafe else "写入后落盘"
    findings.append(Finding("落盘", ok=not unsafe, says=says))
    ahead = [month for month in schema.months(connection) if month > now.date().isoformat()[:7]]
    rest = value("SELECT count(*) FROM kiosk.history_rest")
    says = f"已备 {len(ahead)} 个月，公用分区 {rest} 份"
    few = len(ahead) < FEWEST_MONTHS
    findings.append(
        Finding("历史分区", ok=not few, says=f"{says}{'；请运行 kiosk store init' if few else ''}")
    )
    count = value("SELECT count(*) FROM kiosk.docs WHERE centre = %s", engine.centre)
    live = value("SELECT count(*) FROM kiosk.docs WHERE centre = %s AND live", engine.centre)
    findings.append(Finding("记录", ok=True, says=f"{count} 份，当前 {live} 份"))
    findings.append(Finding("权限", ok=True, says="可以建表" if value(_RIGHTS) else "只能读写记录"))
    others = engine.in_use.others(connection)
    findings.append(Finding("其他程序", ok=True, says=f"{others} 个开着"))
    drift = abs((now - value("SELECT now()")).total_seconds())  # type: ignore[operator]
    says = f"与服务器相差 {drift:.0f} 秒{'，请校时' if drift > MOST_DRIFT else ''}"
    findings.append(Finding("时钟", ok=drift <= MOST_DRIFT, says=says))
    left = (folder / files.DATABASE).exists()
    says = "还有没移走的记录，请运行 kiosk store move postgresql" if left else "没有留下的记录"
    findings.append(Finding("本机文件夹", ok=not left, says=f"{folder} {says}"))
    return findings
