"""Procedures and status codes as packs: what is shipped is right, what is wrong is said, versions follow each other."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from hueioc.cases.pack import check as check_cases
from hueioc.dossiers.pack import check as check_dossiers
from hueioc.dossiers.pack import read_agencies, read_statuses
from hueioc.dossiers.rules.statuses import MEANINGS, code_of, meaning_of
from hueioc.lib.packs import PackError, open_city
from hueioc.lib.refusals import Invalid
from hueioc.workflow.pack import Procedure, read_service
from hueioc.workflow.pack import check as check_workflow
from hueioc.workflow.queries import catalogue

pytestmark = pytest.mark.once
SHIPPED = Path(settings.PACKS)
CITY = next(path for path in (SHIPPED / "cities").iterdir() if (path / "agencies.toml").exists())
SERVICE = "services/procedures"
INDEX = "rules/index-766/index.toml"
FILE = f"{SERVICE}/procedures/2-certification.toml"


def test_the_city_has_more_than_forty_real_procedures_of_wards_and_departments() -> None:
    procedures = [one for one in read_service(SHIPPED / SERVICE).categories if isinstance(one, Procedure)]
    assert len(procedures) >= 40
    assert {one.level for one in procedures} == {"ward", "city"}
    # Nobody confirmed their times and fees, and every one says so.
    assert {one.status for one in procedures} <= {"example", "to_be_verified"}
    assert all(one.source for one in procedures)


def test_every_system_maps_its_codes_and_an_unknown_one_gets_a_sentence() -> None:
    national, variant = read_statuses(open_city(CITY))
    assert [national.codes[str(code)] for code in range(1, 11)] == [
        *("registered", "accepted", "refused", "in_process", "supplement_requested"),
        *("payment_requested", "withdrawn", "stopped", "done", "returned"),
    ]
    assert meaning_of(" 6 ", variant.codes, "X") == "supplement_received"
    assert code_of("handed_in", variant.codes) == "11"
    assert code_of("handed_in", national.codes) == ""
    assert set(national.codes.values()) <= set(MEANINGS)
    with override("en"), pytest.raises(Invalid) as refusal:
        meaning_of("11", national.codes, "the portal")
    with override("en"):
        assert str(refusal.value).startswith("The status code '11' is not known for the portal. Known are: 1, 2, 3")


def test_every_unit_that_gives_out_numbers_has_an_identifier_of_its_own() -> None:
    agencies = read_agencies(open_city(CITY)).agency
    assert len(agencies) > 40
    assert len({one.identifier for one in agencies}) == len(agencies)


Change = Callable[[str], str]


def swap(old: str, new: str) -> Change:
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("file", "change", "problem"),
    [
        (FILE, swap("working_days = 1 }", "working_days = 1, hours = 2 }"), "one positive number"),
        (FILE, swap("{ working_hours = 4 }", "{ working_days = 9 }"), "working days for its steps"),
        (FILE, swap('role = "ward"', 'role = "palace"'), "has the role palace"),
        (FILE, swap('parent = "certification"', 'parent = "zoo"'), "zoo, which is no group"),
        (FILE, swap('level = "ward"', 'level = "village"'), "'village'"),
        (FILE, swap("amount = 2000", "amount = -1"), "fee fee is negative"),
        (FILE, swap('code = "2.000884"', 'code = "2.000815"'), "2.000815 holds twice"),
        (FILE, swap('source = "code and name', 'sauce = "code and name'), "unknown field `sauce`"),
        ("rules/vn-dossiers/statuses.toml", swap('9 = "done"', '9 = "finito"'), "finito"),
        ("processes/dossier/process.toml", swap('verb = "apologise"', 'verb = "sorry"'), "need the verb apologise"),
        (INDEX, swap("max = 6", "max = 7"), "make 101, not 100"),
        (INDEX, swap("max = 18", "max = 17"), "block procedures make 18, not 17"),
        (INDEX, swap("threshold_percent = 80", "threshold_percent = 0"), "Index item 3.5a: a threshold"),
        (INDEX, swap('counts = "on_time"', 'counts = "luck"'), "luck"),
        (INDEX, swap('id = "1.2"', 'id = "1.1"'), "item 1.1 holds 2 times"),
        (f"cities/{CITY.name}/agencies.toml", swap("H57.01", "X57.01"), "cannot carry this identifier"),
        (f"cities/{CITY.name}/agencies.toml", swap("H57.02", "H57.01"), "identifier H57.01 stands 2 times"),
        (f"cities/{CITY.name}/agencies.toml", swap("day_digits = 6", "day_digits = 7"), "6 or 8 digits"),
    ],
)
def test_a_wrong_pack_is_named_in_a_sentence(tmp_path: Path, file: str, change: Change, problem: str) -> None:
    packs = tmp_path / "packs"
    for family in ("services", "processes", "rules", "cities"):
        shutil.copytree(SHIPPED / family, packs / family)
    (packs / "layers").symlink_to(SHIPPED / "layers")
    path = packs / file
    before = path.read_text(encoding="utf-8")
    path.write_text(change(before), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != before
    assert problem in "\n".join(_problems(packs / "cities" / CITY.name))


def _problems(city: Path) -> list[str]:
    """What the rooms say that know procedures; the others read maps, which take seconds."""
    found: list[str] = []
    for check in (check_workflow, check_cases, check_dossiers):
        try:
            found += check(city)
        except PackError as error:
            found.append(str(error))
    return found


def test_an_amended_procedure_has_two_versions_and_each_day_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "procedures"
    shutil.copytree(SHIPPED / SERVICE, folder)
    path = folder / "procedures" / "2-certification.toml"
    whole = path.read_text(encoding="utf-8")
    old = whole.split("[[procedure]]")[1]
    later = old.replace("working_days = 1 }\n", "working_days = 3 }\nvalid_from = 2027-01-01\n", 1)
    first = old.replace("working_days = 1 }\n", "working_days = 1 }\nvalid_to = 2026-12-31\n", 1)
    path.write_text(whole.replace(old, first, 1) + f"\n[[procedure]]{later}", encoding="utf-8")
    versions = [one for one in read_service(folder).categories if one.code == "2.000815"]
    held = {
        day: [one.allowance for one in versions if one.holds_on(day)] for day in (date(2026, 12, 31), date(2027, 1, 1))
    }
    assert [[one.working_days for one in found if one] for found in held.values()] == [[1], [3]]


def test_reports_offer_no_procedures_and_the_other_way_round() -> None:
    day = date(2026, 11, 27)
    assert not any(isinstance(one, Procedure) for one in catalogue().leaves(day))
    assert all(isinstance(one, Procedure) for one in catalogue().leaves(day, "procedure"))
    # What the law gave to somebody else is not offered any more, and old dossiers still find it.
    assert "2.000488" not in {one.code for one in catalogue().leaves(day, "procedure")}
    assert catalogue().category("2.000488").valid_to == date(2025, 2, 28)
