"""Addresses of GeoReport v2 below the connector's mount; the format is the end of the address."""

from django.urls import re_path

from hueioc.connectors.open311 import views

_FORM = r"\.(?P<form>xml|json)$"

urlpatterns = [
    re_path(rf"^discovery{_FORM}", views.discovery, name="open311-discovery"),
    re_path(rf"^services{_FORM}", views.services, name="open311-services"),
    re_path(rf"^services/(?P<code>[^/]+){_FORM}", views.service, name="open311-service"),
    re_path(rf"^requests{_FORM}", views.requests, name="open311-requests"),
    re_path(rf"^tokens/(?P<token>[^/]+){_FORM}", views.token, name="open311-token"),
    # The draft description says "request", the text "requests".
    re_path(rf"^requests?/(?P<code>[^/]+){_FORM}", views.one_request, name="open311-request"),
    re_path(r"^.*\.json$", views.nothing, {"form": "json"}),
    re_path(r"^", views.nothing, {"form": "xml"}),
]
