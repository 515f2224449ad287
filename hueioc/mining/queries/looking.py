"""What a page looks at: a log, a unit and a period, with its analysis kept for some minutes."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock

from django.utils.translation import gettext as _

from hueioc.lib import clock
from hueioc.lib.refusals import NotFound
from hueioc.mining.queries.analysing import Analysis, analyse, mining_rules, with_own
from hueioc.mining.queries.own import kinds_of_work, own_log
from hueioc.mining.queries.remedies import try_remedies, usual_cut
from hueioc.mining.reading import LogMapping, read_log
from hueioc.mining.rules.clocks import calendar_clock
from hueioc.mining.rules.eventlog import EventLog
from hueioc.mining.rules.remedies import Tried
from hueioc.mining.shelf import About, about, imported, shelf
from hueioc.workflow.queries import catalogue

IMPORTED = "import:"
_KEPT_S = 300
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True)
class Slice:
    """`log` is a kind of work, or `import:` and the code of an imported log (taken whole); days are of opening."""

    log: str
    until: date
    since: date | None = None
    unit: str = ""
    with_notes: bool = False


@dataclass(frozen=True, eq=False)
class Look:
    """A log with its analysis at an instant; both None when nothing lies in the slice. `told` is an imported log's."""

    log: EventLog | None
    analysis: Analysis | None
    as_of: datetime
    left_out: int
    told: About | None


def known_logs() -> tuple[list[str], list[About]]:
    """The kinds of work with steps, and the imported logs."""
    return kinds_of_work(), imported()


def look_at(what: Slice) -> Look:
    """The look at a slice, at most five minutes old. Raises NotFound for a log that there is not."""
    # Two people who open one page at once wait for one analysis instead of making two.
    with _ONE_AT_A_TIME:
        if what.log.startswith(IMPORTED):
            told = about(what.log.removeprefix(IMPORTED))
            if told is not None:
                return _at_imported(told.code, told.file)
        if what.log not in kinds_of_work():
            raise NotFound(_("There is no such log."))
        return _at_own(what, int(clock.now().timestamp()) // _KEPT_S)


def remedies_at(look: Look) -> list[Tried]:
    """The remedies of what a look shows, kept as long as the look itself."""
    with _ONE_AT_A_TIME:
        return _remedies(look)


@lru_cache(maxsize=4)
def _remedies(look: Look) -> list[Tried]:
    if look.log is None:
        return []
    limits, marks = mining_rules()
    cut = usual_cut(look.log)
    if look.told:
        return try_remedies(look.log, cut, with_own(marks, look.told.mapping), limits)
    return try_remedies(look.log, cut, marks, limits, lambda known: calendar_clock(known, catalogue().calendar))


@lru_cache(maxsize=8)
def _at_own(what: Slice, _five_minutes: int) -> Look:
    found = own_log(what.log, what.since, what.until, what.unit, with_notes=what.with_notes)
    if found.log is None:
        return Look(None, None, clock.now(), 0, None)
    limits, marks = mining_rules()
    office = calendar_clock(found.log, catalogue().calendar)
    return Look(found.log, analyse(found.log, marks, limits, office), clock.now(), found.left_out, None)


@lru_cache(maxsize=4)
def _at_imported(code: str, file: str) -> Look:
    """Kept until the log is imported again: its file is named by its content."""
    told = about(code)
    if told is None or told.file != file:
        raise NotFound(_("There is no such log."))
    log = read_log(Path(shelf() / code / file), LogMapping(attributes=told.mapping.attributes))
    limits, marks = mining_rules()
    return Look(log, analyse(log, with_own(marks, told.mapping), limits), clock.now(), 0, told)
