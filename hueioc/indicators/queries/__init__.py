"""Reads of the figures: the numbers with their parts, their course over days, and the work behind each of them."""

from hueioc.indicators.queries.behind import Part, behind
from hueioc.indicators.queries.course import Course, course
from hueioc.indicators.queries.figures import (
    DIMENSIONS,
    Dimension,
    Line,
    Sheet,
    Slice,
    figures_of,
    first_day,
    ranking,
    sheet,
)
from hueioc.indicators.queries.standing import Late, Standing, Watched, late_by_unit, standing_work, watched

__all__ = [
    "DIMENSIONS",
    "Course",
    "Dimension",
    "Late",
    "Line",
    "Part",
    "Sheet",
    "Slice",
    "Standing",
    "Watched",
    "behind",
    "course",
    "figures_of",
    "first_day",
    "late_by_unit",
    "ranking",
    "sheet",
    "standing_work",
    "watched",
]
