"""What helped: adopted remedies in words, each with its effect or the sentence why there is none."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hueioc.mining.queries.looking import Look
from hueioc.mining.rules.effect import Effect, effect_of
from hueioc.mining.rules.eventlog import day_us
from hueioc.mining.rules.remedies import Remedy
from hueioc.mining.shelf import Adopted, all_adopted
from hueioc.mining.views.frame import resource_words
from hueioc.ui.templatetags.numbers import number, signed
from hueioc.workflow.queries import unit_label


class Tried(NamedTuple):
    """One adopted remedy in words, with its effect or the sentence why there is none."""

    start: str
    end: str
    remedy: str
    unit: str
    since: date
    by: str
    effect: str


def tried_in(log: str, look: Look, names: dict[str, str], remedies: Mapping[Remedy, str | Promise]) -> list[Tried]:
    """What was adopted in a log; `remedies` says what each is called. A damaged file is passed over."""
    try:
        known = all_adopted()
    except ValueError:
        return []
    here = [one for one in known if one.log == log]
    return [_tried(one, look, names, remedies, {other.unit for other in here}) for one in here]


def _tried(
    one: Adopted, look: Look, names: dict[str, str], remedies: Mapping[Remedy, str | Promise], changed: set[str]
) -> Tried:
    log = look.log
    since = day_us(one.since)
    found = None if log is None else effect_of(log, (one.start, one.end), one.unit, since, changed)
    ends = (names.get(one.start, one.start), names.get(one.end, one.end))
    name = str(remedies[Remedy[one.remedy]]) if one.remedy in Remedy.__members__ else one.remedy
    return Tried(*ends, name, resource_words(look, one.unit), one.since, unit_label(one.by), _effect(found))


def _effect(found: Effect | None) -> str:
    if found is None:
        return _("Too few steps, or too few units to compare with: no effect can be told yet.")
    said = {
        "effect": signed(found.effect_h, 1),
        "low": signed(found.low_h, 1),
        "high": signed(found.high_h, 1),
        "changed": signed(found.changed_h, 1),
        "others": signed(found.others_h, 1),
        "n": number(found.others),
        "before": number(found.steps[0]),
        "after": number(found.steps[1]),
    }
    if found.low_h <= 0 <= found.high_h:
        return (
            _("No effect can be told from chance: %(effect)s hours a step (%(low)s to %(high)s), beside %(n)s units.")
            % said
        )
    return (
        _(
            "%(effect)s hours a step (%(low)s to %(high)s): here %(changed)s, in %(n)s other units %(others)s;"
            " %(before)s steps before, %(after)s after."
        )
        % said
    )
