"""Pure decisions of the handbook: who reads and writes, what a page must hold, how it is shown, what changed."""

from hueioc.handbook.rules.differences import Line, differences
from hueioc.handbook.rules.markdown import plain, rendered
from hueioc.handbook.rules.pages import NewVersion, check_version, is_in_force
from hueioc.handbook.rules.rights import may_read, may_write

__all__ = [
    "Line",
    "NewVersion",
    "check_version",
    "differences",
    "is_in_force",
    "may_read",
    "may_write",
    "plain",
    "rendered",
]
