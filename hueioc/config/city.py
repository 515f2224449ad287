"""Brings an installation in line with its city's pack: each room loads what it keeps of it."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

from hueioc.lib.packs import CityPack, open_city


def installed_city() -> CityPack:
    """The pack of this installation's city. Raises PackError when there is no such pack."""
    return open_city(Path(settings.PACKS) / "cities" / settings.CITY)


def load_city() -> None:
    """Let every room that has a command `load_pack` load its part, from the registers upwards; cheap when unchanged."""
    pack = installed_city()
    for room in settings.ROOMS:
        name = f"hueioc.{room}.commands"
        if find_spec(name) is not None:
            load = getattr(import_module(name), "load_pack", None)
            if load is not None:
                load(pack)
