"""Finds a warning for a command: locked, visible to the actor, on a desk that is cleared at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.refusals import Conflict, NotAllowed, NotFound
from hueioc.people.rules import Actor
from hueioc.places.queries import area, city_area, middle_of
from hueioc.warnings.events import WarningClosed, WarningHanded, WarningMoved, WarningNoted, WarningOpened
from hueioc.warnings.models import Alert
from hueioc.warnings.queries.composing import sketch_of
from hueioc.warnings.queries.standing import is_drafter, may_see
from hueioc.warnings.rules.release import Hands, digest_of
from hueioc.workflow.commands import Desk, Facts, clear
from hueioc.workflow.pack import Transition

WARNING_FACTS = Facts(
    opened=WarningOpened, handed=WarningHanded, moved=WarningMoved, noted=WarningNoted, closed=WarningClosed
)
_SENT = (
    *("message", "follows", "service", "is_exercise", "level", "severity", "certainty", "responses", "texts"),
    *("area_units", "area_words", "sketch", "onset_at", "expires_at"),
)


class WarningDesk(Desk[Alert]):
    """One warning while a verb is given."""

    def move_on(self, transition: Transition, *, reason: str = "") -> None:
        """Change the phase and tell it, with what a warning adds to the fact."""
        item, before = self.item, self.item.phase
        item.phase = transition.to or item.phase
        self.touch()
        self.tell(
            WarningMoved(
                verb=transition.verb,
                phase=item.phase,
                from_phase=before,
                service=item.service,
                unit=item.unit,
                urgency=item.urgency,
                reason=reason,
                due_at=item.due_at,
                first_due_at=item.first_due_at,
                level=item.level,
                message=item.message,
                is_exercise=item.is_exercise,
            )
        )

    def end(self, verb: str, outcome: str, *, reason: str = "") -> None:
        """Close it with an outcome and tell it."""
        item, before = self.item, self.item.phase
        item.phase, item.outcome, item.closed_at = "closed", outcome, self.at
        item.resolved_at = item.resolved_at or self.at
        promise = item.due_at or item.first_due_at
        self.touch()
        self.tell(
            WarningClosed(
                verb=verb,
                from_phase=before,
                outcome=outcome,
                unit=item.unit,
                reason=reason,
                service=item.service,
                is_on_time=promise is None or item.resolved_at <= promise,
                resolved_at=item.resolved_at,
                due_at=promise,
                first_due_at=item.first_due_at,
                level=item.level,
            )
        )

    def seal_content(self) -> None:
        """Count the digest anew and set where the mark on the map stands."""
        item = self.item
        item.digest = digest_of({name: getattr(item, name) for name in _SENT})
        sketch, known = sketch_of(item.sketch), area(item.area_units[0]) if item.area_units else None
        point = middle_of(sketch) if sketch else known.centre if known else None
        # A pin on a map says nothing of an exercise, so an exercise has none.
        point = None if item.is_exercise else point
        item.lat, item.lon = (point.lat, point.lon) if point else (None, None)
        whole = city_area(clock.day_of(self.at))
        item.area = item.area_units[0] if len(item.area_units) == 1 else whole.code if whole else ""


def hands_of(alert: Alert) -> Hands:
    """Whose hands a warning went through."""
    return Hands(
        drafted_by=alert.drafted_by,
        changed_by=alert.changed_by,
        submitted_by=alert.submitted_by,
        digest=alert.digest,
        approved_by=alert.approved_by,
        approved_digest=alert.approved_digest,
    )


@contextmanager
def warning_on_desk(code: str, actor: Actor, *, version: int | None = None) -> Iterator[WarningDesk]:
    """The warning on a desk, in one transaction that is cleared when the block ends without an error.

    Raises NotFound for one the actor may not see, Conflict when `version` is not the present one.
    """
    with transaction.atomic():
        desk = _found(code, actor)
        if version is not None and version != desk.item.version:
            raise Conflict(_("Somebody changed this warning meanwhile. Look at it again."))
        yield desk
        clear([desk, *desk.beside])


def also_on_desk(desk: WarningDesk, code: str) -> WarningDesk:
    """Another warning that the same verb ends, saved with this one."""
    other = _found(code, desk.actor)
    desk.beside.append(other)
    return other


def _found(code: str, actor: Actor) -> WarningDesk:
    alert = Alert.objects.select_for_update().filter(code=code.replace("\x00", "")).first()
    if alert is None or not (actor.has("clock") or may_see(alert, actor)):
        raise NotFound(_("There is no such warning, or it is not for you."))
    return WarningDesk(item=alert, actor=actor, facts=WARNING_FACTS, is_reporter=is_drafter(alert, actor))


def only_clock(actor: Actor) -> None:
    """Raises NotAllowed for everybody but a rule with a clock."""
    if not actor.has("clock"):
        raise NotAllowed(_("Only a rule with a clock gives this command."))
