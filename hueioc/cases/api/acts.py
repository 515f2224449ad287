"""The shape of an act over the API: a report, and what is done to it, one verb after the other."""

from datetime import date
from typing import Any, cast, get_args, get_origin

import msgspec
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Schema

from hueioc.cases.api.data import case_data
from hueioc.cases.api.reports import ErrorOut, ReportOut
from hueioc.cases.commands import Act, Order, Sorting, act_together
from hueioc.cases.models import Case
from hueioc.lib.origin import from_here_or_refuse
from hueioc.lib.refusals import Invalid
from hueioc.lib.shapes import decoder
from hueioc.people.queries import actor_of

MOST_VERBS = 10


class VerbIn(Schema):
    """One verb with what it needs; the process of the service says who may give it and when."""

    model_config = {"extra": "forbid"}
    verb: str = Field(description="triage, hand_over, accept, return, resolve, note, ask_citizen, tell_citizen, refuse")
    lead: str = Field("", description="Code of the unit that leads (triage, hand_over).")
    supports: list[str] = []
    task: str = ""
    category: str = ""
    urgency: str = "normal"
    unit: str = Field("", description="For which of your units you act, when you have several.")
    reason: str = ""
    note: str = ""
    text: str = ""
    outcome: str = ""
    planned_until: date | None = None


class ActIn(Schema):
    """What is done to one report: all verbs together, or none of them."""

    model_config = {"extra": "forbid"}
    number: str
    acts: list[VerbIn]
    version: int | None = Field(None, description="Refuse when somebody changed the report since this version.")


def _struct_of(schema: type[Schema]) -> Any:
    """The same shape for msgspec, which reads it a hundred times as fast as the schema does."""
    fields: list[Any] = []
    for name, field in schema.model_fields.items():
        kind: Any = field.annotation
        inner = next(iter(get_args(kind)), None)
        if get_origin(kind) is list and isinstance(inner, type) and issubclass(inner, Schema):
            kind = list[_struct_of(inner)]  # type: ignore[misc]
        fields.append((name, kind) if field.is_required() else (name, kind, field.get_default()))
    return msgspec.defstruct(schema.__name__, fields, forbid_unknown_fields=True)


_decoder = decoder(_struct_of(ActIn))


def read(body: bytes) -> ActIn:
    """What stands in a body, read strictly, for the hot path. Raises msgspec.DecodeError and UnicodeDecodeError."""
    return cast(ActIn, _decoder.decode(body))


class ActOut(ReportOut):
    """The report after the act, with the version the next act may name."""

    version: int


RESPONSES: dict[Any, Any] = {200: ActOut, **dict.fromkeys((400, 403, 404, 409), ErrorOut)}


def act(request: HttpRequest, body: ActIn) -> dict[str, Any]:
    """Act on a report as the member of staff who is signed in; saved together with what others do at the moment."""
    from_here_or_refuse(request.headers)
    [result] = act_together([Act(body.number, orders(body), actor_of(request))])
    if isinstance(result, Exception):
        raise result
    return told(result)


def orders(given: ActIn) -> list[Order]:
    """What the commands are told. Raises Invalid without a verb, or with too many."""
    if not 1 <= len(given.acts) <= MOST_VERBS:
        raise Invalid(_("Give between 1 and %(most)s acts.") % {"most": MOST_VERBS})
    versions = [given.version, *[None] * len(given.acts)]
    return [Order(given.number, verb.verb, _data(verb), at) for verb, at in zip(given.acts, versions, strict=False)]


def _data(verb: VerbIn) -> dict[str, Any]:
    data = {name: getattr(verb, name) for name in VerbIn.model_fields}
    if verb.verb == "triage":
        data["sorting"] = Sorting(
            category=verb.category, urgency=verb.urgency, lead=verb.lead, supports=tuple(verb.supports)
        )
    return data


def told(case: Case) -> dict[str, Any]:
    """The report as it stands now, for whoever acted on it, with the version the next act may name."""
    return case_data(case, text=case.description, address=case.address, exact=True) | {"version": case.version}
