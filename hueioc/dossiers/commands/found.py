"""Finds a dossier for a command: locked, visible to the actor, on a desk that is cleared at the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.dossiers.events import DossierClosed, DossierHanded, DossierMoved, DossierNoted, DossierOpened
from hueioc.dossiers.models import Dossier, Message, Supplement
from hueioc.dossiers.rules.visibility import is_applicant, may_see
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound
from hueioc.people.rules import Actor
from hueioc.workflow.commands import Desk, Facts, clear, written
from hueioc.workflow.pack import Procedure
from hueioc.workflow.queries import catalogue, extensions_of, parts_of, pauses_of

DOSSIER_FACTS = Facts(
    opened=DossierOpened, handed=DossierHanded, moved=DossierMoved, noted=DossierNoted, closed=DossierClosed
)
_ABSENT = _("There is no such dossier, or it is not yours.")


@dataclass
class DossierDesk(Desk[Dossier]):
    """One dossier while a verb is given, with its requests for supplements."""

    supplements: list[Supplement] = field(default_factory=list)

    def say(self, kind: str, text: str, *, unit: str = "") -> None:
        """Add what was said; empty words are not kept."""
        if text.strip():
            words = written(text)
            self.add(Message(dossier=self.item, kind=kind, author=self.actor.ref, unit=unit, text=words, at=self.at))

    @property
    def acting_unit(self) -> str:
        """The unit the actor speaks for: the one that has the dossier, else one of theirs with a live part."""
        mine = [part.unit for part in self.live_parts() if part.unit in self.actor.units]
        return self.item.unit if self.item.unit in mine else next(iter(mine), "")


def new_desk(dossier: Dossier, actor: Actor, at: datetime) -> DossierDesk:
    """A desk for a dossier that is not saved yet."""
    desk = DossierDesk(item=dossier, actor=actor, facts=DOSSIER_FACTS, is_new=True, at=at)
    desk.is_reporter = is_applicant(dossier, actor)
    return desk


def found_desk(code: str, actor: Actor) -> DossierDesk:
    """The locked dossier on a desk, inside the caller's transaction. Raises NotFound for one they may not see."""
    dossier = Dossier.objects.select_for_update().filter(code=code.replace("\x00", "")).first()
    parts = parts_of(dossier.ref) if dossier else []
    if dossier is None or not (actor.is_machine or may_see(dossier, actor, parts)):
        raise NotFound(_ABSENT)
    desk = DossierDesk(item=dossier, actor=actor, facts=DOSSIER_FACTS, is_reporter=is_applicant(dossier, actor))
    desk.parts, desk.pauses, desk.extensions = parts, pauses_of(dossier.ref), extensions_of(dossier.ref)
    desk.supplements = list(Supplement.objects.filter(dossier=dossier).order_by("asked_at", "id"))
    return desk


@contextmanager
def dossier_on_desk(code: str, actor: Actor, *, version: int | None = None) -> Iterator[DossierDesk]:
    """The dossier on a desk, in one transaction that is cleared when the block ends without an error.

    Raises NotFound for a dossier the actor may not see, Conflict when `version` is not the present one.
    """
    with transaction.atomic():
        desk = found_desk(code, actor)
        if version is not None and version != desk.item.version:
            raise Conflict(_("Somebody changed this dossier meanwhile. Look at it again."))
        yield desk
        clear([desk])


def procedure_of(code: str, at: datetime) -> Procedure:
    """The procedure in the version that held on a day. Raises Invalid for a code that is no procedure."""
    known = catalogue()
    found = known.category_on(code, known.calendar.local_day(at)) if code in known.categories else None
    if not isinstance(found, Procedure):
        fields = {"procedure": _("Choose a procedure from the list.")}
        raise Invalid(_("There is no such procedure."), fields=fields)
    return found


def only_clock(actor: Actor) -> None:
    """Raises NotAllowed for everybody but a rule with a clock."""
    if not actor.has("clock"):
        raise NotAllowed(_("Only a rule with a clock gives this command."))
