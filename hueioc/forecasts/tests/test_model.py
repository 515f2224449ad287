"""A forecast reads nothing of the future, beats persistence where it says so, and holds what it promises to hold."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hueioc.config.cli.__main__ import main
from hueioc.forecasts.files import FileRefused, read_year
from hueioc.forecasts.rules.features import features
from hueioc.forecasts.rules.model import COVERED, FEWEST, learn
from hueioc.forecasts.rules.records import Basin, Record
from hueioc.forecasts.rules.testing import backtest, score

pytestmark = pytest.mark.once
RIVER = Path(__file__).parents[4] / "shared" / "data" / "hydro-quangbinh"


def record(values: np.ndarray, every_h: float = 1.0, first: float = 350_000.0) -> Record:
    hours = np.asarray(first + every_h * np.arange(len(values)), dtype=np.float64)
    return Record(hours, np.asarray(values, dtype=np.float64))


def wave_down_a_river(hours: int, lag: int, seed: int) -> Basin:
    """A level that follows the gauge upstream some hours later, and rain that says nothing."""
    dice = np.random.default_rng(seed)
    above = np.convolve(dice.gamma(0.3, 1.0, hours), np.exp(-np.arange(48) / 12), "same")
    below = np.concatenate([np.full(lag, above[0]), above[:-lag]]) + dice.normal(0, 0.01, hours)
    return Basin(record(below), {"above": record(above)}, {"rain": record(dice.gamma(0.2, 2.0, hours))})


@settings(max_examples=30, deadline=None)
@given(st.integers(60, 199), st.floats(-50, 50, allow_nan=False), st.integers(1, 12))
def test_whatever_comes_later_changes_no_forecast(cut: int, moved: float, ahead_h: int) -> None:
    basin = wave_down_a_river(200, 6, 1)
    at = basin.target.hours[[cut]]
    known = basin.until(float(at[0]))

    def other(one: Record) -> Record:
        later = one.after(float(at[0]))
        seen = one.until(float(at[0]))
        return Record(np.append(seen.hours, later.hours), np.append(seen.values, later.values + moved))

    changed = Basin(other(basin.target), {"above": other(basin.levels["above"])}, {"rain": other(basin.rain["rain"])})
    told = features(basin, at, ahead_h)
    assert np.array_equal(told, features(known, at, ahead_h), equal_nan=True)
    assert np.array_equal(told, features(changed, at, ahead_h), equal_nan=True)


def test_a_wave_that_is_seen_upstream_is_foretold_and_the_interval_holds_it() -> None:
    [found] = backtest(wave_down_a_river(700, 6, 1), wave_down_a_river(500, 6, 2), [6])
    assert found.skill > 0.5
    assert found.is_better
    assert abs(found.covered - COVERED) < 0.1
    assert found.tests > 400


def test_water_that_moves_by_chance_is_not_foretold_and_says_so() -> None:
    dice = np.random.default_rng(3)
    first, second = (Basin(record(np.cumsum(dice.normal(0, 0.05, 400)))) for _ in range(2))
    [found] = backtest(first, second, [6])
    assert not found.is_better


def test_too_short_a_record_teaches_nothing() -> None:
    assert learn(wave_down_a_river(FEWEST, 6, 1), 6) is None
    model = learn(wave_down_a_river(100, 6, 1), 6)
    assert model is not None
    assert score(model, wave_down_a_river(100, 6, 2), since=1e9).tests == 0


def test_a_gap_is_bridged_for_lessons_and_never_for_a_test() -> None:
    one = Record(np.array([0.0, 4.0, 20.0]), np.array([1.0, 3.0, 5.0]))
    at = np.array([0.0, 1.0, 4.0, 10.0, 21.0])
    assert np.array_equal(one.reached(at, 6.0), [1.0, 1.5, 3.0, np.nan, np.nan], equal_nan=True)
    assert np.array_equal(one.reached(at), [1.0, np.nan, 3.0, np.nan, np.nan], equal_nan=True)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


def test_levels_come_from_the_readings_beside_a_table_and_not_from_what_was_drawn_between_them(tmp_path: Path) -> None:
    head = "time,rain_mm_hill,level_m_le_thuy\n"
    path = write(tmp_path, "hourly_2010.csv.gz", f"{head}2010-01-01 07:00:00,2.5,1.0\n2010-01-01 08:00:00,,1.1\n")
    assert read_year(path, 2010, "le-thuy").target.values.tolist() == [1.0, 1.1]
    rows = "time,station,level_m\n2010-01-01 06:59:59.995,Lệ Thủy,1.0\n2011-01-01 07:00:00,Lệ Thủy,9\n"
    write(tmp_path, "observed_levels_2010.csv", rows)
    for asked in (path, tmp_path):
        basin = read_year(asked, 2010, "le-thuy")
        assert basin.target.values.tolist() == [1.0]
        assert basin.target.hours[0] % 24 == 0, "seven in the morning there is midnight UTC"
        assert basin.rain["hill"].values.tolist() == [2.5]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "no column `time`"),
        ("time,level_m_x\nyesterday,1\n", "line 2: 'yesterday' is no time"),
        ("time,level_m_x\n2010-01-01 07:00:00,high\n", "line 2: 'high' is no number"),
        ("time,level_m_x\n2010-01-01 07:00:00,1\n", "no level of 'y' in 2010; there are: x"),
    ],
)
def test_a_record_that_cannot_be_read_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FileRefused, match=said):
        read_year(write(tmp_path, "hourly_2010.csv", text), 2010, "y")
    with pytest.raises(FileRefused, match="no such file"):
        read_year(tmp_path / "nothing.csv", 2010, "y")
    broken = tmp_path / "hourly_2010.csv.gz"
    broken.write_bytes(gzip.compress(text.encode())[:-4])
    with pytest.raises(FileRefused, match="not whole"):
        read_year(broken, 2010, "y")


@pytest.mark.skipif(not RIVER.is_dir(), reason="the record of the river is not beside the project")
@pytest.mark.parametrize(("train", "test"), [(2010, 2012), (2012, 2010)])
def test_six_hours_ahead_at_le_thuy_the_error_is_a_fifth_smaller_than_persistence(train: int, test: int) -> None:
    learned, unseen = read_year(RIVER, train, "le-thuy"), read_year(RIVER, test, "le-thuy")
    [found] = backtest(learned, unseen, [6])
    assert found.skill >= 0.20
    assert 0.80 <= found.covered <= 0.95
    assert found.tests > 900


def test_the_command_writes_figures_or_says_why_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for year, seed in ((2010, 1), (2012, 2)):
        basin = wave_down_a_river(150, 6, seed)
        rows = [f"{year}-01-{1 + n // 24:02d} {n % 24:02d}:00:00,{v}" for n, v in enumerate(basin.target.values)]
        write(tmp_path, f"hourly_{year}.csv", "time,level_m_town\n" + "\n".join(rows) + "\n")
    out = tmp_path / "out.json"
    asked = [
        "forecast",
        "backtest",
        str(tmp_path / "hourly_2010.csv"),
        "--train",
        "2010",
        "--test",
        "2012",
        "--ahead",
        "6",
    ]
    assert main([*asked, "--json", str(out)]) == 0
    told = json.loads(out.read_text())
    assert [one["ahead_h"] for one in told["targets"]["town"]["horizons"]] == [6]
    assert main([*asked, "--target", "nowhere"]) == 1
    assert "no level of 'nowhere'" in capsys.readouterr().err
