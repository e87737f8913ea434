"""Initials, an answer, its checklist on paper and a ticket for it, in a real terminal."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kiosk.hall import Hall
from tests.terminal.pseudo import SHIPPED, Terminal, pictures, wait_until

NINE = datetime.fromisoformat("2026-11-23T09:00:00+08:00")


def test_from_initials_to_a_checklist_and_a_ticket(tmp_path: Path) -> None:
    data = tmp_path / "data"
    words = ["--config", str(SHIPPED), "--data", str(data), "--clock", NINE.isoformat()]
    with Terminal(*words, columns=80, rows=24) as lobby:
        lobby.wait_for("办什么怎么办")
        lobby.persist(lambda: lobby.keys("6"), "打字查找")
        lobby.persist(lambda: lobby.touch("打字查找"), "F5 [拼音]")
        for end in range(1, 5):
            lobby.keys("jzzm"[end - 1])
            lobby.wait(lambda screen, end=end: f" {'jzzm'[:end]} " in screen, "what was typed")  # type: ignore[misc]
        lobby.wait_for("居住情况证明", "可申请")
        lobby.persist(lambda: lobby.touch("居住情况证明"), "打印材料清单", "要带什么")
        lobby.persist(lambda: lobby.touch("打印材料清单"), "凭条")
        wait_until(lambda: len(pictures(data)) == 1, "a checklist")
        lobby.persist(lambda: lobby.touch("取号去窗口"), "C001")
        wait_until(lambda: len(pictures(data)) == 2, "a ticket")
    with Hall.open(SHIPPED, data, clock=lambda: NINE) as hall:
        assert sorted(job.kind for job in hall.slips.jobs()) == ["checklist", "ticket"]
        [ticket] = hall.queue.tickets()
        assert (ticket.line, ticket.item) == ("C", "C01")
