"""Pages about people: my account and my data, accounts of staff with their roles, the log of the vault."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hueioc.cases.queries import joined_cases, my_cases
from hueioc.dossiers.queries import kept_of
from hueioc.handbook.queries import kept_of as kept_of_handbook
from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed, Refusal
from hueioc.meetings.queries import kept_of as kept_of_meetings
from hueioc.notices.commands import forget as forget_notices
from hueioc.notices.queries import kept_about
from hueioc.people.commands import end_role, erase_account, grant_role, open_account, rename_account
from hueioc.people.queries import account_by_email, actor_of, roles_given, units_valid_on, vault_log
from hueioc.people.rules import ROLES
from hueioc.portal.absences import my_absences
from hueioc.processes.queries import kept_of as kept_of_processes
from hueioc.questions.queries import kept_of as kept_of_questions
from hueioc.rescues.queries import kept_of as kept_of_rescues
from hueioc.warnings.queries import kept_of as kept_of_warnings


class ProfileForm(forms.Form):
    """How an account is greeted."""

    display_name = forms.CharField(label=gettext_lazy("Your name"), required=False, max_length=120)


class RoleForm(forms.Form):
    """A role for an account of staff, which is made when the e-mail is new."""

    email = forms.EmailField(label=gettext_lazy("E-mail"))
    display_name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=120)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=[(role, role) for role in sorted(ROLES)])
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    valid_to = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [(unit.code, unit.name()) for unit in units_valid_on(clock.today())]
        self.fields["unit"].choices = [("", "–"), *units]  # type: ignore[attr-defined]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """My account: name, ways to sign in, reports, data."""
    account: Any = request.user
    form = ProfileForm(request.POST or None, initial={"display_name": account.display_name})
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["display_name"]
        rename_account(account, display_name=name, language=getattr(request, "LANGUAGE_CODE", "vi"))
        messages.success(request, _("Saved."))
        return redirect("portal-me")
    return render(request, "portal/me.html", {"form": form, "account": account, "roles": roles_given(account)})


@login_required
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything this city keeps about me, as JSON."""
    account: Any = request.user
    actor = actor_of(request)
    cases = my_cases(actor, size=1000).cases
    data = {
        "account": {"code": account.code, "name": account.display_name, "email": account.email, "phone": account.phone},
        "reports": [
            {"number": c.code, "text": c.description, "address": c.address, "sent": c.opened_at.isoformat()}
            for c in cases
        ],
        "dossiers": kept_of(actor),
        "handbook": kept_of_handbook(actor),
        "questions": kept_of_questions(actor),
        "absences": [
            {"since": one.away.since, "until": one.away.until, "who": one.account, "substitute": one.substitute}
            for one in my_absences(actor)
        ],
        "meetings": kept_of_meetings(actor),
        "warnings": kept_of_warnings(actor),
        "processes": kept_of_processes(actor),
        "rescues": kept_of_rescues(actor),
        "follows": [case.code for case in joined_cases(actor.ref, limit=1000)],
        "notices": kept_about(actor),
    }
    answer = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    answer["Cache-Control"] = "no-store"
    return answer


@login_required
@require_POST
def erase_me(request: HttpRequest) -> HttpResponse:
    """Erase my name, addresses and contact data for ever; reports stay without me."""
    forget_notices(actor_of(request))
    erase_account(request.user)  # type: ignore[arg-type]
    logout(request)
    messages.success(request, _("Your data were erased."))
    return redirect("portal-home")


@require_http_methods(["GET", "HEAD", "POST"])
def staff_accounts(request: HttpRequest) -> HttpResponse:
    """Who holds which role; an administrator gives roles and ends them."""
    actor = actor_of(request)
    if not actor.has("admin"):
        raise NotAllowed(_("Only an administrator of the centre can give roles."))
    form = RoleForm(request.POST if request.method == "POST" and "end" not in request.POST else None)
    status = 200
    try:
        if "end" in request.POST:
            end_role(int(request.POST["end"]), actor=actor, valid_to=clock.today())
            return redirect("portal-staff")
        if form.is_bound and form.is_valid():
            _give(form.cleaned_data, actor)
            messages.success(request, _("Saved."))
            return redirect("portal-staff")
        status = 400 if form.is_bound else 200
    except ValueError:
        status = 400
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        status = refusal.status
    return render(request, "portal/staff_accounts.html", {"form": form, "grants": roles_given()}, status=status)


def _give(data: dict[str, Any], actor: Any) -> None:
    account = account_by_email(data["email"])
    if account is None:
        account = open_account(origin="staff", email=data["email"], display_name=data["display_name"])
    until: date | None = data["valid_to"]
    grant_role(account, data["role"], unit=data["unit"], valid_to=until, actor=actor)


@require_safe
def vault_log_page(request: HttpRequest) -> HttpResponse:
    """Who looked at whose personal data, when and why."""
    return render(request, "portal/vault_log.html", {"looks": vault_log(actor=actor_of(request))})
