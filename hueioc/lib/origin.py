"""Tells a request of our own pages and programs from one that a page of another site made a browser send."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import NotAllowed


def is_from_here(headers: Mapping[str, str]) -> bool:
    """True when a request with cookies may be believed; names of `headers` are in small letters.

    It must say that it is JSON: a form of another site cannot, and a script of one is asked for leave first (Fetch
    standard, CORS-safelisted request headers). Browsers also say where a request comes from.
    """
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    origin = headers.get("origin", "")
    return (
        kind == "application/json"
        and headers.get("sec-fetch-site", "none") in {"same-origin", "none"}
        and (not origin or urlsplit(origin).netloc == headers.get("host", ""))
    )


def from_here_or_refuse(headers: Mapping[str, str]) -> None:
    """Raise NotAllowed for a request that may not be believed; names of `headers` in any letters."""
    if not is_from_here({name.lower(): value for name, value in headers.items()}):
        raise NotAllowed(_("Send this as JSON, from a page or program of this city."))
