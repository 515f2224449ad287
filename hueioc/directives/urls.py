"""Addresses of directives."""

from django.urls import path

from hueioc.directives.views import board, giving, monitoring, page

urlpatterns = [
    path("directives/", board.board_page, name="directive-board"),
    path("directives/new/", giving.give_page, name="directive-give"),
    path("directives/monitoring/", monitoring.monitoring_page, name="directive-monitoring"),
    path("directives/week/", monitoring.week_page, name="directive-week"),
    path("directives/week.pdf", monitoring.week_pdf, name="directive-week-pdf"),
    path("directives/week.xlsx", monitoring.week_xlsx, name="directive-week-xlsx"),
    path("directives/<str:code>/", page.directive_page, name="directive-page"),
    path("directives/<str:code>/hand-down/", giving.hand_down_page, name="directive-hand-down"),
    path("directives/<str:code>/files/<slug:file>", page.file_page, name="directive-file"),
    path("directives/<str:code>/do/<slug:verb>/", page.verb_page, name="directive-verb"),
]
