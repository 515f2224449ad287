"""Delivers waiting notices, at least once each, and remembers what was read."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import override

from hueioc.lib import clock
from hueioc.notices.follow import who_filed
from hueioc.notices.models import Notice
from hueioc.notices.rules import MOST_TRIES, next_try
from hueioc.notices.texts import sentence
from hueioc.people.queries import read_contact_for_delivery
from hueioc.people.rules import Actor

log = logging.getLogger(__name__)


def deliver_due(limit: int = 100) -> int:
    """Send what is due; returns how many were sent. Marked after sending, so a crash repeats one, never loses one."""
    waiting = Notice.objects.filter(channel="email", state="waiting", next_try_at__lte=clock.now())
    sent = 0
    for notice in waiting.order_by("next_try_at", "id")[:limit]:
        try:
            notice.state = "sent" if _send(notice) else "void"
            notice.sent_at = clock.now()
            sent += notice.state == "sent"
        except Exception:
            log.exception("notice %d could not be sent", notice.pk)
            notice.tries += 1
            notice.state = "failed" if notice.tries >= MOST_TRIES else "waiting"
            notice.next_try_at = next_try(clock.now(), notice.tries)
        notice.save(update_fields=["state", "sent_at", "tries", "next_try_at"])
    return sent


def _send(notice: Notice) -> bool:
    filed = who_filed(notice.subject)
    contact = read_contact_for_delivery(notice.recipient)
    if filed is None or contact is None or not contact.email:
        return False
    with override(filed.language):
        words = sentence(notice)
    body = f"{words}\n\n{settings.PUBLIC_ADDRESS.rstrip('/')}{filed.path}\n"
    # The row's number makes a repeated message recognisable as the same one.
    headers = {"Message-ID": f"<notice-{notice.pk}@{settings.EMAIL_DOMAIN}>"}
    EmailMessage(words, body, settings.DEFAULT_FROM_EMAIL, [contact.email], headers=headers).send()
    return True


def mark_read(actor: Actor) -> int:
    """The person has seen their notices; returns how many were new."""
    mine = Notice.objects.filter(recipient=actor.ref, channel="app", read_at=None)
    return mine.update(read_at=clock.now())
