"""Tables of reports: the case, its photos, messages and followers, and the saved routing rules."""

from hueioc.cases.models.case import Case
from hueioc.cases.models.follower import Follower
from hueioc.cases.models.message import Message
from hueioc.cases.models.photo import Photo
from hueioc.cases.models.routing import SavedRouting

__all__ = ["Case", "Follower", "Message", "Photo", "SavedRouting"]
