"""Reads routing rules that a person typed, and says in a sentence what is wrong with them."""

import tomllib

import msgspec
from django.utils.translation import gettext_lazy as _

from hueioc.cases.pack import Routing
from hueioc.lib.refusals import Invalid
from hueioc.lib.shapes import converted


def parse_routing(toml: str) -> Routing:
    """The rules in a text of the pack's form. Raises Invalid naming the line or field."""
    try:
        return converted(tomllib.loads(toml), Routing)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, ValueError) as error:
        sentence = _("These rules cannot be read: %(error)s") % {"error": error}
        raise Invalid(sentence, fields={"toml": sentence}) from error
