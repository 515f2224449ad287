"""Reads of the register of people: who somebody is now, which unit answers, who looked into the vault."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any, NamedTuple

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.refusals import NotAllowed
from hueioc.people.models import Absence, Account, CalendarKey, Contact, RoleGrant, Unit, VaultAccess
from hueioc.people.rules import ANYONE, OWN_ONLY, Actor, ContactData, is_valid_on
from hueioc.people.vault import blind_index as blind_index
from hueioc.people.vault import mark_of_key as mark_of_key
from hueioc.people.vault import phone_index as phone_index
from hueioc.people.vault import seal_text as seal_text
from hueioc.people.vault import unseal
from hueioc.people.vault import unseal_text as unseal_text

# Name of the session's list of items whose secret link was opened in this browser.
HELD_ITEMS = "held_items"


class UnitInfo(NamedTuple):
    """A unit as other rooms see it."""

    code: str
    kind: str
    names: dict[str, str]
    short_names: dict[str, str]
    roles: tuple[str, ...]
    area: str
    successor: str
    valid_from: date | None
    valid_to: date | None
    status: str

    def name(self, language: str | None = None) -> str:
        """The full name in a language, or in the city's first one."""
        return self.names.get((language or get_language() or "vi")[:2]) or next(iter(self.names.values()), self.code)

    def short(self, language: str | None = None) -> str:
        """The short name where there is one, for tables and maps; else the full one."""
        return self.short_names.get((language or get_language() or "vi")[:2]) or self.name(language)


def standing(account: Account | None, *, on: date | None = None, holds: Iterable[str] = ()) -> Actor:
    """The actor an account is on a day: its valid roles; nobody signed in is a visitor.

    Every door asks here, so this is the one place where roles count only with a second factor (a demo is exempt).
    """
    held = frozenset(holds)
    if account is None or not account.is_active:
        return Actor(ref=ANYONE.ref, holds=held)
    day = on or clock.today()
    away = _absences(day).filter(substitute=account, account__is_active=True).values("account")
    lent = Q(account__in=away) & ~Q(role__in=OWN_ONLY)
    found = list(_valid(day).filter(Q(account=account) | lent).values_list("account__code", "role", "unit__code"))
    # A substitute who left the city's service stands in for nobody.
    if not any(code == account.code for code, _role, _unit in found):
        return Actor(ref=account.ref, holds=held)
    if not settings.DEMO and not is_mfa_enabled(account):
        return Actor(ref=account.ref, holds=held, lacks_factor=True)
    roles = frozenset((role, unit or "") for _code, role, unit in found)
    others = frozenset(f"account:{code}" for code, _role, _unit in found if code != account.code)
    return Actor(ref=account.ref, roles=roles, stands_for=others, holds=held)


def _valid(day: date) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


def _absences(day: date) -> QuerySet[Absence]:
    return Absence.objects.filter(since__lte=day, until__gte=day, ended_at=None)


def _info(unit: Unit) -> UnitInfo:
    return UnitInfo(
        *(unit.code, unit.kind, unit.names, unit.short_names, tuple(unit.roles), unit.area),
        *(unit.successor, unit.valid_from, unit.valid_to, unit.status),
    )


@lru_cache(maxsize=1)
def _register() -> dict[str, UnitInfo]:
    return {unit.code: _info(unit) for unit in Unit.objects.all()}


def forget_register() -> None:
    """Read the units anew at the next question; called after a pack was loaded."""
    _register.cache_clear()


def units() -> dict[str, UnitInfo]:
    """All units by code, former ones too."""
    return _register()


def unit(code: str) -> UnitInfo | None:
    return units().get(code)


def units_valid_on(day: date) -> list[UnitInfo]:
    """Units that exist on a day, ordered by kind and name."""
    found = [u for u in units().values() if is_valid_on(day, u.valid_from, u.valid_to)]
    return sorted(found, key=lambda u: (u.kind, u.name()))


def units_with_role(role: str, day: date) -> list[UnitInfo]:
    """Units that play an agency role on a day."""
    return [u for u in units().values() if role in u.roles and is_valid_on(day, u.valid_from, u.valid_to)]


def unit_of_area(area: str, day: date) -> UnitInfo | None:
    """The people's committee that governs an area on a day."""
    return next((u for u in units().values() if u.area == area and is_valid_on(day, u.valid_from, u.valid_to)), None)


def staff_of(unit_code: str, *, role: str = "", on: date | None = None) -> list[str]:
    """References of the accounts that work for a unit on a day (today), in any role or one, oldest grant first."""
    day = on or clock.today()
    grants = _valid(day).filter(unit__code=unit_code, account__is_active=True)
    grants = grants.filter(role=role) if role else grants
    return [f"account:{code}" for code in grants.order_by("id").values_list("account__code", flat=True)]


