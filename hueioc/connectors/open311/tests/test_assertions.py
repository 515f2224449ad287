"""The twelve assertions of the checklist of GeoReport v2, one test for each line."""

import unicodedata
from datetime import datetime, timedelta

import pytest
from django.test import Client

from hueioc.cases.commands import open_case, publish_answer, publish_case, unpublish_case
from hueioc.cases.models import Case, Message
from hueioc.connectors.open311.tests.client import GOOD, ROOT, filed, get, post, read
from hueioc.lib import clock
from hueioc.people.rules import machine
from tests.cast import CATEGORY, Cast, report

FORMS = ("xml", "json")


def publish(code: str, cast: Cast, text: str = "Cống nghẹt, nước tràn.") -> None:
    publish_case(code, cast.operator, public_text=text, public_address="Đường Thử", checked=True)


def numbers(client: Client, **given: str) -> list[str]:
    answer = get(client, "requests.json", **given)
    assert answer.status_code == 200, answer.content
    return [record["service_request_id"] for record in answer.json()]


def test_01_discovery_in_both_formats_names_endpoints_that_answer(client: Client, city: None) -> None:
    found = [read(get(client, f"discovery.{form}")) for form in FORMS]
    assert found[0] == found[1]
    for endpoint in found[0]["endpoints"]:
        path = endpoint["url"].removeprefix("http://testserver")
        assert all(client.get(f"{path}/services.{form}").status_code == 200 for form in FORMS)
        assert endpoint["type"] in {"production", "test"}


def test_02_services_list_the_same_codes_and_metadata_is_true_iff_the_definition_exists(
    client: Client, city: None
) -> None:
    xml, json = (read(get(client, f"services.{form}")) for form in FORMS)
    assert xml == json
    flags = {service["service_code"]: service["metadata"] for service in json}
    assert {"true", "false"} == set(flags.values())
    for code, flag in flags.items():
        assert get(client, f"services/{code}.xml").status_code == (200 if flag == "true" else 404)


@pytest.mark.parametrize("form", FORMS)
def test_03_an_unknown_service_code_is_404_with_errors_in_the_requested_format(
    client: Client, city: None, form: str
) -> None:
    answer = get(client, f"services/dragons.{form}")
    assert answer.status_code == 404
    [error] = read(answer)
    assert error["code"] == "404"
    assert error["description"]


WRONG = [
    ("no key", {"api_key": ""}, 403),
    ("wrong key", {"api_key": "guessed"}, 403),
    ("no service", {"service_code": ""}, 400),
    ("unknown service", {"service_code": "dragons"}, 404),
    ("no location", {"lat": "", "long": ""}, 400),
    ("only lat", {"long": ""}, 400),
    ("required attribute missing", {"service_code": "road_collapse"}, 400),
    ("attribute that is not listed", {"service_code": "road_collapse", "attribute[passable]": "maybe"}, 400),
    ("4,001 characters", {"description": "ă" * 4001}, 400),
]


