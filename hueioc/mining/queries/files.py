"""Mining a file without any database: the figures of a log in the shape that other programs rely on."""

from pathlib import Path
from typing import Any, NamedTuple

from hueioc.mining.queries.analysing import Analysis, analyse, mining_rules, with_own
from hueioc.mining.reading import LogMapping, read_log, read_mapping
from hueioc.mining.rules.eventlog import EventLog

_SENTENCES = {
    "out_of_order": "{number:,} events stand after a later one of their case (first: event {first:,}); put in order.",
    "twice": "{number:,} events are there twice (first: event {first:,}); they are counted as they stand.",
    "no_zone": "Moments carry no time zone (from line {first:,} on); they are read as UTC; a mapping can name it.",
    "several_zones": "Moments come from {number:,} zones more than an hour apart (first other one: event {first:,}); "
    "durations are what passed, and hours of the day are those of each zone.",
    "unnamed_cases": "{number:,} cases have no name and are called by their place (#1, #2 …).",
    "same_case_again": "{number:,} traces have the name of an earlier one and are taken as one case with it.",
}


class Mined(NamedTuple):
    """The analysis of a file, and what its reader must know, as sentences."""

    analysis: Analysis
    notes: list[str]


def mine_file(path: Path, mapping: Path | None = None) -> Mined:
    """Read and analyse a file. Raises LogError or PackError with a sentence; no database is asked."""
    meaning = read_mapping(mapping) if mapping else LogMapping()
    log = read_log(path, meaning)
    limits, marks = mining_rules()
    found = analyse(log, with_own(marks, meaning), limits)
    notes = sentences(log)
    if found.worked_s is None:
        notes.append("The log does not say when work began and ended: waiting and working cannot be told apart in it.")
    return Mined(found, notes)


def sentences(log: EventLog) -> list[str]:
    """The notes of a log as sentences for a terminal."""
    return [note_sentence(*note) for note in log.notes]


def note_sentence(code: str, number: int, first: int) -> str:
    """One note of a reader as a sentence for a terminal."""
    return _SENTENCES[code].format(number=number, first=first)


def as_data(found: Analysis) -> dict[str, Any]:
    """The contract of `hueioc mine --json`; times are seconds, bottlenecks stand in the order of the time lost."""
    return {
        "cases": found.cases,
        "events": found.events,
        "variants": found.variants,
        "edges": [
            {
                "from": edge.start,
                "to": edge.end,
                "count": edge.spread.many,
                "total_s": edge.spread.total_s,
                "mean_s": edge.spread.mean_s,
                "median_s": edge.spread.median_s,
            }
            for edge in found.edges
        ],
        "bottlenecks": [
            {"from": one.start, "to": one.end, "kind": one.kind.value, "lost_s": one.lost_s, "cases": one.cases}
            for one in found.bottlenecks
        ],
    }
