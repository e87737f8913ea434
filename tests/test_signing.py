"""Codes that anybody can check: one spelling each, nothing of it believed before its signature."""

from __future__ import annotations

import random
import re
import string
from base64 import b64decode
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.rotation import Rotation
from kiosk.signing import ALPHABET, LONGEST_NUMBER, TABLE, Signed, Signing, digest
from kiosk.store.sqlite import SQLite
from screens.scanner.scanned import LONGEST
from tests.halls import MONDAY, HandClock, settings

DAY = date(2026, 11, 23)
NUMBER = "XINGFULI-2026-C01-00012"
SAYS = "兹证明欧阳兰居住于幸福里1号楼".encode()


def opened(folder: Path) -> Hall:
    folder.mkdir(exist_ok=True)
    (folder / "config.toml").write_text(settings(), encoding="utf-8")
    return Hall.open(folder / "config.toml", folder / "data", HandClock(MONDAY))


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with opened(tmp_path_factory.mktemp("hall")) as hall:
        yield hall


@pytest.fixture(scope="module")
def code(hall: Hall) -> str:
    return hall.signing.sign("certificate", NUMBER, DAY, SAYS)


def word(signing: Signing, text: str) -> str:
    with pytest.raises(Refused) as refused:
        signing.read(text)
    return refused.value.code


def raw(text: str) -> bytes:
    """The bytes of a code, read by the rule in the docs and not by the program."""
    bits = "".join(f"{ALPHABET.index(sign):05b}" for sign in text)
    size = len(bits) // 8
    assert set(bits[size * 8 :]) <= {"0"}
    return int(bits[: size * 8], 2).to_bytes(size)


def signs(data: bytes) -> str:
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    return "".join(ALPHABET[int(bits[n : n + 5], 2)] for n in range(0, len(bits), 5))


def test_a_code_says_what_it_was_made_for(hall: Hall, code: str) -> None:
    assert hall.signing.read(code) == Signed("certificate", NUMBER, DAY, digest(SAYS))


def test_the_same_paper_has_the_same_code(hall: Hall, code: str) -> None:
    assert hall.signing.sign("certificate", NUMBER, DAY, SAYS) == code


@pytest.mark.parametrize("kind", ["certificate", "statement"])
@pytest.mark.parametrize("length", range(1, LONGEST_NUMBER + 1))
def test_every_length_of_number_fits_a_scan_and_comes_back(
    hall: Hall, kind: str, length: int
) -> None:
    number = ("A1-" * LONGEST_NUMBER)[:length]
    made = hall.signing.sign(kind, number, DAY, SAYS)  # type: ignore[arg-type]
    assert hall.signing.read(made) == Signed(kind, number, DAY, digest(SAYS))  # type: ignore[arg-type]
    assert len(made) <= 184 <= LONGEST
    assert set(made) <= set(string.ascii_uppercase + string.digits)


@pytest.mark.parametrize("number", ["", "c01", "甲-1", "A" * (LONGEST_NUMBER + 1), "A 1", "A\n"])
def test_a_number_that_no_code_holds_is_a_mistake_of_ours(hall: Hall, number: str) -> None:
    with pytest.raises(ValueError, match="no number"):
        hall.signing.sign("certificate", number, DAY, SAYS)


def test_nothing_that_the_paper_says_stands_in_its_code(code: str) -> None:
    assert SAYS not in raw(code)
    assert raw(code).count(sha256(SAYS).digest()[:16]) == 1


def test_somebody_with_the_public_key_alone_can_check_it(hall: Hall, code: str) -> None:
    key = load_pem_public_key(hall.signing.public_key().encode())
    assert isinstance(key, Ed25519PublicKey)
    data = raw(code)
    key.verify(data[-64:], data[:-64])
    der = b64decode("".join(hall.signing.public_key().splitlines()[1:-1]))
    assert hall.signing.fingerprint == sha256(der).hexdigest()


def test_every_other_sign_in_every_place_is_refused(hall: Hall, code: str) -> None:
    taken = [
        (at, sign)
        for at, there in enumerate(code)
        for sign in string.printable
        if sign != there
        and word(hall.signing, code[:at] + sign + code[at + 1 :])
        not in {"not_our_code", "code_altered"}
    ]
    assert taken == []


def test_ten_thousand_mutations_are_refused(hall: Hall, code: str) -> None:
    dice = random.Random(20261123)
    for _ in range(10_000):
        changed = list(code)
        for _ in range(dice.randint(1, 4)):
            at = dice.randrange(len(changed))
            match dice.randrange(4):
                case 0:
                    changed[at] = dice.choice(ALPHABET)
                case 1:
                    changed.insert(at, dice.choice(ALPHABET))
                case 2:
                    del changed[at]
                case _:
                    other = dice.randrange(len(changed))
                    changed[at], changed[other] = changed[other], changed[at]
        text = "".join(changed)
        if text != code:
            assert word(hall.signing, text) in {"not_our_code", "code_altered"}


def test_one_altered_sign_is_told_from_what_was_never_ours(hall: Hall, code: str) -> None:
    for at in range(2, len(code) - 1):  # kind, key, day, digest, number, signature
        sign = "7" if code[at] != "7" else "9"
        assert word(hall.signing, code[:at] + sign + code[at + 1 :]) == "code_altered", at


