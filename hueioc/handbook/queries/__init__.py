"""Reads of the handbook: one function per question, rights included."""

from hueioc.handbook.queries.clocks import pages_to_check
from hueioc.handbook.queries.finding import Found, find_lines, find_pages, pages_like
from hueioc.handbook.queries.notices import notice_words
from hueioc.handbook.queries.reading import PageView, Shelf, kept_of, page_from, page_view, remarks_of, shelves
from hueioc.handbook.queries.rules import check_after, unhelpful_reasons
from hueioc.handbook.queries.versions import Change, VersionLine, change_between, versions_of

__all__ = [
    "Change",
    "Found",
    "PageView",
    "Shelf",
    "VersionLine",
    "change_between",
    "check_after",
    "find_lines",
    "find_pages",
    "kept_of",
    "notice_words",
    "page_from",
    "page_view",
    "pages_like",
    "pages_to_check",
    "remarks_of",
    "shelves",
    "unhelpful_reasons",
    "versions_of",
]
