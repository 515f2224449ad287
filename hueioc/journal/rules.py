"""Pure decisions of the journal: what a fact may look like, and how facts are encoded and chained."""

import hashlib
import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec

from hueioc.lib.geo import Point, rounded

Visibility = Literal["public", "internal", "restricted"]
VISIBILITIES = ("public", "internal", "restricted")
START_OF_CHAIN = "0" * 64

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_REF = re.compile(r"[a-z_]+:[A-Za-z0-9_.\-]{1,64}")
_CODE = re.compile(r"[A-Za-z0-9_.\-]{0,64}")
_KEY = re.compile(r"[\x21-\x7e]{1,128}")

# Columns in the order in which they are hashed. Changing this order breaks every proof ever published.
PROOF_COLUMNS = (
    "id",
    "xid",
    "kind",
    "version",
    "subject",
    "actor",
    "happened_us",
    "recorded_us",
    "area",
    "lat",
    "lon",
    "visibility",
    "cause",
    "key",
    "data",
)
# What an outsider is shown of a public fact: not who acted, because that code links all that one person did.
PUBLIC_COLUMNS = ("kind", "version", "subject", "happened_us", "area", "lat", "lon", "data")

Cell = str | int | float | None
_EXACT = {str, int, type(None)}
_PUBLIC = tuple(PROOF_COLUMNS.index(column) for column in PUBLIC_COLUMNS)
_VISIBILITY = PROOF_COLUMNS.index("visibility")


def microseconds(at: datetime) -> int:
    """An aware moment as whole microseconds since 1970. Raises ValueError for one without time zone."""
    if at.tzinfo is None:
        raise ValueError("A fact needs a moment with a time zone.")
    return (at - _EPOCH) // _MICROSECOND


def moment(us: int) -> datetime:
    """The moment in UTC, `us` microseconds after 1970 began."""
    return _EPOCH + us * _MICROSECOND


def coarse(point: Point | None) -> tuple[float | None, float | None]:
    """Latitude and longitude to four decimals, or two Nones. Raises ValueError outside the earth."""
    if point is None:
        return None, None
    if not (math.isfinite(point.lat) and math.isfinite(point.lon) and abs(point.lat) <= 90 and abs(point.lon) <= 180):
        raise ValueError("A fact's point must lie on the earth.")
    near = rounded(Point(*point))
    # Adding zero turns -0.0 into 0.0: two bit patterns of one place would be two hashes.
    return near.lat + 0.0, near.lon + 0.0


def check_header(*, subject: str, actor: str, area: str, visibility: str, cause: str, key: str | None) -> None:
    """Raises ValueError with a sentence when a column of a fact could hold more than codes and references."""
    for name, value in (("subject", subject), ("actor", actor)):
        if not _REF.fullmatch(value):
            raise ValueError(f"A fact's {name} must be a reference such as case:26-7K3M-9Q.")
    if cause and not _REF.fullmatch(cause):
        raise ValueError("A fact's cause must be empty or a reference such as fact:17.")
    if not _CODE.fullmatch(area):
        raise ValueError("A fact's area must be a code.")
    if visibility not in VISIBILITIES:
        raise ValueError("A fact is public, internal or restricted.")
    if key is not None and not _KEY.fullmatch(key):
        raise ValueError("A fact's key has 1 to 128 visible ASCII characters; hash longer ones.")


def encoded(cells: Sequence[Cell]) -> bytes:
    """The one byte string of a row of cells: a JSON array without blanks, in UTF-8, shortest form of numbers."""
    return msgspec.json.encode([cell if type(cell) in _EXACT else _plain(cell) for cell in cells])


def _plain(cell: object) -> Cell:
    """The cell itself, or a mark for what no honest row holds and JSON would silently write as something else."""
    if cell is None or isinstance(cell, str | int) or (isinstance(cell, float) and math.isfinite(cell)):
        return cell
    return f"!{type(cell).__name__} {cell!r}"


def link(previous: str, seq: int, cells: Sequence[Cell]) -> str:
    """The next value of a hash chain: SHA-256 over the previous value, the place in the order, and the row."""
    body = bytes.fromhex(previous) + seq.to_bytes(8, "big") + encoded(cells)
    return hashlib.sha256(body).hexdigest()


def public_cells(cells: Sequence[Cell]) -> list[Cell] | None:
    """Of a row in PROOF_COLUMNS order, the cells an outsider sees; None when the fact is not public."""
    return [cells[i] for i in _PUBLIC] if cells[_VISIBILITY] == "public" else None


def links(chain: str, public_chain: str, seq: int, cells: Sequence[Cell]) -> tuple[str, str]:
    """Both chains after one more fact; a fact that is not public leaves the public chain as it is."""
    shown = public_cells(cells)
    return link(chain, seq, cells), public_chain if shown is None else link(public_chain, seq, shown)


def checkpoint_message(seq: int, chain: str, public_chain: str, signed_us: int, key_id: str) -> bytes:
    """The bytes a checkpoint's signature covers."""
    return b"hueioc-checkpoint-1\n" + encoded((seq, chain, public_chain, signed_us, key_id))
