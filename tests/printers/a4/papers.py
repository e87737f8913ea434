"""A hall that issues, and facts for every kind of certificate, long ones too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.certificates import paper
from kiosk.certificates.paper import Paper
from kiosk.certificates.register import Register
from kiosk.certificates.register_entry import Certificate
from kiosk.hall import Hall
from tests.halls import MONDAY, HandClock, settings

ISSUER = "幸福里社区居民委员会"
PERSON = {
    "applicant_name": "欧阳𬱖兰",
    "id_type": "resident",
    "id_no": "110105194912310029",
    "purpose": "入学",
    "to_unit": "幸福路小学",
}
ADDRESS = "幸福里1号楼2单元301室"
FACTS: dict[str, dict[str, str]] = {
    "C01": PERSON | {"address": ADDRESS, "since_month": "2019-03", "tenure": "rented"},
    "C02": PERSON
    | {"address": ADDRESS, "household_size": "4", "reason": "重病", "difficulty": "医疗支出大"},
    "C03": PERSON
    | {"vol_no": "V000123", "period_from": "2026-01-01", "period_to": "2026-10-31"}
    | {"hours": "36.5", "content": "助老送餐、环境清洁"},
    "C04": PERSON | {"school": "幸福路中学", "activity": "暑期图书整理", "hours": "12"},
    "C05": PERSON
    | {"court": "幸福区人民法院", "case_no": "（2026）京0105民初12345号"}
    | {"agent_name": "王小明", "agent_id": "110105199001010010"},
    "C06": PERSON | {"spouse_name": "李明", "spouse_id": "110105195001010015", "adoptee": "张安安"},
}
LONG = {
    "applicant_name": "阿卜杜热西提·买买提艾力江·吐尔逊阿依古丽·艾合买提江·热",
    "address": "幸福里小区东区二期青年公寓（原纺织厂家属院）第十八号楼（乙座）12单元2801室南侧套间",
    "reason": "家庭主要劳动力长期患病住院治疗，两名子女在校就读，老人无退休金收入来源。",
    "difficulty": "每月固定收入不足以支付医疗、学费和日常开支，" * 4 + "现已向亲友借款",
    "content": "助老送餐、环境清洁、文明劝导、图书整理、" * 5,
    "to_unit": "某某省某某市某某区某某街道办事处民政和社会保障服务中心低收入家庭认定科窗口",
    "purpose": "申请本年度高等学校家庭经济困难学生认定及国家助学贷款",
    "school": "某某大学附属实验外国语学校（国际部）高中二年级十二班",
    "activity": "“我为社区做实事”暑期青少年社会实践系列活动（第三期）垃圾分类宣传",
    "court": "某某省某某市中级人民法院（某某知识产权巡回审判庭）",
}


@contextmanager
def issuing(folder: Path, **more: dict[str, Any]) -> Iterator[tuple[Hall, HandClock]]:
    """A hall with an A4 folder printer (not spooled), whose clock a test moves by hand."""
    folder.mkdir(exist_ok=True)
    office = {"device": "folder", "paper": "A4", "path": str(folder / "papers")}
    tables = {"printers": {"office": office}} | more
    (folder / "config.toml").write_text(settings(**tables), encoding="utf-8")
    clock = HandClock(MONDAY)
    with Hall.open(folder / "config.toml", folder / "data", clock) as hall:
        yield hall, clock


def composed(hall: Hall, code: str = "C01", **differs: str) -> Paper:
    """What a certificate says."""
    return paper.compose(
        hall.items.get(code),
        hall.items.fields(code),
        FACTS[code] | differs,
        issuer=ISSUER,
        issued=date(2026, 11, 23),
        valid_until=date(2026, 12, 23),
        handler_name="赵经办",
        approver_name="钱主任",
        phone="010-12345678",
    )


def issued(hall: Hall, code: str = "C01", **differs: str) -> Certificate:
    """A certificate of a kind, entered."""
    said = FACTS[code] | differs
    return Register(hall).enter(
        composed(hall, code, **differs),
        item=code,
        request="R20260001",
        handler="007",
        approver="001",
        holder=said["applicant_name"],
    )
