"""Tables of reports: the case, its photos, messages and followers, saved routing rules, and what the desk remembers."""

from hueioc.cases.models.case import Case
from hueioc.cases.models.desk import DeskWish, SavedFilter, Step, Suggested
from hueioc.cases.models.follower import Follower
from hueioc.cases.models.message import Message
from hueioc.cases.models.photo import Photo
from hueioc.cases.models.routing import SavedRouting

__all__ = [
    "Case",
    "DeskWish",
    "Follower",
    "Message",
    "Photo",
    "SavedFilter",
    "SavedRouting",
    "Step",
    "Suggested",
]