@pytest.mark.parametrize(("changes", "status"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
@pytest.mark.parametrize("form", FORMS)
def test_04_a_post_that_is_wrong_is_refused_with_the_right_status(
    client: Client, city: None, form: str, changes: dict[str, str], status: int
) -> None:
    answer = post(client, GOOD | changes, form)
    assert answer.status_code == status
    assert read(answer)[0]["code"] == str(status)
    assert Case.objects.count() == 0


@pytest.mark.parametrize("form", FORMS)
def test_05_a_post_answers_with_an_id_or_a_token_and_both_lead_to_the_request(
    client: Client, city: None, form: str
) -> None:
    [answer] = read(post(client, GOOD, form))
    assert ("service_request_id" in answer) != ("token" in answer)
    number = answer["service_request_id"]
    for later in FORMS:
        assert read(get(client, f"tokens/{number}.{later}"))[0]["service_request_id"] == number
        assert read(get(client, f"requests/{number}.{later}"))[0]["service_request_id"] == number
        assert read(get(client, f"request/{number}.{later}"))[0]["status"] == "open"
    assert get(client, f"tokens/no-such.{form}").status_code == 404


def test_06_vietnamese_survives_form_xml_and_json_in_nfc(client: Client, cast: Cast) -> None:
    words = "Ngập đến đầu gối ở kiệt, trẻ em đi học rất khó – ẵẫặộợữỵ Đđ"
    number = filed(client, description=unicodedata.normalize("NFD", words))
    kept = Case.objects.get(code=number).description
    assert kept == unicodedata.normalize("NFC", words)
    publish(number, cast, kept)
    xml, json = (get(client, f"requests/{number}.{form}") for form in FORMS)
    assert words.encode() in xml.content
    assert words.encode() in json.content
    assert read(xml)[0]["description"] == words


def test_07_filters_work_alone_and_together_with_a_window_and_a_cap(client: Client, cast: Cast) -> None:
    now = clock.now()
    ages = {"old": 200, "mid": 80, "new": 1}
    codes = {}
    for name, days in ages.items():
        with clock.at(now - timedelta(days=days)):
            case = open_case(report(category="light_fault" if name == "new" else CATEGORY), machine("open311"))
        publish(case.code, cast)
        codes[name] = case.code
    day = {name: (now - timedelta(days=days)).isoformat() for name, days in ages.items()}

    assert numbers(client) == [codes["new"], codes["mid"]]  # the last 90 days, newest first
    assert numbers(client, service_code="light_fault") == [codes["new"]]
    assert numbers(client, service_code=f"light_fault,{CATEGORY}") == [codes["new"], codes["mid"]]
    assert numbers(client, service_code="dragons") == []
    assert numbers(client, status="closed") == []
    assert numbers(client, status="open,closed", service_code=CATEGORY) == [codes["mid"]]
    assert numbers(client, start_date=day["old"]) == [codes["old"]]  # ninety days from there
    assert numbers(client, end_date=day["mid"]) == [codes["mid"]]  # the end belongs to the range
    assert numbers(client, start_date=day["mid"], end_date=day["new"]) == [codes["new"], codes["mid"]]
    both = f"{codes['old']},{codes['new']}"
    assert set(numbers(client, service_request_id=both, status="closed", service_code="x")) == set(both.split(","))
    empty = dict.fromkeys(("service_request_id", "service_code", "start_date", "end_date", "status"), "")
    assert numbers(client, **empty, jurisdiction_id="") == numbers(client)

    assert get(client, "requests.json", start_date=day["new"], end_date=day["mid"]).status_code == 400
    assert get(client, "requests.json", start_date=day["old"], end_date=day["new"]).status_code == 400
    assert get(client, "requests.json", status="pending").status_code == 400
    assert get(client, "requests.json", start_date="2026-01-01T00:00:00").status_code == 400
    assert get(client, "requests.json", jurisdiction_id="elsewhere.example").status_code == 404


def test_08_times_have_a_zone_and_an_order_and_closed_means_resolved_or_closed(
    client: Client, cast: Cast, answered: Case
) -> None:
    publish(answered.code, cast)
    [record] = read(get(client, f"requests/{answered.code}.json"))
    times = {name: datetime.fromisoformat(text) for name, text in record.items() if name.endswith("_datetime")}
    assert {"requested_datetime", "updated_datetime", "expected_datetime"} == set(times)
    assert all(moment.utcoffset() is not None for moment in times.values())
    assert times["updated_datetime"] >= times["requested_datetime"]
    assert record["status"] == "closed"
    message = Message.objects.get(case=answered, kind="answer")
    assert "status_notes" not in record
    publish_answer(answered.code, cast.operator, message.pk, public_text="Đã nạo vét cống.")
    assert read(get(client, f"requests/{answered.code}.xml"))[0]["status_notes"] == "Đã nạo vét cống."


def test_09_private_and_hidden_reports_never_appear_and_nobodys_data_do(client: Client, cast: Cast) -> None:
    words = "Nhà số 12, gọi 0900000002"
    exact = "16.47781234"
    number = filed(client, description=words, address_string="Hẻm riêng 34", lat=exact)
    other = open_case(report(), cast.owner)

    assert numbers(client) == []
    assert numbers(client, service_request_id=f"{number},{other.code}") == []
    assert get(client, f"requests/{other.code}.xml").status_code == 404
    [bare] = read(get(client, f"requests/{number}.json"))
    allowed = {"service_request_id", "status", "service_name", "service_code"}
    assert set(bare) <= allowed | {"requested_datetime", "updated_datetime", "expected_datetime"}

    publish(number, cast)
    seen = b"".join(
        client.get(f"{ROOT}/{path}").content
        for form in FORMS
        for path in (f"requests/{number}.{form}?extensions=true", f"requests.{form}?extensions=true")
    ).decode()
    private = ("0900000001", "0900000002", "thu@example.org", "Lê Thị", "Hẻm riêng", words, exact)
    assert [word for word in private if word in seen] == []
    assert "Cống nghẹt, nước tràn." in seen

    unpublish_case(number, cast.operator)
    assert get(client, f"requests/{number}.json").status_code == 404
    assert numbers(client) == []


def test_10_xml_is_well_formed_whatever_a_description_holds(client: Client, cast: Cast) -> None:
    number = filed(client)
    publish(number, cast)
    nasty = 'a ]]> b & c < d > "e" \x0b\x00 \ufffe <!-- <![CDATA[ &amp; &#0;'
    stored = nasty.replace("\x00", "")  # PostgreSQL keeps no null character at all
    Case.objects.filter(code=number).update(public_text=stored)
    [record] = read(get(client, f"requests/{number}.xml"))
    assert record["description"] == stored.replace("\x0b", "").replace("\ufffe", "")


def test_11_json_and_xml_say_the_same(client: Client, cast: Cast, answered: Case) -> None:
    publish(answered.code, cast)
    filed(client)
    for path in ("requests", f"requests/{answered.code}", "services", "services/road_collapse", "discovery"):
        for extended in ("", "true"):
            xml, json = (read(get(client, f"{path}.{form}", extensions=extended)) for form in FORMS)
            assert xml == json, path


def test_12_a_repeated_idempotency_key_returns_the_first_id(client: Client, city: None) -> None:
    header = {"Idempotency-Key": "một-lần"}
    first, again = (post(client, GOOD | {"description": words}, "json", **header) for words in ("một", "hai"))
    assert first.json()[0]["service_request_id"] == again.json()[0]["service_request_id"]
    assert post(client, GOOD).json() != first.json()
    assert Case.objects.count() == 2
