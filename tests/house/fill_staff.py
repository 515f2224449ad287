"""Gives a home invented staff who are signed in, and prints their cookies as JSON; a process of its own."""

import json
import os
import sys

import django
from django.core.management import call_command
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hueioc.config.settings")
WHERE = "hueioc.people.commands"


def cookie_of(role: str, unit: str) -> str:
    """The cookie of a new account with one role and a second factor."""
    account = import_string(f"{WHERE}.open_account")(origin="test", display_name=role)
    import_string(f"{WHERE}.grant_role")(account, role, unit=unit, actor=import_string("hueioc.people.rules.rule")("t"))
    authenticator = import_string("allauth.mfa.models.Authenticator")
    authenticator.objects.create(user=account, type="totp", data={})
    client = import_string("django.test.Client")()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def main(unit: str) -> None:
    """An operator, a coordinator and a leader of the centre, and an officer of a unit."""
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    import_string("hueioc.config.city.load_city")()
    roles = {"operator": "", "coordinator": "", "leader": "", "officer": unit}
    sys.stdout.write(json.dumps({role: cookie_of(role, where) for role, where in roles.items()}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
