"""Reads of rescue: one function per question, rights included."""

from hueioc.rescues.queries.board import TABS, Board, board, may_see_board, printable, seen_by
from hueioc.rescues.queries.exercise import CallCourse, channel_of, courses_since
from hueioc.rescues.queries.intake import check_new, is_burst, spool
from hueioc.rescues.queries.looks import (
    chips_of,
    explained,
    fit_words,
    row,
    status_words,
    team_state_words,
    text_for_phone,
)
from hueioc.rescues.queries.packs import has_rescue, terms
from hueioc.rescues.queries.reading import (
    FamilyView,
    RescueView,
    SearchView,
    family_view,
    possible,
    rescue_view,
    safe_view,
    search_view,
    timeline,
)
from hueioc.rescues.queries.registers import Crew, crew, crews, fits_for, kept_by, shelters, shelters_near, team_behind
from hueioc.rescues.queries.relief import damages, handed_out
from hueioc.rescues.queries.telling import (
    callers_of_many,
    damage_rows,
    find_lines,
    kept_of,
    night_figures,
    notice_words,
    open_tables,
    owed_lines,
)

__all__ = [
    "TABS",
    "Board",
    "CallCourse",
    "Crew",
    "FamilyView",
    "RescueView",
    "SearchView",
    "board",
    "callers_of_many",
    "channel_of",
    "check_new",
    "chips_of",
    "courses_since",
    "crew",
    "crews",
    "damage_rows",
    "damages",
    "explained",
    "family_view",
    "find_lines",
    "fit_words",
    "fits_for",
    "handed_out",
    "has_rescue",
    "is_burst",
    "kept_by",
    "kept_of",
    "may_see_board",
    "night_figures",
    "notice_words",
    "open_tables",
    "owed_lines",
    "possible",
    "printable",
    "rescue_view",
    "row",
    "safe_view",
    "search_view",
    "seen_by",
    "shelters",
    "shelters_near",
    "spool",
    "status_words",
    "team_behind",
    "team_state_words",
    "terms",
    "text_for_phone",
    "timeline",
]
