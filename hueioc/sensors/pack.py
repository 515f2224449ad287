"""The shapes of networks of stations in packs, and the checks that everything fits together."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import msgspec

from hueioc.lib.packs import CityPack, Pack, PackCode, PackError, Text, Validity, open_city, read_csv, read_toml
from hueioc.people.pack import read_units
from hueioc.sensors.rules.levels import Thresholds, phrase
from hueioc.sensors.rules.quality import Limits
from hueioc.workflow.pack import read_process, read_service

KIND = "alarm"
# Every verb that commands of this room give; a process may allow more and may not lack one.
VERBS = frozenset({"raise", "rise", "change", "acknowledge", "clear", "dismiss"})
StationCode = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9\-]{0,47}$")]


class Quantity(Validity, frozen=True, kw_only=True):
    """What stations of a network measure: its unit, how often a value comes, and what makes one doubtful.

    `spike_step` is the largest believable change within one period, `flat_minutes` after which an unchanged value is
    doubtful (0: never), `hysteresis` how far below a threshold a level must fall before its alarm goes down.
    """

    code: Literal["level", "rain", "reservoir", "wind"]
    names: Text
    unit: str
    decimals: int = 2
    sums: Literal["mean", "total"] = "mean"
    period_minutes: int
    stale_after_minutes: int
    lowest: float
    highest: float
    spike_step: float
    flat_minutes: int = 0
    hysteresis: float = 0.0

    def limits(self) -> Limits:
        """As the rules of quality take them."""
        return Limits(self.lowest, self.highest, self.spike_step, self.period_minutes * 60, self.flat_minutes * 60)


class Network(Validity, frozen=True, kw_only=True):
    """`network.toml`: a network of stations; `keeper` is the agency role that owns its alarms."""

    code: PackCode
    names: Text
    keeper: PackCode
    quantity: list[Quantity]


class Station(Validity, frozen=True, kw_only=True):
    """A line of `stations.csv`: `quantities` are codes with blanks between; no position: none is published.

    Names stay as they are in every language.
    """

    code: StationCode
    name: str
    quantities: str
    lat: float | None = None
    lon: float | None = None
    area: str = ""
    river: str = ""


class Threshold(Validity, frozen=True, kw_only=True):
    """The three alarm levels of one gauge in metres, for days of validity; `highest` is the highest on record."""

    station: StationCode
    first: float
    second: float
    third: float
    highest: float | None = None
    highest_source: str = ""

    def levels(self) -> Thresholds:
        """As the rules take them."""
        return Thresholds(self.first, self.second, self.third, self.highest)


class ThresholdsFile(Pack, frozen=True, kw_only=True):
    """`thresholds.toml`: a station that is not named has no published threshold."""

    threshold: list[Threshold]


class Statement(Pack, frozen=True, kw_only=True):
    """What was officially said of a level once; the rule of the phrase must give the same words."""

    station: StationCode
    at: datetime
    level_m: float
    vi: str
    en: str
    source: str = ""


class Statements(Pack, frozen=True, kw_only=True):
    """`examples.toml`: published statements."""

    statement: list[Statement]


class Article(Pack, frozen=True, kw_only=True):
    """One article on levels of disaster risk; what was not read whole is never computed; `missing` says what lacks.

    `warned_as` are the kinds of warnings whose level is the issued one of this article.
    """

    code: PackCode
    number: str
    names: Text
    is_whole: bool
    missing: dict[str, str] = {}
    warned_as: list[PackCode] = []


class RiskFile(Validity, frozen=True, kw_only=True):
    """`risk.toml`: how levels of disaster risk of several hazards add up, and the articles that give single ones."""

    code: PackCode
    names: Text
    highest: int
    more_for_several: int
    more_for_heavy_loss: int
    article: list[Article] = []


class NetworkPack(NamedTuple):
    """One folder below `stations`, read whole."""

    network: Network
    stations: list[Station]
    thresholds: list[Threshold]
    statements: list[Statement]


def read_network(folder: Path) -> NetworkPack:
    """One network. Raises PackError."""
    limits, examples = folder / "thresholds.toml", folder / "examples.toml"
    return NetworkPack(
        read_toml(folder / "network.toml", Network),
        read_csv(folder / "stations.csv", Station),
        read_toml(limits, ThresholdsFile).threshold if limits.exists() else [],
        read_toml(examples, Statements).statement if examples.exists() else [],
    )


def read_networks(pack: CityPack) -> list[NetworkPack]:
    """The networks that are on in a city. Raises PackError."""
    return [read_network(folder) for folder in pack.folders("stations")]


def read_risk(pack: CityPack) -> RiskFile | None:
    """How levels of disaster risk add up; None where no rules say it. Raises PackError."""
    found = [folder / "risk.toml" for folder in pack.folders("rules") if (folder / "risk.toml").exists()]
    return read_toml(found[0], RiskFile) if found else None


def threshold_on(thresholds: list[Threshold], station: str, day: date) -> Threshold | None:
    """The threshold of a station that holds on a day."""
    return next((one for one in thresholds if one.station == station and one.holds_on(day)), None)


def check(city_dir: Path) -> list[str]:
    """Problems of the networks of a city and of its service of alarms, one sentence each."""
    pack = open_city(city_dir)
    networks = read_networks(pack)
    problems = [f"Stations {one.network.code}: {what}" for one in networks for what in _of_network(one, pack)]
    codes = Counter(station.code for one in networks for station in one.stations)
    problems += [f"The station {code} is defined {times} times." for code, times in codes.items() if times > 1]
    problems += _of_service(pack) if networks else []
    try:
        read_risk(pack)
    except PackError as error:
        problems.append(str(error))
    return problems


def _of_network(one: NetworkPack, pack: CityPack) -> Iterator[str]:
    held = {role for unit in read_units(pack).unit if unit.valid_to is None for role in unit.agency_roles}
    if one.network.keeper not in held:
        yield f"no unit of today has the role {one.network.keeper}."
    quantities = {quantity.code: quantity for quantity in one.network.quantity}
    for quantity in one.network.quantity:
        if quantity.lowest >= quantity.highest or quantity.spike_step <= 0 or quantity.period_minutes <= 0:
            yield f"the limits of {quantity.code} cannot be right."
        if quantity.stale_after_minutes < quantity.period_minutes:
            yield f"{quantity.code} is stale before its next value can come."
    for station in one.stations:
        yield from (
            f"station {station.code} measures {code}, which the network does not know."
            for code in station.quantities.split()
            if code not in quantities
        )
        if not station.source.strip():
            yield f"station {station.code} names no source."
        if (station.lat is None) != (station.lon is None):
            yield f"station {station.code} has half a position."
        elif station.lat is not None and station.lon is not None and not pack.city.holds(station.lat, station.lon):
            yield f"station {station.code} lies outside the city's bounds."
    yield from _of_thresholds(one)


def _of_thresholds(one: NetworkPack) -> Iterator[str]:
    known = {station.code for station in one.stations}
    for limit in one.thresholds:
        if limit.station not in known:
            yield f"a threshold names the station {limit.station}, which does not exist."
        if not limit.first < limit.second < limit.third or (limit.highest or limit.third) < limit.third:
            yield f"the thresholds of {limit.station} do not rise."
        if not limit.source.strip():
            yield f"the thresholds of {limit.station} name no source."
    for said in one.statements:
        limit_then = threshold_on(one.thresholds, said.station, said.at.date())
        if limit_then is None:
            yield f"a statement of {said.at:%d.%m.%Y} is about {said.station}, which has no thresholds then."
            continue
        for language, words in (("vi", said.vi), ("en", said.en)):
            ours = phrase(said.level_m, limit_then.levels(), language)
            if ours != words:
                yield f"{said.station} at {said.level_m} m was “{words}”, the rule says “{ours}”."


def _of_service(pack: CityPack) -> Iterator[str]:
    services = [service for service in map(read_service, pack.folders("services")) if service.about.kind == KIND]
    processes = {process.code: process for process in map(read_process, pack.folders("processes"))}
    if len(services) != 1:
        yield "A city with stations has exactly one service of alarms."
    for service in services:
        process = processes.get(service.about.process)
        lacking = VERBS - {step.verb for step in process.transition} if process else VERBS
        yield from (f"Process {service.about.process}: alarms need the verb {verb}." for verb in sorted(lacking))
        leaves = {leaf.code for leaf in service.categories if leaf.parent is not None}
        yield from (
            f"Service {service.about.code}: alarms need the category {code}."
            for code in ("alarm_level", "alarm_stale")
            if code not in leaves
        )
