"""How somebody stands towards a warning: whose draft it is, and who may see it before it is released."""

from collections.abc import Sequence

from django.db.models import Q

from hueioc.people.rules import Actor
from hueioc.warnings.models import Alert
from hueioc.workflow.queries import catalogue
from hueioc.workflow.rules.roles import stand


def is_drafter(alert: Alert, actor: Actor) -> bool:
    """True for who drafted it and for everybody of the same unit."""
    return alert.drafted_by in actor.refs or bool(alert.unit and alert.unit in actor.units)


def sees_drafts(actor: Actor) -> bool:
    """The centre, leaders and auditors see every draft."""
    return actor.is_centre or actor.has("leader") or actor.has("auditor")


def may_see(alert: Alert, actor: Actor) -> bool:
    """What is released is everybody's; a draft is for its unit, the centre and the leaders."""
    return alert.is_released or sees_drafts(actor) or (actor.is_staff and is_drafter(alert, actor))


def visible_to(actor: Actor) -> Q:
    """The same as a filter."""
    if sees_drafts(actor):
        return Q()
    released = Q(released_at__isnull=False)
    if not actor.is_staff:
        return released
    return released | Q(drafted_by__in=actor.refs) | Q(unit__in=[unit for unit in actor.units if unit])


def visible_codes(actor: Actor, codes: Sequence[str]) -> set[str]:
    """Those of some numbers that this actor may see."""
    found = Alert.objects.filter(visible_to(actor), code__in=codes)
    return set(found.values_list("code", flat=True))


def may_draft(hazard: str, actor: Actor) -> bool:
    """True when the process lets this actor draft; machines and rules may, and can do nothing else with it."""
    if actor.is_machine:
        return True
    process = catalogue().process_of(hazard)
    place = stand(actor, is_reporter=False, parts=())
    roles = {role.code: role for role in process.role}
    drafting = [one for one in process.transition if one.verb == "draft"]
    return any(place.fills(roles[code]) for one in drafting for code in one.roles if code in roles)
