"""The JSON door of exercises: who replays one asks whether this is a place for it, and afterwards how it went."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from hueioc.exercises.queries import exercise_here, figures
from hueioc.lib.refusals import Invalid

router = Router(tags=["exercises"])


class ExerciseOut(Schema):
    """Whether this installation takes an exercise, and which."""

    code: str = Field(description="Code of the exercise; empty where none may be held.")


class ReleasedOut(Schema):
    """A warning that two people released; `origin` is the identifier of the CAP message it was drafted from."""

    code: str
    origin: str
    is_exercise: bool
    drafted_at: datetime
    released_at: datetime


class FiguresOut(Schema):
    """How the centre did: counts of calls, seconds until a call had its first team, warnings."""

    calls: int
    marked: int
    unsorted: int
    merged: int
    assigned: int
    left_open: int
    never_assigned: int
    first_assignment_s: dict[str, float]
    merges: dict[str, str] = Field(description="Number of each merged call, and of the one it was merged into.")
    warnings: list[ReleasedOut]


@router.get("/exercise", response=ExerciseOut, operation_id="get_exercise", url_name="get_exercise")
def get_exercise(request: HttpRequest) -> dict[str, str]:
    """Whether an exercise may be held here."""
    return {"code": exercise_here()}


@router.get(
    "/exercise/figures", response=FiguresOut, operation_id="get_exercise_figures", url_name="get_exercise_figures"
)
def get_figures(request: HttpRequest, since: datetime) -> dict[str, Any]:
    """Figures since an instant, on an installation for exercises only."""
    if since.tzinfo is None:
        raise Invalid(_("Give the time with its time zone."))
    return figures(since)
