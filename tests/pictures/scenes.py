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
    """A key is pressed, or a text touched, or nothing done; then ``shows`` stands on the screen."""

    shows: str
    key: str = ""
    touch: str = ""


@dataclass(frozen=True)
class Scene:
    """One picture, ``NAME.png``: after these steps, when ``shows`` stands on the screen."""

    name: str
    screen: str
    day: Callable[[Morning], None]
    begins: str
    steps: tuple[Step, ...] = ()
    size: tuple[int, int] = USUAL
    config: Callable[[Path], Path] = days.shipped
    unprinted: int = 0


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
        "still-there": (press("8", "扫描号票上的码"), Step("您还在吗")),
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


SCENES: list[Scene] = [*_lobby(), *_desk(), *_board()]
"""All pictures, in the order a reader would look at them."""
