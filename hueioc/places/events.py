"""What the register of places may record: that a part of the city pack was read, with counts and a fingerprint."""

from typing import ClassVar

from hueioc.journal.events import Code, Event


class AreasLoaded(Event, frozen=True, kw_only=True):
    """Areas and their changes were read; `left` are no longer in the pack, `fingerprint` is the files' SHA-256."""

    kind: ClassVar[str] = "places.areas_loaded"
    areas: int
    changes: int
    fingerprint: Code
    left: int = 0


class LayerLoaded(Event, frozen=True, kw_only=True):
    """A sector layer and its assets were read; `fingerprint` is the SHA-256 of the files."""

    kind: ClassVar[str] = "places.layer_loaded"
    layer: Code
    assets: int
    fingerprint: Code


class GazetteerLoaded(Event, frozen=True, kw_only=True):
    """The names of places were read; `fingerprint` is the SHA-256 of the file."""

    kind: ClassVar[str] = "places.gazetteer_loaded"
    places: int
    fingerprint: Code
