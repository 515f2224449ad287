"""Law 5: foreign keys point down and have no reverse name; between rooms of work only references are kept."""

import inspect
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Field, Model

from hueioc.config.floors import Floor, floor_of
from tests.house.laws.sources import PACKAGE, House


def relations_point_down(house: House) -> Iterator[str]:
    """Law 5 over every model of the installation."""
    models = [model for model in apps.get_models() if _room(model)]
    yield from findings(models, house.floors, house.root)


def findings(models: Iterable[type[Model]], table: list[Floor], root: Path) -> Iterator[str]:
    """What is wrong with the relations of these models."""
    for model in models:
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            target = field.related_model
            if not field.is_relation or not isinstance(target, type) or _is_given_by_django(field):
                continue
            where = f"{_place(model, field.name, root)}: law 5: {model.__name__}.{field.name}"
            if not str(getattr(field.remote_field, "related_name", "") or "").endswith("+"):
                yield f'{where} needs related_name="+"; nobody asks a lower floor for what lies above.'
            if not _points_down(_room(model), _room(target), table):
                yield f"{where} points to {_room(target)}; keep a reference such as `case:CODE` instead."


def _points_down(room: str, target: str, table: list[Floor]) -> bool:
    return not target or room == target or floor_of(target, table) < floor_of(room, table)


def _room(model: type[Model]) -> str:
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == PACKAGE and len(parts) > 1 else ""


def _is_given_by_django(field: "Field[Any, Any]") -> bool:
    # PermissionsMixin brings groups and user_permissions; the house does not use them and cannot rename them.
    return field.name in {"groups", "user_permissions", "password"}


def _place(model: type[Model], name: str, root: Path) -> str:
    """file:line of a field, also when an abstract base declares it."""
    for owner in model.__mro__:
        if not issubclass(owner, Model) or not owner.__module__.startswith(f"{PACKAGE}."):
            continue
        try:
            lines, first = inspect.getsourcelines(owner)
        except (OSError, TypeError):
            continue
        for offset, line in enumerate(lines):
            if re.match(rf"\s+{re.escape(name)}\b.*=", line):
                file = Path(inspect.getsourcefile(owner) or "")
                return f"{file.relative_to(root) if file.is_relative_to(root) else file}:{first + offset}"
    return f"{model.__module__}:1"
