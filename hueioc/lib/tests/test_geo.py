"""Cells of Morton keys around a place."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hueioc.lib.geo import Point, keys_around, metres_between, morton

pytestmark = pytest.mark.once


@given(st.floats(-80, 80), st.floats(-179, 179), st.floats(20, 3000), st.floats(0, 2 * math.pi), st.floats(0, 1))
def test_whatever_lies_within_the_radius_lies_in_one_of_at_most_four_cells(
    lat: float, lon: float, radius_m: float, bearing: float, share: float
) -> None:
    place = Point(lat, lon)
    step = radius_m * share / 111_195
    near = Point(lat + step * math.cos(bearing), lon + step * math.sin(bearing) / math.cos(math.radians(lat)))
    assume(metres_between(place, near) <= radius_m)
    ranges = keys_around(place, radius_m)
    assert 1 <= len(ranges) <= 4
    assert any(first <= morton(near) <= last for first, last in ranges)
