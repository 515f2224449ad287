"""Every version of every event ever written has a stored sample, and all of them can still be read."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest

import hueioc
from hueioc.journal.events import Event
from hueioc.journal.registry import UnknownKind, decode
from hueioc.journal.samples import example_of, installed_events, path_of, read

_HOUSE = Path(hueioc.__file__).parent
_NAME = re.compile(r"(?P<kind>[a-z0-9_]+\.[a-z0-9_]+)\.v(?P<version>[0-9]+)\.json")


def stored() -> list[Path]:
    return sorted(_HOUSE.glob("**/tests/samples/*.json"))


@pytest.mark.parametrize("event", installed_events(), ids=lambda event: event.kind)
def test_an_event_has_a_sample_of_each_of_its_versions(event: type[Event]) -> None:
    missing = [str(path_of(event, v)) for v in range(1, event.version + 1) if not path_of(event, v).exists()]
    assert not missing, f"run `scripts/hueioc samples` and commit {missing}"


@pytest.mark.parametrize("path", stored(), ids=lambda path: path.name)
def test_a_stored_sample_can_still_be_read(path: Path) -> None:
    name = _NAME.fullmatch(path.name)
    assert name is not None, f"{path} is not called <room>.<fact>.v<version>.json"
    sample = read(path)
    assert (sample.kind, sample.version) == (name["kind"], int(name["version"]))
    event = decode(sample.kind, sample.version, bytes(sample.data).decode())
    assert event.kind == sample.kind


@pytest.mark.parametrize("event", installed_events(), ids=lambda event: event.kind)
def test_a_kind_carries_the_name_of_its_room(event: type[Event]) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", event.kind)
    assert event.__doc__, f"{event.kind}: the docstring is its public documentation"


class KerbPainted(Event, frozen=True, kw_only=True):
    """Breaks the rule on purpose: version 2 without a lift, and no sample anywhere."""

    kind: ClassVar[str] = "broken.painted"
    version: ClassVar[int] = 2
    lifts: ClassVar[Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {}
    metres: float


def test_a_version_without_lift_or_sample_would_be_noticed() -> None:
    assert not path_of(KerbPainted, 2).exists()
    assert example_of(KerbPainted) == KerbPainted(metres=1.5)
    with pytest.raises(UnknownKind, match="version 1 has no lift"):
        decode("broken.painted", 1, '{"metres":1.0}')
