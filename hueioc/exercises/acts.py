"""What an exercise sends through the public doors, in its order: readings, calls, and drafts of warnings."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hueioc.exercises.pack import ExerciseCall, ExercisePack, ExerciseWarning
from hueioc.exercises.rules.timeline import Level, Timeline, course
from hueioc.warnings.rules.cap import CapAlert, CapArea, CapInfo
from hueioc.warnings.rules.cap_writing import written

READINGS, CALLS, WARNINGS = "/api/v1/readings", "/api/v1/rescues", "/api/v1/alerts/cap"
SENDER = "exercise@hueioc.invalid"
_VALID = timedelta(hours=24)


@dataclass(frozen=True)
class Act:
    """One request: when on the wall, to which door, and what is said there."""

    due: datetime
    door: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def courses(pack: ExercisePack, line: Timeline) -> dict[str, list[Level]]:
    """The course of each station within the replayed hours."""
    step = timedelta(minutes=pack.exercise.step_minutes)
    return {
        station: [level for level in course(known, step) if line.begins <= level.at <= line.ends]
        for station, known in pack.known().items()
    }


def identifier(pack: ExercisePack, warning: ExerciseWarning, line: Timeline) -> str:
    """Unique for each replay, because a known message would be answered as the first one."""
    return f"exercise-{pack.exercise.code}-{warning.code}-{line.started:%Y%m%d%H%M%S}"


def call_key(pack: ExercisePack, call: ExerciseCall, line: Timeline) -> str:
    """The key with which a call is sent, and found again afterwards."""
    return f"exercise-{pack.exercise.code}-{call.code}-{line.started.timestamp():.0f}"


def acts(pack: ExercisePack, line: Timeline, keys: Mapping[str, str]) -> list[Act]:
    """Everything that is sent, the earliest first; `keys` are those of machines for `readings` and `cap`."""
    found = [*_readings(pack, line, keys["readings"]), *_calls(pack, line), *_warnings(pack, line, keys["cap"])]
    return sorted(found, key=lambda act: act.due)


def _readings(pack: ExercisePack, line: Timeline, key: str) -> Iterator[Act]:
    """One request for each second in which gauges speak; of two readings of one second, which is one instant to the
    store, the later is sent.
    """
    seconds: dict[int, dict[str, Level]] = {}
    for station, levels in courses(pack, line).items():
        for level in levels:
            seconds.setdefault(int(line.due(level.at).timestamp()), {})[station] = level
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
    for together in seconds.values():
        readings = [
            {"series": f"{station}.level", "ts": line.due(level.at).isoformat(), "value": level.value}
            for station, level in together.items()
        ]
        due = max(line.due(level.at) for level in together.values())
        yield Act(due, READINGS, json.dumps(readings).encode(), headers)


def _calls(pack: ExercisePack, line: Timeline) -> Iterator[Act]:
    for call in pack.calls:
        if line.begins <= call.at <= line.ends:
            key = call_key(pack, call, line)
            body = json.dumps(call.body(pack.exercise.mark), ensure_ascii=False).encode()
            yield Act(line.due(call.at), CALLS, body, {"Content-Type": "application/json", "Idempotency-Key": key})


def _warnings(pack: ExercisePack, line: Timeline, key: str) -> Iterator[Act]:
    headers = {"Content-Type": "application/xml", "Authorization": f"Bearer {key}"}
    for warning in pack.exercise.warning:
        if line.begins <= warning.at <= line.ends:
            due = line.due(warning.at)
            alert = CapAlert(
                identifier=identifier(pack, warning, line),
                sender=SENDER,
                sent=due,
                status="Exercise",
                message_type="Alert",
                scope="Public",
                note=pack.exercise.mark,
                infos=tuple(_info(pack, warning, language, due) for language in ("vi", "en")),
            )
            yield Act(due, WARNINGS, written(alert), headers)


def _info(pack: ExercisePack, warning: ExerciseWarning, language: str, at: datetime) -> CapInfo:
    def said(texts: Mapping[str, str]) -> str:
        return texts.get(language) or next(iter(texts.values()))

    return CapInfo(
        language=language,
        event=said(warning.event),
        categories=("Met",),
        urgency="Expected",
        severity=warning.severity,
        certainty="Likely",
        effective=at,
        onset=at,
        expires=at + _VALID,
        headline=f"{pack.exercise.mark} {said(warning.headline)}",
        instruction=said(warning.instruction),
        areas=(CapArea(description=warning.area),),
    )
