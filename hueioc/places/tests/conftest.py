"""The shipped city pack, loaded or only opened, for the tests of this room."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from hueioc.lib.packs import CityPack, open_city
from hueioc.places.atlas import forget
from hueioc.places.commands import load_pack
from hueioc.places.models import Area, AreaChange, Asset, LoadedPack, Place, SectorLayer


@pytest.fixture(scope="session")
def hue() -> CityPack:
    return open_city(Path(settings.PACKS) / "cities" / "hue")


@pytest.fixture
def bare(db: None) -> None:
    """A register of places without a row, whatever the session has loaded before."""
    for model in (Area, AreaChange, Asset, LoadedPack, Place, SectorLayer):
        model.objects.all().delete()
    forget()


@pytest.fixture
def loaded(db: None, hue: CityPack) -> Iterator[CityPack]:
    load_pack(hue)
    yield hue
    forget()


@pytest.fixture(autouse=True)
def _empty_register(request: pytest.FixtureRequest) -> None:
    """Tests of the register begin without the city that other tests find loaded."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        for model in (Asset, SectorLayer, Place, AreaChange, Area, LoadedPack):
            model.objects.all().delete()
    forget()
