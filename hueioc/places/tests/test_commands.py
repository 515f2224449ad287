"""Loading the city pack: once it changes rows and records facts, a second time nothing, and a broken pack nothing."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db.models import Max

from hueioc.journal.models import Fact
from hueioc.lib.geo import Point
from hueioc.lib.packs import CityPack, PackError, open_city
from hueioc.places.commands import load_areas, load_gazetteer, load_layers, load_pack
from hueioc.places.models import Area, AreaChange, Asset, Place, SectorLayer
from hueioc.places.queries import area_at, area_name, areas, search

Facts = Callable[[], list[str]]


@pytest.fixture
def copy(hue: CityPack, tmp_path: Path) -> CityPack:
    """The shipped packs where a test may change them."""
    shutil.copytree(hue.root, tmp_path / "packs")
    return open_city(tmp_path / "packs" / "cities" / "hue")


@pytest.fixture(autouse=True)
def facts(bare: None) -> Facts:
    """The kinds of facts recorded since the test began."""
    before = Fact.objects.aggregate(last=Max("id"))["last"] or 0
    return lambda: list(Fact.objects.filter(id__gt=before).order_by("id").values_list("kind", flat=True))


def change_json(path: Path, change: Callable[[dict[str, object]], None]) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def test_loading_records_what_was_read_with_counts(hue: CityPack, facts: Facts) -> None:
    load_pack(hue)
    assert facts() == ["places.areas_loaded", "places.gazetteer_loaded", *["places.layer_loaded"] * 4]
    data = json.loads(Fact.objects.filter(kind="places.areas_loaded").order_by("-id").values_list("data", flat=True)[0])
    assert data["areas"] == Area.objects.count() == 189
    assert data["changes"] == AreaChange.objects.count()
    assert len(data["fingerprint"]) == 64


def test_loading_the_same_pack_again_changes_no_row_and_records_nothing(hue: CityPack, facts: Facts) -> None:
    load_pack(hue)
    before = facts(), list(Asset.objects.order_by("id").values_list("id", flat=True))
    assert load_areas(hue) is False
    assert load_gazetteer(hue) is False
    assert load_layers(hue) == 0
    assert before == (facts(), list(Asset.objects.order_by("id").values_list("id", flat=True)))


def test_a_changed_name_is_taken_over_and_found_at_once(copy: CityPack, facts: Facts) -> None:
    load_pack(copy)
    path = copy.folder / "areas" / "wards.geojson"
    path.write_text(path.read_text(encoding="utf-8").replace("Phường Kim Long", "Phường Đổi Tên"), encoding="utf-8")
    assert load_areas(copy) is True
    assert search("doi ten")[0].code == "ward-19774"
    assert Area.objects.count() == 189
    assert facts().count("places.areas_loaded") == 2


def test_an_area_that_left_the_pack_keeps_its_name_but_ends_and_leaves_the_map(copy: CityPack) -> None:
    load_areas(copy)
    path = copy.folder / "areas" / "wards.geojson"
    path.write_text(path.read_text(encoding="utf-8").replace("ward-19753", "ward-1"), encoding="utf-8")
    assert load_areas(copy) is True
    here = area_at(Point(16.4698, 107.5787))
    assert here is not None
    assert here.code == "ward-1"
    assert area_name("ward-19753", "vi") == "Phường Phú Xuân"
    assert "ward-19753" not in {info.code for info in areas()}
    last = Fact.objects.filter(kind="places.areas_loaded").order_by("-id").values_list("data", flat=True)[0]
    assert json.loads(last)["left"] == 1


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ('{"type":"FeatureCollection","features":[{"type":"Feature"', "is not JSON"),
        (
            '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{}}]}',
            "feature 0 is wrong",
        ),
        ('{"type":"FeatureCollection","features":{}}', "features"),
        ("\udcff", "not UTF-8"),
        (
            '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"a","kind":"ward",'
            '"names":{"en":"A"}},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}}]}',
            "crosses itself",
        ),
        (
            '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"a","kind":"ward",'
            '"names":{"en":"A"}},"geometry":{"type":"Polygon","coordinates":"everywhere"}}]}',
            "feature 0 is wrong",
        ),
    ],
)
def test_a_broken_outline_file_is_named_in_a_sentence_and_nothing_is_half_loaded(
    copy: CityPack, broken: str, sentence: str
) -> None:
    load_areas(copy)
    (copy.folder / "areas" / "wards.geojson").write_bytes(broken.encode("utf-8", "surrogateescape"))
    with pytest.raises(PackError, match=sentence) as refused:
        load_areas(copy)
    assert "wards.geojson" in str(refused.value)
    assert area_at(Point(16.4698, 107.5787)) is not None
    assert len(areas(["ward", "commune"])) == 40


def test_a_layer_that_is_switched_off_is_emptied_with_a_fact(copy: CityPack) -> None:
    load_layers(copy)
    city = copy.folder / "city.toml"
    city.write_text(city.read_text(encoding="utf-8").replace('"hue-trees"', ""), encoding="utf-8")
    assert load_layers(open_city(copy.folder)) == 1
    assert not Asset.objects.filter(layer="hue-trees").exists()
    assert SectorLayer.objects.count() == 3
    assert load_layers(open_city(copy.folder)) == 0


def test_a_city_without_place_names_still_loads(copy: CityPack) -> None:
    (copy.folder / "places.csv").unlink()
    load_pack(copy)
    assert Place.objects.count() == 0
    assert search("kim long")[0].code == "ward-19774"


def test_every_asset_has_an_owner_a_box_and_a_key_for_tiles(hue: CityPack) -> None:
    load_layers(hue)
    assert Asset.objects.count() == 42
    for asset in Asset.objects.all():
        assert asset.owner
        assert None not in (asset.south, asset.west, asset.north, asset.east, asset.geometry)
        assert asset.morton > 0