def staff_with_role(role: str, *, on: date | None = None) -> list[str]:
    """References of the accounts that hold a role on a day (today), whatever their unit."""
    day = on or clock.today()
    grants = _valid(day).filter(role=role, account__is_active=True)
    return [f"account:{code}" for code in grants.order_by("id").values_list("account__code", flat=True)]


class Away(NamedTuple):
    """An absence as people read it; `account` and `substitute` are references."""

    id: int
    account: str
    substitute: str
    since: date
    until: date


def absences_between(since: date, until: date) -> list[Away]:
    """Absences of some days, each up to the day on which it was ended."""
    rows = Absence.objects.filter(since__lte=until, until__gte=since, substitute__is_active=True)
    found = rows.order_by("id").values_list("id", "account__code", "substitute__code", "since", "until", "ended_at")
    return [
        Away(pk, f"account:{away}", f"account:{other}", first, min(last, ended.date()) if ended else last)
        for pk, away, other, first, last, ended in found
    ]


def own_absences(actor: Actor) -> list[Away]:
    """Absences that are or will be of the actor, as who is away or as who stands in."""
    return _to_come(Q(account__code=actor.account) | Q(substitute__code=actor.account))


def absences_of(actor: Actor) -> list[Away]:
    """Absences that are or will be and concern the actor: as who is away, as substitute, as head; all for an admin."""
    if actor.has("admin"):
        return _to_come(Q())
    theirs = [ref.partition(":")[2] for ref in _answered_for(actor)]
    return _to_come(Q(account__code__in=theirs) | Q(substitute__code=actor.account))


def _to_come(which: Q) -> list[Away]:
    rows = Absence.objects.filter(which, until__gte=clock.today(), ended_at=None)
    pairs = rows.order_by("since", "id").values_list("id", "account__code", "substitute__code", "since", "until")
    return [Away(pk, f"account:{a}", f"account:{s}", *days) for pk, a, s, *days in pairs]


def may_note_absence(actor: Actor, ref: str) -> bool:
    """True for the person, the head of one of their units, and an administrator."""
    return actor.has("admin") or ref in _answered_for(actor)


def _answered_for(actor: Actor) -> set[str]:
    headed = [unit for role, unit in actor.roles if role == "unit_head"]
    return {actor.ref, *(ref for unit in headed for ref in staff_of(unit))}


def noted_for(actor: Actor) -> list[str]:
    """Whose absence the actor may note, themselves first."""
    return sorted(_answered_for(actor), key=lambda ref: (ref != actor.ref, ref))


def substitutes_for(ref: str, day: date) -> list[str]:
    """Who may stand in for somebody: colleagues of their units, and for roles of the city others who hold one."""
    code, grants = ref.partition(":")[2], _valid(day).filter(account__is_active=True)
    own = list(grants.filter(account__code=code).exclude(role__in=OWN_ONLY).values_list("role", "unit__code"))
    same = Q(unit__code__in=[unit for _role, unit in own if unit])
    if any(not unit for _role, unit in own):
        same |= Q(unit=None) & ~Q(role__in=OWN_ONLY)
    found = grants.filter(same).exclude(account__code=code).order_by("id").values_list("account__code", flat=True)
    return list(dict.fromkeys(f"account:{other}" for other in found))


def account_by_email(email: str) -> Account | None:
    return Account.objects.filter(email__iexact=email).first()


def account_by_key(key: str, session: Mapping[str, Any]) -> Account | None:
    """The account a session belongs to, unless its password changed since; the same test Django makes for pages."""
    account = Account.objects.filter(pk=key).first() if key.isdigit() else None
    if account is None or not constant_time_compare(session.get(HASH_SESSION_KEY, ""), account.get_session_auth_hash()):
        return None
    return account


def actor_behind(cookie_header: str) -> Actor:
    """Who a browser's cookies say it is; blocking."""
    try:
        cookies = SimpleCookie(cookie_header)
    except CookieError:
        return ANYONE
    session_cookie = cookies.get(settings.SESSION_COOKIE_NAME)
    if session_cookie is None:
        return ANYONE
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_cookie.value)
    return standing(account_by_key(str(session.get(SESSION_KEY, "")), session))


def account_by_phone(phone: str) -> Account | None:
    return Account.objects.filter(phone=phone).first()


def account_by_code(code: str) -> Account | None:
    return Account.objects.filter(code=code).first()


def mark_of_calendar_key(token: str) -> str:
    """What is kept of the secret of a calendar feed; long random secrets need no slow hash."""
    return hashlib.sha256(f"calendar {token}".encode("utf-8", "replace")).hexdigest()


