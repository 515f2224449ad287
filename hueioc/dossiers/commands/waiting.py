"""What stops a dossier until its applicant acts: papers that are missing, fees that are owed."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from hueioc.dossiers.commands.files import Upload, applicants_account, kept, put_files
from hueioc.dossiers.commands.found import DossierDesk, dossier_on_desk
from hueioc.dossiers.models import Dossier, Supplement
from hueioc.dossiers.rules.punctuality import Asked, supplement_time
from hueioc.lib.refusals import Conflict, Invalid
from hueioc.people.rules import Actor
from hueioc.workflow.commands import move, pause, resume, written

PAID_VIA = ("portal", "gateway", "desk")
_MOST = 2_000_000_000


def request_supplement(code: str, actor: Actor, *, text: str, version: int | None = None) -> Dossier:
    """Ask the applicant for papers (status 5): the clock stands. Asked again while one is open, both stay open."""
    with dossier_on_desk(code, actor, version=version) as desk:
        ask(desk, written(text))
    return desk.item


def ask(desk: DossierDesk, text: str) -> None:
    """Ask for a supplement to what lies on the desk."""
    transition, dossier = desk.allow("request_supplement"), desk.item
    unit = desk.acting_unit or dossier.unit
    row = Supplement(dossier=dossier, unit=unit, text=text, asked_at=desk.at, asked_by=desk.actor.ref)
    desk.add(row)
    desk.supplements.append(row)
    desk.say("asked", text, unit=unit)
    dossier.supplements_asked += 1
    dossier.supplements_open += 1
    if dossier.wait_reason == "supplement":
        desk.touch()
        desk.tell(desk.facts.noted(verb="asked_again", unit=unit, count=dossier.supplements_open))
        return
    if dossier.wait_reason:
        resume(desk)
    pause(desk, reason="supplement", wait_reason="supplement")
    settle_clock(desk)
    move(desk, transition)


def receive_supplement(
    code: str, actor: Actor, *, text: str, uploads: Sequence[Upload] = (), version: int | None = None
) -> Dossier:
    """The papers came, brought to the desk or sent by the applicant: every open request is met, the clock goes on."""
    with (
        kept(uploads, actor, purpose="dossier", account=applicants_account(code, actor)) as files,
        dossier_on_desk(code, actor, version=version) as desk,
    ):
        take_in(desk, written(text))
        put_files(desk, files)
    return desk.item


def take_in(desk: DossierDesk, text: str) -> None:
    """Meet every open request of what lies on the desk."""
    transition, dossier = desk.allow("receive_supplement"), desk.item
    for row in desk.supplements:
        if row.received_at is None:
            row.received_at, row.received_by = desk.at, desk.actor.ref
            desk.change(row)
    desk.say("supplement", text, unit=desk.acting_unit)
    dossier.supplements_open = 0
    resume(desk)
    settle_clock(desk)
    move(desk, transition)


def request_payment(code: str, actor: Actor, *, amount: int | None = None, version: int | None = None) -> Dossier:
    """Ask for the fee (status 6); without an amount the procedure's. The law does not say that the clock rests."""
    with dossier_on_desk(code, actor, version=version) as desk:
        ask_fee(desk, amount)
    return desk.item


def ask_fee(desk: DossierDesk, amount: int | None = None) -> None:
    """Ask for the fee of what lies on the desk."""
    transition, dossier = desk.allow("request_payment"), desk.item
    if dossier.wait_reason == "supplement":
        raise Conflict(_("This dossier waits for a supplement. Receive it first."))
    owed = dossier.fee if amount is None else amount
    if not 0 < owed <= _MOST:
        raise Invalid(_("Nothing is owed."), fields={"amount": _("Write an amount above zero.")})
    if dossier.paid_at is not None or dossier.wait_reason:
        raise Conflict(_("This was paid or asked for already."))
    dossier.fee, dossier.payment_asked_at = owed, desk.at
    pause(desk, reason="payment", wait_reason="payment")
    settle_clock(desk)
    move(desk, transition)


def confirm_payment(code: str, actor: Actor, *, via: str = "desk", version: int | None = None) -> Dossier:
    """The fee was paid, over the portal, over the city's own gateway or at the desk."""
    with dossier_on_desk(code, actor, version=version) as desk:
        take_fee(desk, via)
    return desk.item


def take_fee(desk: DossierDesk, via: str) -> None:
    """Note the payment of what lies on the desk; when it was asked for, the work goes on."""
    transition = desk.allow("confirm_payment")
    if via not in PAID_VIA:
        raise Invalid(_("Choose how it was paid."), fields={"via": _("Choose how it was paid.")})
    desk.item.paid_at, desk.item.paid_via = desk.at, via
    resume(desk)
    settle_clock(desk)
    move(desk, transition)


def settle_clock(desk: DossierDesk) -> None:
    """What the working calendar does not know: no promise before acceptance, and that of another system stays its own.

    An appointment that another system gave is moved by the time spent waiting for supplements, as the rule of index
    766 subtracts it.
    """
    dossier = desk.item
    if dossier.accepted_at is None:
        dossier.due_at, dossier.due_trace = None, []
    elif dossier.is_promise_given and not desk.extensions and dossier.first_due_at is not None:
        waited = supplement_time([Asked(row.asked_at, row.received_at) for row in desk.supplements], desk.at)
        dossier.due_at = None if dossier.wait_reason == "supplement" else dossier.first_due_at + waited
        dossier.due_trace = [{"code": "given_by_source", "at": "", "number": 0}]
