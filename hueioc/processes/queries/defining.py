"""Which processes there are: those of the packs for whoever starts one, and the edition an instance runs with."""

import json
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import msgspec
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.packs import open_city
from hueioc.lib.refusals import NotFound
from hueioc.lib.shapes import read_json
from hueioc.people.pack import read_units
from hueioc.people.queries import unit
from hueioc.people.rules import Actor
from hueioc.processes.models import Edition, Instance
from hueioc.processes.pack import KIND, PaperHead, read_paper_head
from hueioc.processes.rules.visibility import may_start
from hueioc.workflow.pack import Process
from hueioc.workflow.queries import Catalogue, catalogue


def lives() -> frozenset[str]:
    """Codes of the processes that flows of this city take their life from."""
    return frozenset(one.about.process for one in catalogue().services.values() if one.about.kind == KIND)


def flows() -> list[Process]:
    """Every flow that is on in the city, in the city's order, as it holds today; also those that do not hold yet."""
    known = lives()
    return [flow_named(one.code) for one in catalogue().processes.values() if one.life in known]


def flow_named(code: str) -> Process:
    """The flow with this code as it holds today: what was prepared for a day takes effect on it. Raises NotFound."""
    found = catalogue().processes.get(code)
    if found is None or found.life not in lives():
        raise NotFound(_("There is no such process."))
    later = catalogue().coming.get(code)
    return later if later is not None and later.holds_on(_today()) else found


def coming_flow(code: str) -> Process | None:
    """The edition of a flow that is prepared for a later day; None without one, or when it has taken effect."""
    later = catalogue().coming.get(code)
    return None if later is None or later.holds_on(_today()) else later


def _today() -> date:
    return catalogue().calendar.local_day(clock.now())


def units_that_start(flow: Process, actor: Actor, day: date) -> list[str]:
    """Units for which this person may start a process on a day; none when it does not hold."""
    if not flow.holds_on(day):
        return []
    return [
        code
        for code in sorted(actor.units)
        if (known := unit(code)) and may_start(flow.starts.kinds, flow.starts.by, known.kind, code, actor)
    ]


@lru_cache(maxsize=256)
def _decoded(fingerprint: str, edition: Edition) -> Process:
    # Lists leave the bodies, which are long, in the database: each is read once, for the first instance of its edition.
    return read_json(edition.body, Process)


def body_of(flow: Process) -> str:
    """The definition as an edition keeps it: all that decides how an instance runs, always in the same order."""
    plain = msgspec.to_builtins(msgspec.structs.replace(flow, example=[]))
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def definition_of(instance: Instance) -> Process:
    """The definition an instance runs with, whatever the pack says today."""
    return _decoded(instance.edition.fingerprint, instance.edition)


def catalogue_for(instance: Instance) -> Catalogue:
    """The catalogue, which knows the service of an instance also when its process was switched off meanwhile."""
    known, life = catalogue(), definition_of(instance).life
    if instance.service in known.service_of:
        return known
    service = next(one for one in known.services.values() if one.about.process == life)
    return replace(known, service_of=known.service_of | {instance.service: service})


def is_old(instance: Instance) -> bool:
    """True when the process has changed since this instance began."""
    return (
        instance.service not in catalogue().processes or body_of(flow_named(instance.service)) != instance.edition.body
    )


@lru_cache(maxsize=4)
def _agencies(packs: Path, city: str) -> dict[str, dict[str, str]]:
    return {role.code: role.names for role in read_units(open_city(Path(packs) / "cities" / city)).agency_role}


def agency_names() -> dict[str, dict[str, str]]:
    """Names of the agency roles by code."""
    return _agencies(settings.PACKS, settings.CITY)


@lru_cache(maxsize=4)
def _paper_head(packs: Path, city: str) -> PaperHead | None:
    return read_paper_head(open_city(Path(packs) / "cities" / city))


def paper_head() -> PaperHead | None:
    """What stands at the head of papers in this city."""
    return _paper_head(settings.PACKS, settings.CITY)
