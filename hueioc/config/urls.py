"""Root addresses: every room that has `urls` is mounted where it says (`MOUNT`, else at the root)."""

from django.urls import URLPattern, URLResolver, include, path

from hueioc.config import rooms
from hueioc.config.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("api/v1/", api.urls),
    *(path(getattr(module, "MOUNT", ""), include(module)) for module in rooms.modules("urls")),
]
