"""One instance as this person sees it: where it stands, who has it, what was done, and what they may do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hueioc.lib.refusals import NotFound
from hueioc.people.queries import display_names, staff_of
from hueioc.people.rules import Actor
from hueioc.processes.models import Deed, Instance
from hueioc.processes.queries.defining import catalogue_for, definition_of
from hueioc.processes.queries.looks import step_name
from hueioc.processes.queries.standing import place_of
from hueioc.processes.rules.routing import all_fit, step_of
from hueioc.processes.rules.visibility import may_see
from hueioc.workflow.pack import FlowStep, Paper, Process, Transition
from hueioc.workflow.queries import said, unit_label
from hueioc.workflow.rules.roles import possible_verbs


@dataclass(frozen=True)
class InstanceView:
    """An instance with its definition, its history, and what this actor may do with it."""

    instance: Instance
    process: Process
    deeds: list[Deed]
    verbs: list[Transition]
    names: dict[str, str]

    @property
    def can(self) -> frozenset[str]:
        """Verbs the actor may give now."""
        return frozenset(verb.verb for verb in self.verbs)

    @property
    def step(self) -> FlowStep | None:
        """Where it stands; None after its end."""
        return step_of(self.process, self.instance.step) if self.instance.step else None

    @property
    def passed(self) -> list[str]:
        """Steps that were done and not taken back since, in the order they were done first."""
        done: list[str] = []
        for deed in self.deeds:
            if deed.kind == "done" and deed.step not in done:
                done.append(deed.step)
            elif deed.kind == "sent_back" and deed.to_step in done:
                del done[done.index(deed.to_step) :]
        return done

    @property
    def back_to(self) -> list[tuple[str, str]]:
        """(code, name) of steps it may be sent back to now."""
        known = {deed.step for deed in self.deeds if deed.kind == "done"}
        back = self.step.back if self.step else []
        return [(code, step_name(self.process, code)) for code in back if code in known]

    @property
    def papers(self) -> list[Paper]:
        """Documents that can be made now: their step was done, and their conditions hold."""
        done = {deed.step for deed in self.deeds if deed.kind == "done"}
        values = self.instance.values
        return [one for one in self.process.document if one.after in done and all_fit(one.when, values)]


def instance_view(code: str, actor: Actor) -> InstanceView:
    """The instance for this actor. Raises NotFound when there is none they may see."""
    instance = Instance.objects.select_related("edition").filter(code=code.replace("\x00", "")).first()
    deeds = list(Deed.objects.filter(instance=instance).order_by("id")) if instance else []
    if instance is None or not may_see(instance, actor, deeds):
        raise NotFound(gettext_lazy("There is no such process, or it is not yours."))
    process = definition_of(instance)
    verbs = possible_verbs(
        process, phase=instance.phase, wait_reason=instance.wait_reason, place=place_of(instance, actor)
    )
    people = [f"account:{instance.starter}", instance.holder, *(deed.author for deed in deeds)]
    view = InstanceView(instance, process, deeds, [], display_names(filter(None, people)))
    fits = {
        "finish": False,
        "return": bool(view.back_to),
        "assign_inside": instance.by == "unit",
        "reroute": instance.by != "starter",
    }
    return InstanceView(instance, process, deeds, [one for one in verbs if fits.get(one.verb, True)], view.names)


@dataclass(frozen=True)
class Happening:
    """One line of the time line: when, what, and a class for the dot beside it."""

    at: datetime
    words: str
    css: str = ""
    note: str = ""


_SAYS = {
    "done": (gettext_lazy("%(step)s: done by %(who)s, %(unit)s."), "t-resolved"),
    "sent_back": (gettext_lazy("%(step)s: %(who)s, %(unit)s, sent it back to “%(to)s”: %(reason)s."), "t-breach"),
    "given": (gettext_lazy("%(step)s: given on inside %(unit)s by %(who)s."), ""),
    "moved": (gettext_lazy("%(step)s: taken from %(unit)s by %(who)s and given to another unit."), "t-triaged"),
}


def timeline(view: InstanceView) -> list[Happening]:
    """Everything that was done, newest first, with who did it."""
    return [_happening(view, deed) for deed in view.deeds][::-1]


def _happening(view: InstanceView, deed: Deed) -> Happening:
    who = view.names.get(deed.author, "") or _("the system")
    words, css = _SAYS.get(deed.kind, ("", ""))
    if deed.kind == "ended":
        words = (
            gettext_lazy("Stopped by %(who)s: %(reason)s.") if deed.reason else gettext_lazy("Withdrawn by %(who)s.")
        )
    parts: dict[str, Any] = {
        "step": step_name(view.process, deed.step),
        "who": who,
        "unit": unit_label(deed.unit) if deed.unit else "",
        "to": step_name(view.process, deed.to_step),
        "reason": reason_words(view.instance, deed.reason),
    }
    return Happening(deed.at, str(words) % parts, css, deed.note)


def reason_words(instance: Instance, code: str) -> str:
    """The name of a coded reason of sending back or stopping."""
    known = catalogue_for(instance)
    found = known.reason(instance.service, "return", code) or known.reason(instance.service, "stopping", code)
    return said(found.names) if found else code


def holders_of(instance: Instance) -> list[str]:
    """References of the people the present step lies with: one, the heads of the unit, or all of it."""
    if not instance.step:
        return []
    if instance.holder:
        return [instance.holder]
    return staff_of(instance.unit, role="unit_head" if instance.by == "unit_head" else "")


def kept_of(actor: Actor, most: int = 1000) -> list[dict[str, Any]]:
    """What is kept of what this person started."""
    found = Instance.objects.filter(starter=actor.account).order_by("-id")[:most] if actor.account else []
    return [
        {"number": one.code, "process": one.service, "values": one.values, "at": one.opened_at.isoformat()}
        for one in found
    ]
