"""Fills a small installation through commands; run as a process of its own, because it needs settings of its own."""

import os

import django
from django.core.management import call_command
from django.utils.module_loading import import_string


def main() -> None:
    """Make the tables, open three accounts of invented people, seal what was recorded and sign it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hueioc.config.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    # By name: these modules hold tables, so they can be imported only after the settings are read.
    open_account = import_string("hueioc.people.commands.open_account")
    for number in range(3):
        open_account(origin="web", display_name=f"Invented {number}", email=f"p{number}@example.org")
    import_string("hueioc.journal.runner.catch_up")()
    import_string("hueioc.journal.commands.checkpoint")()


if __name__ == "__main__":
    main()
