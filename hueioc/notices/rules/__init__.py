"""Pure decisions of notices: which fact is worth telling to whom, and which message goes first."""

from hueioc.notices.rules.lanes import CONSENT, LANES, WAYS, Letter, Outcome, Pace, is_wanted, lane_number
from hueioc.notices.rules.topics import (
    CHANNELS,
    MOST_TRIES,
    STALE_AFTER,
    TOPICS_OF_REPORTERS,
    Circle,
    Follows,
    is_stale,
    next_try,
    topic_for_centre,
    topic_for_reporter,
    topic_for_unit,
)

__all__ = [
    "CHANNELS",
    "CONSENT",
    "Circle",
    "Follows",
    "LANES",
    "Letter",
    "MOST_TRIES",
    "Outcome",
    "Pace",
    "STALE_AFTER",
    "TOPICS_OF_REPORTERS",
    "WAYS",
    "is_stale",
    "is_wanted",
    "lane_number",
    "next_try",
    "topic_for_centre",
    "topic_for_reporter",
    "topic_for_unit",
]
