"""CAP messages of other senders: taken in for an officer to look at. None of them releases anything by itself."""

import hashlib

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hueioc.journal.commands import record
from hueioc.lib import clock
from hueioc.lib.codes import dated_code
from hueioc.lib.refusals import Conflict, Invalid, NotAllowed, NotFound
from hueioc.people.rules import Actor
from hueioc.warnings.commands.drafting import draft_warning
from hueioc.warnings.events import AlertReceived, AlertSettled
from hueioc.warnings.models import Alert, Received
from hueioc.warnings.queries.choices import number
from hueioc.warnings.queries.receiving import parts_of_message
from hueioc.warnings.rules.cap import CapAlert
from hueioc.warnings.rules.cap_reading import Refused, read_alert
from hueioc.warnings.rules.drafting import NewWarning


def receive_alert(body: bytes, actor: Actor) -> tuple[Received, bool]:
    """Take in a CAP message; a repeated one is the first again. Returns it, and whether it is new.

    Raises NotAllowed for everybody but a machine and the centre, Invalid with the reason (field `cap` holds its code).
    """
    if not (actor.kind == "machine" or actor.is_centre):
        raise NotAllowed(_("CAP messages come in by a key of the centre."))
    day = clock.today()
    try:
        alert = read_alert(
            body,
            most_bytes=int(number("most_received_bytes", day)),
            most_points=int(number("most_received_points", day)),
        )
    except Refused as refused:
        raise Invalid(refused.sentence, fields={"cap": refused.code}) from refused
    mark = hashlib.sha256(f"{alert.sender}\n{alert.identifier}\n{alert.sent.isoformat()}".encode()).hexdigest()
    if known := Received.objects.filter(digest=mark).first():
        return known, False
    row = _row(alert, body, mark, actor)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            event = AlertReceived(status=alert.status, message=alert.message_type, infos=len(alert.infos))
            record(event, subject=row.ref, actor=actor.ref, visibility="internal")
    except IntegrityError:
        # The same message came twice at once.
        return Received.objects.get(digest=mark), False
    return row, True


def note_received(code: str, actor: Actor) -> Received:
    """An officer has looked at it, and nothing follows."""
    with transaction.atomic():
        row = _mine(code, actor)
        _settle(row, actor, "noted", "")
    return row


def draft_from_received(code: str, actor: Actor, new: NewWarning) -> Alert:
    """Draft a warning from it; the draft takes the same two persons as any other."""
    with transaction.atomic():
        row = _mine(code, actor)
        draft = draft_warning(new, actor)
        _settle(row, actor, "drafted", draft.code)
    return draft


def _mine(code: str, actor: Actor) -> Received:
    if not actor.is_centre:
        raise NotAllowed(_("Received messages are looked at by the centre."))
    row = Received.objects.select_for_update().filter(code=code.replace("\x00", "")).first()
    if row is None:
        raise NotFound(_("There is no such message."))
    if row.state != "new":
        raise Conflict(_("Somebody has looked at this message already."))
    return row


def _settle(row: Received, actor: Actor, state: str, draft: str) -> None:
    row.state, row.draft, row.settled_by, row.settled_at = state, draft, actor.ref, clock.now()
    row.save(force_update=True)
    event = AlertSettled(state=state, draft=f"warning:{draft}" if draft else "")
    record(event, subject=row.ref, actor=actor.ref, visibility="internal")


def _row(alert: CapAlert, body: bytes, mark: str, actor: Actor) -> Received:
    at = clock.now()
    first = alert.infos[0] if alert.infos else None
    return Received(
        code=dated_code(clock.day_of(at).year),
        identifier=alert.identifier,
        sender=alert.sender,
        sent_at=alert.sent,
        status=alert.status,
        message_type=alert.message_type,
        version=alert.version,
        event=first.event[:300] if first else "",
        headline=(first.headline or first.event)[:500] if first else alert.note[:500],
        parts=parts_of_message(alert),
        references=list(alert.references)[:100],
        body=body.decode("utf-8", "replace").replace("\x00", ""),
        digest=mark,
        received_at=at,
        received_by=actor.ref,
    )
