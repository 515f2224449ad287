"""Addresses of reports."""

from django.urls import path

from hueioc.cases.views import citizen, report, routing, staff

urlpatterns = [
    path("report/", report.report_page, name="case-report"),
    path("report/around/", report.around_view, name="case-around"),
    path("reports/", citizen.public_list_page, name="case-list"),
    path("reports/mine/", citizen.mine_page, name="case-mine"),
    path("reports/<str:code>/", staff.case_page, name="case-page"),
    path("reports/<str:code>/receipt/", citizen.receipt_page, name="case-receipt"),
    path("reports/<str:code>/join/", citizen.join_page, name="case-join"),
    path("reports/<str:code>/leave/", citizen.leave_page, name="case-leave"),
    path("reports/<str:code>/identity/", staff.reveal_page, name="case-identity"),
    path("reports/<str:code>/do/<slug:verb>/", staff.verb_page, name="case-verb"),
    path("r/<str:code>/<str:secret>/", citizen.follow_page, name="case-follow"),
    path("photos/<slug:photo>/<slug:size>.jpg", staff.photo_page, name="case-photo"),
    path("desk/routing/", routing.routing_page, name="case-routing"),
]
