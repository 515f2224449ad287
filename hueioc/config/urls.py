"""Root addresses: every room that has `urls` is mounted where it says (`MOUNT`, else at the root)."""

from django.urls import URLPattern, URLResolver, include, path

from hueioc.config import rooms
from hueioc.config.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("api/v1/", api.urls),
    *(path(getattr(module, "MOUNT", ""), include(module)) for module in rooms.modules("urls")),
]

handler400 = "hueioc.portal.views.bad_request"
handler403 = "hueioc.portal.views.forbidden"
handler404 = "hueioc.portal.views.not_found"
handler500 = "hueioc.portal.views.server_error"
