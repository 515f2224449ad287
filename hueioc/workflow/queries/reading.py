"""The service catalogue of the city, working time, parts, links and clocks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.packs import CityPack, open_city, say
from hueioc.lib.refusals import Invalid
from hueioc.people.queries import unit
from hueioc.places.queries import area_name, successors
from hueioc.workflow.models import Extension, Link, Part, Pause
from hueioc.workflow.pack import (
    Allowance,
    Category,
    Outcome,
    Process,
    Reason,
    RuleSet,
    Service,
    category_of,
    read_calendar,
    read_coming,
    read_process,
    read_rules,
    read_service,
    with_lives,
)
from hueioc.workflow.rules.calendar import WorkingCalendar
from hueioc.workflow.rules.life import OutcomeTraits, World
from hueioc.workflow.rules.timetable import working_calendar


@dataclass(frozen=True)
class Catalogue:
    """Everything the city's packs say about services, read once."""

    pack: CityPack
    services: dict[str, Service]
    processes: dict[str, Process]
    rule_sets: dict[str, RuleSet]
    calendar: WorkingCalendar
    categories: dict[str, Category]
    service_of: dict[str, Service]
    versions: dict[str, list[Category]]
    # By code: processes that are prepared for a later day; the room that runs them looks which one holds.
    coming: dict[str, Process]

    def category(self, code: str) -> Category:
        """The category with this code. Raises Invalid with a sentence for an unknown one."""
        found = self.categories.get(code)
        if found is None:
            raise Invalid(_("There is no such category."), fields={"category": _("Choose a category from the list.")})
        return found

    def category_on(self, code: str, day: date) -> Category:
        """The version of a category that held on a day; the latest one when none did. Raises Invalid."""
        return next((c for c in self.versions.get(code, ()) if c.holds_on(day)), None) or self.category(code)

    def leaves(self, on: date, kind: str = "report") -> list[Category]:
        """Categories of the services of a kind that can be chosen on a day, in the pack's order."""
        return [c for c in self._of_kind(kind) if c.parent is not None and c.holds_on(on)]

    def groups(self, kind: str = "report") -> list[Category]:
        """Groups of the services of a kind, in the pack's order."""
        return [c for c in self._of_kind(kind) if c.parent is None]

    def _of_kind(self, kind: str) -> list[Category]:
        return [c for c in self.categories.values() if self.service_of[c.code].about.kind == kind]

    def process_of(self, category: str) -> Process:
        return self.processes[self.service_of[category].about.process]

    def rules_of(self, category: str) -> RuleSet:
        return self.rule_sets[self.service_of[category].about.rules]

    def allowance(self, category: str, on: date | None = None) -> Allowance:
        """How long the city has for this category, as it held on a day: its own allowance, else the service's."""
        own = (self.category_on(category, on) if on else self.category(category)).allowance
        return own or self.service_of[category].about.allowance

    def accept_within(self, category: str) -> Allowance:
        """How long a unit may take to accept or return an offer."""
        own = self.category(category).accept_within
        return own or self.service_of[category].about.accept_within

    def reason(self, category: str, group: str, code: str) -> Reason | None:
        """A coded reason of a group (pause, return, refusal, extension, withdrawal, reopening)."""
        return next((r for r in self.reasons(category, group) if r.code == code), None)

    def reasons(self, category: str, group: str) -> list[Reason]:
        name = "return_" if group == "return" else group
        return list(getattr(self.service_of[category].reasons, name))

    def outcome(self, category: str, code: str) -> Outcome | None:
        return next((o for o in self.process_of(category).outcome if o.code == code), None)


@lru_cache(maxsize=4)
def _read(packs: Path, city: str) -> Catalogue:
    pack = open_city(Path(packs) / "cities" / city)
    folders = pack.folders("processes")
    processes = with_lives({process.code: process for process in map(read_process, folders)})
    services = {
        service.about.code: _with_flows(service, processes) for service in map(read_service, pack.folders("services"))
    }
    rule_folders = [f for f in pack.folders("rules") if (f / "rules.toml").exists()]
    rule_sets = {rules.code: rules for rules in map(read_rules, rule_folders)}
    every = [c for service in services.values() for c in service.categories]
    categories = {c.code: c for c in sorted(every, key=lambda c: c.valid_from or date.min)}
    categories = {code: categories[code] for code in dict.fromkeys(c.code for c in every)}
    return Catalogue(
        pack=pack,
        services=services,
        processes=processes,
        rule_sets=rule_sets,
        calendar=working_calendar(read_calendar(pack), pack.city.time_zone),
        categories=categories,
        service_of={c.code: service for service in services.values() for c in service.categories},
        versions={code: [c for c in every if c.code == code] for code in categories},
        coming=with_lives({folder.name: one for folder in folders if (one := read_coming(folder))}, processes),
    )


