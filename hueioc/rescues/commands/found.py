"""Finds a call for a command: locked, visible to the actor, on a desk that is cleared at the end."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Conflict, NotAllowed, NotFound
from hueioc.people.rules import Actor
from hueioc.rescues.events import RescueClosed, RescueHanded, RescueMoved, RescueNoted, RescueOpened
from hueioc.rescues.models import Rescue
from hueioc.rescues.rules.access import ABSENT, is_family, may_see
from hueioc.workflow.commands import Desk, Facts, clear
from hueioc.workflow.queries import parts_of_many

RESCUE_FACTS = Facts(
    opened=RescueOpened, handed=RescueHanded, moved=RescueMoved, noted=RescueNoted, closed=RescueClosed
)


class RescueDesk(Desk[Rescue]):
    """One call for rescue while a verb is given."""

    def note(self, verb: str, *, other: str = "", reason: str = "", count: int = 0) -> None:
        """Record that something was added."""
        self.tell(self.facts.noted(verb=verb, other=other, reason=reason, count=count))

    def moved(self, verb: str, before: str) -> None:
        """Record the new state with where the team stands."""
        call = self.item
        self.tell(
            RescueMoved(
                verb=verb,
                phase=call.phase,
                from_phase=before,
                outcome=call.outcome,
                service=call.service,
                unit=call.unit,
                urgency=call.urgency,
                due_at=call.due_at,
                first_due_at=call.first_due_at,
                step=call.progress,
                team=call.team.ref if call.team else "",
            )
        )


def desks_of(codes: Iterable[str], actor: Actor) -> list[RescueDesk]:
    """Calls on desks, locked in the order of their keys so that two who take several never wait for each other.

    Returned in the order asked for. Raises NotFound for one the actor may not see. In the caller's transaction.
    """
    wanted = list(dict.fromkeys(code.replace("\x00", "") for code in codes))
    # PostgreSQL locks no optional side of a join, so the team is read with it by a question of its own.
    rows = {row.code: row for row in Rescue.objects.select_for_update().filter(code__in=wanted).order_by("id")}
    if missing := [code for code in wanted if code not in rows or not _sees(rows[code], actor)]:
        raise NotFound(ABSENT, fields={"codes": missing[0]})
    parts = parts_of_many([row.ref for row in rows.values()])
    desks = []
    for code in wanted:
        desk = RescueDesk(item=rows[code], actor=actor, facts=RESCUE_FACTS, is_reporter=is_family(rows[code], actor))
        desk.parts = parts.get(rows[code].ref, [])
        desks.append(desk)
    return desks


def _sees(call: Rescue, actor: Actor) -> bool:
    return may_see(call, actor) or is_family(call, actor)


@contextmanager
def rescue_on_desk(code: str, actor: Actor, *, version: int | None = None) -> Iterator[RescueDesk]:
    """The call on a desk, in one transaction that is cleared when the block ends without an error.

    Raises NotFound for one the actor may not see, Conflict when `version` is not the present one.
    """
    with transaction.atomic():
        [desk] = desks_of([code], actor)
        if version is not None and version != desk.item.version:
            raise Conflict(_("Somebody changed this call meanwhile. Look at it again."))
        yield desk
        clear([desk, *desk.beside])


def only_clock(actor: Actor) -> None:
    """Raises NotAllowed for everybody but a rule with a clock."""
    if not actor.has("clock"):
        raise NotAllowed(_("Only a rule with a clock gives this command."))
