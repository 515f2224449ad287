"""Pictures are hostile until re-encoded: type, size, bombs, hidden data."""

import io
import struct
import zlib
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hueioc.lib.pictures import LONGEST_SIDE, make_safe
from hueioc.lib.refusals import Invalid
from tests.pictures import jpeg


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def with_place_and_time() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Camera of somebody"
    exif[0x0112] = 6  # turned by a quarter
    details = exif.get_ifd(0x8769)
    details[0x9003], details[0x9011] = "2026:10:28 07:15:00", "+07:00"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (16.0, 28.0, 0.0), "E", (107.0, 36.0, 0.0)
    return jpeg(200, 100, exif=exif)


def test_hidden_data_are_dropped_and_time_and_place_are_told_apart() -> None:
    safe = make_safe(with_place_and_time())
    for data in (safe.jpeg, safe.thumb):
        assert not opened(data).getexif()
        assert b"Camera" not in data
        assert b"Exif" not in data
    assert safe.taken_at == datetime(2026, 10, 28, 0, 15, tzinfo=UTC)
    assert safe.taken_point is not None
    assert round(safe.taken_point.lat, 3) == 16.467


def test_a_turned_picture_is_set_upright() -> None:
    safe = make_safe(with_place_and_time())
    assert (safe.width, safe.height) == (100, 200)


def test_a_picture_of_fifty_megapixels_is_taken_and_made_small() -> None:
    safe = make_safe(jpeg(8700, 5800, quality=30))
    assert max(safe.width, safe.height) == LONGEST_SIDE


def test_transparency_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    pixel = opened(make_safe(out.getvalue()).jpeg).getpixel((5, 5))
    assert isinstance(pixel, tuple)
    assert min(pixel) > 250


def bomb() -> bytes:
    """A PNG of 40,000 by 40,000 pixels in a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    data = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 10_000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + data


LIARS = [
    ("an empty file", b""),
    ("a program", b"MZ\x90\x00 not a picture"),
    ("a web page", b"<html><script>alert(1)</script></html>"),
    ("a vector drawing", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ("half a picture", jpeg(400, 400)[:300]),
    ("a moving picture", b"GIF89a" + b"\0" * 50),
    ("a bomb", bomb()),
    ("too many bytes", jpeg() + b"\0" * (21 * 1024 * 1024)),
]


@pytest.mark.parametrize(("name", "data"), LIARS, ids=[name for name, _data in LIARS])
def test_what_is_no_picture_is_refused_with_a_sentence(name: str, data: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        make_safe(data)
    assert str(refused.value).endswith(".")
    assert "photo" in refused.value.fields


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_damage_anywhere_is_either_repaired_or_refused(data: st.DataObject) -> None:
    good = bytearray(with_place_and_time())
    for _ in range(data.draw(st.integers(1, 20))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Invalid):
        assert opened(make_safe(bytes(good)).jpeg).format == "JPEG"
