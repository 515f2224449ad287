"""Turns a hostile upload into a harmless picture: type and size checked, re-encoded, all hidden data dropped."""

import hashlib
import io
import struct
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageFile, ImageOps

from hueioc.lib.geo import Point
from hueioc.lib.refusals import Invalid

LARGEST_BYTES = 20 * 1024 * 1024
# A JPEG is decoded at a fraction of its size, so phones with 50 or 108 megapixels may send what they have.
LARGEST_JPEG_PIXELS = 130_000_000
LARGEST_OTHER_PIXELS = 30_000_000
LONGEST_SIDE = 2048
THUMB_SIDE = 400
_FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True)
class SafePicture:
    """A picture as we store it (JPEG without any metadata), its thumbnail, and what its own data told."""

    jpeg: bytes
    thumb: bytes
    width: int
    height: int
    sha256: str
    taken_at: datetime | None
    taken_point: Point | None


def _not_a_picture() -> Invalid:
    return Invalid(
        _("This file is not a picture we can read. Send a JPEG, PNG or WebP picture."),
        fields={"photo": _("Send a JPEG, PNG or WebP picture.")},
    )


def _too_large() -> Invalid:
    return Invalid(
        _("This picture is too large. Send one of at most 20 MB."),
        fields={"photo": _("Send a picture of at most 20 MB.")},
    )


def make_safe(data: bytes) -> SafePicture:
    """The picture re-encoded at most 2048 px wide or high. Raises Invalid with a sentence for anything else."""
    if len(data) > LARGEST_BYTES:
        raise _too_large()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _reencoded(data)
    except (OSError, SyntaxError, ValueError, TypeError, struct.error, Image.DecompressionBombError) as fault:
        raise _not_a_picture() from fault


def _reencoded(data: bytes) -> SafePicture:
    with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
        pixels = opened.width * opened.height
        if pixels > (LARGEST_JPEG_PIXELS if opened.format == "JPEG" else LARGEST_OTHER_PIXELS):
            raise _too_large()
        taken_at, taken_point = _told_by_camera(opened)
        if isinstance(opened, ImageFile.ImageFile) and opened.format == "JPEG":
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(opened)
        flat = _on_white(upright)
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    jpeg = _jpeg(flat, 82)
    small = flat.copy()
    small.thumbnail((THUMB_SIDE, THUMB_SIDE))
    digest = hashlib.sha256(jpeg).hexdigest()
    return SafePicture(jpeg, _jpeg(small, 75), flat.width, flat.height, digest, taken_at, taken_point)


def _on_white(picture: Image.Image) -> Image.Image:
    """The picture without transparency; a fresh image carries no metadata of the old one."""
    picture.thumbnail((LONGEST_SIDE * 2, LONGEST_SIDE * 2))
    if "A" in picture.getbands() or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(ground, layered).convert("RGB")
    plain = Image.new("RGB", picture.size)
    plain.paste(picture.convert("RGB"))
    return plain


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _told_by_camera(picture: Image.Image) -> tuple[datetime | None, Point | None]:
    """Time (taken as UTC when the camera gives no zone) and place from the picture's own data, or nothing."""
    try:
        exif = picture.getexif()
        details = exif.get_ifd(ExifTags.IFD.Exif)
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        return _camera_time(details), _camera_point(gps)
    except (ValueError, TypeError, KeyError, ZeroDivisionError, OSError, SyntaxError, OverflowError, struct.error):
        return None, None


def _camera_time(details: dict[int, object]) -> datetime | None:
    text = details.get(ExifTags.Base.DateTimeOriginal)
    if not isinstance(text, str):
        return None
    zone = details.get(ExifTags.Base.OffsetTimeOriginal)
    if isinstance(zone, str):
        return datetime.strptime(text + zone, "%Y:%m:%d %H:%M:%S%z").astimezone(UTC)
    return datetime.strptime(text, "%Y:%m:%d %H:%M:%S").replace(tzinfo=UTC)


def _camera_point(gps: dict[int, object]) -> Point | None:
    if not {1, 2, 3, 4} <= set(gps):
        return None

    def degrees(parts: object) -> float:
        whole, minutes, seconds = (float(part) for part in parts)  # type: ignore[attr-defined]
        return whole + minutes / 60 + seconds / 3600

    lat = degrees(gps[2]) * (-1 if gps[1] == "S" else 1)
    lon = degrees(gps[4]) * (-1 if gps[3] == "W" else 1)
    return Point(lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None
