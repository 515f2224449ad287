"""Reads of questions: one function per question, rights included."""

from hueioc.questions.queries.clocks import (
    questions_due_soon,
    questions_in_silence,
    questions_overdue,
    questions_to_close,
)
from hueioc.questions.queries.fields import Field, answerer_of, fields_on
from hueioc.questions.queries.finding import Found, find_lines, find_questions, questions_like
from hueioc.questions.queries.lists import TABS, Listed, board, counts, owed_lines, visible_codes
from hueioc.questions.queries.notices import Telling, askers_of_many, notice_words
from hueioc.questions.queries.reading import Happening, QuestionView, kept_of, question_view, shown, timeline

__all__ = [
    "TABS",
    "Field",
    "Found",
    "Happening",
    "Listed",
    "QuestionView",
    "Telling",
    "answerer_of",
    "askers_of_many",
    "board",
    "counts",
    "fields_on",
    "find_lines",
    "find_questions",
    "kept_of",
    "notice_words",
    "owed_lines",
    "question_view",
    "questions_due_soon",
    "questions_in_silence",
    "questions_like",
    "questions_overdue",
    "questions_to_close",
    "shown",
    "timeline",
    "visible_codes",
]
