"""One warning as staff see it, with what they may do, its hands, its thread, and what happened to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from hueioc.journal.queries import facts_of
from hueioc.lib import clock
from hueioc.lib.refusals import NotFound
from hueioc.people.rules import Actor
from hueioc.warnings.events import WarningClosed, WarningMoved, WarningNoted, WarningOpened
from hueioc.warnings.models import Alert, Happening
from hueioc.warnings.queries.choices import People, people_in
from hueioc.warnings.queries.composing import in_language, place_words
from hueioc.warnings.queries.standing import is_drafter, may_see
from hueioc.warnings.queries.wording import SAID, chips_of
from hueioc.warnings.rules.release import Hands, fault_of_second, is_approved
from hueioc.workflow.pack import Transition
from hueioc.workflow.queries import catalogue, category_name, deadline_chip, unit_label
from hueioc.workflow.rules.roles import possible_verbs, stand

SECOND = frozenset({"approve", "release"})
_NEVER_PRESSED = frozenset({"draft", "supersede", "expire"})


@dataclass(frozen=True)
class WarningView:
    """A warning with everything a page of staff needs; `second_fault` says why this actor cannot release it."""

    alert: Alert
    verbs: list[Transition]
    thread: list[Alert]
    happenings: list[Happening]
    people: People
    second_fault: str
    is_approved: bool

    @property
    def can(self) -> frozenset[str]:
        """Verbs the actor may give now."""
        return frozenset(verb.verb for verb in self.verbs)


def warning_view(code: str, actor: Actor) -> WarningView:
    """The warning for this actor. Raises NotFound when there is none they may see."""
    alert = Alert.objects.filter(code=code.replace("\x00", "")).first()
    if alert is None or not may_see(alert, actor):
        raise NotFound(_("There is no such warning, or it is not for you."))
    hands = Hands(
        drafted_by=alert.drafted_by,
        changed_by=alert.changed_by,
        submitted_by=alert.submitted_by,
        digest=alert.digest,
        approved_by=alert.approved_by,
        approved_digest=alert.approved_digest,
    )
    place = stand(actor, is_reporter=is_drafter(alert, actor), parts=())
    process = catalogue().process_of(alert.service)
    verbs = [
        verb
        for verb in possible_verbs(process, phase=alert.phase, wait_reason="", place=place)
        if verb.verb not in _NEVER_PRESSED and (verb.verb != "record" or alert.is_released)
    ]
    fault = str(fault_of_second(actor.ref, hands)) if any(one.verb in SECOND for one in verbs) else ""
    if fault or (alert.approved_by and is_approved(hands)):
        verbs = [one for one in verbs if one.verb not in (SECOND if fault else {"approve"})]
    thread = Alert.objects.filter(thread=alert.thread).exclude(pk=alert.pk).order_by("id")
    return WarningView(
        alert=alert,
        verbs=verbs,
        thread=[one for one in thread if may_see(one, actor)],
        happenings=list(Happening.objects.filter(alert=alert).order_by("-id")),
        people=people_in(alert.area_units, clock.today()),
        second_fault=fault,
        is_approved=is_approved(hands),
    )


def people_reached(alert: Alert) -> int:
    """How many asked to be warned in the area, as the door named in the settings knows."""
    counted: int = import_string(settings.REACH_DOOR)(alert.area_units) if settings.REACH_DOOR else 0
    return counted


def measured_in(alert: Alert) -> list[str]:
    """What was measured in the area while it held, as the door named in the settings knows; nothing without one."""
    if not settings.MEASURED_DOOR or not alert.is_released:
        return []
    until = min(alert.closed_at or alert.expires_at, clock.now())
    found: list[str] = import_string(settings.MEASURED_DOOR)(alert.area_units, alert.onset_at, until)
    return found


def public_warning(code: str) -> Alert:
    """A released warning. Raises NotFound for everything else."""
    found = Alert.objects.filter(code=code.replace("\x00", ""), released_at__isnull=False).first()
    if found is None:
        raise NotFound(_("There is no such warning, or it is not for you."))
    return found


def shown(alert: Alert, language: str, *, public: bool = True) -> dict[str, Any]:
    """What a row, a card or the head of a page shows of a warning."""
    return {
        "alert": alert,
        "said": in_language(alert, language),
        "hazard": category_name(alert.service),
        "icon": catalogue().category(alert.service).icon,
        "chips": chips_of(alert, public=public),
        "deadline": None if public else deadline_chip(alert, clock.now()),
        "place": place_words(alert.area_words, alert.area_units, language if language in {"vi", "en"} else "en"),
        "unit": unit_label(alert.unit) if alert.unit else "",
    }


@dataclass(frozen=True)
class Step:
    """One line of the time line: when, what, and a class for the dot beside it."""

    at: datetime
    words: str
    css: str = ""


def timeline(alert: Alert) -> list[Step]:
    """Everything that happened, newest first."""
    steps = []
    for fact in facts_of(alert.ref):
        words, css = _said(fact.event)
        if words:
            steps.append(Step(fact.happened_at, words, css))
    return steps[::-1]


def _said(event: Any) -> tuple[str, str]:
    if isinstance(event, WarningOpened):
        return _("Drafted."), "t-new"
    if isinstance(event, WarningMoved):
        said = {
            "change": _("Changed; an approval before it is void."),
            "submit": _("Submitted for release."),
            "take_back": _("Taken back to be changed."),
            "send_back": _("Sent back by the second person."),
            "approve": _("Approved by a second person."),
            "release": _("Released."),
        }.get(event.verb, "")
        return said, "t-resolved" if event.verb == "release" else "t-progress"
    if isinstance(event, WarningNoted) and event.verb == "happened":
        return _("What happened was recorded: %(finding)s.") % {
            "finding": SAID["finding"].get(event.reason, event.reason)
        }, ""
    if isinstance(event, WarningClosed):
        ended = {
            "expired": _("Its time was over."),
            "superseded": _("Replaced by a newer message."),
            "cancelled": _("Cancelled."),
            "all_clear": _("All clear was given."),
            "discarded": _("The draft was discarded."),
        }
        return ended.get(event.outcome, ""), ""
    return "", ""


def kept_of(actor: Actor, most: int = 1000) -> list[dict[str, Any]]:
    """What is kept of what this person drafted or released, for their own copy."""
    if actor.kind != "account":
        return []
    found = Alert.objects.filter(drafted_by=actor.ref) | Alert.objects.filter(released_by=actor.ref)
    return [
        {
            "number": one.code,
            "drafted": one.drafted_by == actor.ref,
            "released": one.released_by == actor.ref,
            "at": one.opened_at.isoformat(),
        }
        for one in found.order_by("-id")[:most]
    ]
