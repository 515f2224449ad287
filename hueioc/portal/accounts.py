"""Signing in: codes by e-mail or message, the fixed code of the demo, and a second factor for staff."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import RequestLoginCodeForm, SignupForm
from allauth.account.stages import EmailVerificationStage
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hueioc.lib.codes import random_code
from hueioc.lib.refusals import Unavailable
from hueioc.notices.commands import send_code
from hueioc.people.commands import note_phone
from hueioc.people.queries import Account, account_by_email, account_by_phone, actor_of

DEMO_DOMAIN = "@demo.example"
DEMO_CODE = "112233"
# Where somebody without a second factor may go: to set one up, to leave, to change the language, and, as a citizen,
# to the doors of programs, which would not understand being led to a page.
_OPEN_TO_ALL = ("/accounts/", "/i18n/", "/static/", "/api/", "/tiles/", "/open311/")


class CitizenSignup(SignupForm):  # type: ignore[misc]
    """Sign-up without a password: an e-mail or a phone, and the code that proves it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password1", None)
        self.fields["email"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("email") and not cleaned.get("phone"):
            raise ValidationError(_("Give an e-mail address or a phone number."))
        return cleaned


class CodeRequest(RequestLoginCodeForm):  # type: ignore[misc]
    """Asks for an e-mail or a phone, and refuses neither with a sentence instead of breaking."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.errors and not cleaned.get("email") and not cleaned.get("phone"):
            raise ValidationError(_("Give an e-mail address or a phone number."))
        return cleaned


class ProvenAddress(EmailVerificationStage):  # type: ignore[misc]
    """An e-mail must be proved by its code; somebody who came by a proved phone needs none."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        user = self.login.user
        if user.is_phone_verified and not user.email:
            return None, True
        handled: tuple[HttpResponse | None, bool] = super().handle()
        return handled


class Doorkeeper(DefaultAccountAdapter):  # type: ignore[misc]
    """What django-allauth asks of this house: phones, messages, codes."""

    def get_login_stages(self) -> list[str]:
        own = f"{ProvenAddress.__module__}.{ProvenAddress.__name__}"
        return [own if name.endswith(".EmailVerificationStage") else name for name in super().get_login_stages()]

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        return (user.phone, user.is_phone_verified) if user.phone else None

    def set_phone(self, user: Any, phone: str, verified: bool) -> None:
        note_phone(user, phone, verified=verified)

    def set_phone_verified(self, user: Any, phone: str) -> None:
        note_phone(user, phone, verified=True)

    def get_user_by_phone(self, phone: str) -> Account | None:
        return account_by_phone(phone)

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **kwargs: Any) -> None:
        """Send the code by a short message; when the gateway is away, say so instead of asking for a code."""
        words = _("Your code is %(code)s. It is valid for ten minutes. Tell it to nobody.") % {"code": code}
        if not send_code(phone, words, f"code-{random_code(16)}"):
            raise Unavailable(_("The message with the code could not be sent. Try again in a few minutes."))

    def generate_login_code(self) -> str:
        return self._fixed_in_demo() or super().generate_login_code()

    def generate_email_verification_code(self) -> str:
        return self._fixed_in_demo() or super().generate_email_verification_code()

    def _fixed_in_demo(self) -> str:
        """The printed code, for the invented people of a demo only."""
        typed = str(self.request.POST.get("email") or "").strip().lower()
        known = settings.DEMO and typed.endswith(DEMO_DOMAIN) and account_by_email(typed) is not None
        return DEMO_CODE if known else ""


class SecondFactor:
    """Leads staff without a second factor to set one up; until then every door takes them for a citizen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(_OPEN_TO_ALL) and actor_of(request).lacks_factor:
            messages.warning(request, _("Staff accounts need a second factor. Set one up first."))
            return redirect("mfa_activate_totp")
        return self.get_response(request)
