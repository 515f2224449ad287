"""Bad input at every door: the page, the JSON API and Open311 answer each with a sentence and keep nothing."""

import io
import struct
import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from hueioc.cases.models import Case, Photo
from hueioc.journal.models import Fact
from hueioc.lib import clock
from hueioc.people.models import Contact
from tests.cast import CATEGORY, IN_WARD, Cast

Answer = Any
Send = Callable[[Client, dict[str, str]], Answer]
KEY = "k-of-the-tests"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
PAGE_BODY = {"category": CATEGORY, "description": "Cong nghet", "lat": str(IN_WARD[0]), "lon": str(IN_WARD[1])}
API_BODY = '{"category": "%s", "description": "%s", "lat": %s, "lon": %s%s}'
OPEN_BODY = {"api_key": KEY, "service_code": CATEGORY, "description": "Cong nghet"}
OPEN_BODY |= {"lat": str(IN_WARD[0]), "long": str(IN_WARD[1])}


@pytest.fixture(autouse=True)
def _keys(settings: Any) -> None:
    settings.OPEN311_KEYS = [KEY]


def page(body: bytes | None = None, **changes: str) -> Send:
    return lambda client, headers: client.post(
        "/report/", body if body is not None else _form(PAGE_BODY | changes), content_type=FORM, headers=headers
    )


def open311(body: bytes | None = None, **changes: str) -> Send:
    return lambda client, headers: client.post(
        "/open311/v2/requests.json",
        body if body is not None else _form(OPEN_BODY | changes),
        content_type=FORM,
        headers=headers,
    )


def api(
    description: str = "Cong nghet",
    lat: Any = IN_WARD[0],
    lon: Any = IN_WARD[1],
    category: str = CATEGORY,
    more: str = "",
) -> Send:
    body = API_BODY % (category, description, lat, lon, more)
    return lambda client, headers: client.post("/api/v1/reports", body.encode(), content_type=JSON, headers=headers)


def api_bytes(body: bytes) -> Send:
    return lambda client, headers: client.post("/api/v1/reports", body, content_type=JSON, headers=headers)


def _form(fields: dict[str, str]) -> bytes:
    return b"&".join(name.encode() + b"=" + value.encode() for name, value in fields.items())


NO_DATE = "there is no field for a date; the day of a promise is tried below"
NO_FILE = "pictures are not taken here"
# What is tried, and at each door how, or why it cannot be.
BAD: dict[str, dict[str, Send | str]] = {
    "nothing": {"page": page(b""), "api": api_bytes(b"{}"), "open311": open311(b"api_key=" + KEY.encode())},
    "4,001 characters": {
        "page": page(description="a" * 4001),
        "api": api("a" * 4001),
        "open311": open311(description="a" * 4001),
    },
    "an unknown category": {
        "page": page(category="dragons"),
        "api": api(category="dragons"),
        "open311": open311(service_code="dragons"),
    },
    "outside the city": {
        "page": page(lat="48.1", lon="11.6"),
        "api": api(lat=48.1, lon=11.6),
        "open311": open311(lat="48.1", long="11.6"),
    },
    "in the sea inside the bounds": {
        "page": page(lat="16.62", lon="107.80"),
        "api": api(lat=16.62, lon=107.80),
        "open311": open311(lat="16.62", long="107.80"),
    },
    "no number": {"page": page(lat="nan"), "api": api(lat="NaN"), "open311": open311(lat="nan")},
    "beyond all numbers": {"page": page(lat="1e999"), "api": api(lat="1e999"), "open311": open311(lat="1e999")},
    "a date in the future": {
        "page": NO_DATE,
        "api": api(more=', "observed_at": "2099-01-01T00:00:00+07:00"'),
        "open311": NO_DATE,
    },
    "broken UTF-8": {
        "page": page(_form(PAGE_BODY).replace(b"Cong", b"%ff%fe")),
        "api": api_bytes((API_BODY % (CATEGORY, "x", *IN_WARD, "")).encode().replace(b'"x"', b'"\xff"')),
        "open311": open311(_form(OPEN_BODY).replace(b"Cong", b"\xff\xfe")),
    },
    "a lone surrogate": {
        "page": page(_form(PAGE_BODY).replace(b"Cong", b"%ED%A0%80")),
        "api": api("\\ud800"),
        "open311": open311(_form(OPEN_BODY).replace(b"Cong", b"%ED%A0%80")),
    },
    "a null character": {
        "page": page(description="a%00b"),
        "api": api("a\\u0000b"),
        "open311": open311(description="a%00b"),
    },
}
DOORS = ("page", "api", "open311")
TRIED = [(item, door) for item, doors in BAD.items() for door in DOORS if not isinstance(doors[door], str)]


