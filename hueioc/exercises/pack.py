"""The shape of an exercise in packs, and the checks that nothing in it can be taken for a real person or level."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Literal, NamedTuple

from hueioc.exercises.rules.timeline import Level
from hueioc.lib.packs import CityPack, Pack, PackCode, PackError, Text, Validity, open_city, read_csv, read_toml
from hueioc.rescues.pack import read_terms
from hueioc.rescues.rules.intake import KINDS, LONGEST_ADDRESS, LONGEST_NAME, LONGEST_TEXT
from hueioc.sensors.pack import StationCode, read_networks

MOST_HOURS, MOST_CALLS = 31 * 24, 20_000
# The mark stands before the text.
ROOFS = {"text": LONGEST_TEXT - 100, "address": LONGEST_ADDRESS, "name": LONGEST_NAME}


class ExerciseWarning(Pack, frozen=True, kw_only=True):
    """A draft that is sent to the centre as a CAP message of the status Exercise; nobody but two people release it.

    It is meant for the crossing of alarm level `alarm` at `station`.
    """

    code: PackCode
    station: StationCode
    alarm: Literal[1, 2, 3]
    at: datetime
    severity: Literal["Extreme", "Severe", "Moderate", "Minor"]
    event: Text
    headline: Text
    instruction: Text
    area: str


class Exercise(Validity, frozen=True, kw_only=True):
    """`exercise.toml`: an exercise from `begins` to `ends`; `mark` stands before every text of a call.

    `phone_prefix` begins every phone of its calls and belongs to no operator. `step_minutes` is how often gauges speak.
    """

    code: PackCode
    names: Text
    mark: str
    begins: datetime
    ends: datetime
    step_minutes: int
    phone_prefix: str
    warning: list[ExerciseWarning] = []


class KnownLevel(Pack, frozen=True, kw_only=True):
    """A line of `levels.csv`: a level in metres that was published, or one that was chosen between (`assumed`)."""

    station: StationCode
    at: datetime
    value: float
    origin: Literal["published", "assumed"]
    source: str

    def level(self) -> Level:
        """As the rules take it."""
        return Level(self.at, self.value, self.origin)


class ExerciseCall(Pack, frozen=True, kw_only=True):
    """A line of `calls.csv`: an invented call for rescue; `repeats` is the code of the one it tells again."""

    code: PackCode
    at: datetime
    repeats: str = ""
    text: str
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    people: int = 0
    depth: str = ""
    children: int = 0
    elderly: int = 0
    sick: int = 0
    pregnant: int = 0
    disabled: int = 0
    needs: str = ""
    name: str
    phone: str

    def body(self, mark: str) -> dict[str, object]:
        """As `POST /api/v1/rescues` takes it, marked in its text and as a field."""
        same = ("address", "lat", "lon", "people", "depth", "name", *KINDS)
        return {name: getattr(self, name) for name in same} | {
            "needs": self.needs.split(),
            "phones": [self.phone],
            "text": f"{mark} {self.text}",
            "is_exercise": True,
        }


class ExercisePack(NamedTuple):
    """One folder below `exercises`, read whole."""

    exercise: Exercise
    levels: list[KnownLevel]
    calls: list[ExerciseCall]

    def known(self) -> dict[str, list[Level]]:
        """The known levels of each station in their order."""
        found: dict[str, list[Level]] = {}
        for one in self.levels:
            found.setdefault(one.station, []).append(one.level())
        return found


def read_exercise(folder: Path) -> ExercisePack:
    """One exercise. Raises PackError."""
    return ExercisePack(
        read_toml(folder / "exercise.toml", Exercise),
        read_csv(folder / "levels.csv", KnownLevel),
        read_csv(folder / "calls.csv", ExerciseCall),
    )


def find_exercise(pack: CityPack, code: str) -> ExercisePack:
    """The exercise with this code that is on in a city. Raises PackError, which names those that are."""
    known = {folder.name: folder for folder in pack.folders("exercises")}
    if code not in known:
        raise PackError(f"There is no exercise {code} in this city. It has: {', '.join(known) or 'none'}.")
    found = read_exercise(known[code])
    if problems := [*problems_of(found, pack)]:
        raise PackError(f"Exercise {code}: {problems[0]}")
    return found


def check(city_dir: Path) -> list[str]:
    """Problems of the exercises of a city, one sentence each."""
    pack, found = open_city(city_dir), []
    for folder in pack.folders("exercises"):
        try:
            one = read_exercise(folder)
        except PackError as error:
            found.append(str(error))
            continue
        if one.exercise.code != folder.name:
            found.append(f"Exercise {folder.name}: its code is {one.exercise.code}.")
        found += [f"Exercise {folder.name}: {what}" for what in problems_of(one, pack)]
    return found


def problems_of(one: ExercisePack, pack: CityPack) -> Iterator[str]:
    """What is wrong with one exercise."""
    what = one.exercise
    hours = [[row.at for row in one.levels], [call.at for call in one.calls], [told.at for told in what.warning]]
    instants = [what.begins, what.ends, *chain.from_iterable(hours)]
    if any(at.tzinfo is None for at in instants):
        yield "every time needs its time zone."
        return
    if not timedelta(0) < what.ends - what.begins <= timedelta(hours=MOST_HOURS):
        yield f"it must end after it begins, within {MOST_HOURS} hours."
    if not 0 < len(what.mark.strip()) <= 90:
        yield "it needs a short mark, without which its calls would look real."
    if not 1 <= what.step_minutes <= 60:
        yield "step_minutes must be from 1 to 60."
    if any(not what.begins <= at <= what.ends for at in instants):
        yield "something lies before it begins or after it ends."
    if not what.source.strip():
        yield "it names no source."
    yield from _of_levels(one, pack)
    yield from _of_calls(one, pack)


def _of_levels(one: ExercisePack, pack: CityPack) -> Iterator[str]:
    networks = read_networks(pack)
    limits = {
        (station.code): quantity
        for network in networks
        for quantity in network.network.quantity
        for station in network.stations
        if quantity.code == "level" and "level" in station.quantities.split()
    }
    for station, levels in one.known().items():
        if station not in limits:
            yield f"there is no station {station} that measures a level."
            continue
        if len(levels) < 2 or any(a.at >= b.at for a, b in zip(levels, levels[1:], strict=False)):
            yield f"the levels of {station} must be two or more, each later than the one before."
        low, high = limits[station].lowest, limits[station].highest
        if any(not low <= level.value <= high for level in levels):
            yield f"a level of {station} is none that the station can measure."
    if any(not row.source.strip() for row in one.levels):
        yield "every level says where it comes from, or that it was chosen."
    for warning in one.exercise.warning:
        if warning.station not in one.known():
            yield f"warning {warning.code} is about {warning.station}, of which there are no levels."
    if len({warning.code for warning in one.exercise.warning}) < len(one.exercise.warning):
        yield "two warnings have the same code."


def _of_calls(one: ExercisePack, pack: CityPack) -> Iterator[str]:
    prefix, codes = one.exercise.phone_prefix, {call.code: call for call in one.calls}
    if len(codes) < len(one.calls) or len(codes) > MOST_CALLS:
        yield f"codes of calls must differ, and be at most {MOST_CALLS}."
    if not (len(prefix) >= 3 and prefix.isascii() and prefix.isdigit()):
        yield "phone_prefix must be at least three digits that no operator uses."
    depths = {depth.code for terms in read_terms(pack) for depth in terms.depth}
    needs = {need.code for terms in read_terms(pack) for need in terms.need}
    for call in one.calls:
        first = codes.get(call.repeats)
        if call.repeats and (first is None or first.repeats or first.at > call.at):
            yield f"call {call.code} repeats {call.repeats}, which is no first call before it."
        if not call.phone.startswith(prefix) or len(call.phone) != 10 or not call.phone.isdigit():
            yield f"the phone of call {call.code} could be somebody's: it must be ten digits that begin with {prefix}."
        if (call.depth and call.depth not in depths) or set(call.needs.split()) - needs:
            yield f"call {call.code} uses a depth or a need that the city does not know."
        if (call.lat is None) != (call.lon is None):
            yield f"call {call.code} has half a position."
        elif call.lat is not None and call.lon is not None and not pack.city.holds(call.lat, call.lon):
            yield f"call {call.code} lies outside the city's bounds."
        if any(len(getattr(call, name)) > most for name, most in ROOFS.items()) or not 0 <= call.people <= 9_999:
            yield f"call {call.code} is longer, or of more people, than the door takes."
