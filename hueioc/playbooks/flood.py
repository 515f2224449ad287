"""An alarm of a river becomes the draft of a warning, which two people still have to submit and release."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import translation

from hueioc.lib import clock
from hueioc.people.rules import rule
from hueioc.playbooks.clock import Playbook, Step
from hueioc.sensors.queries import all_series, level_alarms, number
from hueioc.sensors.rules.levels import phrase
from hueioc.warnings.commands import draft_warning
from hueioc.warnings.queries import sources_drafted
from hueioc.warnings.rules.drafting import NewWarning, Place

_ACTOR = rule("flood")
_HAZARD = "warn_flood"
# Nobody computes the level of disaster risk here: the officer enters the one that was issued before anybody submits.
_LOWEST_RISK = 1


def _undrafted(at: datetime) -> Sequence[Step]:
    alarms = level_alarms(int(number("draft_from_level")))
    drafted = sources_drafted(one.ref for one in alarms)
    return [Step(one.ref) for one in alarms if one.ref not in drafted]


def _draft(step: Step) -> object:
    """One draft an alarm; a higher level later is an update that a person drafts."""
    alarm = next((one for one in level_alarms(1) if one.ref == step.subject), None)
    series = all_series().get(alarm.series) if alarm else None
    if alarm is None or series is None or alarm.value is None or not series.station.area:
        return None
    limits = series.levels(clock.day_of(alarm.measured_at or alarm.opened_at))
    words = [phrase(alarm.value, limits, language) if limits else "" for language in ("vi", "en")]
    place = Place(kind="units", units=(series.station.area,))
    given = {"river": series.station.river, "station": series.station.name, "reading": " | ".join(words)}
    with translation.override("vi"):
        return draft_warning(
            NewWarning(
                hazard=_HAZARD,
                level=_LOWEST_RISK,
                place=place,
                onset_at=clock.now(),
                given=given,
                source=alarm.ref,
                key=alarm.ref,
            ),
            _ACTOR,
        )


PLAYBOOKS = [
    Playbook("flood-draft", "Draft a warning when a river reaches the level from which one is due.", _undrafted, _draft)
]
