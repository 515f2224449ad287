"""Addresses of the pages that join rooms."""

from django.urls import include, path

from hueioc.portal import views

urlpatterns = [
    path("", views.home, name="portal-home"),
    path("find/", views.find, name="portal-find"),
    path("inbox/", views.inbox, name="portal-inbox"),
    path("overview/", views.overview, name="portal-overview"),
    path("i18n/", include("django.conf.urls.i18n")),
]
