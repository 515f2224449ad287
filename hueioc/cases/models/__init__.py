"""Tables of reports: the case, its photos, messages and followers, the saved routing rules, the desk's memory."""

from hueioc.cases.models.case import Case
from hueioc.cases.models.desk import DeskWish, SavedFilter, Step, Suggested
from hueioc.cases.models.follower import Follower
from hueioc.cases.models.message import Message
from hueioc.cases.models.photo import Photo
from hueioc.cases.models.routing import SavedRouting

__all__ = ["Case", "DeskWish", "Follower", "Message", "Photo", "SavedFilter", "SavedRouting", "Step", "Suggested"]
