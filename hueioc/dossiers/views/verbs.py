"""One mechanism for every verb of a dossier: which form it needs and which command it gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.dossiers import commands, forms
from hueioc.people.rules import Actor

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Verb:
    """How a verb looks on a page: its form, the command behind it, and what is said afterwards."""

    form: type[forms.VerbForm]
    give: Callable[[str, Actor, Data], object]
    done: str | Promise
    icon: str = "arrow-right-circle"


VERBS: dict[str, Verb] = {
    "accept": Verb(
        forms.NothingForm,
        lambda code, actor, d: commands.accept_dossier(code, actor, version=d["version"]),
        _("Accepted; the appointment stands on the slip."),
        "check",
    ),
    "take_over": Verb(
        forms.NothingForm,
        lambda code, actor, d: commands.take_over_dossier(code, actor, version=d["version"]),
        _("Taken over."),
        "check",
    ),
    "finish": Verb(
        forms.FinishForm,
        lambda code, actor, d: commands.finish_dossier(
            code,
            actor,
            outcome=d["outcome"],
            text=d["text"],
            result_code=d["result_code"],
            has_electronic_result=d["has_electronic_result"],
            version=d["version"],
        ),
        _("Done; the desk can give the result."),
        "circle-check",
    ),
    "return_result": Verb(
        forms.ResultForm,
        lambda code, actor, d: commands.return_result(code, actor, is_in_vault=d["is_in_vault"], version=d["version"]),
        _("The result was given; the dossier is closed."),
        "circle-check",
    ),
    "request_supplement": Verb(
        forms.TextForm,
        lambda code, actor, d: commands.request_supplement(code, actor, text=d["text"], version=d["version"]),
        _("Asked; the clock stands until the papers come."),
        "message-question",
    ),
    "receive_supplement": Verb(
        forms.SupplementForm,
        lambda code, actor, d: commands.receive_supplement(
            code, actor, text=d["text"], uploads=forms.uploads_in(d), version=d["version"]
        ),
        _("Received; the clock runs again."),
        "file-text",
    ),
    "attach": Verb(
        forms.AttachForm,
        lambda code, actor, d: commands.attach_files(code, actor, forms.uploads_in(d), version=d["version"]),
        _("The files were added."),
        "paperclip",
    ),
    "request_payment": Verb(
        forms.PaymentForm,
        lambda code, actor, d: commands.request_payment(code, actor, amount=d["amount"], version=d["version"]),
        _("The fee was asked for."),
    ),
    "confirm_payment": Verb(
        forms.PaidForm,
        lambda code, actor, d: commands.confirm_payment(code, actor, via=d["via"], version=d["version"]),
        _("The payment was noted."),
        "check",
    ),
    "hand_over": Verb(
        forms.HandOverForm,
        lambda code, actor, d: commands.hand_over_dossier(
            code, actor, unit=d["unit"], task=d["task"], version=d["version"]
        ),
        _("Handed over."),
        "route",
    ),
    "return": Verb(
        forms.ReasonForm,
        lambda code, actor, d: commands.return_dossier(
            code, actor, reason=d["reason"], note=d["note"], version=d["version"]
        ),
        _("Returned to where it came from."),
        "arrow-back-up",
    ),
    "apologise": Verb(
        forms.ApologyForm,
        lambda code, actor, d: commands.apologise(
            code, actor, reason=d["reason"], new_day=d["new_day"], text=d["text"], version=d["version"]
        ),
        _("The new day was named; print the letter."),
        "calendar",
    ),
    "assign_inside": Verb(
        forms.AssignForm,
        lambda code, actor, d: commands.assign_dossier(code, actor, assignee=d["assignee"], version=d["version"]),
        _("Assigned."),
        "user",
    ),
    "note": Verb(
        forms.TextForm,
        lambda code, actor, d: commands.note_dossier(code, actor, text=d["text"], version=d["version"]),
        _("Noted."),
        "note",
    ),
    "remind": Verb(
        forms.NothingForm, lambda code, actor, d: commands.remind_agency(code, actor), _("Reminded."), "bell"
    ),
    "refuse": Verb(
        forms.ReasonForm,
        lambda code, actor, d: commands.refuse_dossier(
            code, actor, reason=d["reason"], text=d["note"], version=d["version"]
        ),
        _("Not accepted; the reason was told."),
        "x",
    ),
    "stop": Verb(
        forms.ReasonForm,
        lambda code, actor, d: commands.stop_dossier(
            code, actor, reason=d["reason"], text=d["note"], version=d["version"]
        ),
        _("Stopped; the reason was told."),
        "x",
    ),
    "withdraw": Verb(
        forms.NothingForm,
        lambda code, actor, d: commands.withdraw_dossier(code, actor, version=d["version"]),
        _("Taken back."),
        "x",
    ),
}
# Verbs that one press settles; the others have a page with a form.
ONE_PRESS = frozenset({"accept", "take_over", "remind"})
