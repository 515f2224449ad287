"""Finds a directive for a command: locked, visible to the actor, on a desk that is cleared at the end."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.directives.events import (
    DirectiveClosed,
    DirectiveHanded,
    DirectiveMoved,
    DirectiveNoted,
    DirectiveOpened,
)
from hueioc.directives.models import Directive, DirectiveFile, Message, TimeAsked
from hueioc.directives.queries.choices import priority_of
from hueioc.directives.rules.intake import wrong_day
from hueioc.directives.rules.visibility import headed, is_giver, may_see
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound
from hueioc.people.commands import Kept
from hueioc.people.rules import Actor
from hueioc.workflow.commands import Desk, Facts, clear, written
from hueioc.workflow.queries import Part, catalogue, extensions_of, parts_of
from hueioc.workflow.rules.deadlines import due
from hueioc.workflow.rules.reminders import next_reminder

DIRECTIVE_FACTS = Facts(
    opened=DirectiveOpened, handed=DirectiveHanded, moved=DirectiveMoved, noted=DirectiveNoted, closed=DirectiveClosed
)
_ABSENT = _("There is no such directive, or it is not yours.")


@dataclass
class DirectiveDesk(Desk[Directive]):
    """One directive while a verb is given."""

    def say(
        self,
        kind: str,
        text: str,
        *,
        unit: str = "",
        percent: int | None = None,
        link: str = "",
        files: Sequence[Kept] = (),
    ) -> None:
        """Add what was said in a unit's thread, with its evidence; empty words are not kept."""
        if not text.strip():
            return
        said = Message(directive=self.item, kind=kind, unit=unit, author=self.actor.ref, at=self.at)
        said.text, said.percent, said.link = written(text), percent, link
        self.add(said)
        self.put(files, said)

    def put(self, files: Sequence[Kept], said: Message | None = None) -> None:
        """Lay files of the vault beside what was said, or as documents of the directive itself."""
        for one in files:
            by = {"added_at": self.at, "added_by": self.actor.ref}
            self.add(DirectiveFile(directive=self.item, message=said, **by, **one.columns))

    def own_part(self, unit: str = "") -> Part:
        """The live part the actor speaks for: of the unit named, else the lead, else any of theirs. Raises NotFound."""
        theirs = [part for part in self.live_parts() if part.unit in self.actor.units and unit in ("", part.unit)]
        if self.item.is_confidential:
            allowed = headed(self.actor)
            theirs = [part for part in theirs if part.unit in allowed or part.assignee in self.actor.refs]
        if not theirs:
            raise NotFound(_("Your unit has no open part in this directive."))
        return min(theirs, key=lambda part: part.role != "lead")

    def hear(self) -> None:
        """The lead unit has been heard of now: it counts as silent only after its time from here."""
        item = self.item
        item.heard_at, item.is_silence_told = self.at, False
        item.silent_at = due(self.at, priority_of(item.urgency).silent_after, self.catalogue.calendar).at
        self.touch()

    def rest(self) -> None:
        """No unit owes an answer now: nobody is silent, nobody is reminded."""
        self.item.silent_at = self.item.remind_at = None
        self.touch()

    def settle_wish(self, *, is_granted: bool) -> TimeAsked | None:
        """End the open wish for more time; None when there is none."""
        asked = TimeAsked.objects.filter(directive=self.item, decided_at=None).order_by("id").last()
        self.item.extension_asked_at = None
        if asked is not None:
            asked.decided_at, asked.decided_by, asked.is_granted = self.at, self.actor.ref, is_granted
            self.change(asked)
        return asked

    def plan_reminder(self) -> None:
        """Set the next step of the reminder ladder after now."""
        item = self.item
        steps = priority_of(item.urgency).remind_days
        coming = next_reminder(item.due_at, steps, self.catalogue.calendar, self.at) if item.due_at else None
        item.remind_at = coming.at if coming else None
        self.touch()

    def deadline(self, day: date) -> datetime:
        """The end of the office hours of a day as a deadline. Raises Invalid for a day that can be none."""
        calendar = self.catalogue.calendar
        today = calendar.local_day(self.at)
        fault = wrong_day(day, today=today, calendar=calendar, most_days=longest_deadline(self.item.service, today))
        if fault:
            raise Invalid(fault, fields={"until": fault})
        return calendar.closing(day)


def longest_deadline(service: str, today: date) -> int:
    """How many days away a deadline may lie, by the rules of the service."""
    return int(catalogue().rules_of(service).number_on("longest_deadline_days", today))


def new_desk(directive: Directive, actor: Actor, at: datetime) -> DirectiveDesk:
    """A desk for a directive that is not saved yet."""
    return DirectiveDesk(item=directive, actor=actor, facts=DIRECTIVE_FACTS, is_new=True, is_reporter=True, at=at)


@contextmanager
def directive_on_desk(code: str, actor: Actor, *, version: int | None = None) -> Iterator[DirectiveDesk]:
    """The directive on a desk, in one transaction that is cleared when the block ends without an error.

    Raises NotFound for a directive the actor may not see, Conflict when `version` is not the present one.
    """
    with transaction.atomic():
        desk = _found(code, actor)
        if version is not None and version != desk.item.version:
            raise Conflict(_("Somebody changed this directive meanwhile. Look at it again."))
        yield desk
        clear([desk, *desk.beside])


def _found(code: str, actor: Actor) -> DirectiveDesk:
    directive = Directive.objects.select_for_update().filter(code=code.replace("\x00", "")).first()
    parts = parts_of(directive.ref) if directive else []
    if directive is None or not (actor.has("clock") or may_see(directive, actor, parts)):
        raise NotFound(_ABSENT)
    desk = DirectiveDesk(item=directive, actor=actor, facts=DIRECTIVE_FACTS, is_reporter=is_giver(directive, actor))
    desk.parts, desk.extensions = parts, extensions_of(directive.ref)
    return desk


def only_clock(actor: Actor) -> None:
    """Raises NotAllowed for everybody but a rule with a clock."""
    if not actor.has("clock"):
        raise NotAllowed(_("Only a rule with a clock gives this command."))
