"""The form with which a unit notes that it tries a remedy, so that its effect is measured."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed, NotFound
from hueioc.mining.commands import adopt_remedy
from hueioc.mining.queries.looking import Look
from hueioc.mining.rules.remedies import Remedy
from hueioc.mining.shelf import Adopted
from hueioc.mining.views.frame import asked, frame, look_of, resource_words, staff_or_refuse, words_of
from hueioc.mining.views.wording import CALLED
from hueioc.people.queries import actor_of, units_valid_on
from hueioc.people.rules import Actor
from hueioc.ui.fields import TypedForm
from hueioc.workflow.queries import city_world

_OF_THE_CITY = ("leader", "coordinator", "admin")


def units_to_adopt(actor: Actor, look: Look) -> list[str]:
    """Whose way of working the actor may change, as the log calls them: all for the city's roles, a head's own unit."""
    known = look.log.resource.names if look.log else ()
    if any(map(actor.has, _OF_THE_CITY)):
        return [name for name in known if name]
    # Another system's log may call anything by a unit's code.
    return [] if look.told else [name for name in known if name and actor.has("unit_head", name)]


class AdoptForm(TypedForm):
    """Who works otherwise, from which day, and which unit decided it."""

    unit = forms.ChoiceField(label=gettext_lazy("Who works otherwise"))
    since = forms.DateField(
        label=gettext_lazy("From which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    by = forms.ChoiceField(label=gettext_lazy("Decided by which unit"))

    def __init__(self, actor: Actor, look: Look, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = city_world().day(clock.now())
        pairs = sorted((resource_words(look, name), name) for name in units_to_adopt(actor, look))
        self.fields["unit"].choices = [(code, name) for name, code in pairs]  # type: ignore[attr-defined]
        is_of_the_city = any(map(actor.has, _OF_THE_CITY))
        deciding = [one for one in units_valid_on(today) if is_of_the_city or actor.has("unit_head", one.code)]
        self.fields["by"].choices = [(one.code, one.name()) for one in deciding]  # type: ignore[attr-defined]
        self.initial.setdefault("since", today)
        self.fields["since"].widget.attrs["max"] = today.isoformat()

    def clean_since(self) -> Any:
        """The day, which does not lie ahead: what is planned has no effect yet."""
        day = self.cleaned_data["since"]
        if day > city_world().day(clock.now()):
            raise forms.ValidationError(_("Note a remedy on the day from which it holds, or later."))
        return day


@require_http_methods(["GET", "HEAD", "POST"])
def adopt_page(request: HttpRequest) -> HttpResponse:
    """Note that a remedy is tried between two activities of a log; `start`, `end` and `remedy` stand in the address."""
    staff_or_refuse(request)
    actor, what = actor_of(request), asked(request)
    look = look_of(what)
    start, end, code = (request.GET.get(name, "") for name in ("start", "end", "remedy"))
    if look is None or look.log is None or code not in Remedy.__members__ or {start, end} - set(words_of(look)):
        raise NotFound(_("There is no such remedy, or no such step in this log."))
    if not units_to_adopt(actor, look):
        raise NotAllowed(_("Only leaders, coordinators and the head of a unit that works here can note this."))
    form = AdoptForm(actor, look, request.POST or None)
    place: dict[str, Any] = {"log": what.slice.log, "start": start, "end": end, "remedy": code}
    if request.method == "POST" and _is_noted(form, place):
        messages.success(request, _("Noted; its effect is measured from now on."))
        return redirect(f"{reverse('mining-remedies')}?{urlencode({'log': what.slice.log})}")
    names = words_of(look)
    context = place | {
        "form": form,
        "log_name": frame(request, what, look)["log_name"],
        "remedy": CALLED[Remedy[code]],
        "start": names[start],
        "end": names[end],
    }
    return render(request, "mining/adopt.html", context, status=400 if form.is_bound else 200)


def _is_noted(form: AdoptForm, place: dict[str, Any]) -> bool:
    if not form.is_valid():
        return False
    try:
        adopt_remedy(Adopted(noted_at=clock.now(), **place, **form.cleaned_data))
    except ValueError as fault:
        form.add_error(None, str(fault))
    return not form.errors
