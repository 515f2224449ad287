"""What the columns of a log mean, and in which zone its hours are, when the file does not say so itself."""

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from hueioc.lib.packs import PackCode, read_toml
from hueioc.mining.rules.eventlog import LogError


class LogMapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mapping file (TOML); without one, the names of the XES standard and the usual English words are looked for.

    `time_format` is `iso` or a pattern of strptime. `time_zone` is where hours without an offset were written.
    `attributes` are further columns to keep; in XES `case:` before a name means an attribute of the trace.
    `citizen`, `asks` and `supplements` name activities: what only the citizen does, after what the citizen is waited
    for, and what asks for something that was missing. `code`, `names`, `source` and `licence` say what the log is.
    """

    code: PackCode = "log"
    names: dict[str, str] = {}
    source: str = ""
    licence: str = ""
    case: str = ""
    activity: str = ""
    at: str = ""
    lifecycle: str = ""
    resource: str = ""
    attributes: list[str] = []
    time_format: str = "iso"
    time_zone: str = ""
    delimiter: str = ""
    citizen: list[str] = []
    asks: list[str] = []
    supplements: list[str] = []

    def zone(self) -> ZoneInfo | None:
        """The zone of hours without an offset; None when the mapping names none. Raises LogError."""
        if not self.time_zone:
            return None
        try:
            return ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise LogError(f"There is no time zone {self.time_zone!r}.") from None

    def column(self, role: str) -> str:
        """The name of the column with this role; empty when the mapping names none."""
        name: Any = getattr(self, role)
        return str(name)


def read_mapping(path: Path) -> LogMapping:
    """The mapping of a file. Raises PackError naming file and field, LogError for a zone that does not exist."""
    mapping = read_toml(path, LogMapping)
    mapping.zone()
    return mapping
