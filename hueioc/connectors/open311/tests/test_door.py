"""What the checklist leaves open: keys, pictures, languages, pages, odd bodies and odd questions."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from defusedxml import ElementTree
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from hueioc.cases.commands import publish_case
from hueioc.cases.models import Case
from hueioc.connectors.open311.tests.client import GOOD, KEY, ROOT, filed, get, post, read
from hueioc.people.queries import read_contact_for_delivery
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_sender_goes_to_the_vault_and_the_picture_address_is_only_kept(client: Client, city: None) -> None:
    number = filed(client, media_url="http://pictures.invalid/1.jpg", address_string="Kiệt 5")
    case = Case.objects.get(code=number)
    assert (case.channel, case.source_url, case.address) == ("open311", "http://pictures.invalid/1.jpg", "Kiệt 5")
    contact = read_contact_for_delivery(case.reporter)
    assert contact is not None
    assert (contact.name, contact.phone, contact.email) == ("Lê Thị Thử", "0900000001", "thu@example.org")


def test_the_key_of_the_demo_exists_in_a_demo_only(client: Client, city: None, settings: Any) -> None:
    given = GOOD | {"api_key": "demo"}
    assert post(client, given).status_code == 403
    settings.DEMO = True
    assert post(client, given).status_code == 200


def test_answers_to_questions_become_lines_of_the_report(client: Client, city: None) -> None:
    answers = {"service_code": "road_collapse", "attribute[passable]": "motorbikes", "attribute[unknown]": "x"}
    number = filed(client, **answers)
    assert Case.objects.get(code=number).description.splitlines() == [
        GOOD["description"],
        "Xe còn đi qua được không?: Chỉ xe máy",
    ]
    [question] = read(get(client, "services/road_collapse.xml"))["attributes"]
    assert question["datatype"] == "singlevaluelist"
    assert [value["key"] for value in question["values"]] == ["yes", "motorbikes", "no"]


def test_a_report_without_words_is_called_what_its_service_is_called(client: Client, city: None) -> None:
    number = filed(client, description="", service_code="light_fault")
    names = {s["service_code"]: s["service_name"] for s in get(client, "services.json").json()}
    assert Case.objects.get(code=number).description == names["light_fault"]


def test_fields_may_come_in_the_address_as_the_draft_says(client: Client, city: None) -> None:
    query = "&".join(f"{name}={quote(value)}" for name, value in GOOD.items())
    answer = client.post(f"{ROOT}/requests.json?{query}")
    assert answer.status_code == 200, answer.content


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"api_key=%ff&service_code=drainage", "application/x-www-form-urlencoded"),
        (b"description=\xff\xfe", "application/x-www-form-urlencoded"),
        (b"description=%ED%A0%80", "application/x-www-form-urlencoded"),
        (b"a=1&" * 500, "application/x-www-form-urlencoded"),
        (b"description=" + b"a" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=y"),
    ],
)
def test_a_body_that_cannot_be_read_is_400_in_the_requested_format(
    client: Client, city: None, body: bytes, kind: str
) -> None:
    answer = client.post(f"{ROOT}/requests.xml?api_key={KEY}", body, content_type=kind)
    assert answer.status_code == 400
    assert read(answer)[0]["description"]
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"lat": "bắc"},
        {"lat": "nan"},
        {"lat": "1e999"},
        {"lat": "48.1", "long": "11.6"},
        {"description": "a\x00b"},
        {"phone": "gọi tôi"},
        {"email": "nobody"},
        {"media_url": "javascript:alert(1)"},
        {"media_url": "http://a/" + "b" * 500},
        {"lat": "", "long": "", "address_id": "17"},
        {"lat": "", "long": "", "address_string": "đ" * 301},
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_bad_fields_are_refused_in_sentences(
    client: Client, city: None, changes: dict[str, str], language: str
) -> None:
    answer = post(client, GOOD | changes, **{"Accept-Language": language})
    assert answer.status_code == 400
    assert all(error["description"].endswith(".") for error in answer.json())
    assert Case.objects.count() == 0


def test_texts_follow_the_language_of_the_request(client: Client, city: None) -> None:
    names = {}
    for language in ("vi", "en"):
        services = client.get(f"{ROOT}/services.json", headers={"Accept-Language": language}).json()
        names[language] = {s["service_code"]: s["service_name"] for s in services}["light_fault"]
    assert names["vi"] != names["en"]
    assert client.get(f"{ROOT}/services.json").json()[0]["group"] == "Đường sá"


def test_pages_exist_behind_the_extension_only(client: Client, cast: Cast) -> None:
    codes = []
    for _ in range(3):
        codes.append(filed(client))
        publish_case(codes[-1], cast.operator, public_text="Cống nghẹt.")

    def page(number: str, **more: str) -> list[str]:
        answer = get(client, "requests.json", page=number, page_size="2", **more)
        return [record["service_request_id"] for record in answer.json()]

    assert page("1", extensions="true") == codes[:0:-1]
    assert page("2", extensions="true") == codes[:1]
    assert page("3", extensions="true") == []
    assert page("2") == codes[::-1]
    assert get(client, "requests.json", extensions="true", page="0").status_code == 400
    assert "notes" not in get(client, f"requests/{codes[0]}.json").json()[0]


def test_other_methods_and_other_addresses_are_errors_of_the_standard(client: Client, city: None) -> None:
    answer = client.delete(f"{ROOT}/requests.xml")
    assert answer.status_code == 405
    assert "POST" in answer["Allow"]
    for path in ("requests.yaml", "nothing.xml", "", "requests/%00.xml", "services/%00.json"):
        answer = client.get(f"{ROOT}/{path}")
        assert answer.status_code in {400, 404}
        assert read(answer)[0]["description"]
    assert client.head(f"{ROOT}/services.xml").status_code == 200


NAMES = ["service_request_id", "service_code", "start_date", "end_date", "status", "page", "page_size", "extensions"]


@budget(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    asked=st.dictionaries(
        st.sampled_from([*NAMES, "jurisdiction_id"]),
        st.one_of(
            st.text(max_size=40),
            st.sampled_from(["true", "open", "closed,", "2026-01-01", "0001-01-01", "9999-12-31T23:59:59Z", "-1"]),
            st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat()),
        ),
    )
)
def test_no_question_makes_the_server_fail(client: Client, city: None, asked: dict[str, str]) -> None:
    answer = get(client, "requests.xml", **asked)
    assert answer.status_code in {200, 400, 404}
    assert isinstance(read(answer), list)


@budget(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.dictionaries(
        st.sampled_from([*GOOD, "media_url", "address_string", "attribute[passable]", "attribute[pole][]"]),
        st.one_of(st.text(max_size=60), st.sampled_from(["road_collapse", "light_fault", "", "16.47"])),
    )
)
def test_no_form_makes_the_server_fail(client: Client, city: None, changes: dict[str, str]) -> None:
    answer = post(client, {**GOOD, **changes}, "xml")
    assert answer.status_code in {200, 400, 403, 404}
    assert read(answer)


def test_a_urlencoded_form_is_read_as_utf_8(client: Client, city: None) -> None:
    body = "&".join(f"{name}={quote(value)}" for name, value in GOOD.items())
    answer = client.post(f"{ROOT}/requests.xml", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert Case.objects.get().description == GOOD["description"]


def test_the_sample_form_is_accepted_and_answered_as_the_sample_says(client: Client, city: None, settings: Any) -> None:
    settings.DEMO = True
    samples = Path(__file__).parents[1] / "samples"
    body = (samples / "post_request.form").read_bytes().strip()
    answer = client.post(f"{ROOT}/requests.xml", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    shown, sample = map(ElementTree.fromstring, (answer.content, (samples / "post_answer.xml").read_bytes()))
    assert (shown.tag, [child.tag for child in shown[0]]) == (sample.tag, [child.tag for child in sample[0]])
