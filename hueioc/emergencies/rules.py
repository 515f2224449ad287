"""Pure decisions: who may switch the city to flood night, and who may say how a place stands."""

from hueioc.people.rules import Actor

LONGEST_REASON, LONGEST_PLACE = 500, 200


def may_switch(actor: Actor) -> bool:
    """Leaders and coordinators switch; nobody else, no machine and no rule."""
    return actor.kind == "account" and (actor.has("leader") or actor.has("coordinator"))


def may_say(actor: Actor) -> bool:
    """Staff of a unit say how it stands where they work; the centre says it for everywhere."""
    return actor.kind == "account" and (bool(actor.units) or actor.is_centre)
