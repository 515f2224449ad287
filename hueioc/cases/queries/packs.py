"""What the city's packs say about reports: routing rules, patterns of personal data, words of repetition."""

import re
from functools import lru_cache
from pathlib import Path

from hueioc.cases.models import Case, SavedRouting
from hueioc.cases.pack import Redaction, Routing, read_redaction, read_routing
from hueioc.cases.rules.intake import says_so
from hueioc.cases.rules.redaction import Find, Pattern, find_personal_data, redacted
from hueioc.cases.rules.routing_text import parse_routing
from hueioc.lib.packs import open_city
from hueioc.lib.text import fold
from hueioc.workflow.queries import catalogue


@lru_cache(maxsize=4)
def _redaction(city_folder: Path) -> Redaction:
    return read_redaction(open_city(city_folder))


@lru_cache(maxsize=4)
def _patterns(city_folder: Path) -> tuple[Pattern, ...]:
    return tuple(
        Pattern(p.code, re.compile(p.regex, re.IGNORECASE if p.ignore_case else 0))
        for p in _redaction(city_folder).pattern
    )


@lru_cache(maxsize=4)
def _marks(city_folder: Path) -> tuple[str, ...]:
    return tuple(fold(mark) for mark in _redaction(city_folder).repeat_marks)


@lru_cache(maxsize=4)
def _repeat_patterns(city_folder: Path) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(regex) for regex in _redaction(city_folder).repeat_patterns)


@lru_cache(maxsize=4)
def _pack_routing(city_folder: Path) -> Routing:
    return read_routing(open_city(city_folder))


@lru_cache(maxsize=8)
def _saved_routing(toml: str) -> Routing:
    return parse_routing(toml)


def says_it_is_a_repeat(text: str) -> bool:
    """True when the words of a report say that the matter comes back."""
    folder = catalogue().pack.folder
    return says_so(text, _marks(folder), _repeat_patterns(folder))


def personal_data_in(text: str) -> list[Find]:
    """Names, phones, cards, accounts and plates the finder sees; a proposal, a person decides."""
    return find_personal_data(text, _patterns(catalogue().pack.folder))


def routing_in_force() -> tuple[Routing, int]:
    """The routing rules that decide now, and their version (0 is the pack's own)."""
    saved = SavedRouting.objects.order_by("-version_no").first()
    if saved is None:
        return _pack_routing(catalogue().pack.folder), 0
    return _saved_routing(saved.toml), saved.version_no


def routing_source() -> str:
    """The rules in force as text, to be edited."""
    saved = SavedRouting.objects.order_by("-version_no").first()
    return saved.toml if saved else (catalogue().pack.folder / "routing.toml").read_text(encoding="utf-8")


def public_draft(case: Case) -> tuple[str, str]:
    """What would be published of a report: its public text and place, or the private ones with personal data hidden."""
    text = case.public_text or redacted(case.description, personal_data_in(case.description))
    return text, case.public_address or redacted(case.address, personal_data_in(case.address))
