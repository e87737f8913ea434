"""Whatever can come down a terminal's line: one event at a time, from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable

KEYS = [*"ABCDEFHPQRS", *(f"{n}~" for n in (1, 2, 3, 4, 5, 6, 11, 15, 17, 20, 21, 23, 24, 29))]
REPORTS = [
    "\x1b[I", "\x1b[O", "\x1b[?2026;2$y", "\x1b[?2048;2$y", "\x1b[?2048;0$y", "\x1b[?1;2c",
    "\x1b[>0;276;0c", "\x1b[0n", "\x1b[31;120R", "\x1b[1;1R", "\x1b]11;rgb:0000/0000/0000\x1b\\",
    "\x1bP1+r524742=8\x1b\\", "\x1b[48;31;120;620;1200t", "\x1b[48;0;0;0;0t", "\x1b[48;1;1;1;1t",
    "\x1b[48;9999;9999;9999;9999t", "\x1b[4;620;1200t", "\x1b[?997;1n", "\x1b[?0u", "\x1b[?31u",
]  # fmt: skip
HAN = "社保医保综合服务证明办理张王李赵㛃䶮𬭎，。（）１２３￥…—“”🙂👨‍👩‍👧"
LONG = 200_000
"""Characters of a paste by somebody who means it."""


class Noise:
    """Events for a terminal of a size that may change; ``mark`` is typed as this session's text."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.columns, self.rows = 120, 31
        self.mark = "vvq"
        self._kinds: list[tuple[int, Callable[[], bytes]]] = [
            (2400, self._key), (700, self._control), (1100, self._function_key), (600, self._kitty),
            (2000, self._tap), (1100, self._mouse), (200, self._wild_mouse), (400, self._report),
            (600, self._escape), (200, self._paste), (5, self._long_paste), (300, self._binary),
            (5, self._endless_paste), (250, self._scan), (200, self._typed), (100, self._chord),
        ]  # fmt: skip

    def event(self) -> bytes:
        """One key, chord, touch, sequence or paste."""
        weights, kinds = zip(*self._kinds, strict=True)
        event: Callable[[], bytes] = self.chance.choices(kinds, weights)[0]
        return event()

    def by_hand(self) -> bytes:
        """One key or touch of a person."""
        return self.chance.choice([self._key, self._tap, self._tap, self._function_key])()

    def size(self) -> tuple[int, int]:
        """Columns and rows somebody might drag or boot a terminal to."""
        usual = [(80, 24), (120, 31), (160, 48), (20, 5), (250, 80), (120, 31)]
        odd = (self.chance.randint(20, 250), self.chance.randint(5, 80))
        self.columns, self.rows = self.chance.choice([*usual, odd])
        return self.columns, self.rows

    def _key(self) -> bytes:
        keys = "0123456789" * 3 + "abcdefghijklmnopqrstuvwxyzXYZ .,-+*/\r\t\x7f" + HAN
        return self.chance.choice(keys).encode()

    def _control(self) -> bytes:
        return bytes([self.chance.choice([*range(32), 0x1B, 0x1B, 0x7F])])

    def _chord(self) -> bytes:
        return b"\x1b" + bytes([self.chance.randrange(128)])

    def _function_key(self) -> bytes:
        key = self.chance.choice(KEYS)
        modifier = self.chance.choice(["", "", "1;2", "1;3", "1;5", "1;6", "1;8", "1;9", "1;99"])
        if key.endswith("~"):
            return f"\x1b[{key[:-1]}{modifier[1:]}~".encode()
        return f"\x1b{self.chance.choice('[O') if not modifier else '['}{modifier}{key}".encode()

    def _kitty(self) -> bytes:
        number = self.chance.choice([3, 9, 13, 27, 97, 113, 57358, 57399, 0x10FFFF, 0xD800, 10**12])
        modifier = self.chance.choice(["", ";5", ";9", ";5:3", ";1;20013:22269", ";;97", ";999"])
        return f"\x1b[{number}{modifier}{self.chance.choice('uu~')}".encode()

    def _place(self) -> tuple[int, int]:
        return self.chance.randint(1, self.columns), self.chance.randint(1, self.rows)

    def _tap(self) -> bytes:
        x, y = self._place()
        return f"\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m".encode()

    def _mouse(self) -> bytes:
        x, y = self._place()
        button = self.chance.choice([0, 1, 2, 3, 32, 33, 34, 35, 64, 65, 66, 67, 68, 80, 128])
        return f"\x1b[<{button};{x};{y}{self.chance.choice('Mm')}".encode()

    def _wild_mouse(self) -> bytes:
        x, y = (self.chance.choice([-1, 0, 1, 10**4, 10**9, -(10**9)]) for _ in "xy")
        old = b"\x1b[M" + bytes(self.chance.choices(range(32, 256), k=3))
        new = f"\x1b[<{self.chance.choice([0, 35, 64, 10**6])};{x};{y}M".encode()
        return self.chance.choice([old, new, new[:-1], b"\x1b[<;;M", b"\x1b[<0;5M"])

    def _report(self) -> bytes:
        return self.chance.choice(REPORTS).encode()

    def _escape(self) -> bytes:
        body = self.chance.choices('0123456789;:<>?[]()OPX^_\\$ !"#mMtuc~\x1b\x07', k=9)
        whole = "\x1b" + self.chance.choice("[]OPN_^X") + "".join(body)
        return whole[: self.chance.randint(1, len(whole))].encode()

    def _text(self) -> str:
        texts = [
            self.mark,
            "330106199001011234",
            HAN,
            "1\r2\r3\r",
            "\x1b[A\x1b\x1b[<0;9;9M",
            "\x00\x07",
        ]
        return "".join(self.chance.choices(texts, k=3))

    def _paste(self) -> bytes:
        return f"\x1b[200~{self._text()}\x1b[201~".encode()

    def _long_paste(self) -> bytes:
        return f"\x1b[200~{self._text() * (LONG // 60)}\x1b[201~".encode()

    def _endless_paste(self) -> bytes:
        return b"\x1b[200~" + self._text().encode()

    def _binary(self) -> bytes:
        return self.chance.randbytes(self.chance.randint(1, 40))

    def _scan(self) -> bytes:
        digits = "".join(self.chance.choices("0123456789", k=self.chance.choice([12, 22, 60])))
        return f"{self.chance.choice([digits, self.mark])}\r".encode()

    def _typed(self) -> bytes:
        return self.mark.encode()
