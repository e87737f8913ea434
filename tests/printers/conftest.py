from __future__ import annotations

import pytest

TICKET = {
    "centre": "幸福社区党群服务中心",
    "centre_en": "Xingfu Community Service Centre",
    "number": "A001",
    "line_name": "综合业务",
    "line_name_en": "General Services",
    "ahead": "3",
    "wait": "约 5–12 分钟",
    "late_rule": "过号 3 位以内可直接到窗口，排在下一位；过号超过 3 位请重新取号。",
    "time": "2026-11-23 09:00",
    "code": "31012345678901234567",
}


@pytest.fixture
def ticket() -> dict[str, str]:
    return dict(TICKET)
