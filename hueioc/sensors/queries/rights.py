"""Who may send readings, who may see what of stations and alarms."""

from hmac import compare_digest

from django.conf import settings

from hueioc.lib import clock
from hueioc.people.rules import Actor, machine
from hueioc.sensors.queries.registry import keeper_of, stations

DEMO_KEY = "demo-readings"


def sender_behind(authorization: str) -> Actor | None:
    """The machine that presents `Bearer key`; None for an unknown key. Keys stand in `HUEIOC_READINGS_KEYS`."""
    scheme, _space, key = authorization.partition(" ")
    if scheme.lower() != "bearer" or not key:
        return None
    known = dict(settings.READINGS_KEYS)
    if settings.DEMO:
        known["simulator"] = DEMO_KEY
    # Every key is compared, so that the time tells nothing of the others.
    found = [name for name, secret in known.items() if compare_digest(secret.encode(), key.strip().encode())]
    return machine(found[0]) if found else None


def keepers() -> frozenset[str]:
    """Units that look after the city's stations today."""
    day = clock.today()
    firsts = {series[0].network.code: series[0] for series in stations().values()}
    return frozenset(keeper_of(one, day) for one in firsts.values()) - {""}


def may_send(actor: Actor) -> bool:
    """Machines with a key, data staff, the centre, and the units that look after stations."""
    if actor.is_machine:
        return True
    return actor.has("data_steward") or actor.is_centre or bool(actor.units & keepers())


def may_see_quality(actor: Actor) -> bool:
    """Gaps, doubtful values and silent stations are for staff."""
    return actor.is_staff or actor.is_machine