@pytest.mark.parametrize(
    "changed",
    [
        str.lower,
        lambda code: f" {code}",
        lambda code: f"{code}\n",
        lambda code: code.replace("0", "O"),
        lambda code: code.replace("1", "I"),
        lambda code: f"{code[:40]}-{code[40:]}",
        lambda code: code + "0",
        lambda code: code[::-1],
        lambda code: "".join(chr(ord(sign) + 0xFEE0) for sign in code),
    ],
)
def test_a_code_has_one_spelling(hall: Hall, code: str, changed: object) -> None:
    assert callable(changed)
    assert word(hall.signing, changed(code)) == "not_our_code"


def test_spare_bits_are_no_second_spelling(hall: Hall) -> None:
    for length in range(1, 9):
        made = hall.signing.sign("certificate", "A" * length, DAY, SAYS)
        spare = len(made) * 5 % 8
        for bits in range(1, 2**spare):
            last = ALPHABET[ALPHABET.index(made[-1]) | bits]
            assert word(hall.signing, made[:-1] + last) == "not_our_code"


@given(st.text() | st.text(ALPHABET, min_size=130, max_size=190))
def test_whatever_is_scanned_is_no_code_of_ours(hall: Hall, text: str) -> None:
    assert word(hall.signing, text) == "not_our_code"


@given(st.binary(min_size=80, max_size=120))
def test_bytes_of_any_kind_are_no_code_of_ours(hall: Hall, data: bytes) -> None:
    assert word(hall.signing, signs(data)) == "not_our_code"


def test_signed_by_another_hall_is_not_ours(hall: Hall, tmp_path: Path) -> None:
    with opened(tmp_path / "other") as other:
        theirs = other.signing.sign("certificate", NUMBER, DAY, SAYS)
        assert other.signing.read(theirs).number == NUMBER
    assert word(hall.signing, theirs) == "not_our_code"


def test_a_code_that_only_claims_our_key_is_altered(hall: Hall, code: str, tmp_path: Path) -> None:
    with opened(tmp_path / "other") as other:
        theirs = raw(other.signing.sign("certificate", NUMBER, DAY, SAYS))
    ours = raw(code)
    assert word(hall.signing, signs(theirs[:1] + ours[1:5] + theirs[5:])) == "code_altered"
    assert word(hall.signing, signs(ours[:1] + theirs[1:5] + ours[5:])) == "code_altered"


def test_old_keys_still_verify_after_a_new_one(tmp_path: Path) -> None:
    with opened(tmp_path) as hall:
        codes = [hall.signing.sign("certificate", NUMBER, DAY, SAYS)]
        for _ in range(3):
            hall.signing.renew()
            codes.append(hall.signing.sign("certificate", NUMBER, DAY, SAYS))
    with opened(tmp_path) as hall:
        assert len(set(codes)) == 4
        assert {hall.signing.read(code).number for code in codes} == {NUMBER}
        keys = hall.signing.public_keys()
        assert [key.current for key in keys] == [True, False, False, False]
        assert raw(codes[-1])[1:5].hex() == keys[0].name


def test_two_processes_that_sign_first_have_one_key(tmp_path: Path) -> None:
    with opened(tmp_path) as one, opened(tmp_path) as other:
        made = one.signing.sign("certificate", NUMBER, DAY, SAYS)
        other.refresh()
        assert other.signing.sign("certificate", NUMBER, DAY, SAYS) == made
        assert len(other.signing.public_keys()) == 1


def test_the_private_key_lies_nowhere_in_clear(tmp_path: Path) -> None:
    with opened(tmp_path) as hall:
        hall.signing.sign("certificate", NUMBER, DAY, SAYS)
        (row,) = hall.store.table(TABLE).all()
        secret = bytes.fromhex(hall.sealed.open(row["private"]))
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(row["public"]))
    for file in (tmp_path / "data").rglob("*"):
        if file.is_file():
            found = file.read_bytes()
            assert secret not in found, file
            assert re.search(secret.hex().encode(), found, re.IGNORECASE) is None, file


def test_the_private_key_is_sealed_anew_when_keys_are_rotated(tmp_path: Path) -> None:
    with opened(tmp_path) as hall:
        made = hall.signing.sign("certificate", NUMBER, DAY, SAYS)
        before = hall.store.table(TABLE).all()[0]["private"]
        engine = hall.store.rows.engine
        assert isinstance(engine, SQLite)
        work = Rotation(hall.store, engine, hall.sealed, hall.audit)
        work.run(MONDAY.isoformat(), forget=True)
        assert hall.store.table(TABLE).all()[0]["private"] != before
        assert hall.signing.sign("certificate", NUMBER, DAY, SAYS) == made


def test_without_the_key_file_nothing_is_signed_and_all_can_be_read(tmp_path: Path) -> None:
    with opened(tmp_path) as hall:
        made = hall.signing.sign("certificate", NUMBER, DAY, SAYS)
        hall.sealed.file.path.rename(tmp_path / "away")
    with opened(tmp_path) as hall:
        assert hall.signing.read(made).number == NUMBER
        with pytest.raises(Refused) as refused:
            hall.signing.sign("certificate", NUMBER, DAY, SAYS)
        assert refused.value.code == "key_missing"