def test_every_item_is_tried_at_every_door_or_says_why_not() -> None:
    assert all(set(doors) == set(DOORS) for doors in BAD.values())


def _sentence(door: str, answer: Answer) -> str:
    if door == "page":
        text: str = answer.content.decode()
        assert 'class="fault"' in text or 'class="faults"' in text or 'class="empty"' in text, text[:3000]
        return text
    said = answer.json()
    return str(said["error"] if door == "api" else said[0]["description"])


@pytest.mark.parametrize(("item", "door"), TRIED, ids=[f"{door}-{item}" for item, door in TRIED])
def test_bad_input_is_answered_in_both_languages_and_nothing_is_kept(
    client: Client, city: None, item: str, door: str
) -> None:
    send = BAD[item][door]
    assert not isinstance(send, str)
    facts = Fact.objects.count()
    said = {}
    for language in ("vi", "en"):
        answer = send(client, {"Accept-Language": language})
        assert answer.status_code in {400, 404}, answer.content[:500]
        said[language] = _sentence(door, answer)
    assert said["vi"] != said["en"]
    assert (Case.objects.count(), Contact.objects.count(), Fact.objects.count()) == (0, 0, facts)


def _bomb() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 10_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _large() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8_700, 5_800), (40, 120, 130)).save(out, "JPEG", quality=30)
    return out.getvalue()


LIARS = {"a program": b"MZ\x90\x00", "a page": b"<html><script>alert(1)</script>", "a bomb": _bomb(), "nothing": b""}


@pytest.mark.parametrize("name", sorted(LIARS))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_file_that_lies_is_named_and_the_report_is_kept(client: Client, city: None, name: str, language: str) -> None:
    liar = SimpleUploadedFile("photo.jpg", LIARS[name], content_type="image/jpeg")
    headers = {"Accept-Language": language}
    answer = client.post("/report/", PAGE_BODY | {"photos": [liar]}, headers=headers)
    assert Photo.objects.count() == 0
    if answer.status_code == 302:
        answer = client.get(answer["Location"], headers=headers)
        assert Case.objects.count() == 1
    else:
        assert Case.objects.count() == 0
    text = answer.content.decode()
    assert ("Lỗi:" if language == "vi" else "Error:") in text or "photo.jpg: " in text


def test_a_picture_of_fifty_megapixels_is_taken_through_the_page(client: Client, city: None) -> None:
    picture = SimpleUploadedFile("large.jpg", _large(), content_type="image/jpeg")
    assert client.post("/report/", PAGE_BODY | {"photos": [picture]}).status_code == 302
    photo = Photo.objects.get()
    assert max(photo.width, photo.height) <= 2_048


@pytest.mark.parametrize("name", sorted(LIARS))
def test_proof_that_lies_closes_nothing(cast: Cast, in_work: Case, name: str) -> None:
    client = Client()
    client.force_login(cast.accounts["officer"], backend="django.contrib.auth.backends.ModelBackend")
    liar = SimpleUploadedFile("after.jpg", LIARS[name], content_type="image/jpeg")
    form = {"outcome": "fixed", "text": "Xong.", "photos": [liar]}
    assert client.post(f"/reports/{in_work.code}/do/resolve/", form).status_code == 400
    assert Case.objects.get(code=in_work.code).phase == "in_work"


@pytest.mark.parametrize("days", [0, -1, -400])
def test_a_promise_for_a_day_that_is_over_is_refused(cast: Cast, in_work: Case, days: int) -> None:
    client = Client()
    client.force_login(cast.accounts["officer"], backend="django.contrib.auth.backends.ModelBackend")
    day = (clock.now() + timedelta(days=days)).date().isoformat()
    form = {"outcome": "planned", "text": "Hẹn.", "planned_until": day}
    answer = client.post(f"/reports/{in_work.code}/do/resolve/", form, headers={"Accept-Language": "en"})
    assert answer.status_code == 400
    assert "Choose a later day." in answer.content.decode()


def test_a_form_sent_again_makes_one_report_and_a_changed_one_is_told(client: Client, city: None) -> None:
    for _ in range(2):
        assert client.post("/report/", PAGE_BODY | {"key": "k"}).status_code == 302
    other = Client()
    changed = other.post("/report/", PAGE_BODY | {"key": "k", "description": "khac"}, headers={"Accept-Language": "en"})
    assert changed.status_code == 409
    assert "sent before with another text" in changed.content.decode()
    code = Case.objects.get().code
    assert other.get(f"/reports/{code}/").status_code == 404, "a guessed key opens nothing"
