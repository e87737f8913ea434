"""Personal data at rest: nothing in clear, keys that change, and a program killed half way."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from kiosk.errors import Refused
from kiosk.hall import Hall
from kiosk.rotation import Rotation
from kiosk.sealed import is_sealed
from tests.halls import recorded

NUMBER, PHONE = "440308199901101512", "13800135678"


def put(hall: Hall, id_: str, number: str = NUMBER, phone: str = PHONE) -> None:
    """A document like a request's: sealed fields, fingerprints, one of them nested."""
    sealed = hall.sealed
    with hall.store.transaction():
        document = {
            "day": "2026-11-23",
            "item": "C01",
            "id_no": sealed.seal(number),
            "phone": sealed.seal(phone),
            "phone_print": sealed.fingerprint(phone),
            "phone_tail_print": sealed.fingerprint(phone[-4:]),
            "agents": [{"id_no": sealed.seal(number)}, "plain"],
        }
        hall.store.table("requests").put(id_, document)


def rotation(hall: Hall) -> Rotation:
    engine = hall.store.rows.engine
    return Rotation(hall.store, engine, hall.sealed, hall.audit)


def rotate(hall: Hall, *, forget: bool = False) -> int:
    return rotation(hall).run("2026-11-23T09:00:00+08:00", forget=forget).documents


def opens(hall: Hall, id_: str, number: str = NUMBER) -> bool:
    document = hall.store.table("requests").get(doc_id=id_)
    tokens = [document["id_no"], document["agents"][0]["id_no"]]
    return [hall.sealed.open(token) for token in tokens] == [number] * 2


def refused(hall: Hall, act: Callable[[], object]) -> str:
    before = hall.sealed.file.path
    kept = before.read_bytes() if before.exists() else None
    with pytest.raises(Refused) as error:
        act()
    assert (before.read_bytes() if before.exists() else None) == kept, "nothing is overwritten"
    assert NUMBER not in str(error.value)
    return error.value.code


@pytest.fixture
def sealed(hall: Hall) -> Hall:
    put(hall, "R1")
    return hall


def test_what_was_sealed_opens_and_two_tokens_of_one_text_differ(hall: Hall) -> None:
    texts = ["", NUMBER, "买买提·吐尔逊𠮷", "a" * 5000]
    tokens = [hall.sealed.seal(text) for text in texts * 2]
    assert [hall.sealed.open(token) for token in tokens] == texts * 2
    assert len(set(tokens)) == len(tokens)
    assert all(is_sealed(token) for token in tokens)


def test_nothing_is_in_clear_in_the_data_folder(sealed: Hall, tmp_path: Path) -> None:
    for path in (tmp_path / "data").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert NUMBER.encode() not in content, path
            assert PHONE.encode() not in content, path


def test_the_key_is_a_file_for_its_owner_and_not_in_the_database(
    sealed: Hall, tmp_path: Path
) -> None:
    file = sealed.sealed.file.path
    assert file == tmp_path / "data" / "hall.key"
    assert file.stat().st_mode & 0o777 == 0o600
    secret = json.loads(file.read_text())[0]["secret"]
    assert secret not in json.dumps(recorded(sealed))


def test_no_key_is_made_before_something_is_sealed(hall: Hall) -> None:
    hall.queue.take("A")
    assert not hall.sealed.file.path.exists()


def test_a_hall_without_sealing_loads_no_cipher(config_file: Callable[..., Path]) -> None:
    code = """
import sys
from datetime import datetime
from kiosk.hall import Hall
at = datetime.fromisoformat("2026-11-23T09:00:00+08:00")
with Hall.open(sys.argv[1], sys.argv[2], lambda: at) as hall:
    hall.queue.take("A")
heavy = {"cryptography", "argon2", "stdnum", "kiosk.identity"} & set(sys.modules)
sys.exit(f"loaded: {heavy}" if heavy else 0)
"""
    config = config_file()
    words = [sys.executable, "-c", code, str(config), str(config.parent / "quiet")]
    assert subprocess.run(words, check=False, capture_output=True, text=True).stderr == ""


def test_the_key_may_lie_elsewhere(open_hall: Callable[..., Hall], tmp_path: Path) -> None:
    (tmp_path / "safe").mkdir()
    hall = open_hall(store={"key": "safe/our.key"})
    put(hall, "R1")
    assert (tmp_path / "safe" / "our.key").exists()
    assert not (tmp_path / "data" / "hall.key").exists()


