"""What makes the citizen app installable: its service worker, its manifest, and the page shown without a network."""

import json
import re
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hueioc.lib.refusals import NotFound
from hueioc.ui.build_version import app_shell, build_version, built
from hueioc.workflow.queries import catalogue, said


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker from the root, so that its scope is the whole app; its text changes with every build."""
    path = finders.find("ui/built/islands/sw.js")
    if not isinstance(path, str):
        raise NotFound(_("There is no such page. Check the address, or begin at home."))
    build = json.dumps({"version": build_version(), "shell": app_shell()})
    code = f"const HUEIOC_BUILD = {build};\n{Path(path).read_text(encoding='utf-8')}"
    answer = HttpResponse(code, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Name, colours and start of the installed app."""
    brand = said(catalogue().pack.city.brand.names)
    answer = JsonResponse(
        {
            "name": brand,
            "short_name": brand,
            "lang": get_language(),
            "dir": "rtl" if get_language_bidi() else "ltr",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": _colour("bg"),
            "theme_color": _colour("nav"),
            "icons": _icons(),
            "shortcuts": [{"name": _("Report a problem"), "url": "/report/"}],
        },
        json_dumps_params={"ensure_ascii": False},
    )
    answer["Content-Type"] = "application/manifest+json"
    return answer


def _icons() -> list[dict[str, str]]:
    """The mark as a drawing, and as the pictures that phones ask for."""
    drawn = {"src": built("mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    pictures = (("mark-192", 192, "any"), ("mark-512", 512, "any"), ("mark-mask-512", 512, "maskable"))
    return [drawn] + [
        {"src": built(f"built/{name}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for name, size, purpose in pictures
    ]


@require_safe
def offline_page(request: HttpRequest) -> HttpResponse:
    """Shown by the service worker for a page that is not on the phone."""
    return render(request, "portal/offline.html")


@lru_cache(maxsize=8)
def _colour(name: str) -> str:
    """A colour of the light theme, from the only file where colours stand."""
    path = finders.find("ui/tokens.css")
    found = re.search(rf"--{name}:\s*([^;]+);", Path(str(path)).read_text(encoding="utf-8"))
    return found[1].strip() if found else ""
