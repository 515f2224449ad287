"""The form of a fact: small frozen structures that can hold codes, numbers, dates and points, and nothing else."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, ClassVar

import msgspec

# Law 8: these are the only text a fact may hold. A code has no blanks, so it can carry no sentence and no name.
Code = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_.\-]{0,64}$")]
Ref = Annotated[str, msgspec.Meta(pattern=r"^([a-z_]+:[A-Za-z0-9_.\-]{1,64})?$")]

ALLOWED_FIELD_TYPES = (Code, Ref, int, float, bool, date, datetime)


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every event class; `kind` is `room.fact` and `version` rises when the shape changes.

    Fields are only ever added, with a default. When that is not enough, `version` rises and `lifts` in the
    class names, for each older version, a function from its plain data to today's.
    """

    kind: ClassVar[str] = ""
    version: ClassVar[int] = 1
    lifts: ClassVar[Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {}