def test_fingerprints_find_a_value_and_say_nothing_about_it(sealed: Hall) -> None:
    one = sealed.sealed.fingerprint(PHONE)
    assert one == sealed.sealed.fingerprint(PHONE)
    assert one != sealed.sealed.fingerprint(PHONE[:-1] + "0")
    assert PHONE not in one
    found = sealed.store.table("requests").get(doc_id="R1")
    assert found["phone_print"] in sealed.sealed.fingerprints(PHONE)


# --- keys that are not there, or not ours ----------------------------------------------------


def test_a_missing_key_is_said_and_none_is_made(
    sealed: Hall, open_hall: Callable[..., Hall]
) -> None:
    token = sealed.store.table("requests").get(doc_id="R1")["id_no"]
    sealed.sealed.file.path.rename(sealed.sealed.file.path.with_name("away"))
    for hall in (sealed, open_hall()):
        assert refused(hall, partial(hall.sealed.open, token)) == "key_missing"
        assert refused(hall, partial(hall.sealed.seal, NUMBER)) == "key_missing"
    sealed.sealed.file.path.with_name("away").rename(sealed.sealed.file.path)
    assert opens(sealed, "R1")


@pytest.mark.parametrize("content", ["", "{}", "[]", '[{"name":"a","secret":"zz","made":""}]'])
def test_a_file_that_is_no_key_is_said(
    sealed: Hall, open_hall: Callable[..., Hall], content: str
) -> None:
    sealed.sealed.file.path.write_text(content)
    hall = open_hall()
    assert refused(hall, lambda: hall.sealed.seal(NUMBER)) == "key_wrong"


@pytest.mark.embedded
def test_another_halls_key_is_said(sealed: Hall, open_hall: Callable[..., Hall]) -> None:
    sealed.sealed.file.path.write_text(
        json.dumps([{"name": "00000000", "secret": "ab" * 32, "made": "2026-01-01"}])
    )
    hall = open_hall()
    assert refused(hall, lambda: hall.sealed.seal(NUMBER)) == "key_wrong"
    assert refused(hall, lambda: rotate(hall)) == "key_wrong"


@pytest.mark.parametrize("place", [10, 20, 40, -5])
def test_an_altered_token_does_not_open(sealed: Hall, place: int) -> None:
    token = sealed.sealed.seal(NUMBER)
    letter = "A" if token[place] != "A" else "B"
    altered = token[:place] + letter + token[place + 1 :]
    assert refused(sealed, lambda: sealed.sealed.open(altered)) in {"not_sealed", "key_wrong"}


def test_clear_text_is_not_taken_for_a_token(sealed: Hall) -> None:
    assert refused(sealed, lambda: sealed.sealed.open(NUMBER)) == "not_sealed"


# --- rotation --------------------------------------------------------------------------------


def test_rotation_seals_everything_anew_history_too(hall: Hall) -> None:
    for n in range(450):
        put(hall, f"R{n}")
    hall.store.table("requests").retire([f"R{n}" for n in range(0, 450, 2)])
    before = hall.sealed.file.read()[0].name
    assert rotate(hall) == 450
    keys, count = rotation(hall).ages()
    assert [key.name for key in keys][1:] == [before]
    assert count == {keys[0].name: 3 * 450}
    assert all(opens(hall, f"R{n}") for n in range(450))
    found = hall.store.table("requests").get(doc_id="R7")
    assert found["phone_print"] == hall.sealed.fingerprint(PHONE)
    assert found["phone_tail_print"] == hall.sealed.fingerprint(PHONE[-4:])
    live = recorded(hall)["requests"]
    assert len(live) == 225, "what was history stays history"
    assert hall.audit.verify().entries == 1


def test_a_backup_of_before_still_opens_until_the_old_key_is_forgotten(sealed: Hall) -> None:
    old = sealed.store.table("requests").get(doc_id="R1")["id_no"]
    rotate(sealed)
    assert sealed.sealed.open(old) == NUMBER
    rotate(sealed, forget=True)
    assert refused(sealed, lambda: sealed.sealed.open(old)) == "key_wrong"
    assert opens(sealed, "R1")
    assert len(sealed.sealed.file.read()) == 1


def test_no_key_is_forgotten_under_a_running_program(
    sealed: Hall, open_hall: Callable[..., Hall]
) -> None:
    open_hall()
    assert refused(sealed, lambda: rotate(sealed, forget=True)) == "keys_in_use"
    assert opens(sealed, "R1")


def test_a_running_program_goes_on_with_the_new_key(
    sealed: Hall, open_hall: Callable[..., Hall]
) -> None:
    other = open_hall()
    assert opens(other, "R1")
    rotate(sealed)
    other.refresh()
    assert opens(other, "R1")
    put(other, "R2")
    current = sealed.sealed.file.read()[0].name
    assert f".{current}." in other.store.table("requests").get(doc_id="R2")["id_no"]


