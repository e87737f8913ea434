"""What had happened in the hall before a picture was taken: real acts, one after the other."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from kiosk.codes import Code
from kiosk.hall import Hall
from kiosk.staff import Role
from tests.certificates.hall import fields
from tests.halls import MONDAY, HandClock
from tests.terminal.pseudo import SHIPPED, network_config

CLERK = ("7", "王建国", "2468")
"""Number, name and PIN of whoever sits at the desks in the pictures."""


class Morning(NamedTuple):
    """A hall, and the clock by which it lives."""

    hall: Hall
    clock: HandClock

    def later(self, minutes: float) -> None:
        self.clock.pass_minutes(minutes)

    def serve(self, window: str, minutes: float) -> None:
        """Call the next to a window, who comes and is served."""
        self.hall.queue.call(window)
        self.later(0.5)
        self.hall.queue.arrive(window)
        self.later(minutes)
        self.hall.queue.finish(window)


# --- settings -------------------------------------------------------------------------------


def shipped(_: Path) -> Path:
    """The settings the project ships."""
    return SHIPPED


def unplugged(folder: Path) -> Path:
    """The same with a network printer that nobody has plugged in."""
    return network_config(folder, 9)


def large_hall(folder: Path) -> Path:
    """Nine lines and twelve windows."""
    text = SHIPPED.read_text(encoding="utf-8")
    names = ["户籍办理", "养老助残", "就业创业", "退役军人", "物业住房", "党员服务"]
    english = ["Residence", "Elderly care", "Employment", "Veterans", "Housing", "Party members"]
    for letter, name, name_en in zip("DEFGHI", names, english, strict=True):
        text += f'[lines.{letter}]\nname = "{name}"\nname_en = "{name_en}"\n'
    for window in range(4, 13):
        text += f'[windows.{window}]\nlines = ["{"ABCDEFGHI"[window % 9]}", "A"]\n'
    config = folder / "large.toml"
    config.write_text(text, encoding="utf-8")
    return config


# --- days -----------------------------------------------------------------------------------


def begin(folder: Path, config: Path) -> Morning:
    """A new hall on a Monday at nine."""
    clock = HandClock(MONDAY)
    hall = Hall.open(config, folder, clock)
    hall.staff.add("1", "李敏", "1357", role=Role.ADMIN)
    hall.staff.add(*CLERK)
    return Morning(hall, clock)


def early(day: Morning) -> None:
    """Nobody has come yet."""


def busy(day: Morning) -> None:
    """A good hour later: people wait, are called, served, held and missed."""
    queue = day.hall.queue
    # How long people take is learned before anything is said about waiting.
    for _ in range(12):
        for line in "ABC":
            queue.take(line)
        day.later(1.5)
        for window in "123":
            day.serve(window, 1.2)
    queue.take("A")
    queue.take("C")
    queue.call("3")
    day.later(0.5)
    queue.arrive("3")
    queue.hold("3")
    queue.call("3")
    day.later(1)
    queue.miss("3")
    for line, priority in zip("ABACBAACBA", [None, "elder", *[None] * 8], strict=True):
        queue.take(line, priority)
        day.later(0.7)
    queue.call("1")
    day.later(0.5)
    queue.arrive("1")
    queue.call("3")
    day.later(2)


def called(day: Morning) -> None:
    """The busy hall, and window 2 has just called."""
    busy(day)
    day.hall.queue.call("2")
    day.later(0.05)


def serving(day: Morning) -> None:
    """The busy hall, and window 2 is serving."""
    called(day)
    day.hall.queue.arrive("2")
    day.later(3)


def evening(day: Morning) -> None:
    """After hours."""
    day.clock.show(18, 30)


def helped(day: Morning) -> None:
    """The busy hall, and somebody in the lobby needs help."""
    called(day)
    day.hall.help.call("lobby")
    day.later(1)


def crowded(day: Morning) -> None:
    """Twelve windows have called, one after the other, and one again."""
    queue = day.hall.queue
    for line in "ABCDEFGHI" * 3:
        queue.take(line)
    for window in map(str, range(1, 13)):
        day.later(0.2)
        queue.call(window)
    queue.recall("5")
    day.later(0.05)


def certified(day: Morning) -> None:
    """The busy hall, and requests for certificates as they lie on a desk: one is late."""
    kept = day.hall.certificates
    day.hall.staff.add("2", "赵敏", "1357", role=Role.HEAD)

    def asked(code: str = "C01", has: list[str] | None = None) -> str:
        return kept.request(code, fields(code), kept.notice(code).version, has=has).number

    day.clock.pass_minutes(-7 * 24 * 60)
    asked()
    day.clock.pass_minutes(7 * 24 * 60)
    asked("C02", ["居民身份证"])
    kept.send_to_grid(asked(), CLERK[0])
    kept.review(asked("C04"), CLERK[0])
    for seals in (1, 0):
        number = asked()
        kept.review(number, CLERK[0])
        kept.approve(number, "2")
        certificate = kept.issue(number, CLERK[0]).number
        if seals:
            kept.seal_paper(certificate, CLERK[0], seals)
        else:
            kept.void(certificate, CLERK[0], "内容写错")
    called(day)


def volunteering(day: Morning) -> None:
    """The busy hall, and 张小明, who was at two activities and has a new card; more are to come."""
    busy(day)
    volunteers = day.hall.volunteers
    number = _enrolled(day)
    volunteers.roster.reprint(number, CLERK[0], "丢了")
    activity(day, "楼道清洁", 1, 3)
    activity(day, "社区图书整理", 8, 10)
    activity(day, "晚间巡逻", 10, 12, places=6)
    day.later(60)
    volunteers.attendance.scan(volunteers.roster.card(number))
    day.later(91)
    volunteers.attendance.scan(volunteers.roster.card(number))


def signing_in(day: Morning) -> None:
    """One activity is about to begin."""
    busy(day)
    _enrolled(day)
    activity(day, "楼道清洁", 1, 3)
    day.later(58)


def two_open(day: Morning) -> None:
    """Two activities have begun."""
    signing_in(day)
    activity(day, "社区图书整理", 0.25, 2.25)
    day.later(20)


def signed_in(day: Morning) -> None:
    """张小明 has been there for an hour and a half."""
    signing_in(day)
    day.later(4)
    attendance, roster = day.hall.volunteers.attendance, day.hall.volunteers.roster
    attendance.scan(roster.card(roster.all()[0].number))
    day.later(91)


def forgotten(day: Morning) -> None:
    """张小明 left without a word; then there is another activity."""
    signed_in(day)
    day.later(60)
    activity(day, "社区图书整理", 0, 2)
    day.later(2)


def _enrolled(day: Morning) -> str:
    return day.hall.volunteers.roster.enrol("张小明", "13800001234").number


def activity(day: Morning, name: str, start: float, end: float, **more: Any) -> None:
    """One that begins and ends so many hours from now."""
    said = {"place": "幸福路 3 号", "content": "清扫楼道和院落", "unit": "幸福里社区居委会"}
    now = day.clock.now.replace(second=0, microsecond=0)
    times = {"starts": now + timedelta(hours=start), "ends": now + timedelta(hours=end)}
    day.hall.volunteers.activities.add("1", name=name, in_charge="王芳", **said, **times, **more)


def codes(config: Path, data: Path, moment: str) -> dict[str, str]:
    """The digits of whatever cards there are: of the first volunteer, and the one before it."""
    with Hall.open(config, data, HandClock(datetime.fromisoformat(moment))) as hall:
        roster = hall.volunteers.roster
        if not (everybody := roster.all()):
            return {}
        first = everybody[0]
        made = Code("card", first.enrolled, "", 1, 1)
        return {"card": roster.card(first.number), "old": hall.codes.make(made)}


def tended(day: Morning) -> None:
    """The busy hall, and volunteers as they stand on a desk: one forgot, one says it is wrong."""
    volunteers, staff = day.hall.volunteers, CLERK[0]
    names = ("张小明", "李小红", "欧阳建国", "王秀英", "赵志强")
    people = [
        volunteers.roster.enrol(name, f"1380000{n}234").number for n, name in enumerate(names)
    ]
    said = {"place": "幸福路 3 号", "content": "清扫楼道和院落", "unit": "幸福里社区居委会"}
    said |= {"in_charge": "王芳"}

    def planned(name: str, hours: float, length: float) -> str:
        starts = day.clock.now + timedelta(hours=hours)
        ends = starts + timedelta(hours=length)
        return volunteers.activities.add(staff, name=name, starts=starts, ends=ends, **said).number

    def scanned(number: str, activity: str | None = None) -> None:
        volunteers.attendance.scan(volunteers.roster.card(number), activity)

    day.clock.pass_minutes(-10 * 24 * 60)
    old = planned("图书整理", 0.5, 1)
    day.later(35)
    scanned(people[3], old)
    day.later(50)
    scanned(people[3])
    day.clock.pass_minutes(10 * 24 * 60 - 85)
    first = planned("楼道清洁", 0.5, 2)
    planned("晚间巡逻", 8, 2)
    day.later(35)
    for number in people[:4]:
        day.later(1)
        scanned(number, first)
    day.later(50)
    for number in people[2:4]:
        scanned(number)
    volunteers.corrections.ask(people[3], "少记了十分钟", f"{old}/{people[3]}")
    busy(day)


def printed(day: Morning, but: int = 0) -> None:
    """Every slip has come out of the printer, but for the last ones."""
    jobs = [job for job in day.hall.slips.jobs() if job.state == "queued"]
    for job in jobs[: len(jobs) - but]:
        day.hall.slips.begin(job.id)
        day.hall.slips.printed(job.id)


def at(moment: HandClock) -> str:
    """The moment for --clock; some seconds into a minute, so that the minute stays."""
    return (moment.now.replace(second=0, microsecond=0) + timedelta(seconds=2)).isoformat()
