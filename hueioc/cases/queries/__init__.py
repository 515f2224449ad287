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
from hueioc.cases.queries.lists import (
    Filters,
    Listed,
    cases_for,
    count_by_phase,
    my_cases,
    owed_cases,
    own_cases,
    public_cases,
    waiting_for_coordinator,
)
from hueioc.cases.queries.looks import Chip, share_left, shown, span_words, trace_sentences
from hueioc.cases.queries.near import Similar, similar_cases
from hueioc.cases.queries.packs import personal_data_in, public_draft, routing_in_force, routing_source
from hueioc.cases.queries.published import PublicNote, PublicSide, Receipt, public_sides, receipt_of
from hueioc.cases.queries.queue import (
    Queue,
    View,
    Wanted,
    desk_wish,
    last_step,
    newer_than,
    photos_of,
    queue,
    queued,
    read_wanted,
    saved_views,
    still_wanted,
    tab_counts,
)
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
from hueioc.cases.queries.search import cases_of_caller, find_cases
from hueioc.cases.queries.suggesting import Accuracy, accuracy, suggest, suggest_for, why_suggested
from hueioc.cases.queries.suggestions import Suggestion, suggest_categories, usual_categories
from hueioc.cases.queries.timeline import Happening, timeline

__all__ = [
    "Accuracy",
    "CaseView",
    "Chip",
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
    "Queue",
    "Receipt",
    "Similar",
    "Suggestion",
    "View",
    "Wanted",
    "accuracy",
    "around",
    "case_by_secret",
    "case_view",
    "cases_for",
    "cases_of_caller",
    "check_new",
    "count_by_phase",
    "waiting_for_coordinator",
    "desk_wish",
    "dry_run",
    "earlier_answers",
    "find_cases",
    "followers_of",
    "following",
    "history",
    "joinable_near",
    "joined_cases",
    "list_shown",
    "last_step",
    "my_cases",
    "newer_than",
    "offers_in_silence",
    "own_cases",
    "owed_cases",
    "personal_data_in",
    "photo_file",
    "photos_of",
    "promises_over",
    "propose_route",
    "public_case",
    "public_cases",
    "public_draft",
    "public_sides",
    "questions_unanswered",
    "queue",
    "queued",
    "read_wanted",
    "receipt_of",
    "reports_due_soon",
    "reports_overdue",
    "results_unopposed",
    "routing_in_force",
    "routing_source",
    "saved_views",
    "share_left",
    "shown",
    "similar_cases",
    "span_words",
    "still_wanted",
    "suggest",
    "suggest_categories",
    "suggest_for",
    "tab_counts",
    "tell_of",
    "timeline",
    "trace_sentences",
    "usual_categories",
    "why_suggested",
]
