"""The desk on which one item lies while a verb is given: authorise, decide, save, record, in that order.

A verb changes the item and adds rows on the desk; nothing touches the database until `clear`, which saves the
rows of one desk, or of thousands, in a few statements and appends their facts last. So one report and an import
of a million take the same path.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Self, TypeVar

from django.db.models import Model

from hueioc.journal.commands import Entry, record_many
from hueioc.journal.commands.rows import insert_rows, update_rows
from hueioc.journal.events import Event
from hueioc.journal.rules import Visibility
from hueioc.lib import clock
from hueioc.people.rules import Actor
from hueioc.workflow.events import Closed, Handed, Moved, Noted, Opened, withheld
from hueioc.workflow.models import Extension, Item, Part, Pause
from hueioc.workflow.pack import Transition
from hueioc.workflow.queries import Catalogue, catalogue
from hueioc.workflow.rules.roles import Stand, stand, transition_for

# PostgreSQL asks for keys first; below this the ORM's one statement is quicker.
_MANY = 4
I = TypeVar("I", bound=Item)  # noqa: E741


@dataclass(frozen=True)
class Facts:
    """The event classes with which a work room extends the five base facts."""

    opened: type[Opened]
    handed: type[Handed]
    moved: type[Moved]
    noted: type[Noted]
    closed: type[Closed]


@dataclass
class Desk(Generic[I]):
    """One item, who acts on it, and what the verb has changed so far."""

    item: I
    actor: Actor
    facts: Facts
    is_new: bool = False
    is_reporter: bool = False
    at: datetime = field(default_factory=clock.now)
    parts: list[Part] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    added: list[Model] = field(default_factory=list)
    changed: list[Model] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    verbs: list[str] = field(default_factory=list)
    # Desks of other items that the verb had to open too: they are saved with this one, and taken back with it.
    beside: list[Self] = field(default_factory=list)
    is_touched: bool = False
    # By (model, key): what rows held when they were found, so that an undo need not ask for it again.
    stored: dict[tuple[str, Any], dict[str, Any]] = field(default_factory=dict)

    def note_stored(self) -> None:
        """Remember the values of the rows on this desk, which were read and locked just now."""
        rows: list[Model] = [self.item, *self.parts, *self.pauses, *self.extensions]
        self.stored = {(row._meta.label, row.pk): dict(row.__dict__) for row in rows}

    @property
    def catalogue(self) -> Catalogue:
        return catalogue()

    @property
    def stand(self) -> Stand:
        return stand(self.actor, is_reporter=self.is_reporter, parts=self.parts)

    @classmethod
    def keep_beside(cls, items: Sequence[I]) -> None:
        """What a room keeps beside the rows of new items, a search index for example; called once for all of them."""

    def allow(self, verb: str) -> Transition:
        """The transition for this verb, or a refusal with a sentence (authorise)."""
        process, item = self.catalogue.process_of(self.item.service), self.item
        found = transition_for(process, verb, phase=item.phase, wait_reason=item.wait_reason, place=self.stand)
        self.verbs.append(verb)
        return found

    def live_part(self, unit: str) -> Part | None:
        return next((part for part in self.parts if part.unit == unit and part.is_live), None)

    def live_parts(self) -> list[Part]:
        return [part for part in self.parts if part.is_live]

    def lead(self) -> Part | None:
        return next((part for part in self.parts if part.role == "lead" and part.is_live), None)

    def last_lead(self) -> Part | None:
        """The lead that answered last, or the live one."""
        leads = [part for part in self.parts if part.role == "lead" and part.state in {"done", "accepted"}]
        return leads[-1] if leads else None

    def add(self, row: Model) -> None:
        """A new row, saved when the desk is cleared."""
        self.added.append(row)
        shelf = {Part: self.parts, Pause: self.pauses, Extension: self.extensions}.get(type(row))
        if shelf is not None:
            shelf.append(row)  # type: ignore[attr-defined]

    def change(self, row: Model) -> None:
        """A row that was changed and is not new on this desk."""
        if not any(row is known for known in (*self.added, *self.changed)):
            self.changed.append(row)

    def touch(self) -> None:
        """The item itself changed."""
        self.is_touched = True

    def tell(self, event: Event, *, key: str | None = None, visibility: Visibility | None = None) -> None:
        """Append a fact about the item when the desk is cleared (record); of confidential work, that it happened."""
        if self.item.is_withheld:
            hidden = withheld(event)
            self.entries.append(
                Entry(
                    event=hidden,
                    subject=self.item.ref,
                    actor=self.actor.ref,
                    happened_at=self.at,
                    visibility="restricted",
                    key=key,
                )
            )
            return
        self.entries.append(
            Entry(
                event=event,
                subject=self.item.ref,
                actor=self.actor.ref,
                happened_at=self.at,
                area=self.item.area,
                point=self.item.point,
                visibility=visibility or ("public" if self.item.is_public else "internal"),
                key=key,
            )
        )

    def tell_moved(self, verb: str, from_phase: str, *, reason: str = "") -> None:
        """The fact that the state, service or deadline changed; fields are read from the item."""
        item = self.item
        self.tell(
            self.facts.moved(
                verb=verb,
                phase=item.phase,
                from_phase=from_phase,
                outcome=item.outcome,
                wait_reason=item.wait_reason,
                service=item.service,
                unit=item.unit,
                urgency=item.urgency,
                reason=reason,
                due_at=item.due_at,
                first_due_at=item.first_due_at,
                planned_until=item.planned_until,
            )
        )


def clear(desks: Sequence[Desk[Any]]) -> None:
    """Save every row of the desks and append their facts, inside the caller's transaction.

    Rows of one kind go in one statement; facts are appended last, in the order of the desks.
    """
    for desk in desks:
        if desk.is_touched and not desk.is_new:
            desk.item.version += 1
        if desk.is_touched:
            desk.item.updated_at = max(desk.at, desk.item.opened_at)
    _open([desk for desk in desks if desk.is_new])
    _update([desk.item for desk in desks if desk.is_touched and not desk.is_new])
    # Changes first: a part that was taken back makes room for the one that is offered instead.
    _update([row for desk in desks for row in desk.changed])
    _create([row for desk in desks for row in desk.added])
    record_many([entry for desk in desks for entry in desk.entries])


def _open(desks: Sequence[Desk[Any]]) -> None:
    _create([desk.item for desk in desks])
    for kind in dict.fromkeys(type(desk) for desk in desks):
        kind.keep_beside([desk.item for desk in desks if type(desk) is kind])


def _by_model(rows: Iterable[Model]) -> dict[type[Model], list[Model]]:
    shelves: dict[type[Model], list[Model]] = {}
    for row in rows:
        shelves.setdefault(type(row), []).append(row)
    return shelves


def _create(rows: Iterable[Model]) -> None:
    for model, shelf in _by_model(rows).items():
        if len(shelf) < _MANY:
            model._default_manager.bulk_create(shelf)
        else:
            insert_rows(shelf)


def _update(rows: Iterable[Model]) -> None:
    for shelf in _by_model(rows).values():
        if len(shelf) == 1:
            shelf[0].save(force_update=True)
        else:
            update_rows(shelf)
