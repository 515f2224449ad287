"""Writes of the handbook: one function per verb."""

from hueioc.handbook.commands.keeping import confirm_page, remind_owner
from hueioc.handbook.commands.remarks import say_unhelpful
from hueioc.handbook.commands.writing import draft_page, drop_page, edit_page, publish_page

__all__ = [
    "confirm_page",
    "draft_page",
    "drop_page",
    "edit_page",
    "publish_page",
    "remind_owner",
    "say_unhelpful",
]
