"""Reads of dossiers: one function per question, rights included."""

from hueioc.dossiers.queries.agencies import agencies, competent_unit, desks, procedures, status_system
from hueioc.dossiers.queries.clocks import dossiers_due_soon, dossiers_in_silence, dossiers_overdue
from hueioc.dossiers.queries.course import course_of, judged
from hueioc.dossiers.queries.index766 import Line, Sheet, index_scopes, index_sheet, sees_the_city
from hueioc.dossiers.queries.lists import (
    TABS,
    Listed,
    Load,
    ProcedureLoad,
    board,
    counts,
    loads,
    my_dossiers,
    owed_dossiers,
    owed_lines,
    procedure_loads,
    registered_today,
    visible_codes,
)
from hueioc.dossiers.queries.looks import Lateness, lateness, meaning, reason_words, shown, status_code
from hueioc.dossiers.queries.reading import DossierView, applicants_of_many, dossier_view, kept_of
from hueioc.dossiers.queries.rows import DossierRow, dossiers_of_period
from hueioc.dossiers.queries.synchronising import (
    Known,
    Outgoing,
    agency_of,
    count_to_send,
    dossiers_to_send,
    known_of,
    unit_of_agency,
)
from hueioc.dossiers.queries.timeline import Happening, timeline
from hueioc.dossiers.queries.tracking import Tracked, track

__all__ = [
    "TABS",
    "DossierRow",
    "DossierView",
    "Happening",
    "Lateness",
    "Line",
    "Listed",
    "Load",
    "ProcedureLoad",
    "Sheet",
    "Tracked",
    "agencies",
    "applicants_of_many",
    "board",
    "competent_unit",
    "counts",
    "course_of",
    "desks",
    "dossier_view",
    "dossiers_due_soon",
    "dossiers_in_silence",
    "dossiers_of_period",
    "dossiers_overdue",
    "index_scopes",
    "index_sheet",
    "judged",
    "lateness",
    "loads",
    "meaning",
    "my_dossiers",
    "owed_dossiers",
    "owed_lines",
    "procedure_loads",
    "procedures",
    "reason_words",
    "registered_today",
    "sees_the_city",
    "shown",
    "status_code",
    "status_system",
    "timeline",
    "track",
    "visible_codes",
    "Known",
    "Outgoing",
    "agency_of",
    "count_to_send",
    "dossiers_to_send",
    "kept_of",
    "known_of",
    "unit_of_agency",
]
