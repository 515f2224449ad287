"""One analysis of one log: everything the command and the pages show, from one pass over its steps."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from hueioc.lib import clock
from hueioc.lib.packs import open_city
from hueioc.mining.pack import NAME, NoRules, limits_on, read_marks
from hueioc.mining.reading import LogMapping
from hueioc.mining.rules.bottlenecks import Bottleneck, Marks, Scene, bottlenecks_of
from hueioc.mining.rules.cases import (
    Bounce,
    Rework,
    Variant,
    bounces_of,
    duration_of,
    rework_of,
    variant_list,
    variants_of,
)
from hueioc.mining.rules.clocks import OfficeClock, own_clock, work_of, worked_in
from hueioc.mining.rules.eventlog import MICROSECONDS, EventLog
from hueioc.mining.rules.graph import Edge, Spread, edges_of, exact_sum, steps_of
from hueioc.mining.rules.kinds import Limits
from hueioc.workflow.queries import catalogue

MOST_VARIANTS = 200


@dataclass(frozen=True)
class Analysis:
    """What is known of a log. `worked_s` is None when work and waiting cannot be told apart in it."""

    cases: int
    events: int
    duration: Spread
    edges: list[Edge]
    variants: int
    shown_variants: list[Variant]
    rework: list[Rework]
    bounces: list[Bounce]
    bottlenecks: list[Bottleneck]
    waited_s: float
    worked_s: float | None
    open_s: float | None


def mining_rules() -> tuple[Limits, Marks]:
    """The numbers and the marks that hold today. Raises NoRules when the city has none switched on."""
    return _rules(settings.PACKS, settings.CITY, clock.today().isoformat())


@lru_cache(maxsize=4)
def _rules(packs: Path, city: str, day: str) -> tuple[Limits, Marks]:
    pack = open_city(Path(packs) / "cities" / city)
    folder = next((folder for folder in pack.folders("rules") if (folder / NAME).exists()), None)
    if folder is None:
        raise NoRules(f"{pack.city.code} has no rules for mining switched on (packs/rules/mining).")
    return limits_on(catalogue().rule_sets[folder.name], clock.today()), read_marks(pack)


def with_own(marks: Marks, mapping: LogMapping) -> Marks:
    """The marks of the packs and those of a mapping."""
    return Marks(
        (*marks.citizen, *mapping.citizen),
        (*marks.asks, *mapping.asks),
        (*marks.supplements, *mapping.supplements),
    )


def analyse(log: EventLog, marks: Marks, limits: Limits, office: OfficeClock | None = None) -> Analysis:
    """Everything about a log that holds at least one event; without an office clock, hours are those the log shows."""
    steps, work, variants = steps_of(log), work_of(log), variants_of(log)
    office = office or own_clock(log, limits.quiet_hour, limits.days_only)
    scene = Scene(log, steps, work, office, marks, limits)
    whole = exact_sum(steps.took) / MICROSECONDS
    worked_s = None if work is None else exact_sum(worked_in(steps, work)) / MICROSECONDS
    return Analysis(
        cases=log.cases,
        events=len(log),
        duration=duration_of(log),
        edges=edges_of(log, steps),
        variants=len(variants.counts),
        shown_variants=variant_list(log, variants, MOST_VARIANTS),
        rework=rework_of(log),
        bounces=bounces_of(log),
        bottlenecks=bottlenecks_of(scene),
        waited_s=whole - (worked_s or 0.0),
        worked_s=worked_s,
        open_s=None if office is None else exact_sum(office.between(steps.source, steps.source + 1)) / MICROSECONDS,
    )
