"""Reads of reports: one function per question, rights included."""

from hueioc.cases.queries.around import around, list_shown
from hueioc.cases.queries.clocks import (
    offers_in_silence,
    promises_over,
    questions_unanswered,
    reports_due_soon,
    reports_overdue,
    results_unopposed,
)
from hueioc.cases.queries.following import Following, Joinable, followers_of, following, joinable_near, joined_cases
from hueioc.cases.queries.history import History, history
from hueioc.cases.queries.intake import check_new
from hueioc.cases.queries.lists import Filters, Listed, cases_for, count_by_phase, my_cases, own_cases, public_cases
from hueioc.cases.queries.looks import shown, span_words, trace_sentences
from hueioc.cases.queries.near import Similar, similar_cases
from hueioc.cases.queries.packs import personal_data_in, routing_in_force, routing_source
from hueioc.cases.queries.published import PublicNote, PublicSide, Receipt, public_sides, receipt_of
from hueioc.cases.queries.reading import (
    CaseView,
    case_by_secret,
    case_view,
    photo_file,
    public_case,
    tell_of,
)
from hueioc.cases.queries.repeats import earlier_answers
from hueioc.cases.queries.routing import DryRun, Proposal, dry_run, propose_route
from hueioc.cases.queries.suggestions import Suggestion, suggest_categories, usual_categories
from hueioc.cases.queries.timeline import Happening, timeline

__all__ = [
    "earlier_answers",
    "CaseView",
    "DryRun",
    "Filters",
    "Following",
    "Happening",
    "History",
    "Joinable",
    "Listed",
    "Proposal",
    "PublicNote",
    "PublicSide",
    "Receipt",
    "Similar",
    "Suggestion",
    "around",
    "case_by_secret",
    "case_view",
    "cases_for",
    "check_new",
    "count_by_phase",
    "dry_run",
    "followers_of",
    "following",
    "history",
    "joinable_near",
    "joined_cases",
    "list_shown",
    "my_cases",
    "offers_in_silence",
    "own_cases",
    "personal_data_in",
    "photo_file",
    "promises_over",
    "propose_route",
    "public_case",
    "public_cases",
    "public_sides",
    "questions_unanswered",
    "receipt_of",
    "reports_due_soon",
    "reports_overdue",
    "results_unopposed",
    "routing_in_force",
    "routing_source",
    "shown",
    "similar_cases",
    "span_words",
    "suggest_categories",
    "tell_of",
    "timeline",
    "trace_sentences",
    "usual_categories",
]
