"""Drafting: by hand, from an alarm's fact, from a received message, or as what follows a warning in force."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.codes import dated_code
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed
from hueioc.people.queries import unit as unit_by_code
from hueioc.people.rules import Actor
from hueioc.places.queries import area_holds, is_simple, middle_of
from hueioc.warnings.commands.found import WARNING_FACTS, WarningDesk, warning_on_desk
from hueioc.warnings.events import WarningOpened
from hueioc.warnings.models import Alert
from hueioc.warnings.pack import TEXTS, Words
from hueioc.warnings.queries.choices import ending_of, hazard_of, longest, risk_of, wards
from hueioc.warnings.queries.composing import kept_sketch, texts_for, units_under, urgency_at
from hueioc.warnings.queries.standing import may_draft
from hueioc.warnings.rules.cap import CERTAINTIES, RESPONSES
from hueioc.warnings.rules.drafting import (
    LANGUAGES,
    LONGEST,
    NewWarning,
    Place,
    check_place,
    check_times,
)
from hueioc.workflow.commands import clear, start_clock
from hueioc.workflow.queries import catalogue


def draft_warning(new: NewWarning, actor: Actor) -> Alert:
    """Draft a warning and return it; nothing is told to anybody. A repeated key returns the first draft.

    Rules, playbooks and connectors may draft, with `source` the fact that made them; they never submit or release.
    Raises Invalid with a sentence for every field that is wrong, NotAllowed for whoever may not draft.
    """
    day = clock.today()
    hazard_of(new.hazard, day)
    if not may_draft(new.hazard, actor):
        raise NotAllowed(_("Warnings are drafted by staff of units and of the centre."))
    if known := _drafted_with(_key(new.key, actor)):
        return known
    desk = _new_desk(new, actor, follows=None)
    try:
        with transaction.atomic():
            clear([desk])
    except IntegrityError:
        # The same form, or the same fact, came twice at once.
        if known := _drafted_with(_key(new.key, actor)):
            return known
        raise
    return desk.item


def draft_following(code: str, actor: Actor, new: NewWarning) -> Alert:
    """Draft an update, a cancellation or an all-clear of a warning in force; it too needs a second person.

    Raises Conflict when something that follows is drafted already.
    """
    if new.message not in {"update", "cancel", "all_clear"}:
        raise Invalid(_("Choose what follows."), fields={"message": _("Choose what follows.")})
    with warning_on_desk(code, actor) as desk:
        desk.allow("follow")
        waiting = Alert.objects.filter(follows=code, phase__in=("received", "assigned"))
        if waiting.exists():
            raise Conflict(_("What follows this warning is drafted already."))
        before = desk.item
        same = replace(new, hazard=before.service, is_exercise=before.is_exercise)
        following = _new_desk(same, actor, follows=before)
        desk.beside.append(following)
    return following.item


def change_warning(code: str, actor: Actor, new: NewWarning, *, version: int | None = None) -> Alert:
    """Change a draft. Whoever changes it cannot release it any more, and an approval before it is void."""
    with warning_on_desk(code, actor, version=version) as desk:
        transition = desk.allow("change")
        alert = desk.item
        before = alert.digest
        _fill(desk, replace(new, hazard=alert.service if alert.follows else new.hazard, message=alert.message))
        if alert.digest == before:
            return alert
        alert.changed_by, alert.changed_at = actor.ref, desk.at
        void_approval(alert)
        desk.move_on(transition)
    return desk.item


def void_approval(alert: Alert) -> None:
    """Nobody has submitted or approved what stands there now."""
    alert.submitted_by, alert.submitted_at = "", None
    alert.approved_by, alert.approved_at, alert.approved_digest = "", None, ""


def _key(key: str, actor: Actor) -> str | None:
    # Drafts of machines are known by their cause, whoever carries it; those of people are apart for every person.
    owner = "machine" if actor.is_machine else actor.ref
    return hashlib.sha256(f"{owner} {key}".encode("utf-8", "replace")).hexdigest()[:40] if key else None


def _drafted_with(key: str | None) -> Alert | None:
    return Alert.objects.filter(origin_key=key).first() if key else None


def _new_desk(new: NewWarning, actor: Actor, *, follows: Alert | None) -> WarningDesk:
    at = clock.now()
    code = dated_code(clock.day_of(at).year)
    alert = Alert(
        code=code,
        service=new.hazard,
        phase="received",
        urgency="urgent",
        channel="rule" if actor.is_machine else "staff",
        unit=follows.unit if follows else _unit_of(new, actor),
        message=new.message,
        follows=follows.code if follows else "",
        thread=follows.thread if follows else code,
        is_exercise=new.is_exercise,
        source=new.source,
        received=new.received,
        origin_key=_key(new.key, actor),
        drafted_by=actor.ref,
        changed_by=actor.ref,
        changed_at=at,
        opened_at=at,
        updated_at=at,
    )
    desk = WarningDesk(item=alert, actor=actor, facts=WARNING_FACTS, is_new=True, is_reporter=True, at=at)
    desk.verbs.append("draft")
    _fill(desk, new)
    start_clock(desk)
    desk.tell(
        WarningOpened(
            service=alert.service,
            phase="received",
            unit=alert.unit,
            channel=alert.channel,
            urgency=alert.urgency,
            due_at=alert.due_at,
            level=alert.level,
            message=alert.message,
            follows=follows.ref if follows else "",
            source=alert.source,
            is_exercise=alert.is_exercise,
        )
    )
    return desk


def _unit_of(new: NewWarning, actor: Actor) -> str:
    """For which unit it is drafted: one of the actor's, else the centre."""
    if new.unit and new.unit in actor.units:
        return new.unit
    if actor.units and not actor.is_centre:
        return min(actor.units)
    return catalogue().pack.city.centre


