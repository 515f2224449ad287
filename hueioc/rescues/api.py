"""The JSON door of rescue: anybody calls for help, an SMS gateway hands on texts, whoever holds a secret follows."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Header, Router, Schema, Status

from hueioc.lib.clock import now
from hueioc.people.rules import ANYONE, machine
from hueioc.rescues.commands import open_rescue
from hueioc.rescues.models import Rescue
from hueioc.rescues.queries import channel_of, family_view, is_burst, status_words
from hueioc.rescues.rules.intake import NewRescue
from hueioc.rescues.views.texts import from_text

router = Router(tags=["rescues"])
SMS_GATEWAY = machine("sms")


class PeopleIn(Schema):
    """Who needs help, as far as it is known; leave out what nobody knows."""

    people: int = Field(0, ge=0, le=9_999)
    children: int = Field(0, ge=0, le=999)
    elderly: int = Field(0, ge=0, le=999)
    sick: int = Field(0, ge=0, le=999)
    pregnant: int = Field(0, ge=0, le=999)
    disabled: int = Field(0, ge=0, le=999)


class RescueIn(PeopleIn):
    """A call for rescue. Give a place (`lat`, `lon` in degrees, WGS 84), an `address`, a `text` or a phone."""

    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None
    address: str = ""
    depth: str = Field("", description="One of ankle, knee, waist, chest, head, floor, roof, none; empty: not known.")
    needs: list[str] = Field([], description="Of boat, medical, medicine, food.")
    name: str = ""
    phones: list[str] = []
    text: str = ""
    is_exercise: bool = Field(False, description="Only where the installation is set up for an exercise.")


class RescueOut(Schema):
    """What whoever holds the secret reads: how the call stands. Nothing of the people."""

    number: str
    phase: str
    step: str
    outcome: str
    words: str
    opened_at: datetime
    links: dict[str, str]


class RescueReceipt(RescueOut):
    """The answer to a new call; `links.follow` opens it without an account, so it is told once, here."""

    secret: str


class TextIn(Schema):
    """A short message as a gateway received it: the sender's number, the words, and the gateway's own id of it."""

    sender: str = Field(max_length=40)
    text: str = Field(max_length=2_000)
    id: str = Field("", max_length=100)


class ErrorOut(Schema):
    """What was wrong, as a sentence, and for each field its own."""

    error: str
    fields: dict[str, str] = {}


_ERRORS: dict[Any, Any] = dict.fromkeys((400, 403, 404, 409), ErrorOut)


def told(call: Rescue, own: Rescue | None = None) -> dict[str, Any]:
    """How a call stands; `own` is the one that was asked for when it was merged into this."""
    return {
        "number": (own or call).code,
        "phase": call.phase,
        "step": call.progress,
        "outcome": call.outcome,
        "words": status_words(call),
        "opened_at": (own or call).opened_at.isoformat(),
        "links": {},
    }


def receipt(call: Rescue) -> dict[str, Any]:
    """What the sender of a new call is told."""
    links = {"follow": f"/s/{call.secret}/", "status": f"/api/v1/rescues/{call.secret}"}
    return told(call) | {"secret": call.secret, "links": links}


@router.post("/rescues", response={201: RescueReceipt, **_ERRORS}, operation_id="create_rescue")
def create_rescue(
    request: HttpRequest,
    body: RescueIn,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", max_length=200)] = "",
) -> Status[dict[str, Any]]:
    """Call for rescue. Nobody is refused for sending many: such calls are taken and marked to be checked.

    With the header `Idempotency-Key` a repeated call answers with the first one; its secret is told again only when
    the text, the address and the number of people are the same.
    """
    given = body.model_dump()
    channel = channel_of(is_exercise=given.pop("is_exercise"))
    new = NewRescue(
        **{**given, "needs": tuple(given["needs"]), "phones": tuple(given["phones"])},
        channel=channel,
        language=getattr(request, "LANGUAGE_CODE", "vi"),
        key=f"api:{idempotency_key}" if idempotency_key else None,
        is_doubtful=is_burst(request.META.get("REMOTE_ADDR", "")),
    )
    call = open_rescue(new, ANYONE)
    is_same = (call.text, call.address) == (new.text.strip(), new.address.strip()) and call.people >= new.people
    # Keys can be guessed: whoever cannot say what the first call said gets its number and nothing else.
    return Status(201, receipt(call) if is_same else told(call) | {"secret": ""})


@router.post("/rescues/texts", response={201: RescueOut, **_ERRORS}, operation_id="create_rescue_from_text")
def create_from_text(request: HttpRequest, body: TextIn) -> Status[dict[str, Any]]:
    """An SMS gateway hands on a text in free Vietnamese; what can be read in it is read, the text itself is kept."""
    key = body.id or f"{body.sender} {body.text} {now():%Y-%m-%d}"
    call = open_rescue(from_text(body.text, channel="sms", phone=body.sender, key=f"sms:{key}"), SMS_GATEWAY)
    return Status(201, told(call))


@router.get("/rescues/{secret}", response={200: RescueOut, **_ERRORS}, operation_id="get_rescue", url_name="get_rescue")
def get_rescue(request: HttpRequest, secret: str) -> dict[str, Any]:
    """How a call stands, for who holds its secret."""
    view = family_view(secret)
    return told(view.call, view.own)
