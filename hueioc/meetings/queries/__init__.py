"""Reads of meetings: one function per question, rights included."""

from hueioc.meetings.queries.choices import colleagues, kinds_of_meetings, known_people, staff_by_email
from hueioc.meetings.queries.clocks import meetings_to_remind
from hueioc.meetings.queries.lists import TABS, Listed, board, diary_of, find_meetings, seen_by
from hueioc.meetings.queries.looks import answer_chip, shown, span_words
from hueioc.meetings.queries.owed import owed_lines
from hueioc.meetings.queries.reading import (
    Guest,
    MeetingView,
    PaperFound,
    VoteView,
    guest_minutes,
    guest_paper,
    guest_view,
    meeting_paper,
    meeting_view,
)
from hueioc.meetings.queries.telling import circles_of_many, find_lines, kept_of, notice_words, told_of_many

__all__ = [
    "TABS",
    "Guest",
    "Listed",
    "MeetingView",
    "PaperFound",
    "VoteView",
    "answer_chip",
    "board",
    "circles_of_many",
    "colleagues",
    "diary_of",
    "find_lines",
    "find_meetings",
    "guest_minutes",
    "guest_paper",
    "guest_view",
    "kept_of",
    "kinds_of_meetings",
    "known_people",
    "meeting_paper",
    "meeting_view",
    "meetings_to_remind",
    "notice_words",
    "owed_lines",
    "seen_by",
    "shown",
    "span_words",
    "staff_by_email",
    "told_of_many",
]
