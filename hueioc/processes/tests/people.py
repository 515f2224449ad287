"""People of the tests of processes: of a ward and of departments; all invented."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client

from hueioc.people.commands import grant_role, open_account
from hueioc.people.models import Account
from hueioc.people.queries import standing
from hueioc.people.rules import Actor, rule
from hueioc.processes.commands import NewInstance, start_process
from hueioc.processes.models import Instance

FINANCE, HOME, JUSTICE = "dept-finance", "dept-home-affairs", "dept-justice"


def account(name: str, *roles: tuple[str, str]) -> Account:
    """An account of an invented person with roles."""
    made = open_account(origin="test", display_name=name)
    for role, unit in roles:
        grant_role(made, role, unit=unit, actor=rule("test"))
    Authenticator.objects.create(user=made, type=Authenticator.Type.TOTP, data={})
    return made


def person(name: str, *roles: tuple[str, str]) -> Actor:
    """Who such an account is."""
    return standing(account(name, *roles))


def started(actor: Actor, process: str, /, **values: Any) -> Instance:
    """An instance that somebody has just started."""
    return start_process(NewInstance(process=process, values=values), actor)


def again(instance: Instance) -> Instance:
    """The instance as it lies in the database now."""
    return Instance.objects.select_related("edition").get(code=instance.code)


def browser(who: Account | None) -> Client:
    """A browser in which an account is signed in, or nobody."""
    client = Client()
    if who is not None:
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client
