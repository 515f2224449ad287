"""Addresses of reports."""

from django.urls import path

from hueioc.cases.views import citizen, routing, staff

urlpatterns = [
    path("report/", citizen.report_page, name="case-report"),
    path("reports/", citizen.public_list_page, name="case-list"),
    path("reports/mine/", citizen.mine_page, name="case-mine"),
    path("reports/<str:code>/", staff.case_page, name="case-page"),
    path("reports/<str:code>/receipt/", citizen.receipt_page, name="case-receipt"),
    path("reports/<str:code>/identity/", staff.reveal_page, name="case-identity"),
    path("reports/<str:code>/do/<slug:verb>/", staff.verb_page, name="case-verb"),
    path("r/<str:code>/<str:secret>/", citizen.follow_page, name="case-follow"),
    path("photos/<slug:photo>/<slug:size>.jpg", staff.photo_page, name="case-photo"),
    path("desk/routing/", routing.routing_page, name="case-routing"),
]
