"""Pages of the tests: written by the ward of the cast, invented."""

from typing import Any

from django.test import Client

from hueioc.handbook.commands import draft_page, publish_page
from hueioc.handbook.models import Page
from hueioc.handbook.rules import NewVersion
from tests.cast import WARD, Cast

BODY = "## Chứng thực bản sao\n\n1. Xem **bản chính**.\n2. Thu phí theo Nghị định 23/2015/NĐ-CP.\n"


def version(**changes: Any) -> NewVersion:
    """A whole page; fields can be changed."""
    fields: dict[str, Any] = {"title": "Chứng thực ở phường", "body": BODY, "legal_source": "Nghị định 23/2015/NĐ-CP"}
    return NewVersion(**fields | changes)


def drafted(cast: Cast, **changes: Any) -> Page:
    """A draft of the ward."""
    return draft_page(version(**changes), cast.officer, unit=WARD)


def published(cast: Cast, **changes: Any) -> Page:
    """A page that all staff read."""
    return publish_page(drafted(cast, **changes).code, cast.officer)


def client(cast: Cast, who: str) -> Client:
    """A browser in which somebody is signed in, or nobody."""
    browser = Client()
    if who != "nobody":
        browser.force_login(cast.accounts[who], backend="django.contrib.auth.backends.ModelBackend")
    return browser
