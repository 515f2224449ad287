"""The exercise that ships, and hostile ones: nothing in a pack can look like a real person or a real level."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from hueioc.exercises.pack import check, find_exercise, read_exercise
from hueioc.lib.packs import CityPack, PackError, open_city
from hueioc.sensors.pack import read_networks

CITY = settings.PACKS / "cities" / settings.CITY
CODE = "october-2025"


@pytest.fixture
def packs(tmp_path: Path) -> CityPack:
    """A copy of the packs of which a test may spoil one file."""
    for family in ("stations", "rules", "exercises"):
        shutil.copytree(settings.PACKS / family, tmp_path / family)
    place = tmp_path / "cities" / settings.CITY
    place.mkdir(parents=True)
    shutil.copy(CITY / "city.toml", place / "city.toml")
    return open_city(place)


def test_the_exercise_of_october_says_what_was_published_and_repeats_three_calls_in_ten() -> None:
    assert check(CITY) == []
    pack = open_city(CITY)
    found = find_exercise(pack, CODE)
    repeated = sum(bool(call.repeats) for call in found.calls)
    assert 0.25 <= repeated / len(found.calls) <= 0.35
    said = {(one.station, one.at): one.level_m for network in read_networks(pack) for one in network.statements}
    published = {(row.station, row.at): row.value for row in found.levels if row.origin == "published"}
    begins, ends = found.exercise.begins, found.exercise.ends
    within = {key: level for key, level in said.items() if begins <= key[1] <= ends}
    assert len(within) == 8
    assert within.items() <= published.items()
    assert all(call.body(found.exercise.mark)["is_exercise"] for call in found.calls)
    assert str(found.calls[0].body(found.exercise.mark)["text"]).startswith(found.exercise.mark)
    with pytest.raises(PackError, match="It has: october-2025"):
        find_exercise(pack, "../october-2025")


@pytest.mark.parametrize(
    ("file", "before", "after", "sentence"),
    [
        ("calls.csv", "0600325049", "0912325049", "could be somebody's"),
        ("calls.csv", "r001,", "c002,", "codes of calls must differ"),
        ("calls.csv", ",c001,", ",c199,", "no first call before it"),
        ("calls.csv", "waist", "abyss", "does not know"),
        ("calls.csv", "16.46082", "61.46082", "outside the city's bounds"),
        ("calls.csv", "16.46082", "", "half a position"),
        ("calls.csv", ",8,waist", ",many,waist", "is wrong"),
        ("calls.csv", "Hoàng Văn Thử", "x" * 200, "than the door takes"),
        ("calls.csv", "Hoàng Văn Thử", "x\x00", "control character"),
        ("levels.csv", "3.58", "nan", "none that the station can measure"),
        ("levels.csv", "3.58", "35.8", "none that the station can measure"),
        ("levels.csv", "2025-10-28T00:00", "2025-10-26T08:00", "each later than the one before"),
        ("levels.csv", "2025-10-28T00:00:00+07:00", "2025-10-28T00:00:00", "time zone"),
        ("levels.csv", "kim-long", "nowhere", "no station nowhere"),
        ("levels.csv", "assumed", "measured", "is wrong"),
        ("exercise.toml", "[DIỄN TẬP · EXERCISE]", " ", "short mark"),
        ("exercise.toml", '"060"', '"06x"', "no operator uses"),
        ("exercise.toml", "step_minutes = 10", "step_minutes = 0", "step_minutes"),
        ("exercise.toml", "ends = 2025-11-01", "ends = 2026-11-01", "within 744 hours"),
        ("exercise.toml", "ends = 2025-11-01", "ends = 2025-10-31", "after it ends"),
        ("exercise.toml", "alarm = 1", "alarm = 4", "is wrong"),
        ("exercise.toml", "mark =", "marks =", "unknown field"),
        ("exercise.toml", 'code = "phu-oc-1"', 'code = "kim-long-1"', "same code"),
    ],
)
def test_a_spoilt_exercise_is_refused_in_a_sentence(
    packs: CityPack, file: str, before: str, after: str, sentence: str
) -> None:
    path = packs.root / "exercises" / CODE / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    assert any(sentence in problem for problem in check(packs.folder)), check(packs.folder)
    with pytest.raises(PackError):
        find_exercise(packs, CODE)


def test_a_folder_without_its_files_is_refused(packs: CityPack) -> None:
    (packs.root / "exercises" / CODE / "levels.csv").unlink()
    with pytest.raises(PackError, match="cannot be read"):
        read_exercise(packs.root / "exercises" / CODE)
