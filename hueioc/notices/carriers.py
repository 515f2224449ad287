"""The ways a message goes: inside the app, to browsers, by e-mail, and by carriers that the settings name.

Each takes a batch and says of every letter what became of it; none holds a transaction, none tells an address in a log.
"""

import json
import logging
from collections.abc import Callable, Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.module_loading import import_string

from hueioc.notices.gateway import NotTaken, Unwanted, send_text
from hueioc.notices.rules.lanes import Letter, Outcome
from hueioc.notices.webpush import Gone, deliver, seal

log = logging.getLogger(__name__)
Carrier = Callable[[Sequence[Letter]], list[Outcome]]
AGAIN = Outcome("again", "carrier_away")


def carrier_of(way: str) -> Carrier:
    """Who carries this way: ours, or the one named in the settings (`NOTICE_CARRIERS`)."""
    own: dict[str, Carrier] = {"app": by_app, "push": by_push, "email": by_email, "sms": by_gateway}
    path = settings.NOTICE_CARRIERS.get(way)
    found: Carrier | None = import_string(path) if path else own.get(way)
    return found or nobody


def nobody(letters: Sequence[Letter]) -> list[Outcome]:
    """There is no carrier for this way in this city."""
    return [Outcome("failed", "no_carrier") for _letter in letters]


def by_app(letters: Sequence[Letter]) -> list[Outcome]:
    """It stands on the page of notices from now on."""
    return [Outcome("delivered", via="app") for _letter in letters]


def by_push(letters: Sequence[Letter]) -> list[Outcome]:
    """To browsers; `to` holds endpoint, key and secret in lines, one browser each after the other."""
    return [_push(letter) for letter in letters]


def _push(letter: Letter) -> Outcome:
    said = {"title": letter.title, "body": letter.text, "path": letter.link, "tag": letter.key}
    words = json.dumps(said, ensure_ascii=False).encode()[:3500]
    endpoint, key, secret = letter.to.split("\n")
    try:
        sealed = seal(words if len(words) < 3500 else _short(letter), key, secret)
        deliver(endpoint, sealed, is_urgent=True)
    except Gone:
        return Outcome("failed", "browser_gone")
    except (NotTaken, OSError):
        return AGAIN
    except ValueError:
        return Outcome("failed", "bad_address")
    return Outcome("sent", via="webpush")


def _short(letter: Letter) -> bytes:
    """A push message has room for one record: the headline and where to read on."""
    return json.dumps({"title": letter.title[:300], "body": "", "path": letter.link, "tag": letter.key}).encode()


def by_email(letters: Sequence[Letter]) -> list[Outcome]:
    """All over one connection to the mail server."""
    found = []
    connection = get_connection()
    try:
        connection.open()
    except OSError:
        return [AGAIN for _letter in letters]
    for letter in letters:
        words = f"{letter.text}\n\n{letter.link}\n"
        message = EmailMessage(letter.title, words, settings.DEFAULT_FROM_EMAIL, [letter.to], connection=connection)
        message.extra_headers = {"Message-ID": f"<{letter.key}@{settings.EMAIL_DOMAIN}>"}
        try:
            message.send()
            found.append(Outcome("sent", via="email"))
        except Exception as error:
            # The class only: what a mail server answers may repeat the address.
            log.warning("a bulletin could not be mailed: %s", type(error).__name__)
            found.append(AGAIN)
    connection.close()
    return found


def by_gateway(letters: Sequence[Letter]) -> list[Outcome]:
    """Short messages over the city's gateway, one request each."""
    found = []
    for letter in letters:
        try:
            send_text(letter.to, f"{letter.title} {letter.link}", letter.key)
            found.append(Outcome("sent", via="gateway"))
        except Unwanted:
            found.append(Outcome("failed", "refused"))
        except (NotTaken, OSError):
            found.append(AGAIN)
    return found
