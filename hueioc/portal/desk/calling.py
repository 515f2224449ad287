"""A new report on behalf of a caller: words and place while talking, name and phone go into the vault."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hueioc.cases.commands import open_for_caller
from hueioc.cases.queries import suggest
from hueioc.cases.rules.intake import NewReport
from hueioc.lib.geo import Point
from hueioc.lib.refusals import NotAllowed, Refusal
from hueioc.people.queries import actor_of
from hueioc.people.rules import ContactData
from hueioc.places.queries import search as find_places
from hueioc.portal.desk.choices import category_groups


class CallForm(forms.Form):
    """What a caller says, in the order in which it is said."""

    description = forms.CharField(
        label=gettext_lazy("What does the caller report?"),
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 4000, "autofocus": True}),
        strip=False,
    )
    address = forms.CharField(label=gettext_lazy("Where is it?"), max_length=300)
    category = forms.ChoiceField(
        label=gettext_lazy("Category"),
        required=False,
        help_text=gettext_lazy("Left empty, the suggestion is taken; it is sorted at the desk anyway."),
    )
    urgent = forms.BooleanField(label=gettext_lazy("Somebody is in danger"), required=False)
    name = forms.CharField(label=gettext_lazy("Name of the caller"), required=False, max_length=120)
    phone = forms.CharField(
        label=gettext_lazy("Phone of the caller"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(name, leaves) for _code, name, leaves in category_groups()]
        self.fields["category"].choices = [("", _("As suggested")), *groups]  # type: ignore[attr-defined]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call_page(request: HttpRequest) -> HttpResponse:
    """The form of the telephone desk."""
    actor = actor_of(request)
    if not actor.is_centre:
        raise NotAllowed(_("Only the centre takes reports for callers. Everybody can report on the public page."))
    form = CallForm(request.POST or None)
    status = 400 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            case = open_for_caller(_report(form.cleaned_data), actor)
            messages.success(
                request, _("%(number)s was received. Tell the caller this number.") % {"number": case.code}
            )
            return redirect(f"/desk/?case={case.code}")
        except Refusal as refusal:
            _put_into(form, refusal)
            status = refusal.status
    return render(request, "portal/desk/call.html", {"form": form}, status=status)


def _report(data: dict[str, Any]) -> NewReport:
    lat, lon = data["lat"], data["lon"]
    if lat is None or lon is None:
        found = [place for place in find_places(data["address"], limit=1) if place.point]
        lat, lon = found[0].point if found and found[0].point else (None, None)
    point = None if lat is None or lon is None else Point(lat, lon)
    category = data["category"] or suggest(f"{data['description']}\n{data['address']}", point).category
    return NewReport(
        category=category,
        description=data["description"],
        address=data["address"],
        lat=lat,
        lon=lon,
        contact=ContactData(name=data["name"], phone=data["phone"]),
        channel="phone",
        urgency="urgent" if data["urgent"] else "",
    )


def _put_into(form: forms.Form, refusal: Refusal) -> None:
    for name, sentence in refusal.fields.items():
        field = {"place": "address"}.get(name, name)
        form.add_error(field if field in form.fields else None, str(sentence))
    if not refusal.fields:
        form.add_error(None, str(refusal.sentence))
