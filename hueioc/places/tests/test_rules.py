"""Rules of names, changes and boxes, tried on anything a person may type."""

import unicodedata
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hueioc.lib.geo import Point, metres_between
from hueioc.lib.packs import TypingHabits
from hueioc.places.rules import Change, box_around, follow, matches, rank, search_key, search_words

HABITS = TypingHabits(left_out=frozenset({"p", "tp"}), written_out={"dg": "duong"})
NAMES = ["Phường Vĩnh Ninh", "Chợ Đông Ba", "Xã Chân Mây - Lăng Cô", "Cầu ngói Thanh Toàn", "Đường Nguyễn Huệ"]


@given(st.text(max_size=200))
def test_any_text_can_be_searched_for(typed: str) -> None:
    words = search_words(typed)
    assert len(words) <= 8
    assert all(word and word == word.casefold() and " " not in word for word in words)


@given(st.sampled_from(NAMES), st.booleans(), st.sampled_from(["NFC", "NFD"]), st.integers(1, 40))
def test_a_name_finds_itself_without_diacritics_in_any_case_and_from_its_first_letters(
    name: str, upper: bool, form: str, length: int
) -> None:
    typed = unicodedata.normalize("NFC" if form == "NFC" else "NFD", name.upper() if upper else name)
    start = search_words(typed)
    assert matches(search_key([name]), start)
    assert matches(search_key([name]), [word[: max(1, length)] for word in start])


@given(st.lists(st.text(max_size=30), max_size=4))
def test_a_key_holds_single_blanks_only(names: list[str]) -> None:
    key = search_key(names)
    assert key.startswith(" ")
    assert "  " not in key
    assert "\n" not in key


def test_a_word_is_found_from_its_beginning_and_never_from_its_middle() -> None:
    key = search_key(["Phường Vĩnh Ninh", "Vinh Ninh Ward"])
    assert matches(key, ["vin", "war"])
    assert not matches(key, ["inh"])
    assert not matches(key, [])


def test_short_forms_before_a_name_are_understood_but_a_lone_letter_still_counts() -> None:
    assert search_words("p. Vĩnh Ninh, tp Huế", HABITS) == ["vinh", "ninh", "hue"]
    assert search_words("đg. Lê Lợi", HABITS) == ["duong", "le", "loi"]
    assert search_words("p", HABITS) == ["p"]
    assert search_words("p. Vĩnh Ninh") == ["p", "vinh", "ninh"]
    assert search_words("A Lưới 3") == ["a", "luoi", "3"]


def test_whole_phrases_come_before_loose_words_and_todays_before_former_ones() -> None:
    words = ["vinh", "ninh"]
    phrase, loose = search_key(["Phường Vĩnh Ninh"]), search_key(["Ninh Vĩnh"])
    assert rank(phrase, words, False) < rank(loose, words, True)
    assert rank(phrase, words, True) < rank(phrase, words, False)


CODES = st.sampled_from("abcdef")
CHANGES = st.lists(st.builds(Change, CODES, CODES, st.just("full"), st.dates(date(2000, 1, 1), date(2030, 1, 1))))


@given(CODES, CHANGES, st.dates(date(2000, 1, 1), date(2030, 1, 1)))
def test_following_changes_ends_even_in_circles_and_never_names_the_start(
    code: str, changes: list[Change], until: date
) -> None:
    reached = follow(code, changes, until)
    assert code not in reached
    assert len(reached) == len(set(reached))
    for target in reached:
        assert code in follow(target, changes, until, back=True)


@given(st.floats(-80, 80), st.floats(-179, 179), st.floats(1, 5_000))
def test_the_box_around_a_point_holds_everything_within_the_distance(lat: float, lon: float, metres: float) -> None:
    south, west, north, east = box_around(Point(lat, lon), metres)
    assert metres_between(Point(lat, lon), Point(north, lon)) >= metres * 0.999
    assert metres_between(Point(lat, lon), Point(lat, east)) >= metres * 0.999
    assert south < lat < north
    assert west < lon < east
