"""Reads of directives: one function per question, rights included."""

from hueioc.directives.queries.choices import fields_of_directives, priorities, priority_of, priority_words
from hueioc.directives.queries.clocks import directives_in_silence, directives_to_remind
from hueioc.directives.queries.lists import (
    STATES,
    TABS,
    Listed,
    Wanted,
    board,
    counts,
    directives_about,
    tabs_of,
    visible_codes,
)
from hueioc.directives.queries.looks import origin_words, reason_words, shown
from hueioc.directives.queries.monitoring import DEFINITIONS, Ranking, Row, Week, ranking, week_of
from hueioc.directives.queries.owed import owed_lines
from hueioc.directives.queries.reading import DirectiveView, Thread, directive_file, directive_view
from hueioc.directives.queries.telling import circles_of_many, givers_of_many
from hueioc.directives.queries.timeline import Happening, timeline
from hueioc.directives.queries.wording import notice_words

__all__ = [
    "DEFINITIONS",
    "STATES",
    "TABS",
    "DirectiveView",
    "Happening",
    "Listed",
    "Ranking",
    "Row",
    "Thread",
    "Wanted",
    "Week",
    "board",
    "circles_of_many",
    "counts",
    "directive_file",
    "directive_view",
    "directives_about",
    "directives_in_silence",
    "directives_to_remind",
    "fields_of_directives",
    "givers_of_many",
    "notice_words",
    "origin_words",
    "owed_lines",
    "priorities",
    "priority_of",
    "priority_words",
    "ranking",
    "reason_words",
    "shown",
    "tabs_of",
    "timeline",
    "visible_codes",
    "week_of",
]
