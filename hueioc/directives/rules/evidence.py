"""What may stand as evidence beside progress: a link to where the city keeps its documents."""

import re

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Invalid

# Only addresses of the web or a path of this site: a link is followed by a click of somebody else.
_LINK = re.compile(r"(https?://[^\s/\\@]+(/\S*)?|/(?![/\\])\S*)", re.ASCII)


def web_link(typed: str) -> str:
    """The address that was typed, empty for none. Raises Invalid for anything that is no web address."""
    address = typed.strip()
    if address and (len(address) > 300 or not _LINK.fullmatch(address)):
        fault = _("Write a web address that begins with https://, or a path of this site.")
        raise Invalid(fault, fields={"link": fault})
    return address
