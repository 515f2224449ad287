"""What mining keeps below the home: imported logs, whose `about.json` names the file that counts, and adoptions."""

from datetime import date, datetime
from pathlib import Path

import msgspec
from django.conf import settings

from hueioc.lib.shapes import read_json
from hueioc.mining.reading import LogMapping

ABOUT = "about.json"


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an imported log without opening it. `notes` are (code, number, first) of its reader."""

    code: str
    names: dict[str, str]
    source: str
    licence: str
    file: str
    cases: int
    events: int
    first_at: datetime
    last_at: datetime
    imported_at: datetime
    notes: list[tuple[str, int, int]]
    mapping: LogMapping


def shelf() -> Path:
    """The folder of all imported logs."""
    return Path(settings.HOME) / "mining" / "logs"


def imported() -> list[About]:
    """Every imported log, by code; a folder whose `about.json` cannot be read is passed over."""
    found = []
    for path in sorted(shelf().glob(f"*/{ABOUT}")):
        try:
            found.append(read_json(path.read_bytes(), About))
        except (OSError, msgspec.MsgspecError):
            continue
    return found


def about(code: str) -> About | None:
    """The imported log with this code."""
    return next((one for one in imported() if one.code == code), None)


class Adopted(msgspec.Struct, frozen=True, kw_only=True):
    """A remedy (its name in `Remedy`) being tried: in which log, between which activities, where, decided by whom."""

    log: str
    start: str
    end: str
    remedy: str
    unit: str
    since: date
    by: str
    noted_at: datetime


class Adoptions(msgspec.Struct, frozen=True, kw_only=True):
    """`adopted.json`: every remedy that was adopted, in the order of writing."""

    adopted: list[Adopted]


def adopted_path() -> Path:
    """The file of all adopted remedies."""
    return shelf().parent / "adopted.json"


def all_adopted() -> list[Adopted]:
    """Every adopted remedy. Raises ValueError for a file that is damaged: a new note must not take its place."""
    path = adopted_path()
    try:
        return read_json(path.read_bytes(), Adoptions).adopted if path.exists() else []
    except msgspec.MsgspecError as fault:
        raise ValueError(f"{path.name} is damaged: {fault}") from None
