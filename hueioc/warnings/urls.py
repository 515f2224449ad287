"""Addresses of warnings; those under `/alerts/` are fixed by what other systems rely on."""

from django.urls import path

from hueioc.warnings.views import desk, page, public, received

urlpatterns = [
    path("warnings/", public.now_page, name="warnings-now"),
    path("warnings/archive/", public.archive_page, name="warnings-archive"),
    path("warnings/archive.csv", public.archive_csv, name="warnings-csv"),
    path("warnings/desk/", desk.board_page, name="warnings-desk"),
    path("warnings/desk/new/", desk.draft_page, name="warning-draft"),
    path("warnings/received/", received.received_page, name="warnings-received"),
    path("warnings/received/<str:code>/", received.one_page, name="warnings-received-one"),
    path("warnings/received/<str:code>/note/", received.note_page, name="warnings-received-note"),
    path("warnings/<str:code>/", page.warning_page, name="warning-page"),
    path("warnings/<str:code>/change/", desk.change_page, name="warning-change"),
    path("warnings/<str:code>/follow/<slug:message>/", desk.follow_page, name="warning-follow"),
    path("warnings/<str:code>/release/", page.release_page, name="warning-release"),
    path("warnings/<str:code>/sheet/", page.sheet_page, name="warning-sheet"),
    path("warnings/<str:code>/do/<slug:verb>/", page.verb_page, name="warning-verb"),
    path("alerts/cap.atom", public.feed_page, name="warnings-feed"),
    path("alerts/<str:identifier>.cap", public.cap_page, name="warnings-cap"),
]
