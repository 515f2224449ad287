"""CAP out and in: ours validate and keep the written rules; everybody's are read or refused with the right reason."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from hueioc.warnings.rules.cap import CapAlert, CapArea, CapInfo, Circle, Named, said_time
from hueioc.warnings.rules.cap_reading import Refused, read_alert
from hueioc.warnings.rules.cap_writing import written
from hueioc.warnings.rules.profile import RULES, broken
from hueioc.warnings.tests.samples import ours, shared

SHARED = shared()
LIMITS = {"most_bytes": 1_000_000, "most_points": 20_000}
HERE = timezone(timedelta(hours=7))
AT = datetime(2026, 11, 30, 8, 0, tzinfo=HERE)
RING = ((16.4, 107.5), (16.4, 107.7), (16.6, 107.7), (16.4, 107.5))


def area(**changes: Any) -> CapArea:
    """A ward of an invented warning."""
    return CapArea(**{"description": "Vỹ Dạ", "polygons": (RING,), "geocodes": (Named("VN-GSO", "19777"),)} | changes)


def info(**changes: Any) -> CapInfo:
    """What an invented warning says in Vietnamese."""
    usual: dict[str, Any] = {
        "language": "vi-VN",
        "event": "Lũ",
        "categories": ("Geo",),
        "urgency": "Expected",
        "severity": "Severe",
        "certainty": "Likely",
        "responses": ("Prepare",),
        "onset": AT + timedelta(hours=1),
        "expires": AT + timedelta(hours=12),
        "headline": 'Cảnh báo lũ <b> & "nháy"',
        "description": "Nước lên.",
        "instruction": "Lên chỗ cao.",
        "parameters": (Named("VN-riskLevel", "3"),),
        "areas": (area(),),
    }
    return CapInfo(**usual | changes)


def alert(*infos: CapInfo, **changes: Any) -> CapAlert:
    """An invented warning in both languages."""
    usual: dict[str, Any] = {
        "identifier": "hue-26-0001",
        "sender": "warnings@example.org",
        "sent": AT,
        "status": "Actual",
        "message_type": "Alert",
        "scope": "Public",
        "infos": infos or (info(), info(language="en", event="Flood")),
    }
    return CapAlert(**usual | changes)


def _both(**changes: Any) -> CapAlert:
    return alert(info(**changes), info(language="en", **changes))


BREAKS: dict[str, CapAlert] = {
    "identifier": alert(identifier="with blank"),
    "zone": alert(sent=datetime(2026, 11, 30, 8, 0)),
    "public": alert(scope="Private"),
    "status": alert(status="Draft"),
    "references": alert(message_type="Cancel"),
    "info": alert(infos=()),
    "languages": alert(info(language="en"), info()),
    "same": alert(info(), info(language="en", severity="Minor")),
    "expires": _both(expires=AT - timedelta(hours=1), onset=None),
    "onset": _both(onset=AT + timedelta(hours=13)),
    "headline": _both(headline="x" * 161),
    "instruction": _both(instruction=""),
    "area": _both(areas=()),
    "polygon": _both(areas=(area(polygons=(RING[:3],)),)),
    "circle": _both(areas=(area(circles=(Circle(16.4, 107.5, 0.0),)),)),
    "earth": _both(areas=(area(circles=(Circle(99.0, 107.5, 1.0),)),)),
    "geocode": _both(areas=(area(geocodes=(Named("VN-GSO", "ward-1"),)),)),
    "place": _both(areas=(area(polygons=(), geocodes=()),)),
    "risk": _both(parameters=(Named("VN-riskLevel", "6"),)),
    "all_clear": _both(responses=("AllClear", "Avoid")),
}


def test_every_written_rule_has_a_sentence_and_a_message_that_breaks_it() -> None:
    assert set(BREAKS) == {rule.code for rule in RULES}
    assert [rule.code for rule in broken(alert())] == []
    for code, message in BREAKS.items():
        if code == "zone":  # without a zone times cannot even be compared
            assert not next(rule for rule in RULES if rule.code == "zone").is_kept(alert(info(), sent=message.sent))
            continue
        assert code in [rule.code for rule in broken(message)], code
    assert all(str(rule.sentence).endswith(".") for rule in RULES)


def test_what_is_written_is_read_again_the_same_and_no_text_becomes_markup() -> None:
    body = written(alert(message_type="Update", references=("a@b,c-1,2026-11-30T07:00:00+07:00",)))
    again = read_alert(body, **LIMITS)
    assert (again.sent, again.infos[0].headline) == (AT, 'Cảnh báo lũ <b> & "nháy"')
    assert again.infos[0].areas[0].polygons == (RING,)
    assert b"2026-11-30T08:00:00+07:00" in body
    assert b"<b>" not in body


def test_utc_is_never_written_with_a_z() -> None:
    assert said_time(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00-00:00"
    with pytest.raises(ValueError, match="zone"):
        said_time(datetime(2026, 1, 1))


@pytest.mark.skipif(SHARED is None, reason="the shared CAP schema is not here")
def test_ours_is_valid_against_the_schema_of_the_standard() -> None:
    assert SHARED
    schema = etree.XMLSchema(etree.parse(str(SHARED / "CAP-v1.2.xsd")))
    circle = _both(areas=(area(polygons=(), circles=(Circle(16.4, 107.5, 1.5),)),))
    for message in (alert(), alert(status="Exercise"), circle):
        schema.assertValid(etree.fromstring(written(message)))
    with pytest.raises(etree.DocumentInvalid):
        schema.assertValid(etree.fromstring(written(alert()).replace(b"+07:00", b"Z")))


# What is refused of the shared set, and why; everything else is read.
REFUSED = {
    "Cap-PHP-library__template.cap": "identifier",
    "Cap-PHP-library__test.cap.xml": "not_xml",
    "cap-library__invalid.cap": "scope",
    "capparselib__noaa_errors.cap": "urgency",
    "real-time-sources__sample-cap.xml": "zone",
    "capparselib__rfs.xml": "no_alert",
    "capparselib__smhi.se.alerts.cap": "no_alert",
}


def _shared() -> Iterator[dict[str, str]]:
    assert SHARED
    with (SHARED / "index.csv").open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


@pytest.mark.skipif(SHARED is None, reason="the shared CAP files are not here")
def test_every_file_of_the_shared_set_is_read_or_refused_with_the_right_reason() -> None:
    found: dict[str, str] = {}
    assert SHARED
    for row in _shared():
        name = Path(row["file"]).name
        try:
            message = read_alert((SHARED / row["file"]).read_bytes(), **LIMITS)
        except Refused as refused:
            found[name] = refused.code
        else:
            assert (message.version, message.identifier) == (row["cap"], row["identifier"]), name
            rings = sum(len(part.polygons) for one in message.infos for part in one.areas)
            # One sender leaves an empty polygon, which is none.
            assert rings == int(row["polygons"]) - (name == "capparselib__weather.cap"), name
        if row["kind"] == "alert" and row["valid12"] == "yes":
            assert name not in found, name
        elif row["kind"] in {"feed", "rss"}:
            assert found.pop(name) == "no_alert"
    assert found == REFUSED


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><alert>&b;</alert>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><alert>&x;</alert>'
_HUGE = " ".join(["16.4,107.5", *(f"16.{n % 900 + 1},107.6" for n in range(30_000)), "16.4,107.5"])
HOSTILE: dict[str, tuple[bytes, str]] = {
    "bomb": (BOMB, "dtd"),
    "outside": (OUTSIDE, "dtd"),
    "utf16": (BOMB.decode().encode("utf-16"), "dtd"),
    "too large": (b"<a>" + b" " * 1_000_001, "too_large"),
    "empty": (b"", "not_xml"),
    "nul": (b"\x00\x00", "not_xml"),
    "no alert": (b"<alert/>", "no_alert"),
    "huge": (ours(polygon=_HUGE), "huge_polygon"),
    "z": (ours(sent="2026-11-30T08:00:00Z"), "zone"),
    "no zone": (ours(sent="2026-11-30T08:00:00"), "zone"),
    "no day": (ours(sent="2026-02-30T08:00:00+07:00"), "time"),
    "open ring": (ours(polygon="16,107 16,108 17,108 17,107"), "polygon"),
    "off the earth": (ours(polygon="16,107 16,208 17,108 16,107"), "point"),
    "nan": (ours(polygon="nan,107 16,108 17,108 nan,107"), "point"),
    "status": (ours(status="Real"), "status"),
    "blank": (ours(identifier="a b"), "identifier"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_or_wrong_is_refused_with_its_reason(name: str) -> None:
    body, code = HOSTILE[name]
    with pytest.raises(Refused) as refused:
        read_alert(body, **LIMITS)
    assert refused.value.code == code
    assert str(refused.value.sentence).endswith(".")


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 900), st.text(max_size=40))
def test_no_bytes_make_the_reader_fail_otherwise_than_by_a_reason(noise: bytes, place: int, text: str) -> None:
    whole = ours()
    broken_text = ours(sent="".join(c for c in text if c.isprintable() and c not in "<&>"))
    for body in (noise, whole[:place] + noise + whole[place:], broken_text):
        try:
            read_alert(body, **LIMITS)
        except Refused:
            continue
