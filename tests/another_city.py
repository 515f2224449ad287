"""A second city for tests that import another city's history, in place of the first one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hueioc.config.city import load_city
from hueioc.people.queries import forget_register

BOSTON = Path(__file__).parent / "standards" / "boston"


@pytest.fixture
def boston(db: None, settings: object) -> Iterator[Path]:
    """The small city pack for the 311 history; ends with the first city as it was."""
    settings.PACKS, settings.CITY = BOSTON / "packs", "boston"  # type: ignore[attr-defined]
    load_city()
    yield BOSTON
    forget_register()
