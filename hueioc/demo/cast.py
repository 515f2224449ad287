"""The invented people of the demo: made once, printed at the start, refused outside a demo."""

from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from hueioc.lib import clock
from hueioc.people.commands import grant_role, open_account
from hueioc.people.queries import account_by_email, unit_of_area, units_with_role
from hueioc.people.rules import rule
from hueioc.places.queries import local_areas

ONE_TIME_CODE = "112233"
PASSWORD = "hueioc-demo"
_REGISTRAR = rule("demo")
# The last one collects returns of wards.
_AGENCIES = ("environment_company", "parks_centre", "health_department")


class Member(NamedTuple):
    """One demo account: what it is for, how it signs in, and which roles it holds (role, unit)."""

    purpose: str
    email: str
    name: str
    roles: tuple[tuple[str, str], ...]

    @property
    def is_citizen(self) -> bool:
        return not self.roles


def members() -> list[Member]:
    """Everybody of the demo in this city: the centre, officers of two areas and of three agencies, two citizens."""
    day = clock.today()
    wards = [found for area in local_areas() if (found := unit_of_area(area.code, day))][:2]
    agencies = [found for role in _AGENCIES for found in units_with_role(role, day)[:1]]
    centre = [
        Member(_("operator at the centre"), "operator@demo.example", "Minh (demo)", (("operator", ""),)),
        Member(_("coordinator at the centre"), "coordinator@demo.example", "Hoa (demo)", (("coordinator", ""),)),
        Member(_("leader of the city"), "leader@demo.example", "Sơn (demo)", (("leader", ""),)),
        Member(_("administrator"), "admin@demo.example", "An (demo)", (("admin", ""), ("auditor", ""))),
    ]
    officers = [
        Member(
            _("officer of %(unit)s") % {"unit": found.name()},
            f"officer-{number}@demo.example",
            f"Cán bộ {number} (demo)",
            (("officer", found.code), ("unit_head", found.code)),
        )
        for number, found in enumerate([*wards, *agencies], 1)
    ]
    citizens = [
        Member(_("citizen"), f"citizen-{number}@demo.example", name, ())
        for number, name in enumerate(("Lan (demo)", "Tùng (demo)"), 1)
    ]
    return [*centre, *officers, *citizens]


def assemble() -> list[dict[str, str]]:
    """Make the accounts that are missing and describe all of them, for the terminal and for `demo.json`."""
    if not settings.DEMO:
        raise RuntimeError("demo accounts exist in a demo only")
    told = []
    for member in members():
        if account_by_email(member.email) is None:
            password = None if member.is_citizen else PASSWORD
            account = open_account(
                origin="demo",
                display_name=member.name,
                email=member.email,
                password=password,
                email_is_verified=True,
            )
            for role, unit in member.roles:
                grant_role(account, role, unit=unit, actor=_REGISTRAR)
        secret = {"one_time_code": ONE_TIME_CODE} if member.is_citizen else {"password": PASSWORD}
        told.append({"role": member.purpose, "email": member.email, **secret})
    return told
