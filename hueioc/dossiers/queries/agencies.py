"""What packs say beside procedures: identifiers of agencies, status codes of other systems, who is competent."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from hueioc.dossiers.pack import Agencies, StatusSystem, read_agencies, read_statuses
from hueioc.lib import clock
from hueioc.lib.packs import open_city
from hueioc.lib.refusals import Invalid
from hueioc.people.queries import UnitInfo, unit_of_area, units_valid_on, units_with_role
from hueioc.workflow.pack import Procedure
from hueioc.workflow.queries import catalogue


@lru_cache(maxsize=4)
def _read(packs: Path, city: str) -> tuple[Agencies, tuple[StatusSystem, ...]]:
    pack = open_city(Path(packs) / "cities" / city)
    return read_agencies(pack), tuple(read_statuses(pack))


def agencies() -> Agencies:
    """How the city writes dossier numbers. Raises PackError when the pack cannot be read."""
    return _read(settings.PACKS, settings.CITY)[0]


def status_system(code: str = "") -> StatusSystem:
    """The status codes of a system; without a code those of the first one. Raises Invalid for an unknown system."""
    systems = _read(settings.PACKS, settings.CITY)[1]
    found = next((one for one in systems if code in ("", one.code)), None)
    if found is None:
        raise Invalid(_("There is no system %(code)s among the status codes.") % {"code": repr(code[:40])})
    return found


def desks() -> list[UnitInfo]:
    """Units that may register dossiers today: those with an identifier, by name."""
    named = {one.unit for one in agencies().agency}
    found = [one for one in units_valid_on(catalogue().calendar.local_day(clock.now())) if one.code in named]
    return sorted(found, key=lambda one: one.name())


def competent_unit(procedure: Procedure, area: str, received_by: str) -> str:
    """Who decides: the unit of the procedure's role at the place, else the desk itself where nobody holds the role."""
    day = catalogue().calendar.local_day(clock.now())
    local = unit_of_area(area, day) if area else None
    if procedure.level == "ward" and local is not None:
        return local.code
    held = units_with_role(procedure.role or "", day)
    if any(one.code == received_by for one in held) or not held:
        return received_by
    return held[0].code


def procedures(kind: str = "") -> list[Procedure]:
    """Procedures in force today, in the pack's order; with a kind of applicant those that are for it."""
    known = catalogue()
    found = known.leaves(known.calendar.local_day(clock.now()), "procedure")
    return [one for one in found if isinstance(one, Procedure) and (not kind or kind in one.applicants)]
