"""Who may release a warning: never the person who drafted, last changed or submitted it; pure.

The same sentence stands in the database as a constraint (`warning_released_by_a_second_person`).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, kw_only=True)
class Hands:
    """Whose hands a warning went through, as references of actors; `digest` is what would be sent now."""

    drafted_by: str
    changed_by: str
    submitted_by: str
    digest: str
    approved_by: str = ""
    approved_digest: str = ""


def fault_of_second(actor: str, hands: Hands) -> str | Promise:
    """Why this actor cannot approve or release; empty when they can."""
    if not actor.startswith("account:"):
        return _("Only a person releases a warning: no machine, import, rule or playbook does.")
    if not hands.submitted_by.startswith("account:"):
        return _("A person must submit this warning first.")
    if actor in {hands.drafted_by, hands.changed_by, hands.submitted_by}:
        return _("Another person must release this warning: who drafted, changed or submitted it cannot.")
    return ""


def is_approved(hands: Hands) -> bool:
    """True when somebody else approved exactly what would be sent now."""
    own = {hands.drafted_by, hands.changed_by, hands.submitted_by}
    return bool(hands.approved_by) and hands.approved_by not in own and hands.approved_digest == hands.digest


def digest_of(content: Mapping[str, Any]) -> str:
    """The hash of everything that will be sent; one changed letter is another warning."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
