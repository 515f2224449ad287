"""XES is read in one pass, and whatever is wrong with it is said with its line."""

import gzip
from datetime import datetime
from pathlib import Path
from string import ascii_letters

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hueioc.journal.rules import microseconds
from hueioc.mining.reading import LogMapping, read_log
from hueioc.mining.rules.eventlog import LogError
from hueioc.mining.tests.logs import micros, real, suppress_sentence, written, xes

pytestmark = pytest.mark.once
AT = "time:timestamp"
NAME = "concept:name"


def _event(name: str, at: str, **more: str) -> dict[str, str]:
    return {NAME: name, AT: at, **more}


TWO = [("a", [_event("open", "2024-03-01T08:00:00+07:00"), _event("close", "2024-03-02T08:00:00+07:00")])]


def test_the_columns_are_those_of_the_file(tmp_path: Path) -> None:
    event = {
        NAME: "open & check",
        AT: "2024-03-01T08:00:00.250+07:00",
        "org:resource": "w1",
        "lifecycle:transition": "start",
    }
    log = read_log(written(tmp_path / "a.xes", xes([("a", [event]), ("b", [_event("close", "2024-03-01T02:00:00Z")])])))
    assert (log.cases, log.case.names, log.activity.names) == (2, ("a", "b"), ("open & check", "close"))
    assert log.at.tolist() == [micros("2024-03-01T01:00:00.250+00:00"), micros("2024-03-01T02:00:00+00:00")]
    assert log.offset.tolist() == [420, 0]
    assert (log.resource.names, log.resource.codes.tolist()) == (("w1",), [0, -1])
    assert (log.lifecycle.names, log.lifecycle.codes.tolist()) == (("start",), [0, -1])


def test_only_named_attributes_are_kept(tmp_path: Path) -> None:
    text = xes([("a", [_event("x", "2024-03-01T08:00:00Z", amount="5", secret="s")])])
    text = text.replace("<event>", '<string key="channel" value="web"/><event>', 1)
    log = read_log(written(tmp_path / "a.xes", text), LogMapping(attributes=["amount", "case:channel"]))
    assert {name: column.names for name, column in log.attributes.items()} == {
        "amount": ("5",),
        "case:channel": ("web",),
    }


def test_nested_attributes_are_not_taken_for_those_of_the_event(tmp_path: Path) -> None:
    nested = '<string key="list" value="l"><string key="concept:name" value="inner"/></string></event>'
    text = xes(TWO).replace("</event>", nested)
    assert read_log(written(tmp_path / "a.xes", text)).activity.names == ("open", "close")


def test_what_is_not_wanted_leaves_lines_and_places_as_they_are(tmp_path: Path) -> None:
    unwanted = '<string key="x" value="a/b"/>\n<int key="y" value="1" />\n<string key="z" value="a&amp;b"/>\n</event>'
    text = xes(TWO).replace("</event>", unwanted)
    log = read_log(written(tmp_path / "a.xes", text))
    assert (len(log), log.activity.names) == (2, ("open", "close"))
    with pytest.raises(LogError, match=r"line 18: 'soon' is not a moment"):
        read_log(written(tmp_path / "b.xes", text.replace("2024-03-02T08:00:00+07:00", "soon")))


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_other_encodings_are_read_as_they_say(tmp_path: Path, encoding: str) -> None:
    text = xes([("é", [_event("ü", "2024-03-01T08:00:00Z", more="ß")])]).replace("UTF-8", encoding)
    (tmp_path / "a.xes").write_bytes(text.encode(encoding))
    log = read_log(tmp_path / "a.xes")
    assert (log.case.names, log.activity.names) == (("é",), ("ü",))
    text = text.replace("more", "Größe")
    (tmp_path / "a.xes").write_bytes(text.encode(encoding))
    named = read_log(tmp_path / "a.xes", LogMapping(attributes=["Größe"]))
    assert named.attributes["Größe"].names == ("ß",)


def test_attributes_may_stand_in_any_order_and_the_name_of_the_case_after_its_events(tmp_path: Path) -> None:
    text = (
        '<log><trace><event><date value="2024-03-01T08:00:00Z" key="time:timestamp"/>'
        '<string value="x" key="concept:name"/></event><string value="late" key="concept:name"/></trace></log>'
    )
    assert read_log(written(tmp_path / "a.xes", text)).case.names == ("late",)


def test_a_case_without_a_name_is_called_by_its_place_and_that_is_said(tmp_path: Path) -> None:
    text = xes(TWO).replace('<string key="concept:name" value="a"/>', "")
    log = read_log(written(tmp_path / "a.xes", text))
    assert log.case.names == ("#1",)
    assert [note.code for note in log.notes] == ["unnamed_cases"]


