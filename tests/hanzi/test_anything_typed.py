"""Whatever is typed, nothing breaks, and what candidates claim is true."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.hanzi import Kind
from kiosk.hanzi.syllables import MARK
from kiosk.hanzi.table import LONGEST_TYPED, Table

TABLE = Table()
LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz'", max_size=60)
SYLLABLES = st.lists(st.sampled_from(sorted(TABLE.characters.syllables)), max_size=9).map("".join)


@given(
    st.one_of(LETTERS, SYLLABLES), st.sampled_from(Kind), st.sampled_from(["", "王"]), st.booleans()
)
def test_candidates_take_what_was_typed_and_no_more(
    typed: str, kind: Kind, before: str, traditional: bool
) -> None:
    found = TABLE.spelled(typed, kind=kind, before=before, traditional=traditional)
    for one in found:
        assert one.text
        assert (0 < one.takes <= min(len(typed), LONGEST_TYPED)) or not typed
    assert len({one.text for one in found}) == len(found)


@given(SYLLABLES)
def test_whole_syllables_can_always_be_written_to_the_end(typed: str) -> None:
    steps = 0
    while typed:
        found = TABLE.spelled(typed)
        assert found, typed
        typed = typed[found[0].takes :]
        steps += 1
        assert steps <= 60


@given(SYLLABLES)
def test_a_single_character_is_said_as_the_letters_it_takes(typed: str) -> None:
    readings = TABLE.characters.readings
    for one in TABLE.spelled(typed):
        if len(one.text) == 1:
            letters = typed[: one.takes].strip(MARK)
            assert (
                any(said.startswith(letters[:1]) for said in readings[one.text]) or "v" in letters
            )


@given(st.text(max_size=60))
def test_any_text_at_all_is_safe(typed: str) -> None:
    assert isinstance(TABLE.parted(typed), str)
    assert isinstance(list(TABLE.spelled(typed)), list)
    assert isinstance(list(TABLE.stroked(typed)), list)


@given(st.text(alphabet="12345*", max_size=80))
def test_strokes_lead_to_characters_that_begin_so(strokes: str) -> None:
    assert all(len(one.text) == 1 and one.takes == len(strokes) for one in TABLE.stroked(strokes))
