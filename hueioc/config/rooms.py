"""Finds what rooms bring along (gates, background work, demo data) by the name of the file, so that no list exists."""

import importlib
from collections.abc import Iterator
from importlib.util import find_spec
from types import ModuleType

from django.conf import settings


def modules(name: str) -> Iterator[ModuleType]:
    """The module of this name from every room that has one, in the order of the floors."""
    for room in settings.ROOMS:
        path = f"hueioc.{room}.{name}"
        if find_spec(path) is not None:
            yield importlib.import_module(path)
