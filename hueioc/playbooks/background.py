"""The background work of playbooks: their clock."""

from threading import Event

from hueioc.playbooks.clock import keep_striking
from hueioc.playbooks.registry import playbooks


def run(stop: Event) -> None:
    """Strike until told to stop."""
    keep_striking(stop, playbooks())


BACKGROUND = [run]
