"""Calls are heard one after another; what hangs, fails or is over delays nobody.

The programs are real: small scripts that write down what they were asked to say.
"""

from __future__ import annotations

import logging
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from kiosk.config import Language, Sound
from screens.board import announcer as announcing
from screens.board.announcer import LATE, Announcer
from screens.board.news import Call
from screens.board.programs import Programs
from screens.board.voice import ESPEAK, Voice, spoken
from tests.waiting import until

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def call(number: str, window: str = "1", *, again: bool = False) -> Call:
    return Call(number, window, int(number[1:]), AT, again)


class Hearing:
    """Scripts in a folder, and what they wrote down."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._heard = folder / "heard"

    def script(self, name: str, body: str) -> str:
        """A program that runs this; $HEARD is where it writes."""
        path = self._folder / name
        path.write_text(f"#!/bin/sh\nHEARD='{self._heard}'\n{body}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    def says(self) -> str:
        """A program that notes when it begins and ends."""
        return self.script("say", 'echo "begin $1" >> "$HEARD"; echo "end $1" >> "$HEARD"')

    def waits(self, go: Path) -> str:
        """A program that speaks until a file is there."""
        wait = f"while [ ! -e '{go}' ]; do sleep 0.02; done"
        return self.script(
            "wait", f'echo "begin $1" >> "$HEARD"; {wait}; echo "end $1" >> "$HEARD"'
        )

    @property
    def lines(self) -> list[str]:
        return self._heard.read_text(encoding="utf-8").splitlines() if self._heard.exists() else []


@pytest.fixture
def hearing(tmp_path: Path) -> Hearing:
    return Hearing(tmp_path)


@pytest.fixture
def announcer() -> Iterator[Callable[..., Announcer]]:
    started = []

    def start(
        sound: Sound, ring: Callable[[], None] = lambda: None, **more: Callable[[], float]
    ) -> Announcer:
        thread = Announcer(sound, "zh-Hans", ring, **more)
        thread.start()
        started.append(thread)
        return thread

    yield start
    for thread in started:
        thread.stop()
        thread.join(30)
        assert not thread.is_alive()


def alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


# --- what is said ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "window", "language", "said"),
    [
        ("A003", "3", "zh-Hans", "请 A 零零三号，到 3号窗口"),
        ("A103", "12", "zh-Hans", "请 A 一零三号，到 12号窗口"),
        ("XB020", "3", "zh-Hant", "請 X B 零二零號，到 3號窗口"),
        ("A003", "3", "en", "Number A, zero zero three, please go to window 3"),
    ],
)
def test_digits_are_read_one_by_one(number: str, window: str, language: str, said: str) -> None:
    assert spoken(number, window, language) == said


def test_without_a_speech_program_nothing_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert Voice(Sound(), "zh-Hans").commands("A003", "3") == []
    assert Voice(Sound(speech="off"), "zh-Hans").commands("A003", "3") == []


def test_espeak_is_used_when_it_is_installed(
    hearing: Hearing, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = hearing.script(ESPEAK, "")
    monkeypatch.setenv("PATH", str(Path(program).parent))
    assert Voice(Sound(speech="off"), "zh-Hans").commands("A003", "3") == []
    sound = Sound(languages=("zh-Hant", "en"))
    assert Voice(sound, "zh-Hans").commands("A003", "3") == [
        [program, "-v", "cmn-latn-pinyin", "-s", "140", "請 A 零零三號，到 3號窗口"],
        [program, "-v", "en", "-s", "140", "Number A, zero zero three, please go to window 3"],
    ]


def test_no_shell_ever_reads_what_is_said(hearing: Hearing) -> None:
    """A window's name is the centre's to choose, whatever it holds."""
    window = "$(touch x); `touch x` {language} {text}"
    command = Voice(Sound(speech=(hearing.says(), "{text}")), "zh-Hans").commands("A003", window)
    Programs().run(command[0], 30)
    assert hearing.lines[0] == f"begin 请 A 零零三号，到 {window}号窗口"


# --- one after another -------------------------------------------------------------------------


def test_calls_of_one_moment_are_all_spoken_in_order(
    hearing: Hearing, announcer: Callable[..., Announcer]
) -> None:
    calls = [call(f"A{n:03}", str(n)) for n in range(1, 8)]
    sound = Sound(chime=(hearing.script("ding", 'echo ding >> "$HEARD"'),))
    speech = (hearing.says(), "{text}")
    thread = announcer(Sound(chime=sound.chime, speech=speech))
    thread.tell(calls, calls)
    until(lambda: len(hearing.lines) == 21, "seven announcements")
    texts = [spoken(each.number, each.window, "zh-Hans") for each in calls]
    assert hearing.lines == [
        line for text in texts for line in ("ding", f"begin {text}", f"end {text}")
    ]


def test_each_is_repeated_and_told_in_each_language_as_configured(
    hearing: Hearing, announcer: Callable[..., Announcer]
) -> None:
    sound = Sound(
        chime=False,
        speech=(hearing.says(), "{language} {text}"),
        languages=("zh-Hans", "en"),
        repeat=2,
    )
    announcer(sound).tell([call("A001")], [call("A001")])
    until(lambda: len(hearing.lines) == 8, "four sentences")
    chinese = "begin zh-Hans 请 A 零零一号，到 1号窗口"
    english = "begin en Number A, zero zero one, please go to window 1"
    assert hearing.lines[::2] == [chinese, english] * 2


def test_the_bell_rings_once_a_call_when_nothing_speaks(
    announcer: Callable[..., Announcer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcing, "PAUSE", 0.01)
    rung: list[int] = []
    thread = announcer(Sound(speech="off"), ring=lambda: rung.append(1))
    calls = [call("A001"), call("A002", "2"), call("A003", "3")]
    thread.tell(calls, calls)
    until(lambda: len(rung) == 3, "three bells")
    thread.tell(calls, [call("A002", "2", again=True)])
    until(lambda: len(rung) == 4, "a bell for the recall")
    thread.tell(calls, [])
    thread.stop()
    thread.join(30)
    assert len(rung) == 4


# --- what is over, late, hanging or failing ----------------------------------------------------


def test_who_is_no_longer_called_is_neither_chimed_nor_spoken(
    hearing: Hearing, announcer: Callable[..., Announcer], tmp_path: Path
) -> None:
    """Arrived, missed, undone, or called to another window in the meantime."""
    go = tmp_path / "go"
    chime = (hearing.script("ding", 'echo ding >> "$HEARD"'),)
    thread = announcer(Sound(chime=chime, speech=(hearing.waits(go), "{text}")))
    first, gone, moved, last = (call(f"A00{n}", str(n)) for n in range(1, 5))
    thread.tell([first, gone, moved, last], [first, gone, moved, last])
    until(lambda: len(hearing.lines) == 2, "the first to be spoken")
    thread.tell([first, call("A003", "9"), last], [])
    go.touch()
    until(lambda: len(hearing.lines) == 6, "the last to be spoken")
    begun = [line for line in hearing.lines if line.startswith("begin")]
    assert begun == ["begin 请 A 零零一号，到 1号窗口", "begin 请 A 零零四号，到 4号窗口"]
    assert hearing.lines.count("ding") == 2


def test_who_waited_too_long_for_their_turn_is_chimed_only(
    hearing: Hearing, announcer: Callable[..., Announcer], tmp_path: Path
) -> None:
    now = [1000.0]
    go = tmp_path / "go"
    chime = (hearing.script("ding", 'echo ding >> "$HEARD"'),)
    sound = Sound(chime=chime, speech=(hearing.waits(go), "{text}"))
    thread = announcer(sound, now=lambda: now[0])
    first, late, fresh = call("A001", "1"), call("A002", "2"), call("A003", "3")
    thread.tell([first, late], [first, late])
    until(lambda: len(hearing.lines) == 2, "the first to be spoken")
    now[0] += LATE + 1
    thread.tell([first, late, fresh], [fresh])
    go.touch()
    until(lambda: hearing.lines[-1:] == ["end 请 A 零零三号，到 3号窗口"], "the fresh one")
    assert [line.split("到")[0] for line in hearing.lines] == [
        "ding",
        "begin 请 A 零零一号，",
        "end 请 A 零零一号，",
        "ding",
        "ding",
        "begin 请 A 零零三号，",
        "end 请 A 零零三号，",
    ]


def test_a_program_that_hangs_is_killed_with_all_it_started(
    hearing: Hearing, caplog: pytest.LogCaptureFixture
) -> None:
    hangs = hearing.script("hang", 'sleep 1000 & echo $! >> "$HEARD"; echo $$ >> "$HEARD"; wait')
    programs = Programs()
    with caplog.at_level(logging.WARNING):
        programs.run([hangs], 1)
        programs.run([hangs], 1)
    assert len(hearing.lines) == 4
    until(lambda: not any(alive(int(pid)) for pid in hearing.lines), "all of it to be gone")
    assert len(caplog.records) == 1, "it is said once"
    assert "killed" in caplog.text


def test_a_failure_is_logged_once_until_it_works_again(
    hearing: Hearing, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    fails = hearing.script("fails", f"[ ! -e '{broken}' ]")
    programs = Programs()
    broken.touch()
    with caplog.at_level(logging.WARNING):
        for command in ([fails], [fails], [str(tmp_path / "nothing")], [str(tmp_path / "nothing")]):
            programs.run(command, 30)
        assert len(caplog.records) == 2
        broken.unlink()
        programs.run([fails], 30)
        broken.touch()
        programs.run([fails], 30)
    assert len(caplog.records) == 3


def test_a_board_that_ends_ends_its_speech(
    hearing: Hearing, announcer: Callable[..., Announcer], caplog: pytest.LogCaptureFixture
) -> None:
    hangs = hearing.script("hang", 'echo $$ >> "$HEARD"; exec sleep 1000')
    thread = announcer(Sound(chime=False, speech=(hangs, "{text}")))
    calls = [call("A001"), call("A002", "2")]
    thread.tell(calls, calls)
    until(lambda: hearing.lines, "the speech to begin")
    thread.stop()
    thread.join(30)
    assert not thread.is_alive()
    until(lambda: not alive(int(hearing.lines[0])), "the program to be gone")
    assert len(hearing.lines) == 1, "and the next is not begun"
    assert not caplog.records


@pytest.mark.skipif(shutil.which(ESPEAK) is None, reason="espeak-ng is not installed")
@pytest.mark.parametrize(("language", "zero"), [("zh-Hans", "零"), ("en", "zero")])
def test_the_real_program_reads_the_sentence(language: Language, zero: str) -> None:
    """What it would say, in phonemes: a machine for tests has no loudspeaker.

    Its voice ``cmn`` reads third tones as English words in 1.51; the one we ask for does not.
    """
    command = Voice(Sound(languages=(language,)), language).commands("A003", "3")[0]

    def phonemes(text: str) -> str:
        words = [*command[:-1], "-q", "-x", text]
        heard = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        return heard.strip().rstrip("_|")

    assert phonemes(command[-1]).count(phonemes(zero)) == 2
    assert "(en)" not in phonemes(command[-1])
