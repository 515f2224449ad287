"""What the register answers about the shipped city: points, former areas, assets and names."""

import time
from datetime import date

import pytest
import shapely
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hueioc.lib.geo import Point
from hueioc.lib.packs import CityPack
from hueioc.places.atlas import atlas, forget
from hueioc.places.queries import (
    area,
    area_at,
    area_name,
    areas,
    areas_geojson,
    assets,
    assets_near,
    is_inside_city,
    layer_geojson,
    layers,
    predecessors,
    search,
    successors,
)

TODAY = date(2026, 11, 20)
CITADEL = Point(16.4698, 107.5787)
AIRPORT = Point(16.4015, 107.7027)
A_LUOI = Point(16.2325, 107.2650)
LANG_CO = Point(16.2330, 108.0740)
ON_LE_LOI = Point(16.4630, 107.5862)


@pytest.mark.parametrize(
    ("point", "name"),
    [
        (CITADEL, "Phường Phú Xuân"),
        (AIRPORT, "Phường Phú Bài"),
        (A_LUOI, "Xã A Lưới 3"),
        (LANG_CO, "Xã Chân Mây - Lăng Cô"),
    ],
)
def test_a_known_spot_lies_in_its_ward_of_today(loaded: CityPack, point: Point, name: str) -> None:
    found = area_at(point, on=TODAY)
    assert found is not None
    assert found.name("vi") == name
    assert is_inside_city(point)


@pytest.mark.parametrize(
    "point", [Point(16.0544, 108.2022), Point(16.70, 107.90), Point(-33.0, 151.0), Point(0.0, 0.0)]
)
def test_a_point_outside_the_city_has_no_area(loaded: CityPack, point: Point) -> None:
    assert area_at(point, on=TODAY) is None
    assert not is_inside_city(point)


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), float("-inf"), 1e300])
def test_a_number_that_is_no_place_has_no_area(loaded: CityPack, odd: float) -> None:
    assert area_at(Point(odd, 107.6), on=TODAY) is None
    assert area_at(Point(16.4, odd), on=TODAY) is None
    assert not is_inside_city(Point(odd, odd))


def test_the_grid_of_remembered_cells_answers_like_the_outlines_themselves(loaded: CityPack) -> None:
    known = atlas()
    wards = [(code, shape) for code, shape in known.outlines.items() if code.startswith("ward-")]
    for step in range(600):
        point = Point(16.40 + 0.12 * (step * 0.6180339887 % 1), 107.50 + step / 4_000)
        first, again = area_at(point, on=TODAY), area_at(point, on=TODAY)
        holding = [code for code, shape in wards if shape.intersects(shapely.Point(point.lon, point.lat))]
        assert first == again
        assert (first.code if first else None) == min(holding, default=None)


def test_there_are_forty_wards_and_communes_since_july_2025(loaded: CityPack) -> None:
    assert len(areas(["ward", "commune"], on=TODAY)) == 40
    assert len(areas("ward", on=TODAY)) == 21
    assert areas("district", on=TODAY) == []
    assert len(areas("district", on=date(2025, 6, 30))) == 9
    assert len(areas("district", on=date(2024, 12, 31))) == 9


def test_a_point_on_a_shared_border_belongs_to_exactly_one_ward_and_always_the_same(loaded: CityPack) -> None:
    one, other = atlas().outlines["ward-19753"], atlas().outlines["ward-19804"]
    shared = shapely.intersection(one, other)
    spot = shapely.get_coordinates(shared)[0]
    found = {area_at(Point(spot[1], spot[0]), on=TODAY) for _ in range(3)}
    assert [info.code for info in found if info] == ["ward-19753"]


def test_every_corner_of_every_outline_is_answered_by_at_most_one_area_that_touches_it(loaded: CityPack) -> None:
    known = atlas()
    for code in ("ward-19753", "ward-19789", "ward-20137"):
        for lon, lat in shapely.get_coordinates(known.outlines[code])[::25]:
            found = area_at(Point(lat, lon), on=TODAY)
            assert found is not None
            assert shapely.distance(known.outlines[found.code], shapely.Point(lon, lat)) < 1e-9


def test_on_an_old_day_the_point_lies_in_the_former_district(loaded: CityPack) -> None:
    last_day = area_at(CITADEL, on=date(2025, 6, 30))
    before_the_city = area_at(CITADEL, on=date(2024, 6, 30))
    assert last_day == area("district-phu-xuan")
    assert before_the_city == area("district-hue-2024")
    assert last_day is not None
    assert area_at(CITADEL, on=date(2025, 7, 1)) == area("ward-19753")


def test_where_todays_unit_mixes_former_districts_no_former_district_is_claimed(loaded: CityPack) -> None:
    mixed = area("ward-20014")
    assert mixed is not None
    assert mixed.centre is not None
    assert area_at(mixed.centre, on=date(2025, 3, 1)) is None


def test_a_day_before_everything_known_has_no_area(loaded: CityPack) -> None:
    assert area_at(CITADEL, on=date(1999, 11, 2)) is None


def test_a_former_commune_leads_to_what_stands_now_and_back(loaded: CityPack) -> None:
    assert [info.code for info in successors("commune-19783", on=TODAY)] == ["ward-19789"]
    assert [info.code for info in successors("commune-19783", on=date(2025, 6, 30))] == ["commune-19783"]
    former = predecessors("ward-19789", on=date(2025, 6, 30))
    assert {info.name("vi") for info in former if info.level == 2} == {
        *(
            "Phường Phú Hội",
            "Phường Phú Nhuận",
            "Phường Đúc",
            "Phường Vĩnh Ninh",
            "Phường Phước Vĩnh",
            "Phường Trường An",
        )
    }
    assert [info.code for info in predecessors("ward-19789", on=TODAY)] == ["ward-19789"]


