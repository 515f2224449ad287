"""Tiles read back by an independent decoder: complete, where they should be, and only for those who may see them."""

from typing import Any

import mapbox_vector_tile
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from hueioc.cases.commands import Sorting, open_case, publish_case, triage_case, withdraw_case
from hueioc.cases.models import Case
from hueioc.journal.commands import seal
from hueioc.journal.runner import catch_up, rebuild
from hueioc.lib.geo import Point, morton
from hueioc.maps import queries
from hueioc.maps.models import Cell, Pin
from hueioc.maps.rules.grid import EXTENT, Tile, axes
from hueioc.maps.rules.mvt import Layer, varint, zigzag
from tests.cast import CATEGORY, IN_WARD, WARD, Cast, report

HERE = Point(*IN_WARD)


def tile_at(z: int, point: Point = HERE) -> Tile:
    x, y = axes(point)
    return Tile(z, x >> (26 - z), y >> (26 - z))


def decoded(body: bytes) -> dict[str, Any]:
    return mapbox_vector_tile.decode(body, default_options={"y_coord_down": True}) if body else {}


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    if who != "nobody":
        client.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    return client


def get(client: Client, layer: str, at: Tile) -> Any:
    return client.get(f"/tiles/{layer}/{at.z}/{at.x}/{at.y}.mvt")


@pytest.fixture
def published(cast: Cast, opened: Case) -> Case:
    triage_case(opened.code, cast.operator, Sorting(category=CATEGORY, lead=WARD))
    publish_case(opened.code, cast.operator, public_text="Cống nghẹt.")
    catch_up()
    return opened


@pytest.mark.parametrize("z", [0, 6, 10, 14, 18])
def test_a_published_report_is_in_every_tile_over_it(published: Case, z: int) -> None:
    answer = get(Client(), "cases", tile_at(z))
    features = decoded(answer.content)["cases"]["features"]
    assert [feature["properties"]["ref"] for feature in features] == [published.ref]
    assert answer["Content-Type"] == "application/vnd.mapbox-vector-tile"


def test_an_unpublished_report_is_on_the_staff_layer_only(cast: Cast, opened: Case) -> None:
    catch_up()
    at = tile_at(12)
    assert get(Client(), "cases", at).content == b""
    assert get(Client(), "cases-work", at).status_code == 403
    assert get(browser(cast, "owner"), "cases-work", at).status_code == 403
    assert opened.ref in str(decoded(get(browser(cast, "operator"), "cases-work", at).content))
    assert get(browser(cast, "stranger"), "cases-work", at).content == b""


def test_an_officer_sees_the_pins_of_the_own_unit(cast: Cast, published: Case) -> None:
    at = tile_at(12)
    assert published.ref in str(decoded(get(browser(cast, "officer"), "cases-work", at).content))
    assert get(browser(cast, "stranger"), "cases-work", at).content == b""


def test_a_closed_report_leaves_the_map_and_the_pyramid(cast: Cast, published: Case) -> None:
    assert Cell.objects.exists()
    withdraw_case(published.code, cast.owner)
    catch_up()
    assert get(Client(), "cases", tile_at(12)).content == b""
    assert not Cell.objects.exists()


def test_clusters_count_every_pin_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_POINTS", 10)
    for number in range(30):
        step = number * 0.0003
        case = open_case(report(lat=HERE.lat + step, lon=HERE.lon - step), cast.owner)
        publish_case(case.code, cast.operator, public_text="Cống nghẹt.")
    catch_up()
    for z in (4, 9, 11, 13):
        body = get(Client(), "cases", tile_at(z)).content
        counts = [feature["properties"]["count"] for feature in decoded(body)["cases"]["features"]]
        inside = sum(1 for pin in Pin.objects.all() if pin.morton in range(*tile_at(z).keys()))
        assert sum(counts) == inside


