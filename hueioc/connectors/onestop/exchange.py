"""One round of the six steps: what was filed there comes in, what changed here goes out, each exactly once."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import msgspec
from django.utils.translation import gettext as _

from hueioc.connectors.onestop.link import Link
from hueioc.connectors.onestop.messages import (
    MOST_IN_A_LIST,
    Filed,
    OurProgress,
    Ours,
    Progress,
    Verdict,
    id_of,
    read_filed,
)
from hueioc.dossiers.commands import PastDossier, PastStep, follow_steps, mark_synchronised, record_dossiers
from hueioc.dossiers.queries import (
    Known,
    Outgoing,
    agency_of,
    dossiers_to_send,
    known_of,
    status_system,
    unit_of_agency,
)
from hueioc.dossiers.rules.intake import NewDossier
from hueioc.dossiers.rules.numbers import read_number
from hueioc.dossiers.rules.statuses import code_of, meaning_of
from hueioc.lib.refusals import Invalid, Refusal
from hueioc.people.rules import ContactData

MACHINE = "onestop"


class Refused(NamedTuple):
    """One message that a side did not take: `side` is `here` or `there`; `number` of the dossier, where known."""

    side: str
    id: str
    number: str
    reason: str


class Round(NamedTuple):
    """What came of a round: numbers taken in, numbers taken over there, and what was refused by either side.

    `unanswered` are ids of ours that the other side said nothing of yet.
    """

    taken: list[str]
    sent: list[str]
    refused: list[Refused]
    unanswered: list[str]
    is_more: bool


def exchange(link: Link, system: str, declined: Collection[str] = (), unanswered: Collection[str] = ()) -> Round:
    """All six steps once. Raises Away.

    Messages of ours that were declined are not sent again until they change; those still without an answer go last, so
    that they keep nobody else back.

    A crash or a lost answer anywhere repeats a step and changes nothing: what comes in is known by its number and
    hours, what goes out by an id that names the dossier and its version.
    """
    link.open()
    taken, refused = _take_in(link, system)
    sent, refused_there, silent, is_more = _send_out(link, system, frozenset(declined), frozenset(unanswered))
    return Round(taken, sent, refused + refused_there, silent, is_more)


def _take_in(link: Link, system: str) -> tuple[list[str], list[Refused]]:
    taken, refused, verdicts = [], [], []
    for raw in link.waiting():
        ident, number, reason = _taken(raw, system)
        if reason:
            refused.append(Refused("here", ident, number, reason))
        else:
            taken.append(number)
        if ident:
            verdicts.append(Verdict(id=ident, reason=reason))
    if verdicts:
        link.confirm(verdicts)
    return taken, refused


def _taken(raw: bytes, system: str) -> tuple[str, str, str]:
    """(id, number, why not) of one message, taken over whole or not at all."""
    try:
        filed = read_filed(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        return id_of(raw), "", _("The message cannot be read: %(fault)s") % {"fault": fault}
    try:
        number = str(read_number(filed.number))
        steps = [_step(place, one, system) for place, one in enumerate(filed.progress, 1)]
        _take_over(filed, number, sorted(steps, key=lambda step: step.at), system)
    except Refusal as refusal:
        return filed.id, filed.number, str(refusal)
    return filed.id, number, ""


def _take_over(filed: Filed, number: str, steps: Sequence[PastStep], system: str) -> None:
    known = known_of(number)
    if known is not None:
        if news := [step for step in steps if _is_news(step, known)]:
            follow_steps(number, news, MACHINE)
        return
    received_by = unit_of_agency(filed.agency)
    if not received_by:
        raise Invalid(_("There is no agency %(code)s here.") % {"code": repr(filed.agency[:40])})
    codes = status_system(system)
    new = NewDossier(
        procedure=filed.procedure,
        received_by=received_by,
        contact=ContactData(
            name=filed.applicant.name,
            phone=filed.applicant.phone,
            id_number=filed.applicant.id_number,
            address=filed.applicant.address,
        ),
        applicant_kind=codes.applicants.get(filed.applicant_kind, filed.applicant_kind) or "person",
        channel=codes.channels.get(filed.channel, filed.channel) or "in_person",
        address=filed.applicant.address,
    )
    past = PastDossier(
        new=new, number=number, registered_at=filed.filed_at, appointment_at=filed.appointment_at, steps=steps
    )
    for _line, sentence in record_dossiers([(1, past)], MACHINE):
        raise Invalid(sentence)


# Statuses that change nothing by themselves: whatever follows them says the same.
_SILENT = frozenset({"registered", "handed_in", "accepted", "in_process"})


def _is_news(step: PastStep, known: Known) -> bool:
    """What it told before it tells again. Raises Invalid for a status we never had that lies before our last one."""
    if step.at > known.last:
        return True
    if step.meaning not in _SILENT and (step.meaning, step.at) not in known.hours:
        what = {"step": step.meaning, "at": step.at.isoformat(), "last": known.last.isoformat()}
        raise Invalid(_("The step %(step)s of %(at)s is new here and lies before the last one, %(last)s.") % what)
    return False


def _step(place: int, one: Progress, system: str) -> PastStep:
    known = status_system(system)
    try:
        meaning = meaning_of(one.code, known.codes, known.code)
    except Invalid as fault:
        raise Invalid(_("Status %(place)s: %(fault)s") % {"place": place, "fault": fault}) from None
    unit = unit_of_agency(one.unit) if one.unit else ""
    if one.unit and not unit:
        raise Invalid(
            _("Status %(place)s: there is no agency %(code)s here.") % {"place": place, "code": repr(one.unit[:40])}
        )
    return PastStep(meaning=meaning, at=one.at, unit=unit if meaning == "in_process" else "", text=one.text)


def _send_out(
    link: Link, system: str, declined: frozenset[str], unanswered: frozenset[str]
) -> tuple[list[str], list[Refused], list[str], bool]:
    waiting = dossiers_to_send(MOST_IN_A_LIST + len(declined) + len(unanswered))
    ours = sorted((one for one in waiting if _id(one) not in declined), key=lambda one: _id(one) in unanswered)
    chosen = {_id(one): one for one in ours[:MOST_IN_A_LIST]}
    if not chosen:
        return [], [], [], False
    link.send([_ours(ident, one, system) for ident, one in chosen.items()])
    link.tell([_progress(ident, one, system) for ident, one in chosen.items()])
    told = {one.id: one for one in link.outcome(list(chosen)) if one.id in chosen}
    stands = {chosen[ident].number: chosen[ident].version for ident, one in told.items() if not one.reason}
    mark_synchronised(stands, MACHINE)
    refused = [Refused("there", ident, chosen[ident].number, one.reason) for ident, one in told.items() if one.reason]
    silent = [ident for ident in chosen if ident not in told]
    return list(stands), refused, silent, len(chosen) == MOST_IN_A_LIST and bool(told)


def _id(one: Outgoing) -> str:
    return f"{one.number}/{one.version}"


def _ours(ident: str, one: Outgoing, system: str) -> Ours:
    known = status_system(system)
    return Ours(
        id=ident,
        number=one.number,
        procedure=one.procedure,
        agency=agency_of(one.received_by),
        applicant_kind=_back(known.applicants, one.applicant_kind),
        channel=_back(known.channels, one.channel),
        filed_at=one.filed_at,
        accepted_at=one.accepted_at,
        appointment_at=one.appointment_at,
        done_at=one.done_at,
        has_electronic_result=one.has_electronic_result,
    )


def _progress(ident: str, one: Outgoing, system: str) -> OurProgress:
    known = status_system(system)
    # What the other side has no code for it is not told.
    coded = [(code_of(meaning, known.codes), at, agency_of(unit)) for meaning, at, unit in one.statuses]
    told = [Progress(code=code, at=at, unit=unit) for code, at, unit in coded if code]
    return OurProgress(id=ident, number=one.number, progress=told)


def _back(map_of: dict[str, str], value: str) -> str:
    return next((code for code, meant in map_of.items() if meant == value), value)
