"""The page of a new report: suggestions, the outbox of a phone, and what stands beside the form."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hueioc.cases.commands import publish_case
from hueioc.cases.models import Case, Photo
from hueioc.cases.queries import suggest_categories, usual_categories
from hueioc.cases.queries.suggesting import model_path
from hueioc.cases.rules.learning import learn
from hueioc.cases.rules.model import Lesson
from hueioc.cases.rules.place_picture import WIDTH, draw, draw_list
from hueioc.cases.tests.test_pages import GOOD
from hueioc.lib.geo import Point
from hueioc.lib.qr import qr_path
from hueioc.workflow.queries import category_icon
from tests.cast import CATEGORY, IN_WARD, Cast
from tests.pictures import jpeg

JSON = {"Accept": "application/json"}


def test_a_category_is_suggested_with_the_words_that_speak_for_it(city: None) -> None:
    [first, *_others] = suggest_categories("mua lon, cong nghet roi!")
    assert first.code == CATEGORY
    assert "cống nghẹt" in first.words
    assert suggest_categories("xin chào") == []


def test_what_the_installation_learned_is_suggested_too(city: None, settings: Any, tmp_path: Path) -> None:
    settings.SHARED = tmp_path
    said = "Chuột chạy đầy cống, hôi quá"
    assert "waste_dump" not in {one.code for one in suggest_categories(said)}
    odd = {"waste_dump": "chuột chạy quanh đống rác hôi", "light_fault": "đèn tắt tối om", "road_damage": "ổ gà sâu"}
    lessons = [
        Lesson(f"{text} lần {number % 7}", "ward", code, "unit", "normal")
        for number in range(100)
        for code, text in odd.items()
    ]
    model_path().parent.mkdir()
    learn(lessons).save(model_path())
    [first, *_rest] = suggest_categories(said)
    assert first.code == "waste_dump"
    assert set(" ".join(first.words).split()) <= set(said.replace(",", "").split()), "as the sender wrote them"


def test_before_any_words_the_usual_categories_are_offered(cast: Cast, opened: Case) -> None:
    found = usual_categories()
    assert found[0].code == opened.service
    assert len({one.code for one in found}) == 3


def test_an_outbox_that_sends_twice_makes_one_report_with_one_picture(client: Client, city: None) -> None:
    for _ in range(2):
        picture = SimpleUploadedFile("photo-1.jpg", jpeg(), content_type="image/jpeg")
        answer = client.post("/report/", GOOD | {"key": "k1", "photos": [picture]}, headers=JSON)
        assert answer.status_code == 201
    case = Case.objects.get()
    assert Photo.objects.count() == 1
    assert answer.json() == {
        "code": case.code,
        "receipt": f"/reports/{case.code}/receipt/",
        "follow": f"/r/{case.code}/{case.secret}/",
    }


def test_an_outbox_learns_what_to_correct_in_words(client: Client, city: None) -> None:
    answer = client.post("/report/", {"description": ""}, headers=JSON | {"Accept-Language": "en"})
    assert answer.status_code == 400
    said = answer.json()
    assert said["title"].endswith("to correct")
    assert {"id_category"} <= {fault["field"] for fault in said["faults"]}
    assert Case.objects.count() == 0


def test_a_photo_alone_with_a_tapped_suggestion_is_enough(client: Client, city: None) -> None:
    picture = SimpleUploadedFile("a.jpg", jpeg(), content_type="image/jpeg")
    data = {"photos": [picture], "suggested": CATEGORY, "lat": IN_WARD[0], "lon": IN_WARD[1]}
    assert client.post("/report/", data).status_code == 302
    assert Case.objects.get().description


def test_what_stands_beside_the_form_marks_personal_data_and_tells_nobody(cast: Cast, opened: Case) -> None:
    data = {"description": "cống nghẹt, gọi 0905 123 456", "lat": IN_WARD[0], "lon": IN_WARD[1]}
    answer = Client().post("/report/around/", data)
    page = answer.content.decode()
    assert "<mark>" in page
    assert "Vỹ Dạ" in page
    assert opened.code in page, "the same thing nearby is offered"
    assert opened.description not in page
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("lat", ["nan", "inf", "x", "999", "1e400"])
def test_a_strange_position_is_answered(client: Client, city: None, lat: str) -> None:
    assert client.post("/report/around/", {"lat": lat, "lon": "107.6"}).status_code == 200


def test_the_picture_of_a_place_draws_what_crosses_its_window_and_nothing_else() -> None:
    here = Point(16.4778, 107.6080)
    near = [(107.600, 16.4778), (107.616, 16.4778)]
    far = [(108.2, 16.1), (108.3, 16.2)]
    assert draw(here, [far]).borders == ""
    assert draw(here, [near]).borders.startswith("M")
    assert f"L{WIDTH // 2 + 97} 69" in draw(here, [near]).borders


def test_the_qr_code_has_its_finder_patterns_inside_a_quiet_zone() -> None:
    found = qr_path("https://example.org/r/26-0000-0000/x/")
    assert found.path.startswith("M4 4h7v1h-7z")
    assert f"M{found.size - 11} 4h7" in found.path


def test_the_receipt_shows_the_code_of_its_link(client: Client, city: None) -> None:
    where = client.post("/report/", GOOD)["Location"]
    page = client.get(where).content.decode()
    assert 'class="qr"' in page
    assert "data-push" in page


def test_the_picture_of_a_list_holds_every_point_with_its_number() -> None:
    points = {1: Point(16.40, 107.50), 3: Point(16.60, 107.70)}
    found = draw_list(points, [])
    assert [pin.number for pin in found.pins] == [1, 3]
    assert all(0 < pin.x < found.width and 0 < pin.y < found.height for pin in found.pins)
    assert draw_list({1: Point(16.4, 107.5)}, []).pins == [(1, found.width // 2, found.height // 2)]


def test_the_public_list_and_its_map_show_the_same_reports(cast: Cast, opened: Case) -> None:
    publish_case(opened.code, cast.operator, public_text="Cống nghẹt.")
    page = Client().get("/reports/?view=map&category=drainage").content.decode()
    assert page.count('class="map-pin"') == 1
    assert opened.code in page
    assert 'class="map-pin"' not in Client().get("/reports/?view=map&category=light_fault").content.decode()
    assert 'class="map-pin"' not in Client().get("/reports/").content.decode()


def test_categories_show_their_icons_on_the_form_and_in_lists(cast: Cast, opened: Case) -> None:
    publish_case(opened.code, cast.operator, public_text="Cống nghẹt.")
    drawn = f"#{category_icon(CATEGORY)}"
    beside = Client().post("/report/around/", {"description": "cống nghẹt"}).content.decode()
    assert drawn in beside[beside.index('data-part="suggest"') :]
    for page in ("/reports/", f"/reports/{opened.code}/", "/services/", "/find/?q=ngap"):
        assert drawn in Client().get(page).content.decode(), page
