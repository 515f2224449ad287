"""What is said after an exercise: how the centre did, in hours of the exercise and in seconds of the wall."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from hueioc.exercises.acts import acts, call_key, courses, identifier
from hueioc.exercises.pack import ExerciseCall, ExercisePack
from hueioc.exercises.replay import Sent
from hueioc.exercises.rules.timeline import Timeline, first_reached

__all__ = ["acts", "lines", "report"]


def report(
    pack: ExercisePack, line: Timeline, sent: Sent, figures: Mapping[str, Any], stations: list[dict[str, Any]]
) -> dict[str, Any]:
    """Everything that is known after a replay, as plain data; `figures` and `stations` are what the doors answer."""
    played = courses(pack, line)
    calls = [call for call in pack.calls if line.begins <= call.at <= line.ends]
    return {
        "exercise": pack.exercise.code,
        "begins": line.begins.isoformat(),
        "ends": line.ends.isoformat(),
        "started": line.started.isoformat(),
        "speed": line.speed,
        "levels": dict(Counter(level.origin for levels in played.values() for level in levels)),
        "calls": {
            "played": len(calls),
            "repeated": sum(bool(call.repeats) for call in calls),
            **_merging(
                calls, {sent.numbers.get(call_key(pack, call, line), ""): call for call in calls}, figures["merges"]
            ),
            **{name: value for name, value in figures.items() if name not in {"warnings", "merges"}},
        },
        "crossings": list(_crossings(pack, line, figures["warnings"], stations)),
        "warnings_released": len(figures["warnings"]),
        "not_marked_as_exercise": sum(not one["is_exercise"] for one in figures["warnings"]),
        "doors": {
            "sent": dict(sent.sent),
            "refused": dict(sent.refused),
            "retried": dict(sent.retried),
            "lost": dict(sent.lost),
            "readings": dict(sent.readings),
            "latest_s": round(sent.latest_s, 2),
        },
    }


def _merging(
    calls: list[ExerciseCall], by_number: Mapping[str, ExerciseCall], merges: Mapping[str, str]
) -> dict[str, int]:
    """How many merged calls speak of the same people by the pack, how many do not, how many repeats are apart."""

    def family(number: str) -> str:
        call = by_number.get(number)
        return (call.repeats or call.code) if call else number

    right = sum(family(number) == family(lead) for number, lead in merges.items())
    repeated = sum(bool(call.repeats) for call in calls)
    return {"merged_right": right, "merged_wrong": len(merges) - right, "left_apart": max(0, repeated - right)}


def _crossings(
    pack: ExercisePack, line: Timeline, released: list[dict[str, Any]], stations: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Each alarm level that was reached, and when the warning that was meant for it was released; minutes are lead."""
    limits = {one["code"]: one["thresholds"] for station in stations for one in station["series"]}
    at = {one["origin"]: datetime.fromisoformat(one["released_at"]) for one in released if one["origin"]}
    for station, levels in courses(pack, line).items():
        for alarm, crossed in first_reached(levels, limits.get(f"{station}.level", [])).items():
            meant = [one for one in pack.exercise.warning if (one.station, one.alarm) == (station, alarm)]
            moments = [at[name] for one in meant if (name := identifier(pack, one, line)) in at]
            told = line.hour(min(moments)) if moments else None
            yield {
                "station": station,
                "alarm": alarm,
                "crossed": crossed.isoformat(),
                "warned": told.astimezone(crossed.tzinfo).isoformat(timespec="seconds") if told else None,
                "lead_minutes": round((crossed - told).total_seconds() / 60, 1) if told else None,
            }


def lines(told: Mapping[str, Any]) -> Iterator[str]:
    """The report for a terminal."""
    calls, doors, speed = told["calls"], told["doors"], told["speed"]
    yield f"EXERCISE {told['exercise']}: {told['begins']} to {told['ends']}, {speed:g} times as fast"
    yield "Levels: " + ", ".join(f"{many} {origin}" for origin, many in told["levels"].items())
    yield (
        f"Calls: {calls['played']} played ({calls['repeated']} of them repeated), {calls['calls']} on the board,"
        f" {calls['merged']} merged ({calls['merged_wrong']} wrongly, {calls['left_apart']} repeats left apart),"
        f" {calls['left_open']} left open, {calls['never_assigned']} never had a team"
    )
    yield f"First assignment: {_waits(calls['first_assignment_s'], speed)} ({calls['assigned']} calls)"
    for one in told["crossings"]:
        yield f"Alarm {one['alarm']} at {one['station']} on {one['crossed']}: {_lead(one)}"
    yield f"Warnings released: {told['warnings_released']}, without the mark: {told['not_marked_as_exercise']}"
    for door, many in doors["sent"].items():
        rest = (f"{doors[what].get(door, 0)} {what}" for what in ("refused", "retried", "lost"))
        yield f"Door {door}: {many} sent, {', '.join(rest)}"
    readings = doors["readings"]
    yield (
        f"Readings: {readings.get('kept', 0)} kept, {readings.get('refused', 0)} refused;"
        f" latest request {doors['latest_s']} s after its time"
    )


def _waits(seconds: Mapping[str, float], speed: float) -> str:
    if not seconds:
        return "no call had a team"
    return ", ".join(f"{name} {value:.1f} s ({value * speed / 60:.0f} min)" for name, value in seconds.items())


def _lead(one: Mapping[str, Any]) -> str:
    if one["lead_minutes"] is None:
        return "not warned"
    word = "before" if one["lead_minutes"] >= 0 else "AFTER"
    return f"warned {abs(one['lead_minutes']):g} min {word}"