def _with_flows(service: Service, processes: dict[str, Process]) -> Service:
    """The service with the flows that stand on its process as categories: a new flow is one folder and nothing else."""
    flows = [category_of(one) for one in processes.values() if one.life == service.about.process]
    return msgspec.structs.replace(service, categories=[*service.categories, *flows]) if flows else service


class _Held(NamedTuple):
    """The catalogue last asked for, with the very values of the settings it was read from."""

    packs: object
    city: object
    catalogue: Catalogue


_held: _Held | None = None


def catalogue() -> Catalogue:
    """The catalogue of the installation's city. Raises PackError when a pack cannot be read.

    Asked a dozen times for every report, so the same settings are known again without hashing a path.
    """
    global _held
    held = _held
    if held is None or held.packs is not settings.PACKS or held.city is not settings.CITY:
        _held = held = _Held(settings.PACKS, settings.CITY, _read(settings.PACKS, settings.CITY))
    return held.catalogue


def said(text: dict[str, str]) -> str:
    """A pack's text in the language of the request."""
    return say(text, get_language() or catalogue().pack.city.default_language)


def phase_label(category: str, phase: str, *, public: bool = True) -> str:
    """The words for a phase, as the public or as staff read them."""
    found = next((p for p in catalogue().process_of(category).phase if p.code == phase), None)
    return said(found.public if public else found.names) if found else phase


def outcome_label(category: str, outcome: str, *, public: bool = True) -> str:
    found = catalogue().outcome(category, outcome)
    return said(found.public if public else found.names) if found else outcome


def wait_label(category: str, reason: str, *, public: bool = True) -> str:
    found = next((w for w in catalogue().process_of(category).wait_reason if w.code == reason), None)
    return said(found.public if public else found.names) if found else reason


def category_name(code: str) -> str:
    found = catalogue().categories.get(code)
    return said(found.names) if found else code


def category_icon(code: str) -> str:
    """The icon a category has in the pack, or its group; a question mark for one that names none."""
    known = catalogue().categories
    own = known.get(code)
    group = known.get(own.parent) if own and own.parent else None
    return next((one.icon for one in (own, group) if one and one.icon), "help-circle")


def parts_of(subject: str) -> list[Part]:
    """All parts of an item, live and past, oldest first."""
    return list(Part.objects.filter(subject=subject).order_by("id"))


def parts_of_many(subjects: Iterable[str]) -> dict[str, list[Part]]:
    """The same for many items in one question."""
    found: dict[str, list[Part]] = {}
    for part in Part.objects.filter(subject__in=list(subjects)).order_by("id"):
        found.setdefault(part.subject, []).append(part)
    return found


def codes_of_units(kind: str, units: Iterable[str], states: Sequence[str]) -> QuerySet[Part, str]:
    """Codes of items of a kind in which one of these units has a part in one of the states.

    A question and not a list: it becomes part of the caller's own, however much a unit has done in its years.
    """
    found = Part.objects.filter(unit__in=list(units), state__in=states, subject__startswith=f"{kind}:")
    return found.values_list(Substr("subject", len(kind) + 2), flat=True)


def codes_of_assignees(
    kind: str, assignees: Iterable[str], units: Iterable[str], states: Sequence[str]
) -> QuerySet[Part, str]:
    """Codes of items of a kind in which one of some people was given the part of a unit; a question, as above."""
    found = Part.objects.filter(assignee__in=list(assignees), unit__in=list(units), state__in=states)
    found = found.filter(subject__startswith=f"{kind}:")
    return found.values_list(Substr("subject", len(kind) + 2), flat=True)


def given_to(persons: Iterable[str]) -> dict[str, list[str]]:
    """References of the work of which some people were given a unit's part, by person; what was returned is not."""
    found: dict[str, list[str]] = {person: [] for person in persons}
    rows = Part.objects.filter(assignee__in=list(found), state__in=["accepted", "done"])
    for person, subject in rows.values_list("assignee", "subject"):
        found[person].append(subject)
    return found


def owed_by(units: Iterable[str], kind: str) -> list[Part]:
    """Live parts the units have in one kind of work, nearest deadline first."""
    live = Part.objects.filter(unit__in=list(units), state__in=["offered", "accepted"], subject__startswith=f"{kind}:")
    return sorted(live, key=lambda p: (p.due_at is None, p.due_at or p.offered_at))


def offers_overdue(kind: str, at: datetime, limit: int = 500) -> list[Part]:
    """Offers of one kind of work that no unit answered in time; another kind's must not use up the limit."""
    found = Part.objects.filter(state="offered", answer_due_at__lt=at, subject__startswith=f"{kind}:")
    return list(found.order_by("answer_due_at")[:limit])


def pauses_of(subject: str) -> list[Pause]:
    return list(Pause.objects.filter(subject=subject).order_by("started_at"))


