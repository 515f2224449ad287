"""The registry: which classes are events, and how old facts are read by a newer program."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import pytest

from hueioc.journal.events import Event
from hueioc.journal.registry import UnknownKind, checked_data, decode, event_classes, followers, kinds_of
from hueioc.journal.tests.conftest import Install
from hueioc.journal.tests.demo import BenchPlaced, LampBroke, LampEvent, LampLit, Seen


class TreePlanted(Event, frozen=True, kw_only=True):
    """A tree stands; until version 2 its height was in metres, and version 1 had none."""

    kind = "demo.planted"
    version = 3
    lifts: ClassVar[Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {
        2: lambda old: {"height_cm": old["height_m"] * 100},
    }
    height_cm: int = 0


def test_a_base_class_stands_for_all_its_events() -> None:
    assert kinds_of((LampEvent,)) == ["demo.broke", "demo.lit"]
    assert kinds_of((LampBroke, BenchPlaced)) == ["demo.broke", "demo.placed"]


def test_bases_without_kind_are_no_events() -> None:
    assert LampEvent not in event_classes().values()
    assert event_classes()["demo.lit"] is LampLit


def test_an_old_version_is_lifted() -> None:
    assert decode("demo.planted", 2, '{"height_m":3}') == TreePlanted(height_cm=300)
    assert decode("demo.planted", 3, '{"height_cm":250}') == TreePlanted(height_cm=250)


@pytest.mark.parametrize(("kind", "version"), [("demo.planted", 1), ("demo.planted", 4), ("demo.vanished", 1)])
def test_a_fact_nobody_can_read_is_named(kind: str, version: int) -> None:
    with pytest.raises(UnknownKind, match=kind):
        decode(kind, version, "{}")


def test_a_field_added_later_has_its_default_in_old_facts() -> None:
    assert decode("demo.lit", 1, '{"lamp":"L1"}') == LampLit(lamp="L1", number=0)


def test_data_are_written_in_one_form() -> None:
    assert checked_data(LampLit(number=3, lamp="L1")) == '{"lamp":"L1","number":3}'


def test_two_followers_of_one_name_are_refused(install: Install) -> None:
    install(Seen(), Seen())
    with pytest.raises(TypeError, match="demo.seen"):
        followers()


def test_two_events_of_one_kind_are_refused() -> None:
    other: Any = type("OtherLamp", (Event,), {"kind": "demo.lit", "__module__": "hueioc.elsewhere"})
    with pytest.raises(TypeError, match="demo.lit"):
        event_classes()
    other.kind = ""  # the class may outlive this test, its kind must not
    assert event_classes()["demo.lit"] is LampLit
