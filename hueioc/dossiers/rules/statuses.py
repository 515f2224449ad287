"""What the status codes of other systems mean here: every system has a map of its own in the rules pack."""

from collections.abc import Mapping
from typing import Literal, get_args

from django.utils.translation import gettext_lazy as _

from hueioc.lib.refusals import Invalid

Meaning = Literal[
    "registered",
    "accepted",
    "refused",
    "in_process",
    "supplement_requested",
    "supplement_received",
    "payment_requested",
    "withdrawn",
    "stopped",
    "done",
    "returned",
    "handed_in",
]
MEANINGS: tuple[str, ...] = get_args(Meaning)


def meaning_of(code: str, codes: Mapping[str, Meaning], system: str) -> Meaning:
    """What a status code means under a system's map. Raises Invalid with a sentence for a code the map lacks."""
    found = codes.get(code.strip())
    if found is None:
        known = ", ".join(codes)
        sentence = _("The status code %(code)s is not known for %(system)s. Known are: %(known)s.") % {
            "code": repr(code[:20]),
            "system": system,
            "known": known,
        }
        raise Invalid(sentence, fields={"status": sentence})
    return found


def meaning_of_state(
    phase: str, outcome: str, wait_reason: str, *, is_accepted: bool, is_returned: bool = False
) -> Meaning:
    """Where a dossier of this house stands, in the words of the status codes."""
    if phase == "closed":
        ended: dict[str, Meaning] = {"refused": "refused", "withdrawn": "withdrawn", "stopped": "stopped"}
        return ended.get(outcome, "returned" if is_returned else "done")
    if phase == "resolved":
        return "done"
    waiting: dict[str, Meaning] = {"supplement": "supplement_requested", "payment": "payment_requested"}
    if wait_reason in waiting:
        return waiting[wait_reason]
    if phase == "in_work":
        return "in_process"
    return "accepted" if is_accepted else "registered"


def code_of(meaning: Meaning, codes: Mapping[str, Meaning]) -> str:
    """The code under which a system knows a meaning; empty when it has none."""
    return next((code for code, meant in codes.items() if meant == meaning), "")
