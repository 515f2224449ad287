"""Follows the five base facts of all work and keeps them as steps: subject = case, fact and phase = activity, unit =
resource. A new kind of work is in it from its first fact."""

from collections.abc import Mapping, Sequence

from hueioc.journal.follower import Follower, SealedFact
from hueioc.journal.rules import microseconds
from hueioc.mining.models import Step, StepName, Trace
from hueioc.workflow.events import BASE_FACTS, Closed, Handed, Moved, Noted

ACTIVITY, UNIT = "activity", "unit"
NOTED = "noted:"
# A step of a flow, with the flow it belongs to: many flows have a step of the same name.
STEP = "step:"
_NOT_WAITING = {"", "none"}


class Mining(Follower):
    """Rows are only added; a fact that is read again gives the same row."""

    name = "mining"
    follows = BASE_FACTS

    def handle(self, facts: Sequence[SealedFact]) -> None:
        """Add the steps of a batch, with the traces and names that are new in it."""
        named = [(fact, activity_of(fact), str(getattr(fact.event, "unit", ""))) for fact in facts]
        traces = _traces(facts)
        activities = _names(ACTIVITY, {activity: fact.seq for fact, activity, _ in reversed(named)})
        units = _names(UNIT, {unit: fact.seq for fact, _, unit in reversed(named) if unit})
        rows = [
            Step(
                seq=fact.seq,
                trace=traces[fact.subject],
                activity=activities[activity],
                unit=units.get(unit),
                at=microseconds(fact.happened_at),
            )
            for fact, activity, unit in named
        ]
        Step.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)

    def reset(self) -> None:
        """Empty the tables before a rebuild."""
        for model in (Step, Trace, StepName):
            model.objects.all().delete()


def activity_of(fact: SealedFact) -> str:
    """What a fact is called in a log: the base fact, then what makes it different from others of its kind."""
    event = fact.event
    if isinstance(event, Handed):
        return f"handed:{event.step}"
    if isinstance(event, Moved) and event.step:
        return f"{STEP}{event.service}:{event.step}"
    if isinstance(event, Moved):
        waits = "" if event.wait_reason in _NOT_WAITING else f":{event.wait_reason}"
        return f"moved:{event.phase}{waits}"
    if isinstance(event, Noted):
        return f"{NOTED}{event.verb}"
    return "closed" if isinstance(event, Closed) else "opened"


def _traces(facts: Sequence[SealedFact]) -> dict[str, int]:
    """The number of every subject of a batch; its first fact is its opening."""
    first: dict[str, SealedFact] = {}
    for fact in facts:
        first.setdefault(fact.subject, fact)
    found = dict(Trace.objects.filter(ref__in=list(first)).values_list("ref", "number"))
    new = [
        Trace(
            number=fact.seq,
            ref=ref,
            kind=ref.partition(":")[0],
            service=str(getattr(fact.event, "service", "")),
            opened_at=microseconds(fact.happened_at),
        )
        for ref, fact in first.items()
        if ref not in found
    ]
    Trace.objects.bulk_create(new, batch_size=500)
    return found | {trace.ref: trace.number for trace in new}


def _names(column: str, first: Mapping[str, int]) -> dict[str, int]:
    """The number of every name; new ones are numbered by where they came first."""
    found = dict(StepName.objects.filter(column=column, name__in=list(first)).values_list("name", "number"))
    odd = column == UNIT
    new = [StepName(number=2 * seq + odd, column=column, name=name) for name, seq in first.items() if name not in found]
    StepName.objects.bulk_create(new, batch_size=500)
    return found | {name.name: name.number for name in new}


FOLLOWERS = [Mining()]
