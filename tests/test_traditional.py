"""Our table of Traditional characters says what OpenCC says, without OpenCC."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.traditional import TABLE, traditional
from kiosk.traditional.make import CONFIGURATION

LIBRARY = opencc.OpenCC(CONFIGURATION)

ROWS = [
    row.split("\t")
    for row in TABLE.read_text(encoding="utf-8").splitlines()
    if not row.startswith("#")
]
WORDS = [first + word.partition("=")[0] for first, _, words in ROWS for word in words.split()]


@pytest.mark.parametrize(
    ("simplified", "expected"),
    [
        ("取号后请到窗口", "取號後請到窗口"),
        ("皇后后面", "皇后後面"),
        ("三公里里面的面条", "三公里裡面的麵條"),
        ("只有一只", "只有一隻"),
        ("复印证明，批准准备", "複印證明，批准準備"),
        ("残疾人证 A001", "殘疾人證 A001"),
        ("", ""),
    ],
)
def test_a_character_with_several_forms_takes_the_one_of_its_word(
    simplified: str, expected: str
) -> None:
    assert traditional(simplified) == expected


@given(
    st.lists(st.sampled_from(WORDS) | st.sampled_from("的一A，后里 \n"), max_size=8).map("".join)
)
def test_any_words_become_what_the_library_makes_of_them(text: str) -> None:
    assert traditional(text) == LIBRARY.convert(text)


def test_every_word_of_the_table_becomes_what_the_library_makes_of_it() -> None:
    differ = {word for word in WORDS if traditional(word) != LIBRARY.convert(word)}
    assert differ == set()


def test_the_table_is_what_its_command_makes(tmp_path: Path) -> None:
    made = tmp_path / "table.txt"
    command = [sys.executable, "-m", "kiosk.traditional.make", "--output", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    assert made.read_bytes() == TABLE.read_bytes()


def test_what_is_traditional_already_stays() -> None:
    text = "號碼、窗口、後面、裡面、麵條、證明"
    assert traditional(text) == text


def test_a_running_hall_does_not_load_the_library() -> None:
    asked = (
        "import sys; from kiosk.wording import in_script;"
        "assert in_script('号码', 'zh-Hant') == '號碼'; print('opencc' in sys.modules)"
    )
    seen = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "False"
