"""The sheet on which work is finished: pictures, outcome, words."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hueioc.cases.queries import CaseView
from hueioc.lib.refusals import Refusal
from hueioc.portal.inbox.answers import StandardAnswer
from hueioc.ui.fields import PhotosField
from hueioc.workflow.queries import outcome_label

# What a unit can say by itself; the other outcomes belong to the centre.
_FIRST = "fixed"


class FinishForm(forms.Form):
    """Pictures of the result, the outcome, and the answer: own words, or the standard answer that was chosen."""

    photos = PhotosField(label=_("Pictures of the result"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect, required=False)
    template = forms.ChoiceField(label=_("Standard answer"), widget=forms.RadioSelect, required=False)
    text = forms.CharField(
        label=_("Answer to the reporter"), widget=forms.Textarea(attrs={"rows": 4}), required=False, strip=False
    )
    planned_until = forms.DateField(
        label=_("Promised day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, view: CaseView, *args: Any, verb: str, answers: Sequence[StandardAnswer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answers = {answer.code: answer for answer in answers}
        self.verb = verb
        service = view.case.service
        codes = view.needs["resolve"].outcomes if verb == "resolve" else []
        chosen: Any = self.fields["outcome"]
        chosen.choices = [(code, outcome_label(service, code, public=False)) for code in codes]
        chosen.initial = _FIRST if _FIRST in codes else None
        named: Any = self.fields["template"]
        named.choices = [(answer.code, answer.name) for answer in answers]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        answer = self.answers.get(cleaned.get("template") or "")
        # Own words win: whoever changed the text of a template means the changed one.
        cleaned["text"] = (cleaned.get("text") or "").strip() or (answer.text if answer else "")
        if self.verb == "resolve" and not cleaned.get("outcome"):
            self.add_error("outcome", _("Choose an outcome from the list."))
        if not cleaned["text"]:
            self.add_error("text", _("Write a text, or choose a standard answer."))
        return cleaned

    def put(self, refusal: Refusal) -> None:
        """Show a refusal beside the field it speaks of."""
        nearest = {"photo": "photos"}
        for name, sentence in refusal.fields.items():
            field = nearest.get(name, name)
            self.add_error(field if field in self.fields else None, str(sentence))
        if not refusal.fields:
            self.add_error(None, str(refusal.sentence))
