"""The broker that every test talks to, and an empty place for readings."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hueioc.connectors.mqtt.tests.broker import Broker
from hueioc.sensors.tests.conftest import readings

__all__ = ["readings"]


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    one = Broker(tmp_path)
    one.start()
    yield one
    one.stop()
