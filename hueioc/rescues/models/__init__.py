"""Tables of rescue."""

from hueioc.rescues.models.call import Apart, Mark, Rescue
from hueioc.rescues.models.family import Damage, Handout, Match, Safe, Search
from hueioc.rescues.models.register import Shelter, Team, Vehicle

__all__ = ["Apart", "Damage", "Handout", "Mark", "Match", "Rescue", "Safe", "Search", "Shelter", "Team", "Vehicle"]
