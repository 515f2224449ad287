"""Takes back what a verb changed: rows as they were before, new rows closed or removed, and facts that say so.

Nothing is cut out of history: a part that was offered stays as one that was taken back, a link as one undone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Model

from hueioc.workflow.commands.desk import Desk
from hueioc.workflow.models import Link, Part, Pause

# What an undo leaves alone: identity, and what a clock noted about warnings that were really given.
_KEPT = frozenset({"id", "code", "secret", "version", "updated_at", "warned_at", "overdue_told_at", "reminded_at"})
_MOVING = ("phase", "outcome", "wait_reason", "unit", "service", "urgency", "due_at", "needs_coordinator")
State = dict[str, Any]


def plain(value: Any) -> Any:
    """A value as JSON keeps it without loss: instants in UTC with microseconds."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _differences(old: Mapping[str, Any], new: Model) -> dict[str, Any]:
    """Values of `old` where `new` differs."""
    names = (field.attname for field in new._meta.concrete_fields if field.attname not in _KEPT)
    return {name: plain(old[name]) for name in names if old[name] != new.__dict__[name]}


def remember(desks: Sequence[Desk[Any]]) -> list[State]:
    """What an undo needs of desks that are about to be cleared: the values that still stand in the database."""
    stored: dict[tuple[str, Any], Mapping[str, Any]] = {}
    shelves: dict[type[Model], list[Any]] = defaultdict(list)
    for desk in desks:
        stored |= desk.stored
        for row in (desk.item, *desk.changed):
            if (row._meta.label, row.pk) not in stored:
                shelves[type(row)].append(row.pk)
    for model, keys in shelves.items():
        for key, row in model._default_manager.in_bulk(keys).items():
            stored[model._meta.label, key] = row.__dict__
    return [_state(desk, stored) for desk in desks]


def _state(desk: Desk[Any], stored: Mapping[tuple[str, Any], Mapping[str, Any]]) -> State:
    item = desk.item
    before = _differences(stored[item._meta.label, item.pk], item)
    changed = [
        [row._meta.label, row.pk, _differences(stored[row._meta.label, row.pk], row)]
        for row in desk.changed
        if (row._meta.label, row.pk) in stored
    ]
    return {"code": item.code, "item": before, "changed": changed, "after": _look(item, before), "added": []}


def complete(desks: Sequence[Desk[Any]], states: Sequence[State]) -> None:
    """Add what is known only after the desks were cleared: the keys of new rows, and the parts as they stand."""
    for desk, state in zip(desks, states, strict=True):
        state["added"] = [[row._meta.label, row.pk] for row in desk.added if row.pk]
        state["parts"] = live_look(desk.parts)


def live_look(parts: Iterable[Part]) -> list[list[str]]:
    """Who has it, and how far they are, in a form that can be compared."""
    return sorted([part.unit, part.role, part.state, part.assignee] for part in parts if part.is_live)


def _look(item: Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: plain(getattr(item, name)) for name in {*names, *_MOVING}}


def is_as_left(desk: Desk[Any], state: State) -> bool:
    """True when item and parts look as the verb left them: nobody has done anything with them since."""
    return bool(_look(desk.item, state["after"]) == state["after"] and live_look(desk.parts) == state["parts"])


def restore(desks: Sequence[Desk[Any]], states: Sequence[State], verb: str) -> None:
    """Put items and rows back as the states say and tell it; the caller clears the desks.

    New parts are taken back in the database at once: they must make room for the ones that come back.
    """
    added = _rows([pair for state in states for pair in state["added"]])
    changed = _rows([(label, key) for state in states for label, key, _old in state["changed"]])
    gone: list[Part] = []
    for desk, state in zip(desks, states, strict=True):
        for label, key in state["added"]:
            if (label, key) in added:
                _take_back(desk, added[label, key], gone)
        for label, key, old in state["changed"]:
            if (label, key) in changed:
                _bring_back(desk, changed[label, key], old)
        _restore_item(desk, state["item"], verb)
    Part.objects.bulk_update(gone, ["state", "reason"])


def _rows(keys: Iterable[Sequence[Any]]) -> dict[tuple[str, Any], Model]:
    shelves: dict[str, list[Any]] = defaultdict(list)
    for label, key in keys:
        shelves[label].append(key)
    found: dict[tuple[str, Any], Model] = {}
    for label, wanted in shelves.items():
        for key, row in apps.get_model(label)._default_manager.in_bulk(wanted).items():
            found[label, key] = row
    return found


def _take_back(desk: Desk[Any], row: Model, gone: list[Part]) -> None:
    """A row that the verb had added."""
    if isinstance(row, Part):
        if row.is_live:
            _tell_part(desk, row, "withdrawn")
        row.state, row.reason = "withdrawn", "undone"
        gone.append(row)
    elif isinstance(row, Link):
        row.undone_at, row.undone_by = desk.at, desk.actor.ref
        desk.change(row)
        desk.tell(desk.facts.noted(verb="unlinked", other=row.target, reason=row.kind))
    elif isinstance(row, Pause):
        row.ended_at = row.started_at  # it never stood: no clock counts a pause without length
        desk.change(row)
    else:
        row.delete()


def _bring_back(desk: Desk[Any], row: Model, old: dict[str, Any]) -> None:
    """A row that the verb had changed."""
    _set(row, old)
    desk.change(row)
    if isinstance(row, Part) and row.is_live:
        _tell_part(desk, row, row.state)
    elif isinstance(row, Link) and row.undone_at is None:
        desk.tell(desk.facts.noted(verb="linked", other=row.target, reason=row.kind))


def _tell_part(desk: Desk[Any], part: Part, step: str) -> None:
    desk.tell(
        desk.facts.handed(
            step=step,
            unit=part.unit,
            role=part.role,
            reason="undone",
            answer_due_at=part.answer_due_at,
            due_at=part.due_at,
            phase=desk.item.phase,
            assignee=part.assignee,
        )
    )


def _set(row: Model, old: dict[str, Any]) -> None:
    fields = {field.attname: field for field in row._meta.concrete_fields}
    for name, value in old.items():
        setattr(row, name, fields[name].to_python(value))


def _restore_item(desk: Desk[Any], old: dict[str, Any], verb: str) -> None:
    item, before, was_public = desk.item, desk.item.phase, desk.item.is_public
    _set(item, old)
    desk.touch()
    if set(old) & set(_MOVING):
        desk.tell_moved("undo", before, reason="undone")
    if item.is_public != was_public:
        word = "published" if item.is_public else "unpublished"
        desk.tell(desk.facts.noted(verb=word, reason="undone"), visibility="public")
    elif not set(old) & set(_MOVING):
        desk.tell(desk.facts.noted(verb="undone", reason=verb))
