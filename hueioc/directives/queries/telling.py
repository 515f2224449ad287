"""Whom notices about directives are for; only doors that address notices ask here, and nothing of it is shown."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from hueioc.directives.models import Directive
from hueioc.people.queries import staff_of
from hueioc.workflow.queries import parts_of_many


@dataclass(frozen=True)
class Telling:
    """What a notice about a directive needs: who gave it."""

    code: str
    giver: str


def givers_of_many(codes: Collection[str]) -> list[Telling]:
    """Who gave directives; unknown and confidential ones are left out."""
    found = Directive.objects.filter(code__in=codes, is_confidential=False).values_list("code", "giver")
    return [Telling(*row) for row in found]


class Circle(NamedTuple):
    """Who may know of a confidential directive: its giver, and by unit with a live part its heads and assignee."""

    code: str
    giver: str
    units: dict[str, list[str]]


def circles_of_many(codes: Collection[str]) -> list[Circle]:
    """The circles of confidential directives; unknown and open ones are left out."""
    found = list(Directive.objects.filter(code__in=codes, is_confidential=True))
    parts = parts_of_many(one.ref for one in found)
    return [
        Circle(
            one.code,
            one.giver,
            {
                part.unit: list(dict.fromkeys([*staff_of(part.unit, role="unit_head"), *filter(None, [part.assignee])]))
                for part in parts.get(one.ref, [])
                if part.is_live
            },
        )
        for one in found
    ]
