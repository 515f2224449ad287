"""Delivers waiting notices, at least once each and by one sender at a time, and remembers what was read."""

import hashlib
import json
import logging
import time
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils.module_loading import import_string
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from hueioc.lib import clock
from hueioc.lib.codes import random_code
from hueioc.lib.refusals import Invalid
from hueioc.notices.follow import who_filed
from hueioc.notices.gateway import NotTaken, Unwanted, send_text
from hueioc.notices.models import Choice, Delivery, Digest, Notice, Subscription, WarnedPlace, Watch
from hueioc.notices.rules import CHANNELS, MOST_TRIES, TOPICS_OF_REPORTERS, next_try
from hueioc.notices.texts import sentence
from hueioc.notices.webpush import Gone, decoded, deliver, is_push_service, seal
from hueioc.people.queries import account_by_code, read_contact_for_delivery, standing
from hueioc.people.rules import Actor
from hueioc.workflow.queries import city_world, page_of

log = logging.getLogger(__name__)
# Longer than any server may keep us waiting; a sender that died gives its notice back after this.
LEASE = timedelta(minutes=5)
CODE_TRIES, CODE_PAUSE_S = 3, 0.4


def deliver_due(limit: int = 100) -> int:
    """Send what is due; returns how many were sent.

    Each is claimed first, so that of several senders one has it, and marked after sending, so that a crash repeats
    a message under its number and never loses one.
    """
    due = Notice.objects.filter(
        channel__in=("direct", "push", "digest"), state__in=("waiting", "sending"), next_try_at__lte=clock.now()
    )
    sent = 0
    for notice in due.order_by("next_try_at", "id")[:limit]:
        if _claim(notice):
            sent += _deliver(notice)
    return sent


def _claim(notice: Notice) -> bool:
    """Take the notice as it was seen; False when another sender was faster. The lease is the time of its next try."""
    seen = Notice.objects.filter(pk=notice.pk, state=notice.state, next_try_at=notice.next_try_at)
    until = clock.now() + LEASE
    # Counted before sending: a message that kills its sender is given up like one that no server takes.
    if not seen.update(state="sending", next_try_at=until, tries=F("tries") + 1):
        return False
    notice.state, notice.next_try_at, notice.tries = "sending", until, notice.tries + 1
    return True


def _deliver(notice: Notice) -> bool:
    claimed = Notice.objects.filter(pk=notice.pk, state="sending", next_try_at=notice.next_try_at)
    try:
        via = _send(notice)
    except Exception as error:
        # The class only: what a mail server answers may repeat the address.
        log.warning("notice %d could not be sent: %s", notice.pk, type(error).__name__)
        over = notice.tries >= MOST_TRIES or isinstance(error, Unwanted)
        claimed.update(state="failed" if over else "waiting", next_try_at=next_try(clock.now(), notice.tries))
        return False
    claimed.update(state="sent" if via else "void", via=via, sent_at=clock.now())
    return bool(via)


def _send(notice: Notice) -> str:
    """By which way it went: e-mail when there is an address, else a short message; empty when there is neither."""
    if notice.channel == "push":
        return _push(notice)
    if notice.channel == "digest":
        return _digest(notice)
    filed = who_filed([notice.subject]).get(notice.subject)
    contact = read_contact_for_delivery(notice.recipient)
    if filed is None or contact is None or not (contact.email or contact.phone):
        return ""
    with override(filed.language):
        words = sentence(notice)
    address = f"{settings.PUBLIC_ADDRESS.rstrip('/')}{filed.path}"
    # The row's number makes a repeated message recognisable as the same one.
    if not contact.email:
        send_text(contact.phone, f"{words} {address}", f"notice-{notice.pk}")
        return "sms"
    headers = {"Message-ID": f"<notice-{notice.pk}@{settings.EMAIL_DOMAIN}>"}
    message = EmailMessage(words, f"{words}\n\n{address}\n", settings.DEFAULT_FROM_EMAIL, [contact.email])
    message.extra_headers = headers
    message.send()
    return "email"


def _digest(notice: Notice) -> str:
    """The daily e-mail, written when it is sent; nothing goes out to who owes nothing or has no address any more.

    The subject says what it is and nothing of anybody; the door named in the settings writes the words.
    """
    account = account_by_code(notice.recipient.partition(":")[2])
    if account is None or not account.is_active or not account.email:
        return ""
    with override(account.language):
        words: str = import_string(settings.DIGEST_DOOR)(standing(account))
        subject = gettext("What is owed today")
    if not words:
        return ""
    message = EmailMessage(subject, words, settings.DEFAULT_FROM_EMAIL, [account.email])
    message.extra_headers = {"Message-ID": f"<notice-{notice.pk}@{settings.EMAIL_DOMAIN}>"}
    message.send()
    return "email"


