"""Writes of notices: telling people of their work, and delivering what a room released to those it concerns."""

from hueioc.notices.carriers import by_gateway
from hueioc.notices.commands.bulletins import confirm_read, send_bulletins, spread_bulletins
from hueioc.notices.commands.places import drop_place, warn_place
from hueioc.notices.commands.telling import (
    LEASE,
    choose,
    choose_digest,
    deliver_due,
    forget,
    mark_read,
    plan_digests,
    send_code,
    subscribe,
    unsubscribe,
)

__all__ = [
    "LEASE",
    "by_gateway",
    "choose",
    "choose_digest",
    "confirm_read",
    "deliver_due",
    "drop_place",
    "forget",
    "mark_read",
    "plan_digests",
    "send_bulletins",
    "send_code",
    "spread_bulletins",
    "subscribe",
    "unsubscribe",
    "warn_place",
]
