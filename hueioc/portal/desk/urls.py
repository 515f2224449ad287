"""Addresses of the triage desk."""

from django.urls import path

from hueioc.portal.desk import acting, calling, finding, keeping, pages

urlpatterns = [
    path("", pages.desk_page, name="desk"),
    path("rows/", pages.rows_piece, name="desk-rows"),
    path("case/<str:code>/", pages.case_piece, name="desk-case"),
    path("compare/<str:code>/", pages.compare_page, name="desk-compare"),
    path("act/", acting.act, name="desk-act"),
    path("undo/", acting.undo, name="desk-undo"),
    path("find/", finding.find, name="desk-find"),
    path("hints/", finding.hints, name="desk-hints"),
    path("here/", finding.here, name="desk-here"),
    path("new/", calling.call_page, name="desk-new"),
    path("views/", keeping.views, name="desk-views"),
    path("wish/", keeping.wish, name="desk-wish"),
    path("keys/", keeping.keys, name="desk-keys"),
    path("suggestions/", keeping.judged, name="desk-suggestions"),
]
