"""Reads of the figures: the numbers with their parts, their course over days, and the work behind each of them."""

from hueioc.indicators.queries.behind import Part, behind
from hueioc.indicators.queries.course import Course, course
from hueioc.indicators.queries.figures import Line, Sheet, figures_of, first_day, ranking, sheet
from hueioc.indicators.queries.now import Now, oldest_deadline, standing_now
from hueioc.indicators.queries.persons import WorkOf, work_of
from hueioc.indicators.queries.promises import Promise, flow, promises_come_due, promises_to_come
from hueioc.indicators.queries.slices import DIMENSIONS, Dimension, Slice
from hueioc.indicators.queries.standing import Late, Standing, Watched, late_by_unit, standing_work, watched

__all__ = [
    "DIMENSIONS",
    "Course",
    "Dimension",
    "Late",
    "Line",
    "Now",
    "Part",
    "Promise",
    "Sheet",
    "Slice",
    "Standing",
    "Watched",
    "WorkOf",
    "behind",
    "course",
    "figures_of",
    "first_day",
    "flow",
    "late_by_unit",
    "oldest_deadline",
    "promises_come_due",
    "promises_to_come",
    "ranking",
    "sheet",
    "standing_now",
    "standing_work",
    "watched",
    "work_of",
]
