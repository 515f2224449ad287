"""Turns a POST of the standard into a report, through the same command as every other door."""

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hueioc.cases.commands import open_case
from hueioc.cases.rules.intake import LONGEST_ADDRESS, LONGEST_DESCRIPTION, NewReport
from hueioc.connectors.open311.definitions import Question, questions_of
from hueioc.connectors.open311.faults import Fault, fault_of
from hueioc.connectors.open311.parameters import degrees
from hueioc.lib import clock
from hueioc.lib.refusals import Refusal, Sentence
from hueioc.lib.text import tidy
from hueioc.people.rules import ContactData, machine
from hueioc.workflow.pack import Category
from hueioc.workflow.queries import catalogue, said

CHANNEL = "open311"
LONGEST_URL = 500
LONGEST_KEY = 200
DEMO_KEY = "demo"
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


class Given(NamedTuple):
    """What came with the request: single fields, and every value of each attribute."""

    fields: Mapping[str, str]
    attributes: Mapping[str, Sequence[str]]


def check_key(key: str) -> None:
    """Refuse a missing or unknown api_key; the one of the demo exists in a demo only. Raises Fault 403."""
    known = [*settings.OPEN311_KEYS, *([DEMO_KEY] if settings.DEMO else [])]
    given = key.encode("utf-8", "replace")
    matches = [secrets.compare_digest(given, one.encode()) for one in known]
    if not key:
        raise Fault(403, _("An api_key is needed to file a report."))
    if not any(matches):
        raise Fault(403, _("This api_key is not known here."))


def check_jurisdiction(code: str) -> None:
    """Refuse a question to another city. Raises Fault 404."""
    if code and code != catalogue().pack.city.code:
        raise Fault(404, _("This server does not answer for that jurisdiction_id."))


def service_of(code: str) -> Category:
    """The category that can be chosen today. Raises Fault 404."""
    today = clock.today()
    found = catalogue().categories.get(code)
    if found is None or found.parent is None or not found.holds_on(today):
        raise Fault(404, _("There is no service with this service_code."))
    return found


def file_report(given: Given, *, api_key: str, language: str, repeat_key: str) -> str:
    """Open a report and return its number; the same `repeat_key` from the same client returns the first one.

    Raises Fault with a sentence for everything that is wrong.
    """
    report = report_of(given, api_key=api_key, language=language, repeat_key=repeat_key)
    try:
        return open_case(report, machine(CHANNEL)).code
    except Refusal as refusal:
        raise fault_of(refusal) from refusal


def report_of(given: Given, *, api_key: str, language: str, repeat_key: str) -> NewReport:
    """What the request reports. Raises Fault with a sentence for everything that the standard forbids."""
    check_key(api_key)
    fields = given.fields
    code = fields.get("service_code", "").strip()
    if not code:
        raise Fault(400, _("service_code is missing."))
    service = service_of(code)
    faults = _faults_of(given, questions_of(code), repeat_key)
    if faults:
        raise Fault(400, *faults)
    return NewReport(
        category=code,
        description=_description(service, given, questions_of(code)),
        lat=degrees(fields, "lat"),
        lon=degrees(fields, "long"),
        address=fields.get("address_string", "").strip(),
        contact=_contact(fields),
        channel=CHANNEL,
        language=language,
        source_url=fields.get("media_url", "").strip(),
        key=f"{CHANNEL}:{api_key}:{repeat_key}" if repeat_key else None,
    )


def _faults_of(given: Given, questions: Sequence[Question], repeat_key: str) -> list[Sentence]:
    faults = [*_place_faults(given.fields)]
    if len(tidy(given.fields.get("description", ""))) > LONGEST_DESCRIPTION:
        faults.append(_("description has more than 4,000 characters."))
    url = given.fields.get("media_url", "").strip()
    if url and (len(url) > LONGEST_URL or not _WEB_ADDRESS.fullmatch(url)):
        faults.append(_("media_url is a web address of at most 500 characters."))
    if len(repeat_key) > LONGEST_KEY:
        faults.append(_("Idempotency-Key has more than 200 characters."))
    for question in questions:
        faults += _answer_faults(question, _answers(given, question))
    return faults


def _place_faults(fields: Mapping[str, str]) -> list[Sentence]:
    lat, lon = fields.get("lat", "").strip(), fields.get("long", "").strip()
    if bool(lat) != bool(lon):
        return [_("Give both lat and long.")]
    address = fields.get("address_string", "").strip()
    if len(address) > LONGEST_ADDRESS:
        return [_("address_string has more than 300 characters.")]
    if lat or address:
        return []
    if fields.get("address_id", "").strip():
        return [_("This city keeps no address numbers. Give lat and long, or address_string.")]
    return [_("Say where it is: lat and long, or address_string.")]


def _answers(given: Given, question: Question) -> list[str]:
    return [answer.strip() for answer in given.attributes.get(question.code, ()) if answer.strip()]


def _answer_faults(question: Question, answers: Sequence[str]) -> list[Sentence]:
    names = {"name": question.code}
    if not answers:
        return [_("attribute[%(name)s] is missing.") % names] if question.required else []
    if len(answers) > 1 and question.datatype != "multivaluelist":
        return [_("attribute[%(name)s] takes one value.") % names]
    if question.value and not set(answers) <= {choice.key for choice in question.value}:
        return [_("attribute[%(name)s] takes only the listed keys.") % names]
    if question.datatype in {"number", "datetime"} and not _is_right(question.datatype, answers[0]):
        return [_("attribute[%(name)s] is not of its datatype.") % names]
    return []


def _is_right(datatype: str, answer: str) -> bool:
    try:
        float(answer) if datatype == "number" else datetime.fromisoformat(answer)
    except ValueError:
        return False
    return True


def _description(service: Category, given: Given, questions: Sequence[Question]) -> str:
    """The words, then a line for each answered question; without words, what the service is called."""
    lines = [given.fields.get("description", "").strip() or said(service.names)]
    for question in questions:
        names = {choice.key: said(choice.names) for choice in question.value}
        if answers := _answers(given, question):
            lines.append(f"{said(question.names)}: {', '.join(names.get(answer, answer) for answer in answers)}")
    return "\n".join(lines)


def _contact(fields: Mapping[str, str]) -> ContactData:
    # In the city's own order of names: the family's first.
    names = (fields.get("last_name", "").strip(), fields.get("first_name", "").strip())
    return ContactData(
        name=" ".join(filter(None, names)),
        phone=fields.get("phone", "").strip(),
        email=fields.get("email", "").strip(),
    )
