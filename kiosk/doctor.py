"""What can be wrong with a hall, looked at one by one: ``kiosk doctor``."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from kiosk import incidents, server_check
from kiosk.config import Config
from kiosk.errors import Refused
from kiosk.findings import Finding
from kiosk.hall import Hall
from kiosk.outbox.kept import FOLDER as OUTBOX
from kiosk.slips import JobState
from kiosk.store import engines, files

LEAST_FREE = 200 * 1024 * 1024
"""Bytes of free disk below which the hall should be warned: years of records, days of log."""

SAFE_SQLITE = (3, 51, 3)
"""First version without the WAL-reset fault; before it our own lock keeps clear of it."""


INCIDENTS_SHOWN = 5
"""How many of the last incidents are told one by one; the file has them all."""


def examine(config_file: Path, config: Config, folder: Path) -> list[Finding]:
    """Look at settings, store, disk, clock and print jobs; reads only."""
    findings = [Finding("配置", ok=True, says=f"{config_file}，中心 {config.centre.name}")]
    here = engines.embedded(config, folder)
    findings += (
        [_database(folder / files.DATABASE)]
        if here
        else server_check.examine(config, folder, datetime.now(UTC))
    )
    findings.append(_disk(folder))
    findings.append(_incidents(folder))
    if here and not (folder / files.DATABASE).exists():
        return findings
    try:
        with Hall.open(config_file, folder) as hall:
            findings += [_clock(hall, folder)] if here else []
            findings += [*_jobs(hall), _audit(hall), *_keys(hall)]
            findings += _volunteers(hall)
            findings += [] if here else [_outbox(hall, folder), *_machines(hall)]
    except Refused as refused:
        findings.append(Finding("存储", ok=False, says=str(refused)))
    return findings


def _database(database: Path) -> Finding:
    if not database.exists():
        return Finding("数据文件", ok=True, says=f"{database} 还没有，第一次打开时建立")
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            (health,) = connection.execute("PRAGMA integrity_check").fetchone()
            (count,) = connection.execute("SELECT count(*) FROM docs").fetchone()
    except sqlite3.Error as error:
        return Finding("数据文件", ok=False, says=f"{database} 读不出来：{error}")
    guarded = "" if sqlite3.sqlite_version_info >= SAFE_SQLITE else "，由本程序的锁避开其日志缺陷"
    says = f"{database}，{count} 份记录，SQLite {sqlite3.sqlite_version}{guarded}"
    well = health == "ok"
    return Finding("数据文件", ok=well, says=says if well else f"已损坏：{health}")


def _disk(folder: Path) -> Finding:
    beside = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(beside).free
    return Finding("磁盘", ok=free >= LEAST_FREE, says=f"剩余 {free / 1024**2:.0f} MB")


def _incidents(folder: Path) -> Finding:
    known = incidents.recent(folder)
    if not known:
        return Finding("故障", ok=True, says="最近 7 天没有")
    latest = "；".join(
        f"{incident.at.astimezone():%m-%d %H:%M} 编号 {incident.number} {incident.terminal} "
        f"{incident.what}"
        for incident in known[-INCIDENTS_SHOWN:]
    )
    return Finding("故障", ok=False, says=f"最近 7 天 {len(known)} 次，详见 {folder}：{latest}")


def _clock(hall: Hall, folder: Path) -> Finding:
    now = hall.clock.now().at
    written = datetime.fromtimestamp(
        max(path.stat().st_mtime for path in folder.glob(f"{files.DATABASE}*")), tz=UTC
    )
    behind = (written - now).total_seconds()
    says = f"{now:%Y-%m-%d %H:%M:%S %z}"
    if behind > 60:  # noqa: PLR2004
        says += f"，比最近的记录早 {behind / 60:.0f} 分钟，请校时"
        return Finding("时钟", ok=False, says=says)
    return Finding("时钟", ok=True, says=says)


def _audit(hall: Hall) -> Finding:
    chain = hall.audit.verify()
    end = f"{chain.entries} 条相连，末条校验 {chain.end[:16] or '无'}"
    if chain.earlier:
        end += f"，另有 {chain.earlier} 条早于校验链"
    if not chain.broken:
        return Finding("审计记录", ok=True, says=end)
    where = {
        "end": "末尾的登记比记录少，登记被改动或记录被插入",
        "earlier": "校验链开始以前的记录被改动",
    }.get(chain.broken, f"从 {chain.broken} 起被改动或缺少")
    says = f"{where}。请先复制整个数据文件夹留底，再查原因（{end}）"
    return Finding("审计记录", ok=False, says=says)


def _volunteers(hall: Hall) -> list[Finding]:
    """Nothing to say where no activity was ever planned."""
    from kiosk.volunteers import check  # noqa: PLC0415 -- only here

    found = check.check(hall.volunteers)
    if found == check.NOTHING:
        return []
    says = f"{found.attendances} 份签到记录，{found.moves} 笔相连"
    if not found.wrong:
        return [Finding("志愿服务记录", ok=True, says=says)]
    named = "、".join(found.wrong[: check.SHOWN])
    more = f" 等 {len(found.wrong)} 处" if len(found.wrong) > check.SHOWN else ""
    says = f"{named}{more} 被改动或缺少。请先复制整个数据文件夹留底，再查原因（{says}）"
    return [Finding("志愿服务记录", ok=False, says=says)]


def _outbox(hall: Hall, folder: Path) -> Finding:
    """What this machine noted while cut off, and what a person has to look at."""
    there = (folder / OUTBOX).is_dir()  # looking makes none: it would be of whoever looks
    unsent, unprinted = (hall.outbox.unsent, hall.outbox.unprinted) if there else (0, 0)
    says, well = f"未上传 {unsent} 件，未打印 {unprinted} 张", not unprinted
    if unsent and hall.cut_off is None:
        says, well = f"{says}；请运行 kiosk outbox send，或打开本机的终端", False
    if conflicts := len(hall.conflicts.open()):
        says, well = f"{says}；对不上的 {conflicts} 件，请在窗口按 Y 核对", False
    return Finding("断网时的记录", ok=well, says=says)


def _machines(hall: Hall) -> list[Finding]:
    from kiosk.machines import check  # noqa: PLC0415 -- only here

    return check.examine(hall)


def _keys(hall: Hall) -> list[Finding]:
    """Nothing to say where nothing was ever encrypted."""
    if not hall.sealed.used:
        return []
    hall.sealed.keys()
    file = hall.sealed.file
    if file.path.stat().st_mode & 0o077:
        says = f"{file.path} 别人也能读，请运行 chmod 600"
        return [Finding("密钥", ok=False, says=says)]
    if hall.sealed.rotating:
        return [Finding("密钥", ok=False, says="更换没有做完，请再运行 kiosk keys rotate")]
    return [Finding("密钥", ok=True, says=f"{file.path}，{file.read()[0].made[:10]} 启用")]


def _jobs(hall: Hall) -> list[Finding]:
    findings = []
    for name, printer in hall.config.printers.items():
        jobs = [job for job in hall.slips.jobs() if job.printer == name]
        queued = sum(job.state is JobState.QUEUED for job in jobs)
        doubtful = sum(job.doubtful for job in jobs)
        says = f"{printer.device}，待打印 {queued}，不明或失败 {doubtful}"
        findings.append(Finding(f"打印机 {name}", ok=not doubtful, says=says))
    return findings
