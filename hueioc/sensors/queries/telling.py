"""What stations say on pages of others: the top of the citizen's home, the search box, the level of disaster risk."""

from typing import NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from hueioc.lib.text import fold
from hueioc.people.rules import ANYONE, Actor
from hueioc.sensors.pack import Article
from hueioc.sensors.queries.alarms import alarms_for, title_of, words_of
from hueioc.sensors.queries.registry import risk_rules, stations
from hueioc.sensors.rules.risk import Risk, computed
from hueioc.workflow.queries import FoundLine, page_of, said

MOST_ALERTS = 3


class Alert(NamedTuple):
    """One box at the top of the citizen's home."""

    css: str
    icon: str
    path: str
    title: str
    words: str


class RiskLine(NamedTuple):
    """One hazard: what was issued and what we compute, side by side, and why the second is missing."""

    name: str
    risk: Risk
    missing: str


def home_alerts() -> list[Alert]:
    """Rivers above an alarm level, the highest first (setting `ALERT_SOURCES`)."""
    found = [alarm for alarm in alarms_for(ANYONE) if alarm.kind == "level"]
    return [
        Alert(f"fl-{alarm.level}", "ripple", page_of(alarm.ref), title_of(alarm), words_of(alarm))
        for alarm in found[:MOST_ALERTS]
    ]


def find_lines(text: str, actor: Actor, most: int) -> list[FoundLine]:
    """Stations whose name or river holds every word, for staff (setting `FIND_DOORS`)."""
    words = fold(text).split()
    if not actor.is_staff or not words:
        return []
    found = []
    for code, series in stations().items():
        station = series[0].station
        key = f" {fold(station.name)} {fold(station.river)} {code}"
        if all(f" {word}" in key for word in words):
            found.append(FoundLine(f"/stations/{code}/", code, station.name, _("Station")))
    return found[:most]


def _issued(article: Article, levels: dict[str, int]) -> int | None:
    """The highest level that a warning in force names for the hazard of an article; None where none does."""
    return max((levels[one] for one in (article.code, *article.warned_as) if one in levels), default=None)


def risk_now() -> list[RiskLine]:
    """Levels of disaster risk by hazard: issued ones from the door `ISSUED_RISK`, computed ones where the rules allow.

    No article was read whole yet, so nothing is computed and each line says what lacks.
    """
    rules, door = risk_rules(), settings.ISSUED_RISK
    issued: dict[str, int] = import_string(door)() if door else {}
    if rules is None:
        return []
    return [
        RiskLine(
            said(article.names),
            Risk(_issued(article, issued), computed(None, is_whole=article.is_whole)),
            said(article.missing) if article.missing else "",
        )
        for article in rules.article
    ]
