"""Every station of the city's packs with its series, limits and thresholds, and the numbers of series."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from hueioc.lib import clock
from hueioc.lib.geo import Point
from hueioc.lib.packs import open_city
from hueioc.people.queries import units_with_role
from hueioc.sensors.pack import KIND, Network, Quantity, RiskFile, Station, Threshold, read_networks, read_risk
from hueioc.sensors.rules.levels import Thresholds
from hueioc.sensors.rules.quality import Limits
from hueioc.sensors.storage import reading
from hueioc.workflow.queries import catalogue


class Series(NamedTuple):
    """One quantity of one station; `code` is `station.quantity`, in addresses and topics too."""

    code: str
    station: Station
    network: Network
    quantity: Quantity
    limits: Limits
    thresholds: tuple[Threshold, ...]

    def threshold(self, day: date) -> Threshold | None:
        """The official alarm levels that hold on a day; None where none are published."""
        return next((one for one in self.thresholds if one.holds_on(day)), None)

    def levels(self, day: date) -> Thresholds | None:
        """The same as the rules take them."""
        found = self.threshold(day)
        return found.levels() if found else None

    @property
    def point(self) -> Point | None:
        """Where the station stands, if that is known."""
        lat, lon = self.station.lat, self.station.lon
        return None if lat is None or lon is None else Point(lat, lon)


@lru_cache(maxsize=4)
def _read(packs: Path, city: str) -> dict[str, Series]:
    found: dict[str, Series] = {}
    for network, stations, thresholds, _statements in read_networks(open_city(packs / "cities" / city)):
        quantities = {quantity.code: quantity for quantity in network.quantity}
        for station in stations:
            own = tuple(one for one in thresholds if one.station == station.code)
            for name in station.quantities.split():
                quantity = quantities[name]  # type: ignore[index]  # checked with the pack
                code = f"{station.code}.{name}"
                limits = own if name == "level" else ()
                found[code] = Series(code, station, network, quantity, quantity.limits(), limits)
    return found


@lru_cache(maxsize=4)
def _risk(packs: Path, city: str) -> RiskFile | None:
    return read_risk(open_city(packs / "cities" / city))


def all_series() -> dict[str, Series]:
    """Every series of the city by its code."""
    return _read(Path(settings.PACKS), settings.CITY)


def risk_rules() -> RiskFile | None:
    """How levels of disaster risk add up; None where no pack says it."""
    return _risk(Path(settings.PACKS), settings.CITY)


def stations() -> dict[str, list[Series]]:
    """Series by the code of their station, in the order of the packs."""
    found: dict[str, list[Series]] = {}
    for one in all_series().values():
        found.setdefault(one.station.code, []).append(one)
    return found


def keeper_of(series: Series, day: date) -> str:
    """The unit that owns alarms of a network on a day; empty when nobody has the role."""
    units = units_with_role(series.network.keeper, day)
    return units[0].code if units else ""


def number(code: str) -> float:
    """A number of the rules for readings as it holds today."""
    known = catalogue()
    rules = next((service.about.rules for service in known.services.values() if service.about.kind == KIND), "")
    if not rules:
        raise LookupError("this city has no service of alarms")
    return known.rule_sets[rules].number_on(code, clock.today())


def known_numbers() -> dict[str, int]:
    """The numbers under which series are kept, by code. They never change, so they are asked for once."""
    place = f"{connection.vendor}:{connection.settings_dict['NAME']}"
    known = _numbers.get(place)
    if known is None or len(known) < len(all_series()):
        with reading() as session:
            rows = session.run("SELECT id, code FROM sensors_series")
        known = _numbers[place] = {str(code): int(key) for key, code in rows}
    return known


def forget_known_numbers() -> None:
    """After the tables were emptied, as tests do."""
    _numbers.clear()


_numbers: dict[str, dict[str, int]] = {}
