"""Dossiers of the tests: invented applicants, real procedures."""

from typing import Any

from hueioc.dossiers.commands import register_dossier
from hueioc.dossiers.models import Dossier
from hueioc.dossiers.rules.intake import NewDossier
from hueioc.people.rules import Actor, ContactData
from tests.cast import WARD, Cast

BIRTH = "1.001193"
MARITAL = "1.004873"
PERMIT = "1.009994"
COMPANY = "2.001583"
DEPARTMENT = "dept-finance"
PAPERS = {"form": "paper", "birth_note": "paper", "identity": "population"}
WHOLE = ("form", "charter", "identity")
SOMEBODY = ContactData(name="Trần Thị Thử", phone="0900 000 001", id_number="046000000001")
CLERK = Actor(ref="account:FINANCE", roles=frozenset({("officer", DEPARTMENT)}))


def filed(**changes: Any) -> NewDossier:
    """A complete dossier of an invented applicant; fields can be changed."""
    fields: dict[str, Any] = {
        "procedure": BIRTH,
        "received_by": WARD,
        "contact": SOMEBODY,
        "papers": PAPERS,
    }
    fields |= changes
    fields.setdefault("digitised", frozenset({"form"} & set(fields["papers"])))
    return NewDossier(**fields)


def registered(cast: Cast, **changes: Any) -> Dossier:
    """Registered at the ward's desk and not accepted yet."""
    return register_dossier(filed(**changes), cast.officer)


def accepted(cast: Cast, **changes: Any) -> Dossier:
    """Accepted by the ward, which decides itself."""
    return register_dossier(filed(**changes), cast.officer, is_accepted=True)


def again(dossier: Dossier) -> Dossier:
    """The dossier as it lies in the database now."""
    return Dossier.objects.get(code=dossier.code)