def plan_digests() -> int:
    """Write the row of today for everybody whose hour has come; returns how many. Two that do so at once write one."""
    now = clock.now()
    local = city_world()
    today, hour = local.day(now), now.astimezone(local.zone).hour
    due = Digest.objects.filter(hour__lte=hour).exclude(told_on=today)
    planned = 0
    for one in due.order_by("id")[:500]:
        with transaction.atomic():
            planned += Digest.objects.filter(pk=one.pk).exclude(told_on=today).update(told_on=today)
            row = Notice(fact_seq=-today.toordinal(), recipient=one.recipient, channel="digest", topic="digest")
            row.happened_at = row.next_try_at = now
            Notice.objects.bulk_create([row], ignore_conflicts=True)
    return planned


def choose_digest(actor: Actor, hour: int | None) -> None:
    """One e-mail a day at this hour of the city (0 to 23), or none any more; an hour that is over begins tomorrow."""
    if hour is None:
        Digest.objects.filter(recipient=actor.ref).delete()
        return
    if not 0 <= hour <= 23:
        raise Invalid(_("Choose an hour."), fields={"hour": _("Choose an hour.")})
    now, local = clock.now(), city_world()
    told_on = local.day(now) if now.astimezone(local.zone).hour >= hour else None
    Digest.objects.update_or_create(recipient=actor.ref, defaults={"hour": hour, "told_on": told_on})


def _push(notice: Notice) -> str:
    """To one browser; a browser that its push service has forgotten is forgotten here too."""
    to = Subscription.objects.filter(code=notice.recipient.partition(":")[2]).first()
    if to is None:
        return ""
    with override(to.language):
        words = sentence(notice)
    path = page_of(notice.subject) or "/notices/"
    said = {"title": notice.subject.partition(":")[2], "body": words, "path": path, "tag": f"notice-{notice.pk}"}
    try:
        deliver(to.endpoint, seal(json.dumps(said, ensure_ascii=False).encode(), to.key, to.secret))
    except Gone:
        Subscription.objects.filter(pk=to.pk).delete()
        return ""
    return "push"


def subscribe(*, endpoint: str, key: str, secret: str, account: str, language: str, subjects: Iterable[str]) -> str:
    """Tell this browser of the account's work, or without an account of these pieces of work. Returns its reference."""
    wrong = _("This browser cannot be told. Its push service is not known here.")
    try:
        fits = len(decoded(key)) == 65 and len(decoded(secret)) == 16
    except ValueError:
        fits = False
    if not fits or len(endpoint) > 2000 or not is_push_service(endpoint):
        raise Invalid(wrong)
    seen = {"endpoint": endpoint, "key": key, "secret": secret, "account": account, "language": language[:8]}
    mark = hashlib.sha256(endpoint.encode()).hexdigest()
    fresh = {**seen, "code": random_code(20), "made_at": clock.now()}
    with transaction.atomic():
        row, _is_new = Subscription.objects.update_or_create(endpoint_hash=mark, defaults=seen, create_defaults=fresh)
        for subject in subjects:
            Watch.objects.get_or_create(subscription=row, subject=subject)
    return row.ref


def unsubscribe(endpoint: str) -> None:
    """This browser is told nothing any more."""
    Subscription.objects.filter(endpoint_hash=hashlib.sha256(endpoint.encode()).hexdigest()).delete()


def choose(actor: Actor, *, channels: Iterable[str], topics: Iterable[str]) -> None:
    """Remember by which channels and of which topics an account wants to be told."""
    off = {
        "channels_off": sorted(set(CHANNELS) - set(channels)),
        "topics_off": sorted(set(TOPICS_OF_REPORTERS) - set(topics)),
    }
    Choice.objects.update_or_create(recipient=actor.ref, defaults=off)


def forget(actor: Actor) -> None:
    """The account is erased: its browsers, choices and notices go too."""
    Subscription.objects.filter(account=actor.ref).delete()
    Choice.objects.filter(recipient=actor.ref).delete()
    Digest.objects.filter(recipient=actor.ref).delete()
    Notice.objects.filter(recipient=actor.ref, channel="digest").delete()
    Notice.objects.filter(recipient=actor.ref, channel="app").delete()
    WarnedPlace.objects.filter(recipient=actor.ref).delete()
    # The proof of how many were told stays, without saying who.
    Delivery.objects.filter(recipient=actor.ref).update(recipient=f"gone:{random_code(16)}")


def send_code(to: str, text: str, key: str) -> bool:
    """Send a sign-in code while its reader waits: three tries in a row under one key; False when none was taken."""
    for number in range(CODE_TRIES):
        time.sleep(CODE_PAUSE_S * number)
        try:
            send_text(to, text, key)
        except Unwanted:
            break
        except (NotTaken, OSError) as error:
            log.warning("a sign-in code could not be sent: %s", type(error).__name__)
        else:
            return True
    return False


def mark_read(actor: Actor) -> int:
    """The person has seen their notices; returns how many were new."""
    now = clock.now()
    Delivery.objects.filter(recipient=actor.ref, channel="app", read_at=None).update(state="read", read_at=now)
    mine = Notice.objects.filter(recipient=actor.ref, channel="app", read_at=None)
    return mine.update(read_at=now)
