"""Files of a directive: documents of who gives it, and the evidence of the units."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from hueioc.directives.commands.found import directive_on_desk
from hueioc.lib.refusals import Invalid
from hueioc.people.commands import Kept, uploads_in_vault
from hueioc.people.rules import Actor

MOST_FILES = 10
# Files as they arrived: the name of each and its bytes.
Files = Sequence[tuple[str, bytes]]


def ask_first(code: str, actor: Actor, verb: str, files: Files) -> None:
    """Raise what the command would raise, before files are read: a stranger must not keep a reader busy."""
    if files:
        with directive_on_desk(code, actor) as desk:
            desk.allow(verb)


@contextmanager
def laid_in_vault(files: Files, actor: Actor, field: str = "evidence") -> Iterator[list[Kept]]:
    """The files in the vault while a command runs, and gone again when it fails.

    Raises Invalid, at the field, for too many or for one that cannot be kept.
    """
    if len(files) > MOST_FILES:
        fault = _("At most %(most)s files at once.") % {"most": MOST_FILES}
        raise Invalid(fault, fields={field: fault})
    with uploads_in_vault(files, actor=actor, purpose="directive", field_of=lambda place: field) as kept:
        yield kept
