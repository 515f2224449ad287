"""How a call looks in words: chips, the explanation of its priority, what a team is told, what a family reads."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hueioc.lib import clock
from hueioc.rescues.models import Rescue
from hueioc.rescues.queries.packs import depth_words, level_words, need_words, person_words, terms
from hueioc.rescues.rules.dispatch import Fit
from hueioc.rescues.rules.intake import KINDS
from hueioc.rescues.rules.triage import level_of
from hueioc.workflow.queries import Chip, area_label, category_name, deadline_chip, span_words, state_chips, unit_label

_LEVEL_LOOKS = [("s-breach", "urgent"), ("s-breach", "urgent"), ("s-warn", "alert-triangle"), ("", "info-circle")]
_PROGRESS = {"on_the_way": ("s-progress", "route"), "reached": ("s-progress", "map-pin")}


def level_chip(call: Rescue) -> Chip:
    """How urgent it is, in words with the points behind them."""
    levels = terms().level
    found = level_of(call.rank, levels)
    css, icon = _LEVEL_LOOKS[min(levels.index(found), len(_LEVEL_LOOKS) - 1)]
    words = _("%(level)s · %(points)d points") % {"level": level_words(found.code), "points": call.score}
    if call.level:
        words = _("%(level)s, by hand · counted %(points)d") % {
            "level": level_words(call.level),
            "points": call.score,
        }
    return Chip(css, icon, words)


def progress_words(progress: str) -> str:
    return {"on_the_way": _("On the way"), "reached": _("The team is there")}.get(progress, "")


def chips_of(call: Rescue, *, public: bool = False) -> list[Chip]:
    """State, where the team stands, and what an officer must notice."""
    chips = state_chips(call, public=public)
    if call.channel == "exercise":
        chips.insert(0, Chip("s-warn", "info-circle", _("Exercise")))
    if call.progress:
        css, icon = _PROGRESS[call.progress]
        chips.append(Chip(css, icon, progress_words(call.progress)))
    if public:
        return chips
    if call.told > 1:
        chips.append(Chip("", "git-merge", ngettext("%(n)d call", "%(n)d calls", call.told) % {"n": call.told}))
    if call.is_doubtful:
        chips.append(Chip("s-warn", "help-circle", _("many from one source: check")))
    if call.lat is None and not call.erased_at:
        chips.append(Chip("s-warn", "map-pin", _("place not known exactly")))
    return chips


def explained(call: Rescue) -> list[tuple[str, int]]:
    """The priority, line by line: what for, and how many points; without a gauge near it says so."""
    lines = [(_part_words(code, number), points) for code, points, number in call.score_parts]
    if not any(code in {"rise", "above_3"} for code, _points, _number in call.score_parts):
        lines.append((_("Water at the nearest gauge: no gauge near, or it does not rise"), 0))
    return lines


def _part_words(code: str, number: float) -> str:
    kind, _dot, name = code.partition(".")
    if kind == "depth":
        return _("Water: %(depth)s") % {"depth": depth_words(name)}
    if kind == "person":
        return f"{person_words(name)}: {int(number)}"
    if kind == "need":
        return need_words(name)
    if kind == "people":
        return ngettext("%(n)d person at risk", "%(n)d people at risk", int(number)) % {"n": int(number)}
    if kind == "age":
        return ngettext("Waiting for %(n)d minute", "Waiting for %(n)d minutes", int(number)) % {"n": int(number)}
    if kind == "rise":
        return _("The river rises by %(n)d cm an hour at the nearest gauge") % {"n": int(number)}
    return _("The nearest gauge is above alarm level III")


def people_words(call: Rescue) -> str:
    """How many people, and who among them."""
    many = ngettext("%(n)d person", "%(n)d people", call.people) % {"n": call.people} if call.people else ""
    weak = [f"{person_words(kind)}: {many_}" for kind in KINDS if (many_ := getattr(call, kind))]
    return " · ".join(filter(None, [many or _("number of people not told"), *weak]))


def waited(call: Rescue, now: datetime | None = None) -> str:
    return span_words((now or clock.now()) - call.opened_at)


def row(call: Rescue) -> dict[str, Any]:
    """What a line of the board or the head of a page shows; names and phones never."""
    return {
        "call": call,
        "level": level_chip(call),
        "chips": chips_of(call),
        "deadline": deadline_chip(call, clock.now()),
        "people": people_words(call),
        "depth": depth_words(call.depth),
        "needs": [need_words(code) for code in call.needs],
        "area": area_label(call.area) if call.area else "",
        "waited": waited(call),
        "kind": category_name(call.service),
        "unit": unit_label(call.unit) if call.unit else "",
        "channel": channel_words(call.channel),
    }


def channel_words(channel: str) -> str:
    return {
        "app": _("app"),
        "web": _("web page"),
        "phone": _("phone"),
        "sms": _("SMS"),
        "api": _("other system"),
        "social": _("social network"),
        "exercise": _("exercise"),
    }.get(channel, channel)


def fit_words(fit: Fit) -> list[str]:
    """Why a team fits, or does not, one short sentence each."""
    words = []
    if fit.distance_m is not None:
        far = f"{fit.distance_m / 1000:.1f}".replace(".", ",")
        words.append(_("%(km)s km away") % {"km": far})
    if fit.minutes is not None:
        words.append(ngettext("about %(n)d minute", "about %(n)d minutes", fit.minutes) % {"n": fit.minutes})
    words.append(ngettext("%(n)d seat left", "%(n)d seats left", max(0, fit.left)) % {"n": max(0, fit.left)})
    said = {
        "no_craft_for_depth": _("nothing it has can work in this depth"),
        "too_few_seats": _("too few seats left for these people"),
        "has_doctor": _("has a doctor"),
        "no_doctor": _("has no doctor"),
        "busy": _("is out on a trip"),
        "on_its_way": _("has calls already"),
        "place_unknown": _("position not known"),
        "place_old": _("position is old"),
    }
    return [*words, *(said[reason] for reason in fit.reasons)]


def team_state_words(state: str) -> str:
    return {
        "free": _("Free"),
        "on_the_way": _("On the way"),
        "there": _("With the people"),
        "back": _("On the way back"),
        "out": _("Out of service"),
    }.get(state, state)


def status_words(call: Rescue) -> str:
    """What the family reads first, in one sentence."""
    if call.phase == "closed":
        return {
            "safe": _("Everybody is safe. The call is closed."),
            "not_found": _("The team was there and met nobody. Call again if you are still in danger."),
            "handed_on": _("Another force has your call now."),
            "withdrawn": _("You took the call back."),
        }.get(call.outcome, _("The call is closed."))
    if call.progress == "reached":
        return _("The team is with you.")
    if call.progress == "on_the_way":
        return _("A team is on its way to you. Stay where you are and keep the phone dry.")
    if call.phase == "assigned":
        return _("A team has your call and sets out next.")
    return _("Your call was received. A team is being found. Go as high as you can.")


def text_for_phone(call: Rescue, link: str) -> str:
    """The SMS to the family, also to be read out on the phone: the state, the number, and the secret link."""
    return _("Rescue %(number)s: %(words)s %(link)s") % {
        "number": call.code,
        "words": status_words(call),
        "link": link,
    }
