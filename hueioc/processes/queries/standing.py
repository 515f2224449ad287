"""How somebody stands towards an instance: whoever may take its step is its lead, its heads take part."""

from hueioc.people.rules import Actor
from hueioc.processes.models import Instance
from hueioc.processes.rules.visibility import is_starter, takes_step
from hueioc.workflow.rules.roles import Stand


def place_of(instance: Instance, actor: Actor) -> Stand:
    """The relations the roles of the process ask for; a unit stands for somebody only where the step lets them act."""
    headed = {unit for unit in (instance.started_unit, instance.unit) if unit and actor.has("unit_head", unit)}
    # Whoever started it may hold a step after changing the unit; as long as they work for one they stand for it.
    lead = frozenset(actor.units | {instance.unit}) if takes_step(instance, actor) else frozenset()
    return Stand(actor, is_starter(instance, actor), lead, frozenset(headed))