def account_of_calendar(token: str) -> Account | None:
    """Whose calendar feed a secret opens; None for one that is none, was drawn anew or revoked."""
    found = CalendarKey.objects.select_related("account").filter(mark=mark_of_calendar_key(token)).first()
    return found.account if found and found.account.is_active else None


def calendar_key_since(account: Account) -> datetime | None:
    """Since when the present address of the calendar feed holds."""
    found = CalendarKey.objects.filter(account=account).first()
    return found.made_at if found else None


def display_names(refs: Iterable[str]) -> dict[str, str]:
    """Names to print beside actions, for staff screens only."""
    codes = {ref.partition(":")[2] for ref in refs if ref.startswith("account:")}
    found = Account.objects.filter(code__in=codes).values_list("code", "display_name")
    return {f"account:{code}": name or code for code, name in found}


def contacts_of_account(account: Account) -> list[str]:
    """References of everything the vault keeps for an account."""
    return [f"person:{code}" for code in Contact.objects.filter(account=account.code).values_list("code", flat=True)]


def contacts_with_phone(phone: str, *, actor: Actor) -> list[str]:
    """References of contacts with this phone number, so that the centre recognises a caller."""
    if not actor.is_centre:
        raise NotAllowed(_("Only the centre may look up a caller."))
    found = Contact.objects.filter(phone_index__in=[phone_index(phone), blind_index(phone)]).exclude(phone_index="")
    return [f"person:{code}" for code in found.order_by("-id").values_list("code", flat=True)[:50]]


class Look(NamedTuple):
    """One logged look into the vault; `kept` is the contact or the file."""

    kept: str
    actor: str
    reason: str
    about: str
    at: datetime


def vault_log(*, actor: Actor, limit: int = 200) -> list[Look]:
    """The latest looks into the vault, for auditors and administrators."""
    if not (actor.has("auditor") or actor.has("admin")):
        raise NotAllowed(_("Only an auditor or an administrator can read the vault's log."))
    rows = VaultAccess.objects.select_related("contact", "file").order_by("-id")[:limit]
    return [Look(_looked_at(row), row.actor, row.reason, row.about, row.at) for row in rows]


def _looked_at(row: VaultAccess) -> str:
    kept = row.contact or row.file
    return kept.ref if kept else ""


def actor_of(request: HttpRequest) -> Actor:
    """Who stands behind a web request: the signed-in account, and the items whose secret link was opened here."""
    known = getattr(request, "_actor", None)
    if known is None:
        user = getattr(request, "user", None)
        session = getattr(request, "session", None)
        holds = session.get(HELD_ITEMS, ()) if session is not None else ()
        known = standing(user if isinstance(user, Account) else None, holds=holds)
        request._actor = known  # type: ignore[attr-defined]
    return known


def staff_or_refuse(request: HttpRequest) -> Actor:
    """The actor, who holds any role. Raises NotAllowed."""
    actor = actor_of(request)
    if not actor.is_staff:
        raise NotAllowed(_("This page is for staff. Your administrator can give you a role."))
    return actor


def device_mark(actor: Actor, purpose: str) -> str:
    """A mark by which a device keeps something for one account only; it tells nobody which account that is."""
    return salted_hmac(f"device {purpose}", actor.ref).hexdigest()[:16]


def read_contact_for_delivery(ref: str) -> ContactData | None:
    """The data a notice is sent to; for senders only, never for a screen. None when erased."""
    contact = Contact.objects.filter(code=ref.partition(":")[2]).first()
    return unseal(contact.sealed) if contact and contact.sealed else None


class Address(NamedTuple):
    """Where an account can be reached, and in which language; empty where it gave nothing."""

    email: str
    phone: str
    language: str


def addresses_of(refs: Iterable[str]) -> dict[str, Address]:
    """Addresses of accounts that are in use, for senders of many messages only, never for a screen."""
    codes = [ref.partition(":")[2] for ref in refs if ref.startswith("account:")]
    found = Account.objects.filter(code__in=codes, is_active=True)
    rows = found.values_list("code", "email", "phone", "language")
    return {f"account:{code}": Address(email or "", phone or "", language) for code, email, phone, language in rows}


class Given(NamedTuple):
    """A role that somebody holds or held."""

    id: int
    name: str
    email: str
    role: str
    unit: str
    valid_from: date
    valid_to: date | None


def roles_given(account: Account | None = None, limit: int = 1000) -> list[Given]:
    """Roles of one account, or of everybody, the latest first; for administrators and for oneself."""
    grants = RoleGrant.objects.select_related("account", "unit").order_by("-id")
    if account is not None:
        grants = grants.filter(account=account)
    return [
        Given(
            *(grant.pk, grant.account.display_name, grant.account.email or "", grant.role),
            *(_info(grant.unit).name() if grant.unit else "", grant.valid_from, grant.valid_to),
        )
        for grant in grants[:limit]
    ]
