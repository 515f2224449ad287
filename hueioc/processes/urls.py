"""Addresses of work processes."""

from django.urls import path

from hueioc.processes.views import board, definition, page, papers

urlpatterns = [
    path("processes/", board.board_page, name="process-board"),
    path("processes/start/", board.start_list_page, name="process-start-list"),
    path("processes/of/<slug:name>/", definition.definition_page, name="process-definition"),
    path("processes/of/<slug:name>/start/", definition.start_page, name="process-start"),
    path("processes/<str:code>/", page.process_page, name="process-page"),
    path("processes/<str:code>/do/<slug:verb>/", page.verb_page, name="process-verb"),
    path("processes/<str:code>/papers/<slug:paper>.<slug:kind>", papers.paper_file, name="process-paper"),
]
