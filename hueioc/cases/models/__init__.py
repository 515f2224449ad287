"""Tables of reports: the case, its photos and messages, and the saved routing rules."""

from hueioc.cases.models.case import Case
from hueioc.cases.models.message import Message
from hueioc.cases.models.photo import Photo
from hueioc.cases.models.routing import SavedRouting

__all__ = ["Case", "Message", "Photo", "SavedRouting"]