def test_a_district_that_ended_twice_is_followed_through_both_changes(loaded: CityPack) -> None:
    now = {info.code for info in successors("district-nam-dong-2024", on=TODAY)}
    assert {"ward-20161", "ward-20179", "ward-20182"} <= now
    assert all(code.startswith("ward-") for code in now)


def test_an_unknown_code_has_no_relatives_and_is_its_own_name(loaded: CityPack) -> None:
    assert successors("ward-0", on=TODAY) == []
    assert area("ward-0") is None
    assert area_name("ward-0", "vi") == "ward-0"
    assert area_name("ward-19753", "en") == "Phu Xuan Ward"


def test_assets_near_a_point_come_nearest_first_with_their_owner(loaded: CityPack) -> None:
    found = assets_near(ON_LE_LOI, 40, on=TODAY)
    assert [asset.distance_m for asset in found] == sorted(asset.distance_m for asset in found)
    assert found[0].code == "light-le-loi-014"
    assert found[0].owner == "hepco"
    assert all(asset.distance_m <= 40 for asset in found)
    assert [a.layer for a in assets_near(ON_LE_LOI, 40, on=TODAY, layers=["hue-roads"])] == ["hue-roads"]


def test_works_count_only_between_their_first_and_last_day(loaded: CityPack) -> None:
    spot = Point(16.4610, 107.5838)
    during = assets_near(spot, 5, on=date(2027, 6, 30), layers=["hue-works"])
    assert [asset.owner for asset in during] == ["board-area-1"]
    assert during[0].distance_m == 0
    assert during[0].valid_to == date(2027, 6, 30)
    assert assets_near(spot, 5, on=date(2027, 7, 1), layers=["hue-works"]) == ()


def test_distance_to_an_asset_is_true_to_a_metre(loaded: CityPack) -> None:
    lamp = Point(16.4630, 107.5862)
    north = Point(lamp.lat + 30 / 111_195.08, lamp.lon)
    found = [a for a in assets_near(north, 60, on=TODAY, layers=["hue-lighting"]) if a.code == "light-le-loi-014"]
    assert found[0].distance_m == pytest.approx(30, abs=0.5)


@pytest.mark.parametrize(
    "typed", ["Vĩnh Ninh", "vinh ninh", "P. Vĩnh Ninh", "p vinh nin", "PHƯỜNG VĨNH NINH", " ninh  vinh "]
)
def test_a_name_of_old_is_found_however_it_is_typed_and_names_its_successor(loaded: CityPack, typed: str) -> None:
    found = search(typed, on=TODAY)
    assert found[0].code == "commune-19783"
    assert not found[0].is_current
    assert [info.name("vi") for info in found[0].now] == ["Phường Thuận Hóa"]
    assert found[0].area == "ward-19789"
    assert found[0].point is not None


def test_a_ward_of_today_comes_before_a_former_one_of_the_same_name(loaded: CityPack) -> None:
    assert search("phu bai", on=TODAY)[0].code == "ward-19960"
    assert search("phu bai", on=date(2025, 1, 2))[0].code == "commune-19960"


def test_a_well_known_place_is_found_with_its_ward_and_marked_approximate(loaded: CityPack) -> None:
    found = search("cho dong ba", on=TODAY)[0]
    assert (found.what, found.code, found.area, found.approximate) == ("place", "cho-dong-ba", "ward-19753", True)
    assert search("Đông Ba Market", on=TODAY)[0].code == "cho-dong-ba"
    assert search("đg lê lợi", on=TODAY)[0].code == "le-loi"


@pytest.mark.parametrize(
    "typed", ["", "   ", "%", "_", "'; drop table", "\\", "🙂", "x" * 5000, "a b c d e f g h i j k l"]
)
def test_hostile_search_text_finds_nothing_and_breaks_nothing(loaded: CityPack, typed: str) -> None:
    assert all(hit.code for hit in search(typed, limit=3, on=TODAY))
    assert len(search(typed, limit=3, on=TODAY)) <= 3


def test_the_map_of_wards_is_geojson_with_names_in_both_languages(loaded: CityPack) -> None:
    collection = areas_geojson(areas(["ward", "commune"], on=TODAY))
    assert len(collection["features"]) == 40
    first = collection["features"][0]
    assert first["geometry"]["type"] in {"Polygon", "MultiPolygon"}
    assert set(first["properties"]["names"]) == {"vi", "en"}


def test_layers_are_described_by_their_manifest_and_marked_as_example(loaded: CityPack) -> None:
    known = {layer.code: layer for layer in layers()}
    assert set(known) == {"hue-lighting", "hue-roads", "hue-trees", "hue-works"}
    assert all(layer.status == "example" and layer.licence and layer.source for layer in known.values())
    assert layers(visibility=["restricted"]) == []
    assert len(assets("hue-trees", on=TODAY)) == len(layer_geojson("hue-trees", on=TODAY)["features"]) == 8


def test_looking_up_a_point_asks_no_database_and_takes_microseconds(loaded: CityPack) -> None:
    area_at(CITADEL, on=TODAY)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        began = time.perf_counter()
        for _ in range(2_000):
            area_at(CITADEL, on=TODAY)
        spent = (time.perf_counter() - began) / 2_000
    assert len(queries) <= 1  # the look every few seconds
    assert spent < 100e-6  # about 6 microseconds on a quiet machine; the rest is for a busy one


def test_the_atlas_is_read_quickly(loaded: CityPack) -> None:
    fastest = 1.0
    for _ in range(3):
        forget()
        began = time.perf_counter()
        atlas()
        fastest = min(fastest, time.perf_counter() - began)
    assert fastest < 0.1
