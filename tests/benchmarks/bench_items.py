"""The search over 4,973 items, the figure of a real county's list: key to list, build, memory.

``python -m tests.benchmarks.bench_items`` prints a table. The shipped entries are in it, the others
are made from what such lists are made of, so that thousands share the words people type.
"""

from __future__ import annotations

import random
import resource
import statistics
import time
from collections.abc import Iterator, Sequence

from kiosk.config import ItemsSetting
from kiosk.hanzi import pinyin
from kiosk.items.item import Item, Kind
from kiosk.items.lists import Lists
from kiosk.items.search import Index

ITEMS = 4973
"""domain/items-and-rules.md and the seed articles: items that one county put on its terminals."""

BUDGET_MS = 20.0
"""p95 from a key to the list."""

WHO = (  # noqa: SIM905 -- rows of words are read more easily
    "残疾人 老年人 退役军人 未成年人 流动人口 企业 个体工商户 农民工 高校毕业生 孕产妇 低保家庭"
).split()
WHAT = (  # noqa: SIM905 -- rows of words are read more easily
    "生活补贴 医疗保险 养老保险 失业保险 工伤保险 住房公积金 公共租赁住房 临时救助 居住证 身份证 "
    "户口 婚姻登记 生育服务 教育资助 就业创业 职业技能 社会保障卡 优待证 营业执照 食品经营许可 "
    "卫生许可 不动产 农村宅基地 林木采伐 机动车 驾驶证 法律援助 人民调解 公证 志愿服务 慈善捐赠 "
    "党员组织关系 志愿者证明"
).split()
ACT = (  # noqa: SIM905
    "申请 登记 变更 注销 补办 换领 年审 查询 认证 证明 转移 备案 缴费 退费 延期"
).split()
TYPED = (  # noqa: SIM905 -- rows of words are read more easily
    "居住证明 jzzm juzhuzhengming 开个证明说我没工作 低保 dibao 残疾人补贴 养老金认证 yanglao "
    "unemployed medical 親屬關係證明 证明居住 老人去世了 失业登记 syb shenfenzheng 身份证丢了 "
    "zhengming 宠物寄养证明 yiliaobaoxian 医疗保险 登记 证明"
).split()
"""Each is typed a character at a time: every beginning of it is a key and a list."""


def generated(count: int, seed: int = 1) -> Iterator[Item]:
    """Items that are no real ones."""
    chosen = random.Random(seed)
    for number in range(count):
        who, what, act = chosen.choice(WHO), chosen.choice(WHAT), chosen.choice(ACT)
        also = tuple(f"{chosen.choice(WHAT)}{chosen.choice(ACT)}" for _ in range(4))
        yield Item(
            code=f"Z{number:05}",
            kind=Kind.SERVICE,
            name=f"{who}{what}{act}（{number}）",
            name_en=f"{' '.join(said[0] for said in pinyin(what) if said)} {number}",
            category="other",
            also=also,
        )


def keys(texts: Sequence[str] = TYPED) -> list[str]:
    """What stands in the field after each key."""
    return [text[:end] for text in texts for end in range(1, len(text) + 1)]


def measure(rounds: int = 3) -> dict[str, float]:
    """Milliseconds and megabytes."""
    start = time.perf_counter()
    lists = Lists(ItemsSetting())
    reading = time.perf_counter() - start
    shipped = lists.all()
    names = [(code, said.name, said.name_en) for code, said in lists.categories.items()]
    start = time.perf_counter()
    small = Index(shipped, names)
    first = time.perf_counter() - start
    items = [*shipped, *generated(ITEMS - len(shipped))]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    index = Index(items, names)
    building = time.perf_counter() - start
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    found = {
        "lists_read_ms": reading * 1000,
        "shipped_build_ms": first * 1000,
        "items_build_ms": building * 1000,
        "items_memory_mb": grown / 1024,
    }
    for name, one in (("shipped", small), ("items", index)):
        taken = sorted(_taken(one, typed) for _ in range(rounds) for typed in keys())
        found[f"{name}_key_p50_ms"] = statistics.median(taken)
        found[f"{name}_key_p95_ms"] = taken[int(len(taken) * 0.95)]
        found[f"{name}_key_max_ms"] = taken[-1]
    return found


def _taken(index: Index, typed: str) -> float:
    start = time.perf_counter()
    index.search(typed)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    for what, value in measure().items():
        print(f"{what:24} {value:8.2f}")
    print(f"budget: items_key_p95_ms <= {BUDGET_MS}")