def _fill(desk: WarningDesk, new: NewWarning) -> None:
    """Check what was given and lay it into the row. Raises Invalid with a sentence for every field that is wrong."""
    alert, at = desk.item, desk.at
    day = clock.day_of(at)
    hazard = hazard_of(new.hazard, day)
    ending = ending_of(new.message, day)
    source: Words = ending or hazard
    expires = new.expires_at or max(new.onset_at, at) + timedelta(hours=source.expires_after_hours)
    check_times(new.onset_at, expires, at, longest(day))
    # What says that a danger is over has no level of risk itself.
    level = 0 if ending else new.level
    if not ending and level not in hazard.levels:
        raise Invalid(_("Choose a level from the list."), fields={"level": _("Choose a level from the list.")})
    _lay_place(desk, new.place, at)
    risk = risk_of(level, day)
    alert.service, alert.level, alert.severity = new.hazard, level, "Minor" if ending else risk.severity
    usual = "Observed" if ending else hazard.certainty
    alert.certainty = _known(new.certainty, CERTAINTIES, usual, "certainty")
    alert.responses = _responses(new, source, list(risk.responses))
    alert.onset_at, alert.expires_at = new.onset_at, expires
    alert.given = {name: " ".join(str(value).split())[:200] for name, value in new.given.items() if str(value).strip()}
    alert.cap_urgency = urgency_at(alert, at)
    alert.texts = _texts(alert, new.texts, at)
    desk.seal_content()


def _responses(new: NewWarning, source: Words, more: list[Any]) -> list[str]:
    if source.responses[:1] in (["AllClear"], ["None"]):
        return list(source.responses)
    chosen = list(new.responses) or [*more, *source.responses]
    if not set(chosen) <= set(RESPONSES):
        raise Invalid(_("Choose from the list."), fields={"responses": _("Choose from the list.")})
    return list(dict.fromkeys(chosen))


def _known(value: str, words: tuple[str, ...], usual: str, name: str) -> str:
    if value and value not in words:
        raise Invalid(_("Choose from the list."), fields={name: _("Choose from the list.")})
    return value or usual


def _lay_place(desk: WarningDesk, place: Place, at: datetime) -> None:
    alert = desk.item
    check_place(place, [one.code for one in wards(clock.day_of(at))])
    if place.kind == "polygon" and place.sketch and not is_simple(place.sketch):
        fault = _("This polygon crosses itself or has no inside. Draw it again.")
        raise Invalid(fault, fields={"points": fault})
    units = units_under(place, at)
    if not units:
        fault = _("This place lies outside every ward and commune of the city.")
        raise Invalid(fault, fields={"points": fault})
    _own_ground(desk, place, units)
    alert.area_kind, alert.area_units, alert.sketch = place.kind, units, kept_sketch(place.sketch)
    alert.area_words = {name: " ".join(text.split())[:300] for name, text in place.words.items() if text.strip()}


def _own_ground(desk: WarningDesk, place: Place, units: list[str]) -> None:
    """A ward warns of its own ground, a circle may reach over its border; the centre and departments of everywhere."""
    own, actor = unit_by_code(desk.item.unit), desk.actor
    if own is None or not own.area or actor.is_centre or actor.has("leader") or actor.is_machine:
        return
    is_own = area_holds(own.area, middle_of(place.sketch)) if place.sketch else set(units) == {own.area}
    if own.area in {one.code for one in wards(clock.day_of(desk.at))} and not is_own:
        fault = _("A ward warns of its own area only. The centre drafts a warning for several.")
        raise Invalid(fault, fields={"units": fault, "points": fault})


def _texts(alert: Alert, typed: Mapping[str, Mapping[str, str]], at: datetime) -> dict[str, dict[str, str]]:
    """What somebody wrote, and the pack's words for what nobody did. Raises Invalid for a text that is too long."""
    made = texts_for(alert, at)
    for language in LANGUAGES:
        for part in TEXTS:
            words = str(typed.get(language, {}).get(part, "")).replace("\x00", "").strip()
            if len(words) > LONGEST[part]:
                fault = _("This text is too long.")
                raise Invalid(fault, fields={f"{part}_{language}": fault})
            made[language][part] = words or made[language][part]
    return made
