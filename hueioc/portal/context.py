"""What every page shows around its content: the city's name and the navigation of this person."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hueioc.emergencies.queries import flood_night
from hueioc.people.queries import actor_of
from hueioc.people.rules import Actor
from hueioc.portal.owners import page_owner
from hueioc.workflow.queries import catalogue, said


@dataclass(frozen=True)
class Entry:
    """One line of the navigation."""

    href: str
    icon: str
    title: str | Promise
    is_current: bool = False
    count: int = 0
    is_hot: bool = False


class Group(NamedTuple):
    """A titled group of lines."""

    title: str | Promise
    entries: list[Entry]


# (group, lines as address, icon, title, is shown to this actor).
Lines = list[tuple[str | Promise, list[tuple[str, str, str | Promise, bool]]]]


def _of_work(actor: Actor) -> Lines:
    return [
        (
            _("Reception"),
            [
                ("/desk/", "inbox", _("Triage desk"), actor.is_centre or actor.has("leader") or actor.has("auditor")),
                ("/inbox/", "clipboard-list", _("My unit's inbox"), actor.is_staff),
                ("/rescues/", "lifebuoy", _("Rescue"), actor.is_centre or actor.has("leader") or bool(actor.units)),
                ("/notices/", "bell", _("Notices"), True),
                ("/report/", "plus", _("New report"), True),
            ],
        ),
        (
            _("Two tiers at work"),
            [
                ("/directives/", "clipboard-list", _("Directives"), actor.is_staff),
                ("/directives/new/", "plus", _("Give a directive"), actor.has("leader")),
                ("/questions/", "message-question", _("Questions"), actor.is_staff),
                ("/processes/", "route", _("Work processes"), actor.is_staff),
                ("/returns/", "table", _("Returns"), actor.is_staff),
                ("/handbook/", "book", _("Handbook"), actor.is_staff),
                ("/meetings/", "users", _("Meetings"), actor.is_staff),
            ],
        ),
        (
            _("Dossiers"),
            [
                ("/dossiers/desk/", "file-text", _("One-stop desk"), bool(actor.units)),
                ("/dossiers/", "list-check", _("Dossiers in hand"), actor.is_staff),
                ("/dossiers/ward/", "chart-bar", _("Agency as a whole"), actor.is_staff),
                ("/index-766/", "list-numbers", _("Index 766"), actor.is_staff),
            ],
        ),
    ]


def _of_the_city(actor: Actor) -> Lines:
    return [
        (
            _("Operations"),
            [
                ("/dashboard/", "dashboard", _("Dashboard"), actor.is_staff),
                ("/wall/", "device-desktop", _("Wall"), actor.is_centre or actor.has("leader")),
                ("/mining/", "git-merge", _("Where work waits"), actor.is_staff),
                ("/warning/", "alert-triangle", _("Early warning"), actor.is_staff),
                ("/stations/", "ripple", _("Water, rain and wind"), True),
                ("/forecasts/", "clock", _("Forecast of rivers"), True),
                ("/stations/quality/", "activity-heartbeat", _("Quality of stations"), actor.is_staff),
                ("/now", "eye", _("The situation now"), True),
                ("/emergency/", "alert-triangle", _("Flood night"), actor.is_staff),
                ("/warnings/desk/", "speakerphone", _("Warnings"), actor.is_staff),
                ("/notices/deliveries/", "send", _("Delivery of warnings"), actor.is_staff),
                ("/map/", "map-2", _("Map"), True),
                ("/statistics/", "list", _("Figures"), True),
                ("/open-data/", "download", _("Open data"), True),
            ],
        ),
        (
            _("Administration"),
            [
                ("/desk/routing/", "route", _("Routing rules"), actor.is_centre),
                ("/accounts-of-staff/", "users", _("Accounts and roles"), actor.has("admin")),
                ("/onestop/", "refresh", _("Synchronisation of dossiers"), actor.is_centre or actor.has("admin")),
                ("/status/", "activity-heartbeat", _("State of the installation"), actor.has("admin")),
                ("/vault-log/", "shield-lock", _("Log of the vault"), actor.has("admin") or actor.has("auditor")),
            ],
        ),
    ]


def _navigation(request: HttpRequest) -> list[Group]:
    groups, actor = [], actor_of(request)
    for title, lines in [*_of_work(actor), *_of_the_city(actor)]:
        entries = [
            Entry(href, icon, name, is_current=request.path == href) for href, icon, name, is_shown in lines if is_shown
        ]
        if entries:
            groups.append(Group(title, entries))
    return groups


def around(request: HttpRequest) -> dict[str, Any]:
    """Template values of every page."""
    city, night = catalogue().pack.city, flood_night()
    return {
        "city_name": said(city.names),
        "city_brand": said(city.brand.names),
        "hotline": city.brand.hotline,
        "is_demo": settings.DEMO,
        "flood_night": night,
        "lightness": " plain" if night else "",
        "navigation": _navigation(request),
        "actor": actor_of(request),
        "page_owner": page_owner(request),
        # Pages of every room offer it; only this door knows who may and where.
        "direct_address": "/directives/new/" if actor_of(request).has("leader") else "",
    }
