"""The words of ``kiosk outbox``."""

from __future__ import annotations

from argparse import ArgumentParser


def outbox_words(command: ArgumentParser, sub: type[ArgumentParser]) -> None:
    """Add them to its parser."""
    acts = command.add_subparsers(dest="act", metavar="操作", required=True, parser_class=sub)

    def add(name: str, says: str) -> ArgumentParser:
        act = acts.add_parser(name, help=says, description=says)
        act.add_argument("--json", action="store_true", help="以 JSON 输出")
        return act

    add("list", "本机断网时记下、还没有送到服务器的事")
    add("send", "现在就送到服务器（平时连上后会自动送）")
    add("conflicts", "送到后与记录矛盾、要人核对的事")
    settle = add("settle", "一件矛盾已经核对：写明谁核对的、怎样处理")
    settle.add_argument("conflict", metavar="CONFLICT", help="kiosk outbox conflicts 所列的编号")
    settle.add_argument("--staff", required=True, metavar="NUMBER", help="核对人的工号")
    settle.add_argument("--words", required=True, metavar="TEXT", help="怎样处理的")
