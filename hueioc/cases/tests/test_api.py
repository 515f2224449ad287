"""The JSON door: filing, following and listing reports, and its answers to bad input."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from hueioc.cases.api.data import case_data
from hueioc.cases.commands import publish_case
from hueioc.cases.models import Case
from hueioc.people.models import Contact
from tests.cast import CATEGORY, IN_WARD, Cast

GOOD: dict[str, Any] = {"category": CATEGORY, "description": "Cống nghẹt", "lat": IN_WARD[0], "lon": IN_WARD[1]}


def post(client: Client, body: Any, **headers: str) -> Any:
    return client.post("/api/v1/reports", body, content_type="application/json", headers=headers)


def test_a_report_is_filed_with_number_links_and_deadline(client: Client, city: None) -> None:
    answer = post(client, GOOD | {"contact": {"name": "Lê Thị Thử", "phone": "0900000001"}})
    assert answer.status_code == 201
    filed = answer.json()
    case = Case.objects.get(code=filed["number"])
    assert filed["due_at"]
    assert filed["links"]["follow"].endswith(f"/{case.secret}/")
    assert case.reporter.startswith("person:")
    assert "Lê" not in answer.content.decode()


def test_a_repeated_key_answers_with_the_first_report(client: Client, city: None) -> None:
    first = post(client, GOOD, **{"Idempotency-Key": "a1"}).json()
    again = post(client, GOOD | {"description": "khác"}, **{"Idempotency-Key": "a1"})
    assert again.status_code == 201
    assert again.json()["number"] == first["number"]
    assert Case.objects.count() == 1


def test_a_guessed_key_learns_a_number_and_no_secret(client: Client, city: None) -> None:
    first = post(client, GOOD, **{"Idempotency-Key": "1"})
    lost = post(client, GOOD, **{"Idempotency-Key": "1"})
    assert lost.json() == first.json()
    guessed = post(client, GOOD | {"description": "khác"}, **{"Idempotency-Key": "1"}).json()
    secret = first.json()["secret"]
    assert guessed["secret"] == guessed["text"] == guessed["address"] == ""
    assert secret not in str(guessed)
    assert (guessed["lat"], guessed["lon"]) == (None, None)


@pytest.mark.parametrize(
    ("us", "written_as"), [(0, "45Z"), (350, "45Z"), (999, "45Z"), (1000, "45.001Z"), (987_654, "45.987Z")]
)
def test_a_moment_is_written_in_one_form_by_every_way(client: Client, city: None, us: int, written_as: str) -> None:
    filed = post(client, GOOD).json()
    Case.objects.update(opened_at=datetime(2026, 11, 27, 8, 30, 45, us, tzinfo=UTC))
    by_site = client.get(f"/api/v1/reports/{filed['number']}", headers={"Report-Secret": filed["secret"]}).json()
    assert by_site["opened_at"] == case_data(Case.objects.get())["opened_at"] == f"2026-11-27T08:30:{written_as}"


BAD: list[tuple[str, Any, str]] = [
    ("no description", GOOD | {"description": "  "}, "description"),
    ("4,001 characters", GOOD | {"description": "a" * 4001}, "description"),
    ("unknown category", GOOD | {"category": "dragons"}, "category"),
    ("a group is no category", GOOD | {"category": "water"}, "category"),
    ("outside the city", GOOD | {"lat": 48.1, "lon": 11.6}, "place"),
    ("only one coordinate", {k: v for k, v in GOOD.items() if k != "lon"}, "place"),
    ("no place at all", {"category": CATEGORY, "description": "ở đâu đó"}, "place"),
    ("text for a number", GOOD | {"lat": "bắc"}, "lat"),
    ("a time in the future", GOOD | {"observed_at": "2099-01-01T00:00:00+07:00"}, "observed_at"),
    ("a time without zone", GOOD | {"observed_at": "2020-01-01T00:00:00"}, "observed_at"),
    ("no e-mail address", GOOD | {"contact": {"email": "nobody"}}, "email"),
    ("no phone number", GOOD | {"contact": {"phone": "gọi tôi"}}, "phone"),
    ("a null character", GOOD | {"description": "a\x00b"}, "description"),
]


@pytest.mark.parametrize(("name", "body", "field"), BAD, ids=[name for name, _body, _field in BAD])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_bad_input_is_answered_with_a_sentence_and_nothing_is_saved(
    client: Client, city: None, name: str, body: Any, field: str, language: str
) -> None:
    answer = post(client, body, **{"Accept-Language": language})
    assert answer.status_code == 400, name
    said = answer.json()
    assert field in said["fields"]
    assert said["error"].endswith(".")
    assert (Case.objects.count(), Contact.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'{"category": "drainage", "description": "\xff\xfe"}',
        b'{"category": "drainage", "description": "\\ud800", "lat": 16.4, "lon": 107.6}',
        b'{"category": "drainage", "description": "x", "lat": NaN, "lon": 107.6}',
        b'{"category": "drainage", "description": "x", "lat": 1e999, "lon": 107.6}',
    ],
)
def test_a_broken_body_is_refused_in_a_sentence(client: Client, city: None, body: bytes) -> None:
    answer = post(client, body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert Case.objects.count() == 0


def test_an_unpublished_report_is_hidden_from_strangers_and_shown_to_its_secret(
    client: Client, cast: Cast, opened: Case
) -> None:
    address = f"/api/v1/reports/{opened.code}"
    assert client.get(address).status_code == 404
    assert client.get(address, headers={"Report-Secret": "wrong-ü"}).status_code == 404
    assert client.get(address, headers={"Report-Secret": opened.secret}).json()["text"] == opened.description
    publish_case(opened.code, cast.operator, public_text="Cống nghẹt, nước tràn.")
    public = client.get(address).json()
    assert public["text"] == "Cống nghẹt, nước tràn."
    assert public["lat"] == round(IN_WARD[0], 4)


def test_the_list_shows_published_reports_only(client: Client, cast: Cast, opened: Case) -> None:
    assert client.get("/api/v1/reports").json()["total"] == 0
    publish_case(opened.code, cast.operator, public_text="Cống nghẹt, nước tràn.")
    assert client.get("/api/v1/reports?category=drainage").json()["total"] == 1
    assert client.get("/api/v1/reports?phase=closed").json()["total"] == 0
    assert client.get("/api/v1/reports?page=0").status_code == 400


def test_the_description_of_the_api_is_openapi_3_1(client: Client) -> None:
    assert client.get("/api/v1/openapi.json").json()["openapi"].startswith("3.1")


@pytest.mark.parametrize(
    "moment", ["0248-02-20T10:13:22+16:19", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"]
)
def test_far_instants_with_odd_offsets_narrow_the_list_without_an_error(
    client: Client, city: None, moment: str
) -> None:
    for name in ("since", "until"):
        assert client.get("/api/v1/reports", {name: moment}).status_code == 200
