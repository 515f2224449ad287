"""Finds a meeting for a command: locked, visible to the actor, on a desk that is cleared at the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Conflict, NotAllowed, NotFound
from hueioc.meetings.events import MeetingClosed, MeetingHanded, MeetingMoved, MeetingNoted, MeetingOpened
from hueioc.meetings.models import Invitee, Meeting
from hueioc.meetings.rules.standing import is_host, may_see, seat_of
from hueioc.people.rules import Actor, rule
from hueioc.workflow.commands import Desk, Facts, clear

MEETING_FACTS = Facts(
    opened=MeetingOpened, handed=MeetingHanded, moved=MeetingMoved, noted=MeetingNoted, closed=MeetingClosed
)
ABSENT = _("There is no such meeting, or you are not invited.")
# Who the journal says gave a ballot: the box, never the person (ADR 0095).
BALLOT_BOX = rule("ballot-box")
# Who the journal says acted for a guest, who has no account.
GUEST = Actor(ref="anyone:guest")


@dataclass
class MeetingDesk(Desk[Meeting]):
    """One meeting while a verb is given, with everybody who is invited."""

    invitees: list[Invitee] = field(default_factory=list)

    def seat(self) -> Invitee:
        """The invitation under which the actor sits there. Raises NotAllowed."""
        found = seat_of(self.invitees, self.actor)
        if found is None:
            raise NotAllowed(_("You are not invited to this meeting, or somebody comes for you."))
        return found

    def invitee(self, number: int) -> Invitee:
        """The invitation with this number. Raises NotFound."""
        found = next((one for one in self.invitees if one.pk == number), None)
        if found is None:
            raise NotFound(_("This person is not invited."))
        return found

    def note(self, verb: str, *, unit: str = "", count: int = 0) -> None:
        """Record that something was added."""
        self.tell(self.facts.noted(verb=verb, unit=unit, count=count))


@contextmanager
def meeting_on_desk(code: str, actor: Actor, *, version: int | None = None) -> Iterator[MeetingDesk]:
    """The meeting on a desk, in one transaction that is cleared when the block ends without an error.

    Raises NotFound for a meeting the actor may not see, Conflict when `version` is not the present one.
    """
    with transaction.atomic():
        desk = _found(code, actor)
        if version is not None and version != desk.item.version:
            raise Conflict(_("Somebody changed this meeting meanwhile. Look at it again."))
        yield desk
        clear([desk])


@contextmanager
def guest_on_desk(secret: str) -> Iterator[tuple[MeetingDesk, Invitee]]:
    """The meeting of a guest's link, with the guest's invitation. Raises NotFound for a link that is none."""
    with transaction.atomic():
        found = Invitee.objects.filter(secret=secret.replace("\x00", "")).first() if secret else None
        meeting = Meeting.objects.select_for_update().filter(pk=found.meeting_id).first() if found else None
        if meeting is None or found is None or meeting.phase == "received":
            raise NotFound(ABSENT)
        desk = MeetingDesk(item=meeting, actor=GUEST, facts=MEETING_FACTS)
        desk.invitees = list(Invitee.objects.filter(meeting=meeting))
        yield desk, desk.invitee(found.pk)
        clear([desk])


def _found(code: str, actor: Actor) -> MeetingDesk:
    meeting = Meeting.objects.select_for_update().filter(code=code.replace("\x00", "")).first()
    invitees = list(Invitee.objects.filter(meeting=meeting)) if meeting else []
    if meeting is None or not (actor.has("clock") or may_see(meeting, actor, invitees)):
        raise NotFound(ABSENT)
    desk = MeetingDesk(item=meeting, actor=actor, facts=MEETING_FACTS, is_reporter=is_host(meeting, actor))
    desk.invitees = invitees
    return desk
