"""Addresses of the pages that join rooms."""

from django.urls import include, path

from hueioc.portal import people_views, views

urlpatterns = [
    path("", views.home, name="portal-home"),
    path("find/", views.find, name="portal-find"),
    path("inbox/", views.inbox, name="portal-inbox"),
    path("desk/", include("hueioc.portal.desk.urls")),
    path("overview/", views.overview, name="portal-overview"),
    path("me/", people_views.me, name="portal-me"),
    path("me/data.json", people_views.my_data, name="portal-my-data"),
    path("me/erase/", people_views.erase_me, name="portal-erase-me"),
    path("accounts-of-staff/", people_views.staff_accounts, name="portal-staff"),
    path("vault-log/", people_views.vault_log_page, name="portal-vault-log"),
    path("i18n/", include("django.conf.urls.i18n")),
]
