"""Every screen, and how a person gets there. The keys are those of the screens themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from tests.pictures import days
from tests.pictures.days import Morning

USUAL, SMALL = (120, 31), (80, 24)
"""Columns and rows: a lobby of 1920 x 1080, and the least that is supported."""


@dataclass(frozen=True)
class Step:
    """Something is done (a key, a touch, a scan, the wire is cut), or nothing; then ``shows``.

    What stands in large characters is drawn, and cannot be waited for. ``scan`` is one of
    ``days.codes``.
    """

    shows: str
    key: str = ""
    touch: str = ""
    scan: str = ""
    cut: bool = False


@dataclass(frozen=True)
class Scene:
    """One picture, ``NAME.png``: after these steps, when ``shows`` stands on the screen.

    ``wired``: the records lie on a server.
    """

    name: str
    screen: str
    day: Callable[[Morning], None]
    begins: str
    steps: tuple[Step, ...] = ()
    size: tuple[int, int] = USUAL
    config: Callable[[Path], Path] = days.shipped
    unprinted: int = 0
    wired: bool = False


def press(key: str, shows: str) -> Step:
    return Step(shows, key=key)


def _lobby() -> list[Scene]:
    start = "请选择要办理的业务"
    steps: dict[str, tuple[Step, ...]] = {
        "start": (),
        "ticket": (press("1", "您的号码"),),
        "priority": (press("7", "请选择您的情况"),),
        "priority-line": (press("7", "请选择您的情况"), press("1", "请选择要办理的业务")),
        "my-number": (press("8", "扫描号票上的码"),),
        "my-number-found": (
            press("8", "扫描号票上的码"),
            *(press(key, "扫描号票上的码") for key in ("A", "0", "1", "5")),
            press("Enter", "A015"),
        ),
        "language": (press(".", "请选择语言"),),
        "help": (press("*", "叫人帮忙"),),
        "staff": (press("F12", "工作人员"),),
        "still-there": (press("8", "扫描号票上的码"), Step("秒后")),
    }
    ways = [Scene(f"lobby-{name}", "lobby", days.busy, start, how) for name, how in steps.items()]
    large = press("+", "普通字")
    return [
        *ways,
        *(replace(way, name=f"{way.name}-large", steps=(large, *way.steps)) for way in ways),
        *(replace(way, name=f"{way.name}-80x24", size=SMALL) for way in ways[:2]),
        Scene("lobby-start-many", "lobby", days.crowded, start, config=days.large_hall),
        Scene(
            "lobby-ticket-no-paper",
            "lobby",
            days.early,
            start,
            (press("1", "您的号码"), Step("请记住号码")),
            config=days.unplugged,
        ),
        Scene("lobby-start-quiet", "lobby", days.early, start),
        Scene("lobby-start-closed", "lobby", days.evening, start),
        Scene(
            "lobby-start-english",
            "lobby",
            days.busy,
            start,
            (press(".", "请选择语言"), Step("What would you like", touch="English")),
        ),
        Scene(
            "lobby-start-traditional",
            "lobby",
            days.busy,
            start,
            (press(".", "请选择语言"), Step("請選擇要辦理的業務", touch="繁體中文")),
        ),
    ]


def _finding() -> list[Scene]:
    start = "请选择要办理的业务"
    groups = press("6", "想办哪方面的事")
    letters = [press(letter, "jzzm"[: end + 1]) for end, letter in enumerate("jzzm")]
    search = (groups, press("7", "拼音首字母"))
    drawn = Step("居住情况证明")  # in large characters, where these are wanted
    found = (*search, *letters, drawn)
    listed = (*found, press("Enter", "查找"))
    answer = (*listed, press("1", "要带什么"))
    steps: dict[str, tuple[Step, ...]] = {
        "groups": (groups,),
        "group": (groups, press("5", "老年人")),
        "search": search,
        "found": found,
        "listed": listed,
        "answer": answer,
        "printed": (*answer, press("3", "凭条")),
        "refusal": (*listed, press("2", "不予出具")),
    }
    ways = [Scene(f"find-{name}", "lobby", days.busy, start, how) for name, how in steps.items()]
    large = press("+", "普通字")
    return [
        *ways,
        *(
            replace(
                way, name=f"{way.name}-large", steps=(large, *(s for s in way.steps if s != drawn))
            )
            for way in ways
        ),
        *(replace(way, name=f"{way.name}-80x24", size=SMALL) for way in ways),
    ]


def _volunteering() -> list[Scene]:
    menu = press("4", "我的时长")
    who, card = press("1", "用电话"), Step("楼道清洁", scan="card")
    tail = (press("1", "后四位"), *(press(key, "后四位") for key in "1234"))
    hours = (menu, press("2", "用电话"), Step("时长怎么来的", scan="card"))
    record = (*hours, press("1", "看哪一条"), press("1", "这条不对"))
    wrong = (*record, press("1", "哪里不对"))
    post = (menu, press("3", "用电话"), Step("领哪个岗位", scan="card"))
    asked = Step("现在签退，计", scan="card")
    out = (asked, press("1", "打印凭条"))
    today: dict[str, tuple[Step, ...]] = {
        "": (menu,),
        "-who": (menu, who),
        "-tail": (menu, who, *tail),
        "-name": (menu, who, *tail, press("Enter", "请写姓名")),
        "-hours": hours,
        "-records": record[:-1],
        "-record": record,
        "-wrong": wrong,
        "-words": (*wrong, press("0", "不要写证件号")),
        "-noted": (*wrong, press("1", "工作人员会核对")),
        "-posts": post,
        "-post": (*post, press("1", "请注意")),
        "-code": (menu, press("4", "用电话"), Step("用手机拍下", scan="card")),
        "-old-card": (Step("新卡不在手边", scan="old"),),
    }
    ways = [
        *(_volunteer(way, days.volunteering, how) for way, how in today.items()),
        _volunteer("-in", days.signing_in, (card,)),
        _volunteer("-which", days.two_open, (Step("签到哪个活动", scan="card"),)),
        _volunteer("-leave", days.signed_in, (asked,)),
        _volunteer("-out", days.signed_in, out),
        _volunteer("-forgot", days.forgotten, (Step("确认后补上", scan="card"),)),
    ]
    small = [way for way in ways if way.name.endswith(("-in", "-leave", "-hours", "-code"))]
    large = [
        replace(way, name=f"{way.name}-large", steps=(press("+", "普通字"), *way.steps))
        for way in ways
        if way.name.endswith(("-in", "-leave"))
    ]
    return [*ways, *large, *(replace(way, name=f"{way.name}-80x24", size=SMALL) for way in small)]


def _volunteer(way: str, day: Callable[[Morning], None], steps: tuple[Step, ...]) -> Scene:
    return Scene(f"lobby-volunteering{way}", "lobby", day, "请选择要办理的业务", steps)


def _desk() -> list[Scene]:
    login = tuple(press(key, "PIN") for key in ("7", "Enter", "2", "4", "6", "8"))
    entered = (*login, press("Enter", "窗口已开"))
    window = Scene("desk-window", "desk", days.called, "登录", entered)
    return [
        Scene("desk-login", "desk", days.called, "登录"),
        window,
        replace(window, name="desk-window-80x24", size=SMALL),
        replace(window, name="desk-serving", day=days.serving),
        replace(window, name="desk-help", day=days.helped),
        replace(
            window,
            name="desk-unprinted",
            unprinted=3,
            steps=(*entered, press("p", "没有打印出来的凭条")),
        ),
        replace(window, name="desk-transfer", steps=(*entered, press("F8", "转到哪个队列"))),
        replace(
            window,
            name="desk-hold",
            day=days.serving,
            steps=(*entered, press("F6", "为什么挂起")),
        ),
        replace(window, name="desk-void", steps=(*entered, press("F10", "作废"))),
        replace(window, name="desk-leave", steps=(*entered, press("F12", "离开"))),
        replace(
            window,
            name="desk-undone",
            steps=(*entered, press("F1", "叫"), press("F11", "撤销")),
        ),
    ]


def _requests() -> list[Scene]:
    login = tuple(press(key, "PIN") for key in ("7", "Enter", "2", "4", "6", "8"))
    opened = (*login, press("Enter", "窗口已开"), press("d", "证明申请"))
    page = (*opened, press("Enter", "经过"))
    steps: dict[str, tuple[Step, ...]] = {
        "requests": opened,
        "request": page,
        "request-review": (*page, press("c", "事实属实")),
        "request-asking": (*page, press("m", "缺哪些材料")),
        "request-refusing": (*page, press("n", "为什么不予出具")),
        "request-whole": (*page, press("l", "为什么要看全文"), press("1", "自动收起")),
        "requests-register": (*opened, press("r", "起作废")),
    }
    ways = [
        Scene(f"desk-{name}", "desk", days.certified, "登录", how) for name, how in steps.items()
    ]
    return [*ways, *(replace(way, name=f"{way.name}-80x24", size=SMALL) for way in ways[:2])]


def _tending() -> list[Scene]:
    login = tuple(press(key, "PIN") for key in ("7", "Enter", "2", "4", "6", "8"))
    opened = (*login, press("Enter", "窗口已开"), press("z", "今天的活动"))
    page = (*opened, press("ArrowDown", "今天的活动"), press("Enter", "在场："))
    steps: dict[str, tuple[Step, ...]] = {
        "volunteers": opened,
        "activity": page,
        "activity-out": (*page, press("u", "签退，已记录")),
        "activity-list": (*page, press("g", "名单")),
        "correction": (*opened, press("Enter", "应于")),
        "volunteer": (*page, press("Enter", "第 1 张卡")),
        "volunteer-new": (*opened, press("e", "带 * 的要填")),
    }
    ways = [Scene(f"desk-{name}", "desk", days.tended, "登录", how) for name, how in steps.items()]
    small = (replace(way, name=f"{way.name}-80x24", size=SMALL) for way in ways[:2])
    return [*ways, *small]


def _board() -> list[Scene]:
    board = Scene("board", "board", days.called, "号窗口")
    return [
        board,
        replace(board, name="board-160x48", size=(160, 48)),
        replace(board, name="board-80x24", size=SMALL),
        replace(board, name="board-full", day=days.crowded, config=days.large_hall),
        replace(
            board, name="board-full-80x24", day=days.crowded, config=days.large_hall, size=SMALL
        ),
        replace(board, name="board-help", day=days.helped),
        replace(board, name="board-quiet", day=days.early, begins="等候"),
    ]


def _wired() -> list[Scene]:
    """Cut off from the server; the machines that share it."""
    cut = Step("起连不上中心", cut=True)
    login = tuple(press(key, "PIN") for key in ("7", "Enter", "2", "4", "6", "8"))
    entered = (*login, press("Enter", "窗口已开"))
    chief = tuple(press(key, "PIN") for key in ("1", "Enter", "1", "3", "5", "7"))
    machines = (*chief, press("Enter", "窗口已开"), press("k", "登记码"))
    lobby = Scene("lobby-cut-off", "lobby", days.busy, "请选择要办理的业务", (cut,), wired=True)
    given = press("1", "号码由本机发出")
    desk = Scene("desk-cut-off", "desk", days.called, "登录", (*entered, cut), wired=True)
    return [
        lobby,
        replace(lobby, name="lobby-ticket-cut-off", steps=(cut, given)),
        desk,
        replace(desk, name="desk-served", steps=(*entered, cut, press("s", "办完"))),
        replace(desk, name="desk-machines", steps=machines),
        replace(lobby, name="board-cut-off", screen="board", begins="号窗口", day=days.called),
    ]


SCENES: list[Scene] = [
    *_lobby(),
    *_volunteering(),
    *_finding(),
    *_desk(),
    *_requests(),
    *_tending(),
    *_board(),
    *_wired(),
]
"""All pictures, in the order a reader would look at them."""
