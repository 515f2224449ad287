"""One folder is enough: a city, a layer and a service that nobody prepared the code for, and packs that are wrong."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import holidays
import pytest
from django.conf import settings

from hueioc.config.packs_check import problems_of, problems_of_all
from hueioc.lib.geo import Point
from hueioc.lib.packs import open_city
from hueioc.people.pack import read_units
from hueioc.places.atlas import forget
from hueioc.places.commands import load_pack
from hueioc.places.models import Area, LoadedPack
from hueioc.places.queries import area_at, assets_near, layers, search
from hueioc.workflow.pack import Calendar, read_calendar, read_service

SHIPPED = Path(settings.PACKS)
TINY = Path(__file__).parent / "packs"


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """The shipped packs with one folder of each kind put beside them."""
    shutil.copytree(SHIPPED, tmp_path / "packs")
    shutil.copytree(TINY, tmp_path / "packs", dirs_exist_ok=True)
    return tmp_path / "packs"


def test_the_shipped_packs_have_no_problem() -> None:
    assert problems_of_all(SHIPPED) == []


def test_a_city_a_layer_and_a_service_are_one_folder_each(packs: Path) -> None:
    assert problems_of_all(packs) == []
    service = read_service(packs / "services" / "tiny-wishes")
    assert [category.code for category in service.categories] == ["garden", "bench"]


@pytest.mark.django_db
def test_the_new_city_is_loaded_by_the_same_code_in_its_own_language(packs: Path) -> None:
    for model in (Area, LoadedPack):
        model.objects.all().delete()
    load_pack(open_city(packs / "cities" / "tiny"))
    west = area_at(Point(40.05, -8.97), on=date(2026, 1, 1))
    assert west is not None
    assert west.name("vi") == "West Quarter"
    assert search("east q")[0].code == "east"
    assert [layer.code for layer in layers()] == ["tiny-benches"]
    assert assets_near(Point(40.05, -8.97), 10)[0].owner == "tiny-gardeners"
    forget()


Change = Callable[[str], str]


def swap(old: str, new: str) -> Change:
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("file", "change", "problem"),
    [
        (
            "cities/tiny/city.toml",
            swap('centre = "tiny-hall"', 'centre = "palace"'),
            "centre palace is not among the units",
        ),
        ("cities/tiny/city.toml", swap('["tiny-benches"]', '["tiny-beds"]'), "There is no pack layers/tiny-beds"),
        ("cities/tiny/city.toml", swap('["en"]', '["en", "pt"]'), "name in pt is missing"),
        ("cities/tiny/city.toml", swap('time_zone = "', 'timezone = "'), "unknown field `timezone`"),
        ("cities/tiny/city.toml", swap("bounds = [39.9, -9.1", 'bounds = ["a", -9.1'), "bounds"),
        ("cities/tiny/areas/areas.toml", swap('licence = "Apache-2.0"', 'licence = " "'), "names no licence"),
        ("cities/tiny/areas/areas.toml", swap('source = "drawn for the tests"', ""), "names no source"),
        (
            "cities/tiny/areas/quarters.geojson",
            swap('"kind":"quarter"', '"kind":"borough"'),
            "kind borough is not defined",
        ),
        ("cities/tiny/areas/quarters.geojson", swap('"code":"east"', '"code":"west"'), "west is defined 2 times"),
        (
            "cities/tiny/areas/quarters.geojson",
            swap('"parent":"tiny"', '"parent":"giant"'),
            "parent giant does not exist",
        ),
        ("cities/tiny/units/units.toml", swap('["gardeners"]', '["bakers"]'), "role bakers is not defined"),
        (
            "cities/tiny/units/units.toml",
            swap('kind = "centre"', 'kind = "centre"\narea = "north"'),
            "area north does not exist",
        ),
        (
            "cities/tiny/units/units.toml",
            swap('kind = "centre"', 'kind = "centre"\nvalid_from = 2020-02-01\nvalid_to = 2020-01-01'),
            "ends before it begins",
        ),
        (
            "cities/tiny/routing.toml",
            swap('lead = { unit = "tiny-hall" }', 'lead = { unit = "x" }'),
            "unit x does not exist",
        ),
        ("cities/tiny/routing.toml", swap('"bench"', '"sofa"'), "category sofa does not exist"),
        ("cities/tiny/routing.toml", swap("wood = [true]", "gold = [true]"), "has no field gold"),
        ("cities/tiny/routing.toml", swap("{asset} belongs", "{thing} belongs"), "{thing}, which is not known"),
        (
            "cities/tiny/routing.toml",
            swap("{ asset_owner = true }", "{ asset_owner = true, unit = 'x' }"),
            "exactly one of",
        ),
        (
            "cities/tiny/routing.toml",
            swap('lead = { unit = "tiny-hall" }', "lead = { category_role = true }"),
            "last routing",
        ),
        ("layers/tiny-benches/layer.toml", swap('licence = "Apache-2.0"', 'licence = ""'), "no licence or no source"),
        ("layers/tiny-benches/benches.geojson", swap('"wood":true', '"metal":true'), "unknown field metal"),
        ("layers/tiny-benches/benches.geojson", swap("tiny-gardeners", "nobody"), "owner nobody of bench-1 is no unit"),
        ("layers/tiny-benches/benches.geojson", swap("[-8.97,40.05]", "[-8.97]"), "feature 0 is wrong"),
        ("services/tiny-wishes/service.toml", swap("field-report", "other"), "process other is not on"),
        ("services/tiny-wishes/service.toml", swap("working_days = 3", "working_days = 0"), "one positive number"),
        (
            "services/tiny-wishes/service.toml",
            swap("working_days = 3", "working_days = 3, hours = 1"),
            "one positive number",
        ),
        (
            "services/tiny-wishes/categories/all.toml",
            swap('parent = "garden"', 'parent = "zoo"'),
            "zoo, which is no group",
        ),
        ("services/tiny-wishes/categories/all.toml", swap('role = "gardeners"', ""), "names no role"),
        (
            "services/tiny-wishes/categories/all.toml",
            swap('role = "gardeners"', 'role = "bakers"'),
            "has the role bakers",
        ),
        (
            "services/tiny-wishes/reasons.toml",
            swap('en = "It was', 'fr = "It was'),
            "public text of refusal reason unclear",
        ),
        ("processes/field-report/process.toml", swap('to = "in_work"', 'to = "done"'), "'done'"),
        (
            "processes/field-report/process.toml",
            swap('roles = ["anyone"]', 'roles = ["king"]'),
            "role king, which is not defined",
        ),
        ("rules/vn-working-calendar/calendar.toml", swap("2019-05-04", "2019-05-06"), "it is no weekend"),
        ("rules/vn-working-calendar/calendar.toml", swap("ends = 11:30:00", "ends = 06:30:00"), "cannot be"),
        ("rules/report-deadlines/rules.toml", swap('code = "triage"', 'code = "handle"'), "limit handle holds twice"),
    ],
)
def test_what_is_wrong_in_a_pack_is_said_in_a_sentence(packs: Path, file: str, change: Change, problem: str) -> None:
    path = packs / file
    before = path.read_text(encoding="utf-8")
    assert change(before) != before
    path.write_text(change(before), encoding="utf-8")
    problems = problems_of(packs / "cities" / "tiny")
    assert any(problem in sentence for sentence in problems), problems
    assert all(sentence.endswith(".") for sentence in problems)


def test_a_root_without_a_city_is_said_to_have_none(tmp_path: Path) -> None:
    assert "there is no city" in problems_of_all(tmp_path)[0]


def calendar() -> Calendar:
    return read_calendar(open_city(SHIPPED / "cities" / "hue"))


# Announced after the library's edition, with its source in the calendar file.
ALSO_OFF = {date(2026, 1, 2)}
ALSO_WORKED = {date(2026, 1, 10)}


@pytest.mark.parametrize("year", range(2019, 2028))
def test_days_off_and_swapped_days_agree_with_the_holidays_library(year: int) -> None:
    ours = next(entry for entry in calendar().year if entry.year == year)
    theirs = holidays.country_holidays("VN", years=year)
    assert {day for days in ours.off.values() for day in days} - ALSO_OFF == set(theirs)
    assert set(ours.worked) - ALSO_WORKED == {day for day in theirs.weekend_workdays if day.year == year}


def test_every_ward_of_today_has_its_unit_and_every_former_one_its_successor() -> None:
    units = {unit.code: unit for unit in read_units(open_city(SHIPPED / "cities" / "hue")).unit}
    today = [unit for unit in units.values() if unit.kind == "ward" and unit.valid_to is None]
    assert len(today) == 40
    assert all(unit.area == unit.code and "ward" in unit.agency_roles for unit in today)
    former = [unit for unit in units.values() if unit.kind == "ward" and unit.valid_to is not None]
    assert len(former) == 135
    assert all(unit.successor in {now.code for now in today} for unit in former)


def test_the_service_of_the_city_has_its_nine_groups_and_urgent_matters_in_hours() -> None:
    categories = read_service(SHIPPED / "services" / "field-reports").categories
    leaves = [category for category in categories if category.parent]
    assert len(categories) - len(leaves) == 9
    assert len(leaves) == 43
    urgent = {leaf.code: leaf.allowance.hours for leaf in leaves if leaf.urgency == "urgent" and leaf.allowance}
    assert set(urgent) == {"tree_fallen", "live_wire", "manhole_missing", "flooding_deep", "road_collapse"}
    assert all(hours and hours <= 4 for hours in urgent.values())
    assert all(len(leaf.examples) >= 2 and leaf.hint["vi"] and leaf.hint["en"] for leaf in leaves)
