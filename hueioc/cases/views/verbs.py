"""One mechanism for every verb of a report: which form it needs and which command it gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.cases import commands, forms
from hueioc.cases.queries import CaseView, personal_data_in, propose_route, public_draft
from hueioc.cases.rules.redaction import redacted
from hueioc.people.rules import Actor

Data = Mapping[str, Any]
Give = Callable[[str, Actor, Data], object]


@dataclass(frozen=True)
class Verb:
    """How a verb looks on a page: its form, what the form starts with, and the command behind it."""

    form: type[forms.VerbForm]
    give: Give
    done: str | Promise
    initial: Callable[[CaseView], dict[str, Any]] = field(default=lambda view: {})
    options: Callable[[CaseView, str], dict[str, Any]] = field(default=lambda view, verb: {})
    transition: str = ""


def _group(view: CaseView, verb: str) -> dict[str, Any]:
    return {"group": view.needs[verb].reasons}


def _outcomes(view: CaseView, verb: str) -> dict[str, Any]:
    return {"outcomes": view.needs[verb].outcomes}


def _proposed(view: CaseView) -> dict[str, Any]:
    proposal = propose_route(view.case.service, view.case.point, view.case.area)
    return {
        "category": view.case.service,
        "urgency": view.case.urgency,
        "lead": proposal.lead or "",
        "supports": list(proposal.supports),
    }


def _public_draft(view: CaseView) -> dict[str, Any]:
    text, address = public_draft(view.case)
    return {
        "public_text": text,
        "public_address": address,
        "photos": [photo.code for photo in view.photos if photo.is_public],
    }


def _answer_draft(view: CaseView) -> dict[str, Any]:
    answers = [message for message in view.messages if message.kind in {"answer", "refusal"}]
    if not answers:
        return {}
    last = answers[-1]
    text = last.public_text or redacted(last.text, personal_data_in(last.text))
    return {"message_id": last.pk, "public_text": text}


def _sorting(data: Data) -> commands.Sorting:
    return commands.Sorting(
        category=data["category"], urgency=data["urgency"], lead=data["lead"], supports=data["supports"]
    )


def _resolve(code: str, actor: Actor, data: Data) -> object:
    for photo in data["photos"]:
        commands.add_photo(code, actor, photo.read(), kind="evidence")
    return commands.resolve_case(
        code,
        actor,
        outcome=data["outcome"],
        text=data["text"],
        planned_until=data["planned_until"],
        version=None if data["photos"] else data["version"],
    )


def _publish(code: str, actor: Actor, data: Data) -> object:
    return commands.publish_case(
        code,
        actor,
        public_text=data["public_text"],
        public_address=data["public_address"],
        photos=frozenset(data["photos"]),
        checked=data["checked"],
    )


def _publish_answer(code: str, actor: Actor, data: Data) -> object:
    return commands.publish_answer(
        code, actor, data["message_id"], public_text=data["public_text"], checked=data["checked"]
    )


def _more_photos(code: str, actor: Actor, data: Data) -> object:
    kind = "evidence" if actor.units else "report"
    return [commands.add_photo(code, actor, photo.read(), kind=kind) for photo in data["photos"]]


VERBS: dict[str, Verb] = {
    "triage": Verb(
        forms.TriageForm,
        lambda code, actor, d: commands.triage_case(code, actor, _sorting(d), version=d["version"]),
        _("Sorted."),
        _proposed,
    ),
    "hand_over": Verb(
        forms.HandOverForm,
        lambda code, actor, d: commands.hand_over_case(
            code, actor, d["lead"], d["supports"], task=d["task"], version=d["version"]
        ),
        _("Handed over."),
        _proposed,
    ),
    "accept": Verb(
        forms.NothingForm,
        lambda code, actor, d: commands.accept_case(code, actor, version=d["version"]),
        _("Accepted."),
    ),
    "return": Verb(
        forms.ReasonForm,
        lambda code, actor, d: commands.return_case(
            code, actor, reason=d["reason"], note=d["note"], version=d["version"]
        ),
        _("Returned to the centre."),
        options=_group,
    ),
    "assign_inside": Verb(
        forms.AssignForm,
        lambda code, actor, d: commands.assign_inside(code, actor, assignee=d["assignee"]),
        _("Given to a colleague."),
    ),
    "ask_citizen": Verb(
        forms.TextForm,
        lambda code, actor, d: commands.ask_citizen(code, actor, text=d["text"]),
        _("The question was sent."),
    ),
    "answer_question": Verb(
        forms.TextForm,
        lambda code, actor, d: commands.answer_question(code, actor, text=d["text"]),
        _("Thank you, the answer was passed on."),
    ),
    "pause": Verb(
        forms.PauseForm,
        lambda code, actor, d: commands.pause_case(
            code, actor, reason=d["reason"], legal_basis=d["legal_basis"], note=d["note"]
        ),
        _("This waits now."),
        options=_group,
    ),
    "resume": Verb(
        forms.NothingForm, lambda code, actor, d: commands.resume_case(code, actor), _("The clock runs again.")
    ),
    "note": Verb(forms.TextForm, lambda code, actor, d: commands.note_case(code, actor, text=d["text"]), _("Noted.")),
    "extend": Verb(
        forms.ExtendForm,
        lambda code, actor, d: commands.extend_case(
            code, actor, reason=d["reason"], working_days=d["working_days"], note=d["note"]
        ),
        _("The deadline was extended."),
        options=_group,
    ),
    "split": Verb(
        forms.SplitForm,
        lambda code, actor, d: commands.split_case(code, actor, text=d["text"], category=d["category"]),
        _("A second report was made."),
    ),
    "link": Verb(
        forms.LinkForm,
        lambda code, actor, d: commands.link_cases(code, actor, kind=d["kind"], other=d["other"]),
        _("Linked."),
    ),
    "unlink": Verb(
        forms.LinkForm,
        lambda code, actor, d: commands.unlink_cases(code, actor, kind=d["kind"], other=d["other"]),
        _("The link was undone."),
    ),
    "part_done": Verb(
        forms.TextForm,
        lambda code, actor, d: commands.finish_own_part(code, actor, text=d["text"]),
        _("Your part is done."),
    ),
    "answer_at_centre": Verb(forms.ResolveForm, _resolve, _("Answered."), options=_outcomes),
    "tell_citizen": Verb(
        forms.TextForm,
        lambda code, actor, d: commands.tell_citizen(code, actor, text=d["text"]),
        _("The message was sent."),
    ),
    "resolve": Verb(forms.ResolveForm, _resolve, _("Answered."), options=_outcomes),
    "refuse": Verb(
        forms.ReasonForm,
        lambda code, actor, d: commands.refuse_case(
            code, actor, reason=d["reason"], text=d["note"], version=d["version"]
        ),
        _("Refused, with the reason."),
        options=_group,
    ),
    "publish": Verb(forms.PublishForm, _publish, _("Published."), _public_draft),
    "publish_answer": Verb(
        forms.PublishAnswerForm, _publish_answer, _("The answer was published."), _answer_draft, transition="publish"
    ),
    "unpublish": Verb(
        forms.NothingForm, lambda code, actor, d: commands.unpublish_case(code, actor), _("No longer public.")
    ),
    "rate": Verb(
        forms.RateForm,
        lambda code, actor, d: commands.rate_case(code, actor, score=d["score"], text=d["text"]),
        _("Thank you for your rating."),
    ),
    "object": Verb(
        forms.TextForm,
        lambda code, actor, d: commands.object_to_result(code, actor, text=d["text"]),
        _("The unit was asked to act again."),
    ),
    "reopen": Verb(
        forms.ReasonForm,
        lambda code, actor, d: commands.reopen_case(code, actor, reason=d["reason"], note=d["note"]),
        _("Taken up again."),
        options=_group,
    ),
    "withdraw": Verb(
        forms.NothingForm, lambda code, actor, d: commands.withdraw_case(code, actor), _("The report was withdrawn.")
    ),
    "close": Verb(forms.NothingForm, lambda code, actor, d: commands.close_case(code, actor), _("Closed.")),
    "photo": Verb(forms.PhotoForm, _more_photos, _("The pictures were added."), transition="photo"),
}
