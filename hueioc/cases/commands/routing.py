"""Saves a new version of the routing rules, after its dry-run was seen."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hueioc.cases.events import RoutingSaved
from hueioc.cases.models import SavedRouting
from hueioc.cases.queries.routing import dry_run
from hueioc.cases.rules.routing_text import parse_routing
from hueioc.journal.commands import record
from hueioc.lib import clock
from hueioc.lib.refusals import Invalid, NotAllowed
from hueioc.people.rules import Actor


def save_routing(toml: str, actor: Actor, *, reason: str) -> SavedRouting:
    """Put new routing rules in force. Raises Invalid for rules that cannot be read, or without a reason."""
    if not (actor.has("coordinator") or actor.has("admin")):
        raise NotAllowed(_("Only a coordinator of the centre can change the routing rules."))
    rules = parse_routing(toml)
    if not rules.rule:
        raise Invalid(_("At least one rule is needed."), fields={"toml": _("Add a rule.")})
    if len(reason.strip()) < 5:
        raise Invalid(_("Say why the rules change."), fields={"reason": _("Write a short reason.")})
    tried = dry_run(rules)
    with transaction.atomic():
        latest = SavedRouting.objects.select_for_update().order_by("-version_no").first()
        saved = SavedRouting.objects.create(
            version_no=(latest.version_no if latest else 0) + 1,
            toml=toml,
            reason=reason.strip(),
            tried_on=tried.tried_on,
            changed=len(tried.changed),
            saved_at=clock.now(),
            saved_by=actor.ref,
        )
        event = RoutingSaved(version_no=saved.version_no, tried_on=saved.tried_on, changed=saved.changed)
        record(event, subject=f"routing:{saved.version_no}", actor=actor.ref, visibility="internal")
    return saved
