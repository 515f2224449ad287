"""One topic, several owners: the shipped city's rules send a report to who owns the asset, and say why."""

from datetime import date

import pytest
from django.utils.translation import override

from hueioc.cases.queries.routing import propose_route
from hueioc.config.city import load_city
from hueioc.lib.geo import Point
from hueioc.workflow.queries import catalogue

DAY = date(2026, 11, 20)
ON_HUNG_VUONG = Point(16.4622, 107.5955)
ON_NATIONAL_ROAD = Point(16.4012, 107.6925)
IN_KIM_LONG_LANE = Point(16.4566, 107.5524)
ON_LE_LOI_WORKS = Point(16.4610, 107.5838)
ON_A_CANAL = Point(16.4375, 107.7140)
IN_NEW_AREA = Point(16.4680, 107.6230)
AN_CUU_WORKS = Point(16.4575, 107.6010)
IN_PHU_XUAN = Point(16.4760, 107.5700)
IN_PHU_BAI = Point(16.3850, 107.6800)
IN_A_LUOI = Point(16.2325, 107.2650)


@pytest.fixture(autouse=True)
def _city(db: None) -> None:
    load_city()


@pytest.mark.parametrize(
    ("category", "point", "lead"),
    [
        ("road_damage", ON_HUNG_VUONG, "dept-construction"),
        ("road_damage", ON_NATIONAL_ROAD, "road-office-ii5"),
        ("road_damage", IN_KIM_LONG_LANE, "ward-19774"),
        ("road_damage", ON_LE_LOI_WORKS, "board-area-1"),
        ("road_damage", ON_A_CANAL, "irrigation-company"),
        ("road_damage", IN_NEW_AREA, "board-urban"),
        ("road_damage", IN_PHU_XUAN, "ward-19753"),
        ("light_fault", Point(16.4630, 107.5862), "hepco"),
        ("light_fault", Point(16.4664, 107.6018), "ward-19777"),
        ("light_fault", Point(16.4712, 107.5872), "parks-centre"),
        ("light_fault", Point(16.4679, 107.5793), "heritage-centre"),
        ("light_fault", Point(16.4690, 107.6225), "investment-office"),
        ("light_fault", ON_NATIONAL_ROAD, "road-office-ii5"),
        ("light_fault", IN_PHU_XUAN, "hepco"),
        ("light_fault", IN_A_LUOI, "ward-20071"),
        ("tree", Point(16.4620, 107.5850), "parks-centre"),
        ("tree", Point(16.4562, 107.5528), "ward-19774"),
        ("tree", Point(16.4695, 107.6235), "board-urban"),
        ("tree", IN_PHU_XUAN, "parks-centre"),
        ("tree", IN_PHU_BAI, "ward-19960"),
        ("waste_dump", IN_PHU_XUAN, "ward-19753"),
        ("waste_collect", IN_PHU_XUAN, "hepco"),
        ("waste_collect", IN_A_LUOI, "ward-20071"),
        ("drainage", AN_CUU_WORKS, "board-urban"),
        ("drainage", IN_PHU_XUAN, "ward-19753"),
        ("manhole", ON_HUNG_VUONG, "dept-construction"),
        ("manhole", IN_PHU_XUAN, "hepco"),
        ("telecom", IN_PHU_XUAN, "telecom-vnpt"),
        ("power_safety", IN_PHU_XUAN, "power-company"),
        ("water_supply", IN_PHU_XUAN, "water-company"),
        ("heavy_vehicle", IN_PHU_XUAN, "police-city"),
        ("heritage_tourism", IN_PHU_XUAN, "heritage-centre"),
        ("other", IN_PHU_XUAN, "hue-ioc"),
    ],
)
def test_a_report_goes_to_who_owns_the_thing_and_says_why(category: str, point: Point, lead: str) -> None:
    for language in ("vi", "en"):
        with override(language):
            proposed = propose_route(category, point, day=DAY)
        assert proposed.lead == lead, proposed
        assert proposed.why.endswith(".")
        assert not set("{}") & set(proposed.why)


@pytest.mark.parametrize(
    ("category", "support"),
    [
        ("drainage", "hepco"),
        ("telecom", "dept-science-technology"),
        ("power_safety", "ward-19753"),
        ("live_wire", "ward-19753"),
        ("noise", "police-city"),
        ("flooding_deep", "disaster-command"),
    ],
)
def test_units_that_must_help_are_proposed_with_the_lead(category: str, support: str) -> None:
    assert support in propose_route(category, IN_PHU_XUAN, day=DAY).supports


def test_works_lead_only_until_their_last_day_and_the_reason_names_it() -> None:
    with override("en"):
        during = propose_route("sidewalk", ON_LE_LOI_WORKS, day=date(2027, 6, 30))
        after = propose_route("sidewalk", ON_LE_LOI_WORKS, day=date(2027, 7, 1))
    assert during.lead == "board-area-1"
    assert "2027-06-30" in during.why
    assert "Pavement renewal" in during.why
    assert after.lead == "hepco"


def test_every_leaf_finds_a_lead_everywhere_in_the_city() -> None:
    leaves = [category.code for category in catalogue().leaves(DAY)]
    assert len(leaves) == 43
    for point in (IN_PHU_XUAN, IN_A_LUOI, IN_NEW_AREA, ON_NATIONAL_ROAD):
        assert all(propose_route(code, point, day=DAY).lead for code in leaves)