def test_events_out_of_order_and_twice_are_put_in_order_and_counted(tmp_path: Path) -> None:
    late, early = _event("b", "2024-03-02T08:00:00Z"), _event("a", "2024-03-01T08:00:00Z")
    log = read_log(written(tmp_path / "a.xes", xes([("c", [late, early, early])])))
    assert [log.activity.names[code] for code in log.activity.codes] == ["a", "a", "b"]
    assert [tuple(note) for note in log.notes] == [("out_of_order", 1, 2), ("twice", 1, 3)]


BOMB = '<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
WITHOUT_TIME = xes([("a", [_event("x", "2024-03-01T08:00:00Z"), {NAME: "y"}])])
MIXED = xes([("a", [_event("x", "2024-03-01T08:00:00Z"), _event("y", "2024-03-01T09:00:00")])])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (xes(TWO, head=BOMB), r"line 2: the file declares an entity"),
        (WITHOUT_TIME, r"line 11: an event has no time:timestamp"),
        (xes(TWO).replace("concept:name", "other:name"), r"line 8: an event has no concept:name"),
        (MIXED, r"line 12: moments with and without a time zone are mixed .*line 8, without on line 12"),
        (xes(TWO).replace("2024-03-02T08", "2024-13-02T08"), r"'2024-13-02T08:00:00\+07:00' is not a moment"),
        (xes(TWO)[:-30], r"line \d+: this is not XML"),
        (xes(TWO).replace("</trace>", ""), r"this is not XML \(mismatched tag\)"),
        ("<html></html>", r"line 1: the file begins with <html>"),
        ("<log><event></event></log>", r"line 1: an event stands outside every trace"),
        ("<log></log>", r"holds no event"),
        ("", r"this is not XML \(no element found\)"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(LogError, match=sentence):
        read_log(written(tmp_path / "a.xes", text))


def test_a_tag_without_end_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    with pytest.raises(LogError, match="a tag has more than"):
        read_log(written(tmp_path / "a.xes.gz", '<log><trace><string key="a" value="' + "x" * (18 << 20)))


def test_a_truncated_file_is_refused_with_the_place(tmp_path: Path) -> None:
    whole = gzip.compress(xes(TWO * 500).encode())
    (tmp_path / "a.xes.gz").write_bytes(whole[:-20])
    with pytest.raises(LogError, match=r"a\.xes\.gz is damaged or cut off after byte \d+"):
        read_log(tmp_path / "a.xes.gz")


def test_a_damaged_file_is_refused_with_the_place(tmp_path: Path) -> None:
    whole = bytearray(gzip.compress(xes(TWO * 500).encode()))
    whole[len(whole) // 2] ^= 0xFF
    (tmp_path / "a.xes.gz").write_bytes(whole)
    with pytest.raises(LogError, match=r"damaged or cut off|not XML|moment"):
        read_log(tmp_path / "a.xes.gz")


def test_moments_without_a_zone_are_read_in_the_zone_of_the_mapping(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xes", xes([("a", [_event("x", "2024-03-01T08:00:00")])]))
    there = read_log(path, LogMapping(time_zone="Asia/Ho_Chi_Minh"))
    assert (there.at.tolist(), there.notes) == ([micros("2024-03-01T01:00:00+00:00")], ())
    assert [note.code for note in read_log(path).notes] == ["no_zone"]


def test_a_real_log_is_read_whole() -> None:
    log = read_log(real("receipt.xes.gz"), LogMapping(attributes=["case:channel"]))
    assert (len(log), log.cases, log.notes) == (8577, 1434, ())
    assert set(log.attributes["case:channel"].names) == {"Internet", "Desk", "Post", "e-mail", "Intern"}


MOMENTS = st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.timezones())
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(WORDS, WORDS, MOMENTS), min_size=1, max_size=12))
def test_whatever_is_written_is_read_again(tmp_path: Path, rows: list) -> None:  # type: ignore[type-arg]
    traces = [(case, [_event(name, at.isoformat())]) for case, name, at in rows]
    log = read_log(written(tmp_path / "a.xes", xes(traces)))
    codes = zip(log.case.codes, log.activity.codes, log.at.tolist(), strict=True)
    found = {(log.case.names[case], log.activity.names[activity], at) for case, activity, at in codes}
    assert found == {(case, name, microseconds(at)) for case, name, at in rows}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60), st.integers(0, 400), st.text(ascii_letters + "<>&\"'=/!-[]", max_size=8))
def test_a_broken_file_gives_a_sentence_and_never_a_crash(tmp_path: Path, noise: bytes, at: int, text: str) -> None:
    whole = xes(TWO).encode()
    (tmp_path / "a.xes").write_bytes(whole[:at] + noise + text.encode() + whole[at:])
    with suppress_sentence("a.xes"):
        assert len(read_log(tmp_path / "a.xes"))
