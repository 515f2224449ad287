"""Reads of work processes, rights included: definitions, lists, one instance, what is owed, drawings, dry runs."""

from hueioc.processes.queries.clocks import share_left, steps_due_soon, steps_of_ended_units, steps_overdue
from hueioc.processes.queries.defining import (
    coming_flow,
    definition_of,
    flow_named,
    flows,
    is_old,
    paper_head,
    units_that_start,
)
from hueioc.processes.queries.drawings import drawing_of
from hueioc.processes.queries.lists import (
    TABS,
    Listed,
    board,
    find_lines,
    owed_lines,
    seen_by,
    visible_codes,
)
from hueioc.processes.queries.looks import rows_of, shown, step_name, time_words, title_of, value_words
from hueioc.processes.queries.reading import InstanceView, holders_of, instance_view, kept_of, timeline
from hueioc.processes.queries.telling import circles_of_many, notice_words, starters_of_many
from hueioc.processes.queries.trying import Tried, try_out

__all__ = [
    "TABS",
    "InstanceView",
    "Listed",
    "Tried",
    "board",
    "circles_of_many",
    "coming_flow",
    "definition_of",
    "drawing_of",
    "find_lines",
    "flow_named",
    "flows",
    "holders_of",
    "is_old",
    "instance_view",
    "kept_of",
    "notice_words",
    "owed_lines",
    "paper_head",
    "rows_of",
    "seen_by",
    "share_left",
    "shown",
    "starters_of_many",
    "step_name",
    "steps_due_soon",
    "steps_of_ended_units",
    "steps_overdue",
    "time_words",
    "timeline",
    "title_of",
    "try_out",
    "units_that_start",
    "value_words",
    "visible_codes",
]
