"""What the packs say about rescue: terms, numbers of the rules, words for codes."""

from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.packs import open_city
from hueioc.lib.refusals import NotFound
from hueioc.rescues.pack import KIND, Craft, Depth, Named, Need, PersonKind, Terms, read_terms
from hueioc.workflow.queries import catalogue, said

PEOPLE_SERVICE, SUPPLIES_SERVICE = "rescue_people", "rescue_supplies"
_LIGHT_NEEDS = frozenset({"food", "medicine"})


@lru_cache(maxsize=4)
def _read(packs: str, city: str) -> Terms | None:
    found = read_terms(open_city(Path(packs) / "cities" / city))
    return found[0] if found else None


def terms() -> Terms:
    """What a call may say. Raises NotFound in a city without the service."""
    found = _read(str(settings.PACKS), settings.CITY)
    if found is None or not has_rescue():
        raise NotFound(_("This city takes no calls for rescue here. Call the emergency number."))
    return found


def has_rescue() -> bool:
    """True when the city has the service of rescue on."""
    return any(service.about.kind == KIND for service in catalogue().services.values())


def number(code: str) -> float:
    """A number of the rules as it holds today."""
    return catalogue().rules_of(PEOPLE_SERVICE).number_on(code, catalogue().calendar.local_day(clock.now()))


def span(code: str) -> timedelta:
    """The same as a span of time; the end of its name says the unit."""
    unit = code.rpartition("_")[2]
    return timedelta(**{unit: number(code)})


def service_for(needs: tuple[str, ...] | list[str], depth: str) -> str:
    """People who lack food or medicine and stand on dry ground are a matter of supplies; everybody else of rescue."""
    light = bool(needs) and set(needs) <= _LIGHT_NEEDS and depth in ("", "none", "ankle")
    return SUPPLIES_SERVICE if light else PEOPLE_SERVICE


def _named(entries: "list[Depth] | list[Need] | list[PersonKind] | list[Craft] | list[Named]", code: str) -> str:
    return next((said(one.names) for one in entries if one.code == code), code)


def depth_words(code: str) -> str:
    return _named(terms().depth, code) if code else ""


def need_words(code: str) -> str:
    return _named(terms().need, code)


def person_words(code: str) -> str:
    return _named(terms().person, code)


def craft_words(code: str) -> str:
    return _named(terms().craft, code)


def goods_words(code: str) -> str:
    return _named(terms().goods, code)


def damage_words(code: str) -> str:
    return _named(terms().damage, code)


def level_words(code: str) -> str:
    return next((said(one.names) for one in terms().level if one.code == code), code)
