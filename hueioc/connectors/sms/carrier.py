"""Hands short messages to the city's gateway, or simulates it where there is none."""

from collections.abc import Sequence

from django.conf import settings

from hueioc.connectors.simulating import simulate
from hueioc.notices.commands import by_gateway
from hueioc.notices.rules import Letter, Outcome


def carry(letters: Sequence[Letter]) -> list[Outcome]:
    """What became of each letter."""
    return by_gateway(letters) if settings.SMS_URL else simulate("sms", letters)
