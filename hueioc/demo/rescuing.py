"""The demo's flood evening: teams, shelters and calls for rescue, one with a team already; the words are a pack's."""

from datetime import timedelta
from threading import Event

from hueioc.lib import clock
from hueioc.lib.geo import Point
from hueioc.lib.packs import Pack, read_toml
from hueioc.lib.refusals import Refusal
from hueioc.people.rules import ANYONE, Actor, rule
from hueioc.rescues import commands as give
from hueioc.rescues.queries import crews
from hueioc.rescues.rules.intake import NewRescue
from hueioc.workflow.queries import catalogue

_DESK = Actor(ref="machine:demo", roles=frozenset({("operator", "")}))


class DemoTeam(Pack, frozen=True, kw_only=True):
    """One invented team with its boat or vehicle."""

    name: str
    unit: str
    crew: int
    kind: str
    seats: int
    lat: float
    lon: float
    doctor: bool = False


class DemoShelter(Pack, frozen=True, kw_only=True):
    """One invented shelter or hospital."""

    name: str
    unit: str
    places: int
    taken: int
    lat: float
    lon: float
    address: str
    kind: str = "shelter"


class DemoCall(Pack, frozen=True, kw_only=True):
    """One invented call, made `minutes` ago."""

    text: str
    minutes: int
    address: str
    people: int
    depth: str
    name: str
    phone: str
    needs: list[str] = []
    lat: float | None = None
    lon: float | None = None
    children: int = 0
    elderly: int = 0
    sick: int = 0
    pregnant: int = 0
    channel: str = "app"


class DemoRescues(Pack, frozen=True, kw_only=True):
    """`demo-rescues.toml` beside a service: the flood evening of the demo."""

    team: list[DemoTeam] = []
    shelter: list[DemoShelter] = []
    call: list[DemoCall] = []


def keep_registers() -> None:
    """Enter the teams and shelters for an exercise, once: an exercise without boats would try nothing."""
    if crews():
        return
    for path in (folder / "demo-rescues.toml" for folder in catalogue().pack.folders("services")):
        if path.exists():
            _keep(read_toml(path, DemoRescues))


def tell_rescues(stop: Event) -> int:
    """Enter teams and shelters and make the calls; returns how many calls."""
    paths = [folder / "demo-rescues.toml" for folder in catalogue().pack.folders("services")]
    told = 0
    for words in (read_toml(path, DemoRescues) for path in paths if path.exists()):
        if stop.is_set():
            break
        try:
            _keep(words)
            told += _call(words)
        except Refusal:
            continue
    return told


def _keep(words: DemoRescues) -> None:
    for one in words.team:
        place = Point(one.lat, one.lon)
        crew = give.keep_team(
            _DESK, name=one.name, unit=one.unit, crew=one.crew, has_doctor=one.doctor, phone="0900111000", point=place
        )
        give.keep_vehicle(_DESK, name=f"{one.name} 1", unit=one.unit, kind=one.kind, capacity=one.seats, team=crew.code)
    for place_ in words.shelter:
        give.keep_shelter(
            _DESK,
            name=place_.name,
            unit=place_.unit,
            kind=place_.kind,
            places=place_.places,
            taken=place_.taken,
            address=place_.address,
            point=Point(place_.lat, place_.lon),
        )


def _call(words: DemoRescues) -> int:
    now = clock.now()
    for number, one in enumerate(words.call):
        new = NewRescue(
            text=one.text,
            lat=one.lat,
            lon=one.lon,
            accuracy_m=None if one.lat is None else 20.0,
            address=one.address,
            people=one.people,
            depth=one.depth,
            children=one.children,
            elderly=one.elderly,
            sick=one.sick,
            pregnant=one.pregnant,
            needs=tuple(one.needs),
            name=one.name,
            phones=(one.phone,),
            channel=one.channel,
            key=f"demo:{number}",
        )
        with clock.at(now - timedelta(minutes=one.minutes)):
            give.open_rescue(new, ANYONE)
    give.sort_new_rescues(rule("rescue"))
    give.rescore_rescues(rule("rescue"))
    return len(words.call)
