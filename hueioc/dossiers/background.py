"""What dossiers do without being asked: files of forms that nobody sent are erased."""

from threading import Event

from django.db import DatabaseError, close_old_connections, connection

from hueioc.dossiers.commands import sweep_held_files
from hueioc.people.rules import machine

_EVERY_S = 3600.0


def sweep_forms(stop: Event) -> None:
    """Every hour."""
    while not stop.wait(_EVERY_S):
        try:
            sweep_held_files(machine("sweeper"))
        except DatabaseError:
            connection.close()  # that it is away the intake says
        close_old_connections()


BACKGROUND = [sweep_forms]
