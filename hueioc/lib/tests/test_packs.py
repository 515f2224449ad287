"""Reading packs: strict, never a traceback, always the file and the field."""

import contextlib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hueioc.lib.packs import PackError, Text, Validity, discover, fingerprint, read_csv, read_json, read_toml, say


class Thing(Validity, frozen=True, kw_only=True):
    """A shape for these tests."""

    code: str
    size: int = 1
    names: Text | None = None


def written(tmp_path: Path, content: str | bytes, name: str = "thing.toml") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_good_file_becomes_its_shape(tmp_path: Path) -> None:
    thing = read_toml(written(tmp_path, 'code = "a"\nvalid_from = 2025-07-01\nnames = { vi = "cái" }'), Thing)
    assert thing == Thing(code="a", valid_from=date(2025, 7, 1), names={"vi": "cái"})
    assert thing.status == "confirmed"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("code = 1", "$.code is wrong: Expected `str`, got `int`"),
        ('code = "a"\nsise = 2', "unknown field `sise`"),
        ('code = "a"\nsize = "2"', "$.size"),
        ('code = "a"\nvalid_from = "2025-07-01T00:00:00"', "$.valid_from"),
        ('code = "a"\nstatus = "maybe"', "$.status"),
        ('code = "a"\nnames = {}', "$.names"),
        ("", "missing required field `code`"),
        ("code = ", "this is not TOML"),
        (b'code = "\xff"', "not UTF-8"),
        (b"\x00\x00", "control character"),
    ],
)
def test_a_wrong_file_is_refused_with_file_and_field(tmp_path: Path, content: str | bytes, sentence: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(PackError) as refused:
        read_toml(path, Thing)
    assert str(path) in str(refused.value)
    assert sentence in str(refused.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot be read"):
        read_toml(tmp_path / "absent.toml", Thing)


def test_a_table_of_rows_joins_its_names_and_leaves_empty_cells_to_the_defaults(tmp_path: Path) -> None:
    path = written(tmp_path, "code,size,name_vi,name_en,valid_to\na,3,cái,thing,2025-06-30\nb,,đồ,stuff,\n", "t.csv")
    first, second = read_csv(path, Thing)
    assert (first.size, first.names, first.valid_to) == (3, {"vi": "cái", "en": "thing"}, date(2025, 6, 30))
    assert (second.size, second.valid_to) == (1, None)


@pytest.mark.parametrize("row", ["a,many", "a,1,2,3", '"a,1', "a\x00,1"])
def test_a_wrong_row_is_refused_with_its_line(tmp_path: Path, row: str) -> None:
    with pytest.raises(PackError, match="line"):
        read_csv(written(tmp_path, f"code,size\nok,1\n{row}\n", "t.csv"), Thing)


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_are_either_read_or_refused_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    path = written(tmp_path_factory.mktemp("any"), raw)
    for read in (read_toml, read_csv, read_json):
        with contextlib.suppress(PackError):
            read(path, Thing)


@given(st.dates(), st.integers(0, 4000), st.integers(-1, 4001))
def test_both_days_of_validity_are_included(first: date, length: int, offset: int) -> None:
    try:
        last, day = first + timedelta(days=length), first + timedelta(days=offset)
    except OverflowError:
        return
    thing = Thing(code="a", valid_from=first, valid_to=last)
    assert thing.holds_on(day) == (0 <= offset <= length)
    assert Thing(code="a").holds_on(day)


def test_a_text_falls_back_from_the_dialect_to_the_language_to_english_to_the_first() -> None:
    text = {"vi": "xin chào", "en": "hello"}
    assert say(text, "en-GB") == "hello"
    assert say(text, "fr") == "hello"
    assert say({"vi": "xin chào"}, "fr") == "xin chào"
    assert say({}, "fr") == ""


def test_a_fingerprint_notices_any_change_of_name_or_content(tmp_path: Path) -> None:
    one = written(tmp_path, "a", "one.toml")
    two = written(tmp_path, "b", "two.toml")
    before = fingerprint([two, one])
    assert before == fingerprint([one, two])
    two.write_text("c")
    assert fingerprint([one, two]) != before
    assert fingerprint([one]) != fingerprint([two])


def test_every_folder_with_a_manifest_is_a_pack_and_no_list_names_it(tmp_path: Path) -> None:
    (tmp_path / "layers" / "good").mkdir(parents=True)
    (tmp_path / "layers" / "good" / "layer.toml").touch()
    (tmp_path / "layers" / "empty").mkdir()
    assert [path.name for path in discover(tmp_path, "layers")] == ["good"]
    assert discover(tmp_path, "services") == []
