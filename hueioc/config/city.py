"""Brings the registers in line with the city's pack; idempotent and cheap when nothing changed."""

from pathlib import Path

from django.conf import settings

from hueioc.lib.packs import CityPack, open_city
from hueioc.people.commands import load_units
from hueioc.people.pack import UnitEntry, read_units
from hueioc.people.queries import forget_register
from hueioc.places.commands import load_pack


def installed_city() -> CityPack:
    """The pack of this installation's city. Raises PackError."""
    return open_city(Path(settings.PACKS) / "cities" / settings.CITY)


def load_city() -> None:
    """Load units, areas, layers and places of the city's pack into their registers."""
    pack = installed_city()
    load_pack(pack)
    load_units([_row(unit) for unit in read_units(pack).unit])
    forget_register()


def _row(unit: UnitEntry) -> dict[str, object]:
    return {
        "code": unit.code,
        "kind": unit.kind,
        "names": unit.names,
        "short_names": unit.short_names,
        "roles": list(unit.agency_roles),
        "area": unit.area or "",
        "parent": unit.parent or "",
        "predecessors": list(unit.predecessors),
        "successor": unit.successor or "",
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
        "status": unit.status,
        "source": unit.source,
    }