def test_a_rebuilt_map_equals_the_live_one(cast: Cast, published: Case) -> None:
    open_case(report(lat=HERE.lat + 0.002), cast.owner)
    catch_up()

    def everything() -> tuple[list[Any], list[Any]]:
        cells = Cell.objects.order_by("shelf", "level", "cell").values_list("shelf", "level", "cell", "pins", "sum_x")
        pins = Pin.objects.order_by("ref").values_list("ref", "phase", "unit", "is_public", "is_open", "morton")
        return list(cells), list(pins)

    live = everything()
    rebuild("maps.pins")
    assert everything() == live


def test_boundaries_are_polygons_with_names_that_fill_the_tile(city: None) -> None:
    features = decoded(get(Client(), "areas", tile_at(9)).content)["areas"]["features"]
    assert len(features) > 5
    assert all(feature["geometry"]["type"] in {"Polygon", "MultiPolygon"} for feature in features)
    assert "Vỹ Dạ" in str([feature["properties"].get("name_vi") for feature in features])


@pytest.mark.parametrize("address", ["cases/3/9/0", "cases/99/0/0", "nothing/3/1/1"])
def test_a_tile_that_does_not_exist_is_refused_in_a_sentence(city: None, address: str) -> None:
    answer = Client().get(f"/tiles/{address}.mvt")
    assert answer.status_code in {400, 404}
    assert answer.json()["error"].endswith(".")


def test_an_unchanged_tile_is_not_sent_again(published: Case) -> None:
    client, at = Client(), tile_at(12)
    mark = get(client, "cases", at)["ETag"]
    again = client.get(f"/tiles/cases/{at.z}/{at.x}/{at.y}.mvt", headers={"If-None-Match": mark})
    assert again.status_code == 304


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d", "190,0,200,1", "nan,0,1,1"])
def test_a_strange_box_is_refused(city: None, box: str) -> None:
    assert Client().get(f"/maps/cases.geojson?bbox={box}").status_code == 400


def test_the_list_beside_the_map_holds_the_same_pins(cast: Cast, published: Case) -> None:
    seal()
    page = Client().get("/map/").content.decode()
    pins = Client().get("/maps/cases.geojson").json()["features"]
    assert [pin["properties"]["number"] for pin in pins] == [published.code]
    assert published.code in page
    lon, lat = pins[0]["geometry"]["coordinates"]
    assert abs(lat - round(HERE.lat, 4)) < 1e-4
    assert abs(lon - round(HERE.lon, 4)) < 1e-4
    assert "cases-work" not in str(Client().get("/maps/layers.json").json())
    assert "cases-work" in str(browser(cast, "officer").get("/maps/layers.json").json())


units = st.integers(-200, EXTENT + 200)
values = st.one_of(st.text(max_size=20), st.integers(-(2**31), 2**31), st.booleans())


@given(st.lists(st.tuples(units, units, st.dictionaries(st.text(min_size=1, max_size=8), values)), max_size=20))
def test_any_points_come_back_as_they_went_in(points: list[tuple[int, int, dict[str, Any]]]) -> None:
    layer = Layer("x")
    for x, y, attributes in points:
        layer.add_point(x, y, attributes)
    features = decoded(layer.encoded()).get("x", {"features": []})["features"]
    assert [(tuple(f["geometry"]["coordinates"]), f["properties"]) for f in features] == [
        ((x, y), attributes) for x, y, attributes in points
    ]


@given(st.integers(0, 2**60))
def test_variable_length_numbers_come_back(number: int) -> None:
    back = sum((byte & 0x7F) << (7 * place) for place, byte in enumerate(varint(number)))
    assert back == number
    assert zigzag(number) % 2 == 0
    assert zigzag(-number - 1) % 2 == 1


@given(st.floats(-85, 85), st.floats(-180, 179.999), st.integers(0, 20))
def test_every_point_lies_in_the_key_range_of_its_tile(lat: float, lon: float, z: int) -> None:
    point = Point(lat, lon)
    first, end = tile_at(z, point).keys()
    assert first <= morton(point) < end