def last(hall: Hall) -> int:
    """The last transaction of any process."""
    hall.refresh()
    return hall.store.rows.ver


ROTATES = """
import sys
from datetime import datetime
from kiosk.hall import Hall
from kiosk.rotation import Rotation
import kiosk.rotation
kiosk.rotation.BATCH = 5
at = datetime.fromisoformat("2026-11-23T09:00:00+08:00")
with Hall.open(sys.argv[1], sys.argv[2], lambda: at) as hall:
    print("ready", flush=True)
    sys.stdin.readline()
    print(Rotation(hall.store, hall.store.rows.engine, hall.sealed, hall.audit).run("2026").key)
"""


def test_killed_at_any_moment_a_rotation_loses_nothing_and_is_taken_up_again(
    hall: Hall, config_file: Callable[..., Path], tmp_path: Path
) -> None:
    count = 120
    for n in range(count):
        put(hall, f"R{n}")
    words = [sys.executable, "-c", ROTATES, str(config_file()), str(tmp_path / "data")]
    interrupted = 0
    for turn in range(12):
        run = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert run.stdin and run.stdout
        assert run.stdout.readline() == "ready\n"
        begun = last(hall)
        run.stdin.write("\n")
        run.stdin.flush()
        # After so many of its transactions, whatever it does at that moment.
        while last(hall) < begun + turn and run.poll() is None:
            pass
        run.kill()
        run.communicate()
        hall.refresh()
        interrupted += hall.sealed.rotating
        assert all(opens(hall, f"R{n}") for n in range(count)), turn
    rotate(hall)
    keys, sealed = rotation(hall).ages()
    assert set(sealed) == {keys[0].name}
    assert not hall.sealed.rotating
    assert interrupted, "no kill fell into a rotation: the moments need another spread"


def test_an_interrupted_rotation_goes_on_with_its_own_key(sealed: Hall) -> None:
    work = rotation(sealed)
    work._begin("2026-11-23", "")
    begun = sealed.sealed.file.read()[0].name
    assert sealed.sealed.rotating
    assert opens(sealed, "R1")
    assert work.run("2026-11-24").key == begun
    assert len(sealed.sealed.file.read()) == 2


def test_a_key_file_without_a_mark_is_taken_up(hall: Hall) -> None:
    """A program that ended between making the file and marking the records."""
    made = hall.sealed.file.create("2026-11-23")[0].name
    put(hall, "R1")
    assert hall.sealed.file.read()[0].name == made


# --- the command -----------------------------------------------------------------------------


def kiosk(config: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    run = [sys.executable, "-m", "kiosk", "--config", str(config), "--data", str(folder)]
    clock = ["--clock", "2026-11-24T09:00:00+08:00"]
    return subprocess.run([*run, *clock, *words], capture_output=True, text=True, check=False)


def test_the_command_rotates_shows_ages_and_copies(
    sealed: Hall, config_file: Callable[..., Path], tmp_path: Path
) -> None:
    config, folder = config_file(), tmp_path / "data"
    shown = json.loads(kiosk(config, folder, "keys", "show-age", "--json").stdout)
    assert [(key["days"], key["current"], key["sealed"]) for key in shown["keys"]] == [(1, True, 3)]
    done = json.loads(kiosk(config, folder, "keys", "rotate", "--json").stdout)
    assert (done["ok"], done["documents"], done["forgotten"]) == (True, 1, 0)
    secrets = [key["secret"] for key in json.loads(sealed.sealed.file.path.read_text())]
    said = kiosk(config, folder, "keys", "show-age").stdout
    assert len(said.splitlines()) == 2
    assert not any(secret in said for secret in secrets)
    copied = kiosk(config, folder, "keys", "copy", str(tmp_path / "copy.key"))
    assert copied.returncode == 0
    assert (tmp_path / "copy.key").read_bytes() == sealed.sealed.file.path.read_bytes()
    assert (tmp_path / "copy.key").stat().st_mode & 0o777 == 0o600
    again = kiosk(config, folder, "keys", "copy", str(tmp_path / "copy.key"))
    assert (again.returncode, "key_exists" in again.stderr) == (1, True)


def test_a_backup_says_that_its_key_is_not_in_it(
    sealed: Hall, config_file: Callable[..., Path], tmp_path: Path
) -> None:
    backup = tmp_path / "b.db"
    said = kiosk(config_file(), tmp_path / "data", "backup", str(backup)).stdout
    assert "hall.key" in said
    assert NUMBER.encode() not in backup.read_bytes()
    assert json.loads(sealed.sealed.file.path.read_text())[0]["secret"].encode() not in (
        backup.read_bytes()
    )
