"""Finds a return for a command: locked, visible to the actor, on a desk that is cleared at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from msgspec.structs import replace

from hueioc.journal.events import Event
from hueioc.journal.rules import Visibility
from hueioc.lib.refusals import Conflict, NotAllowed, NotFound
from hueioc.people.rules import Actor
from hueioc.returns.events import ReturnClosed, ReturnHanded, ReturnMoved, ReturnNoted, ReturnOpened
from hueioc.returns.models import Edition, Return, Said
from hueioc.returns.pack import Form
from hueioc.returns.queries.packs import form_of
from hueioc.returns.rules.merging import Cell, of_data
from hueioc.returns.rules.visibility import collects, may_see
from hueioc.workflow.commands import Desk, Facts, clear
from hueioc.workflow.queries import parts_of
from hueioc.workflow.rules.reminders import next_reminder

RETURN_FACTS = Facts(
    opened=ReturnOpened, handed=ReturnHanded, moved=ReturnMoved, noted=ReturnNoted, closed=ReturnClosed
)
OPEN = ("assigned", "in_work")


class ReturnDesk(Desk[Return]):
    """One return while a verb is given."""

    @property
    def form(self) -> Form:
        return form_of(self.item.form)

    def tell(self, event: Event, *, key: str | None = None, visibility: Visibility | None = None) -> None:
        """As every desk tells; what moves also names the unit that collects it."""
        if isinstance(event, ReturnMoved):
            event = replace(event, from_unit=self.item.collector)
        super().tell(event, key=key, visibility=visibility)

    def only_own_unit(self) -> None:
        """Raises NotAllowed for whoever does not work for the unit that owes it."""
        if self.item.unit not in self.actor.units:
            raise NotAllowed(_("Only staff of the unit that owes this return fill it in."))

    def only_given(self) -> None:
        """Raises Conflict where nothing stands that could be corrected: never given, or not owed after all."""
        if not self.item.edition or self.item.outcome == "withdrawn":
            raise Conflict(_("Nothing was given that could be corrected."))

    def draft(self) -> dict[str, Cell]:
        """What is being filled in; before anybody typed, what stands of the edition before."""
        return draft_of(self.item)

    def plan_reminder(self) -> None:
        """Set the next step of the form's ladder after now."""
        item = self.item
        steps, calendar = self.form.remind_days, self.catalogue.calendar
        coming = next_reminder(item.due_at, steps, calendar, self.at) if item.due_at else None
        item.remind_at = coming.at if coming else None
        self.touch()

    def keep_edition(self, kind: str, reason: str, note: str) -> None:
        """Put what stands now beside the earlier editions, which never change."""
        item = self.item
        self.add(
            Edition(
                of=item,
                number=item.edition,
                kind=kind,
                values=item.values,
                remark=item.remark,
                reason=reason,
                note=note,
                author=self.actor.ref,
                at=self.at,
            )
        )

    def say(self, kind: str, reason: str, text: str) -> None:
        """Add why something was done."""
        self.add(Said(of=self.item, kind=kind, reason=reason, text=text, author=self.actor.ref, at=self.at))


def draft_of(item: Return) -> dict[str, Cell]:
    """The draft of a return; what stands of the edition before while nobody has typed."""
    if item.draft:
        return of_data(item.draft)
    return {field: Cell(text) for field, text in item.values.items()}


@contextmanager
def return_on_desk(code: str, actor: Actor, *, version: int | None = None) -> Iterator[ReturnDesk]:
    """The return on a desk, in one transaction that is cleared when the block ends without an error.

    Raises NotFound for one the actor may not see, Conflict when `version` is not the present one.
    """
    with transaction.atomic():
        item = Return.objects.select_for_update().filter(code=code.replace("\x00", "")).first()
        if item is None or not (actor.has("clock") or may_see(item, actor)):
            raise NotFound(_("There is no such return, or it is not for you."))
        if version is not None and version != item.version:
            raise Conflict(_("Somebody changed this return meanwhile. Look at it again."))
        desk = ReturnDesk(item=item, actor=actor, facts=RETURN_FACTS, is_reporter=collects(item, actor))
        desk.parts = parts_of(item.ref)
        yield desk
        clear([desk])


def only_clock(actor: Actor) -> None:
    """Raises NotAllowed for everybody but a rule with a clock."""
    if not actor.has("clock"):
        raise NotAllowed(_("Only a rule with a clock gives this command."))
