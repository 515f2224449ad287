"""Addresses of the pages that join rooms."""

from django.urls import include, path

from hueioc.portal import absences, conclusions, gallery, offline_views, people_views, situation, views, work_figures
from hueioc.portal.daily import views as daily
from hueioc.portal.dashboard import briefing, wall
from hueioc.portal.dashboard import views as dashboard
from hueioc.portal.inbox import together
from hueioc.portal.inbox import views as inbox
from hueioc.portal.warning import views as warning

urlpatterns = [
    path("", views.home, name="portal-home"),
    path("now", situation.now_page, name="situation-now"),
    path("now/", situation.now_page),
    path("now.json", situation.now_json, name="situation-now-json"),
    path("find/", views.find, name="portal-find"),
    path("to/<str:ref>/", views.to_work, name="portal-to-work"),
    path("services/", views.services, name="portal-services"),
    path("sw.js", offline_views.service_worker, name="portal-worker"),
    path("app.webmanifest", offline_views.manifest, name="portal-manifest"),
    path("offline/", offline_views.offline_page, name="portal-offline"),
    path("inbox/", inbox.inbox, name="portal-inbox"),
    path("inbox/together/", together.together, name="portal-together"),
    path("inbox/<str:code>/answer/", inbox.answer_offer, name="portal-answer-offer"),
    path("inbox/<str:code>/finish/", inbox.finish, name="portal-finish"),
    path("meetings/<str:code>/direct/", conclusions.direct, name="portal-direct-conclusions"),
    path("questions/", include("hueioc.portal.asking.urls")),
    path("desk/", include("hueioc.portal.desk.urls")),
    path("dashboard/", dashboard.dashboard, name="portal-dashboard"),
    path("dashboard.csv", dashboard.dashboard_csv, name="portal-dashboard-csv"),
    path("dashboard/remind/", dashboard.remind, name="portal-remind"),
    path("briefing/", briefing.briefing, name="portal-briefing"),
    path("briefing.pdf", briefing.briefing_pdf, name="portal-briefing-pdf"),
    path("gallery/", gallery.gallery, {"frame": "staff"}, name="portal-gallery-staff"),
    path("gallery/<slug:frame>/", gallery.gallery, name="portal-gallery"),
    path("wall/", wall.wall, name="portal-wall"),
    path("wall/part/", wall.wall_part, name="portal-wall-part"),
    path("warning/", warning.warning_page, name="portal-warning"),
    path("figures/<slug:code>/", dashboard.behind_page, name="portal-behind"),
    path("me/", people_views.me, name="portal-me"),
    path("me/day/", daily.day_page, name="portal-day"),
    path("calendar/<str:token>.ics", daily.calendar, name="portal-calendar"),
    path("me/data.json", people_views.my_data, name="portal-my-data"),
    path("me/figures/", work_figures.work_figures_page, name="portal-work-figures"),
    path("me/away/", absences.absence_page, name="portal-absences"),
    path("me/erase/", people_views.erase_me, name="portal-erase-me"),
    path("accounts-of-staff/", people_views.staff_accounts, name="portal-staff"),
    path("vault-log/", people_views.vault_log_page, name="portal-vault-log"),
    path("i18n/", include("django.conf.urls.i18n")),
]
