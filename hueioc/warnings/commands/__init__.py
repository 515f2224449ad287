"""Writes of warnings: one function per verb."""

from hueioc.warnings.commands.drafting import change_warning, draft_following, draft_warning
from hueioc.warnings.commands.ending import expire_warning, record_happening
from hueioc.warnings.commands.receiving import draft_from_received, note_received, receive_alert
from hueioc.warnings.commands.releasing import (
    approve_warning,
    discard_warning,
    release_warning,
    send_back_warning,
    submit_warning,
    take_back_warning,
)

__all__ = [
    "approve_warning",
    "change_warning",
    "discard_warning",
    "draft_following",
    "draft_from_received",
    "draft_warning",
    "expire_warning",
    "note_received",
    "receive_alert",
    "record_happening",
    "release_warning",
    "send_back_warning",
    "submit_warning",
    "take_back_warning",
]
