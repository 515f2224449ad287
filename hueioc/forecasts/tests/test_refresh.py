"""Forecasts of the city's own rivers: made from what was read, kept with their error, shown to everybody."""

from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from django.test import Client

from hueioc.forecasts.keeping import refresh_forecast
from hueioc.forecasts.pack import Forecasts, River
from hueioc.forecasts.queries import known, newest, rivers, told
from hueioc.lib import clock

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SPAN_S = 300


class Mean(NamedTuple):
    at: Any
    mean: float
    total: float


def course(code: str, start: Any, end: Any, *, span: int) -> list[Mean]:
    """A door of gauges whose river follows the rain by six hours; two days were read."""
    begin = max(start.timestamp(), clock.now().timestamp() - 48 * 3600) // SPAN_S * SPAN_S
    found = []
    for ts in np.arange(begin, end.timestamp(), max(span, SPAN_S)):
        lag = 6 * 3600 if code.endswith(".level") else 0
        value = 1 + np.sin((ts - lag) / 9_000)
        found.append(Mean(clock.now() + timedelta(seconds=float(ts) - clock.now().timestamp()), value, value))
    return found


@pytest.fixture
def shared(settings: Any, tmp_path: Path) -> None:
    settings.SHARED, settings.SERIES_BETWEEN = tmp_path, f"{__name__}.course"


@pytest.mark.usefixtures("shared", "city")
def test_a_river_is_foretold_and_everybody_reads_how_sure_that_is(client: Client) -> None:
    assert newest() == {}
    assert "Chưa đủ số đo để dự báo" in client.get("/forecasts/").content.decode()
    river = rivers()[0]
    how = Forecasts(history_days=30, unseen_share=0.25, ahead_h=[6], river=[river])
    made = refresh_forecast(river, how)
    assert made is not None
    assert made == told(river.code)
    [line] = made.lines
    assert line.method == "model"
    assert line.error_m < 0.5 * line.persistence_m
    assert line.low_m <= line.level_m <= line.high_m
    page = client.get("/forecasts/", headers={"accept-language": "en"}).content.decode()
    assert "less than the last reading" in page
    assert client.get("/forecasts.json").json()["forecasts"][0]["code"] == river.code


@pytest.mark.usefixtures("shared", "city")
def test_nothing_is_foretold_from_nothing_and_a_broken_file_is_none(settings: Any) -> None:
    settings.SERIES_BETWEEN = f"{__name__}.nothing"
    found, river = known(), rivers()[0]
    assert found is not None
    assert refresh_forecast(river, found) is None
    (settings.SHARED / "forecasts").mkdir()
    (settings.SHARED / "forecasts" / f"{river.code}.json").write_text("{")
    assert told(river.code) is None


def nothing(code: str, start: Any, end: Any, *, span: int) -> list[Mean]:
    return []


def test_a_river_of_the_pack_names_what_it_is_foretold_from() -> None:
    assert all(isinstance(one, River) and one.target.endswith(".level") for one in rivers())
