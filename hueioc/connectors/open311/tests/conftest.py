"""The key every test of the door uses."""

from typing import Any

import pytest

from hueioc.connectors.open311.tests.client import KEY


@pytest.fixture(autouse=True)
def _keys(settings: Any) -> None:
    settings.OPEN311_KEYS = [KEY]
    settings.DEMO = False