def waiting_for(kind: str, wait_reason: str, limit: int = 500) -> list[Pause]:
    """Open pauses of one kind of work with this wait reason, the oldest first."""
    found = Pause.objects.filter(wait_reason=wait_reason, ended_at=None, subject__startswith=f"{kind}:")
    return list(found.order_by("started_at")[:limit])


def pauses_of_many(subjects: Iterable[str]) -> dict[str, list[Pause]]:
    """The pauses of many items in one question, oldest first."""
    found: dict[str, list[Pause]] = {}
    for pause in Pause.objects.filter(subject__in=list(subjects)).order_by("started_at"):
        found.setdefault(pause.subject, []).append(pause)
    return found


def extensions_of_many(subjects: Iterable[str]) -> dict[str, list[Extension]]:
    """The extensions of many items in one question, oldest first."""
    found: dict[str, list[Extension]] = {}
    for row in Extension.objects.filter(subject__in=list(subjects)).order_by("id"):
        found.setdefault(row.subject, []).append(row)
    return found


def duplicates_of_many(subjects: Iterable[str]) -> dict[str, int]:
    """How many live duplicates each of these items leads."""
    rows = Link.objects.filter(kind="duplicate_of", target__in=list(subjects), undone_at=None)
    return dict(rows.values_list("target").annotate(many=Count("id")).order_by())


def extensions_of(subject: str) -> list[Extension]:
    return list(Extension.objects.filter(subject=subject).order_by("id"))


def links_of(subject: str) -> list[Link]:
    """Live links of an item in both directions."""
    both = Q(source=subject) | Q(target=subject)
    return list(Link.objects.filter(both, undone_at=None).order_by("id"))


def page_of(ref: str) -> str:
    """The address of the page of a piece of work, empty for a kind that has none (setting `WORK_PAGES`).

    What is no piece of work and has a page all the same stands in `OTHER_PAGES`.
    """
    kind, _colon, code = ref.partition(":")
    page: str = settings.WORK_PAGES.get(kind, "") or settings.OTHER_PAGES.get(kind, "")
    return page.format(code)


def kind_of_work(typed: str, *, is_staff: bool = True) -> str:
    """The kind of work an address asks for, the first one when it asks for none. Raises Invalid for an unknown one.

    For whoever is no staff, kinds that are not open to everybody are unknown too.
    """
    kinds = [kind for kind in settings.WORK_PAGES if is_staff or kind in settings.OPEN_KINDS]
    if typed and typed not in kinds:
        fault = _("There is no such kind of work. Known are: %(kinds)s.") % {"kinds": ", ".join(kinds)}
        raise Invalid(fault, fields={"kind": fault})
    return typed or kinds[0]


def kinds_of_work() -> list[tuple[str, str]]:
    """(kind, words) of all work that this city has services for."""
    services = {service.about.kind: service for service in catalogue().services.values()}
    known = ((kind, services.get(settings.OPEN_KINDS.get(kind, kind))) for kind in settings.WORK_PAGES)
    return [(kind, said(service.about.names)) for kind, service in known if service]


def open_kinds() -> list[tuple[str, str]]:
    """Those of them that are open to everybody."""
    return [(kind, words) for kind, words in kinds_of_work() if kind in settings.OPEN_KINDS]


def outcome_traits(service: str, outcome: str) -> OutcomeTraits:
    """What the process says about an outcome; nothing for a service or outcome that no pack knows any more."""
    known = catalogue()
    found = known.outcome(service, outcome) if service in known.service_of else None
    return OutcomeTraits(found.fixed, found.follow_up, found.rated) if found else OutcomeTraits()


def city_world() -> World:
    """What views need to fold facts: the city's days and its outcomes."""
    return World(ZoneInfo(catalogue().pack.city.time_zone), outcome_traits)


def unit_today(code: str, day: date) -> str:
    """The unit that stands on a day for this one, through its successors; itself when there is none."""
    seen = set()
    while (found := unit(code)) and found.valid_to and found.valid_to < day and found.successor and code not in seen:
        seen.add(code)
        code = found.successor
    return code


def unit_label(code: str) -> str:
    """The name of a unit for a page; of one that ended, with the name of what stands for it today."""
    then = unit(code)
    if then is None:
        return code
    now = unit(unit_today(code, clock.today()))
    if now is None or now.code == code:
        return then.name()
    return gettext("%(then)s (now %(now)s)") % {"then": then.name(), "now": now.name()}


def area_label(code: str) -> str:
    """The bare name of an area as maps write it in every language: the city's own, without "ward" before it."""
    city = catalogue().pack.city
    name = area_name(code, city.default_language)
    return next((name.removeprefix(f"{word} ") for word in city.typing.kind_words if name.startswith(f"{word} ")), name)


def area_today(code: str, day: date) -> str:
    """The area that stands on a day for this one; itself when it was divided among several or is unknown."""
    now = successors(code, day) if code else []
    return now[0].code if len(now) == 1 else code
