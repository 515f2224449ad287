"""Structures may be read by many threads at once, from their first use on."""

import subprocess
import sys

import msgspec
import pytest

from hueioc.lib.shapes import converted, decoder, read_json

pytestmark = pytest.mark.once

# In a process of its own: what must not happen here is a crash. Switching threads as often as can be makes it certain.
RACE = """
import sys, threading
from typing import Annotated
import msgspec
from hueioc.lib.shapes import converted

sys.setswitchinterval(1e-6)
Number = Annotated[int, msgspec.Meta(ge=0)]

def race(turn):
    inner = msgspec.defstruct(f"Inner{turn}", [(f"a{i}", dict[str, Number | None], {}) for i in range(20)])
    outer = msgspec.defstruct(f"Outer{turn}", [(f"b{i}", list[inner] | None, None) for i in range(20)])
    start = threading.Barrier(4)
    read = []

    def use(shape, data):
        start.wait()
        read.append(converted(data, shape))

    given = [(outer, {"b0": [{"a0": {"x": 1}}]}), (inner, {"a19": {"y": 2}})] * 2
    threads = [threading.Thread(target=use, args=one) for one in given]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    assert len(read) == 4, turn

for turn in range(150):
    race(turn)
print("whole")
"""


class Point(msgspec.Struct):
    """A structure for these tests."""

    lat: float
    lon: float


def test_first_uses_by_many_threads_do_not_end_the_process() -> None:
    done = subprocess.run([sys.executable, "-c", RACE], capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "whole"), done.stderr[-2000:]


def test_a_structure_is_read_from_a_text_and_from_plain_data() -> None:
    assert read_json(b'{"lat": 16.4, "lon": 107.6}', Point) == converted({"lat": 16.4, "lon": 107.6}, Point)
    assert decoder(Point).decode(b'{"lat": 1, "lon": 2}') == Point(1, 2)


def test_a_wrong_value_is_named() -> None:
    with pytest.raises(msgspec.ValidationError, match="lat"):
        converted({"lat": "north", "lon": 107.6}, Point)
    assert converted({"lat": "16.4", "lon": 107.6}, Point, strict=False).lat == 16.4
