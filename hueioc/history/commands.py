"""Writes what the journal has new into the files of the history."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from hueioc.history import manifest, parts
from hueioc.history.manifest import HistoryError, Manifest
from hueioc.history.rules import Row, row_of, to_compact
from hueioc.journal.queries import chain_at, facts_after
from hueioc.workflow.queries import city_world

ROUND = 20_000
BATCH = 2_000


class Exported(NamedTuple):
    """What an export did: facts written, and the files and the place of the journal after it."""

    facts: int
    files: int
    upto: int


def export_history(place: Path, watch: Callable[[int], None] = lambda seq: None) -> Exported:
    """Append all sealed facts that the files below `place` lack; `watch` is told the place reached after each round.

    Files count from the moment the manifest names them, so an export that was killed is gone on with by the next.
    Raises HistoryError when the files belong to another journal or zone, or another export runs.
    """
    folder = manifest.facts_folder(place)
    folder.mkdir(parents=True, exist_ok=True)
    with manifest.locked(folder, alone=True):
        state = _begun(folder)
        manifest.clear_away(folder, state)
        facts = 0
        while rows := list(_next_rows(state.upto)):
            state = _with(state, rows, folder)
            facts += len(rows)
            watch(state.upto)
        state = _compacted(folder, state)
        return Exported(facts, len(state.parts), state.upto)


def _begun(folder: Path) -> Manifest:
    zone = city_world().zone.key
    found = manifest.read(folder)
    if found is None:
        return Manifest(zone=zone)
    if found.zone != zone:
        raise HistoryError(f"The days in {folder} are those of {found.zone}. Delete the folder and export again.")
    if found.upto and chain_at(found.upto) != found.chain:
        raise HistoryError(f"{folder} holds the history of another journal. Choose another folder, or delete this one.")
    return found


def _next_rows(seq: int) -> Iterator[Row]:
    zone, left = city_world().zone, ROUND
    while left > 0 and (facts := facts_after(seq, min(BATCH, left))):
        yield from (row_of(fact, zone) for fact in facts)
        seq, left = facts[-1].seq, left - len(facts)


def _with(state: Manifest, rows: list[Row], folder: Path) -> Manifest:
    upto = rows[-1].seq
    new = parts.write_round(folder, rows)
    state = Manifest(zone=state.zone, upto=upto, chain=chain_at(upto), parts=[*state.parts, *new])
    manifest.write(folder, state)
    return state


def _compacted(folder: Path, state: Manifest) -> Manifest:
    """Each group of small parts is replaced on its own, so that a kill loses the work on one group only."""
    for group in to_compact(state.parts):
        joined = parts.join(folder, group)
        kept = [part for part in state.parts if part not in group]
        everything = sorted([*kept, joined], key=lambda part: (part.month, part.first))
        state = Manifest(zone=state.zone, upto=state.upto, chain=state.chain, parts=everything)
        manifest.write(folder, state)
        manifest.clear_away(folder, state)
    return state
