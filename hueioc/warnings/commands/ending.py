"""What comes after a warning: its end by the clock, and what an officer says really happened."""

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Conflict, Invalid
from hueioc.people.rules import Actor
from hueioc.warnings.commands.found import only_clock, warning_on_desk
from hueioc.warnings.models import Alert, Happening
from hueioc.warnings.rules.drafting import FINDINGS
from hueioc.workflow.commands import written


def expire_warning(code: str, actor: Actor) -> Alert:
    """Its time is over; nobody has to do anything."""
    only_clock(actor)
    with warning_on_desk(code, actor) as desk:
        desk.allow("expire")
        if desk.item.expires_at > desk.at:
            raise Conflict(_("This warning still holds."))
        desk.end("expire", "expired")
    return desk.item


def record_happening(
    code: str, actor: Actor, *, finding: str, text: str, measured: str = "", version: int | None = None
) -> Alert:
    """Say what really happened, to be read beside what was warned of; the newest word counts."""
    with warning_on_desk(code, actor, version=version) as desk:
        desk.allow("record")
        if not desk.item.is_released:
            raise Conflict(_("Only a warning that was released can be compared with what happened."))
        if finding not in FINDINGS:
            raise Invalid(_("Choose from the list."), fields={"finding": _("Choose from the list.")})
        desk.add(
            Happening(
                alert=desk.item,
                finding=finding,
                text=written(text),
                measured=" ".join(measured.split())[:200],
                at=desk.at,
                by=actor.ref,
            )
        )
        desk.touch()
        desk.tell(desk.facts.noted(verb="happened", unit=desk.item.unit, reason=finding))
    return desk.item
