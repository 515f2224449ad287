"""Law 8: a fact holds codes, references, numbers, dates and rounded points; never free text, a name or a phone."""

import inspect
import types
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest

from hueioc.journal.events import ALLOWED_FIELD_TYPES, Code, Event, Ref
from hueioc.journal.samples import installed_events


def offences(event: type[Event]) -> list[str]:
    """`file:line: law 8: sentence` for every field of a class that could hold text."""
    lines, start = inspect.getsourcelines(event)
    hints = get_type_hints(event, include_extras=True)
    found = []
    for name in event.__struct_fields__:
        if is_harmless(hints[name]):
            continue
        offset = next((i for i, line in enumerate(lines) if line.strip().startswith(f"{name}:")), 0)
        found.append(
            f"{inspect.getsourcefile(event)}:{start + offset}: law 8: {event.__qualname__}.{name} can hold text."
        )
    return found


def is_harmless(hint: Any) -> bool:
    if hint in ALLOWED_FIELD_TYPES:
        return True
    origin = get_origin(hint)
    if origin in (Union, types.UnionType, tuple):
        return all(part in (type(None), Ellipsis) or is_harmless(part) for part in get_args(hint))
    return False


@pytest.mark.parametrize("event", installed_events(), ids=lambda event: event.kind)
def test_an_event_of_the_house_can_hold_no_text(event: type[Event]) -> None:
    assert offences(event) == []


class Gossip(Event, frozen=True, kw_only=True):
    """Breaks the law in every field on purpose; it has no kind, so it is no event of the house."""

    who: str
    loose: Annotated[str, msgspec.Meta(max_length=10)]
    maybe: str | None = None
    many: tuple[str, ...] = ()
    anything: Any = None
    nested: tuple[Code, list[str]] | None = None
    mapping: dict[str, int] | None = None


class Decent(Event, frozen=True, kw_only=True):
    """Keeps the law in every form it allows."""

    code: Code
    ref: Ref
    number: int
    share: float
    is_so: bool
    on: date
    at: datetime
    maybe: Code | None = None
    many: tuple[Ref, ...] = ()
    pair: tuple[int, float] = (0, 0.0)
    note: ClassVar[str] = "class variables are not stored"


def fields(found: list[str]) -> Iterator[str]:
    for line in found:
        yield line.rpartition("Gossip.")[2].split()[0]


def test_each_breach_is_named_with_file_and_line() -> None:
    found = offences(Gossip)
    assert list(fields(found)) == ["who", "loose", "maybe", "many", "anything", "nested", "mapping"]
    source = inspect.getsourcelines(Gossip)[1]
    assert found[0].startswith(f"{__file__}:{source + 3}: law 8:")
    assert offences(Decent) == []


@pytest.mark.parametrize("text", ["Lan Nguyen", "12 Le Loi", "lan@example.org", "+84 905 123 456", "đèn", "a\nb"])
def test_a_code_takes_no_name_and_no_address(text: str) -> None:
    for kind in (Code, Ref):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(text, kind)
