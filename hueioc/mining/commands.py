"""Keeps files of mining below the home: event logs of other systems, and which remedies were adopted."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import msgspec
from django.utils.module_loading import import_string

from hueioc.journal.rules import moment
from hueioc.lib import clock
from hueioc.lib.notes import keep_whole
from hueioc.mining.queries.looking import IMPORTED
from hueioc.mining.queries.own import kinds_of_work
from hueioc.mining.reading import LogMapping, read_log, read_mapping
from hueioc.mining.rules.eventlog import EventLog, LogError, empty_column
from hueioc.mining.rules.remedies import Remedy
from hueioc.mining.shelf import ABOUT, About, Adopted, Adoptions, about, adopted_path, all_adopted, shelf
from hueioc.people.queries import units
from hueioc.workflow.queries import city_world


def import_log(path: Path, mapping: Path) -> About:
    """Read a log by a mapping and put it on the shelf, in place of an earlier one with its code.

    The mapping must say what the log is called, and name the column of resources if it is to be kept: it often holds
    people. Raises LogError or PackError, and then nothing has changed.
    """
    meaning = read_mapping(mapping)
    _refuse_unnamed(meaning, mapping)
    log = read_log(path, meaning)
    if not meaning.resource:
        log = replace(log, resource=empty_column(len(log)))
    folder = shelf() / meaning.code
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / ".new.parquet"
    import_string("hueioc.mining.reading.parquet.write_parquet")(log, draft)
    # Named by its content: the old file is whole and counts until `about.json` names the new one.
    name = f"log-{sha256(draft.read_bytes()).hexdigest()[:16]}.parquet"
    draft.replace(folder / name)
    told = _about(log, meaning, name)
    keep_whole(folder / ABOUT, msgspec.json.encode(told))
    for old in folder.glob("log-*.parquet"):
        if old.name != name:
            old.unlink(missing_ok=True)
    return told


def adopt_remedy(told: Adopted) -> None:
    """Note that a remedy is tried, so that its effect is measured. Raises ValueError, and then nothing has changed.

    The same place and day again takes the place of the earlier note.
    """
    known = kinds_of_work()
    if told.log not in known and not (told.log.startswith(IMPORTED) and about(told.log.removeprefix(IMPORTED))):
        raise ValueError(f"There is no log {told.log!r}; there are: {', '.join(known) or 'none'}, and import:CODE.")
    if told.remedy not in Remedy.__members__:
        raise ValueError(f"{told.remedy!r} is no remedy; there are: {', '.join(Remedy.__members__)}.")
    if told.by not in units():
        raise ValueError(f"{told.by!r} is no unit of the city: a unit adopts a remedy, never a person.")
    if told.since > city_world().day(clock.now()):
        raise ValueError("The day lies ahead: note a remedy on the day from which it holds.")
    adopted_path().parent.mkdir(parents=True, exist_ok=True)
    kept = [one for one in all_adopted() if _place(one) != _place(told)]
    keep_whole(adopted_path(), msgspec.json.encode(Adoptions(adopted=[*kept, told])))


def _place(one: Adopted) -> tuple[object, ...]:
    return one.log, one.start, one.end, one.unit, one.since


def _refuse_unnamed(meaning: LogMapping, mapping: Path) -> None:
    if not meaning.names:
        raise LogError(f'{mapping}: names are missing; write names = {{ vi = "…", en = "…" }}.')
    if meaning.code == LogMapping().code:
        raise LogError(f"{mapping}: the code is missing; it becomes the name of the log in addresses.")


def _about(log: EventLog, meaning: LogMapping, name: str) -> About:
    return About(
        code=meaning.code,
        names=meaning.names,
        source=meaning.source,
        licence=meaning.licence,
        file=name,
        cases=log.cases,
        events=len(log),
        first_at=moment(int(log.at.min())),
        last_at=moment(int(log.at.max())),
        imported_at=clock.now(),
        notes=[(note.code, note.number, note.first) for note in log.notes],
        mapping=meaning,
    )
