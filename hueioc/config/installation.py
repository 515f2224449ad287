"""Brings an installation in line with its packs: each room loads what it keeps of the city."""

import gc
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings

from hueioc.lib.packs import CityPack, open_city


def city() -> CityPack:
    """The city this installation serves. Raises PackError when there is no such pack."""
    return open_city(settings.PACKS / "cities" / settings.CITY)


def settle() -> None:
    """Take what stands in memory now out of the collector's rounds; call it when everything is loaded.

    Code, packs and outlines live as long as the process. Each full round would walk through them in the middle of
    somebody's request, which made every twentieth page twice as slow as the others.
    """
    gc.collect()
    gc.freeze()


def load_packs() -> None:
    """Let every room that has a command `load_pack` load its part, from the registers upwards."""
    pack = city()
    for room in settings.ROOMS:
        name = f"hueioc.{room}.commands"
        if find_spec(name) is not None:
            load = getattr(import_module(name), "load_pack", None)
            if load is not None:
                load(pack)
