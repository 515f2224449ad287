"""Addresses of directives."""

from django.urls import path

from hueioc.directives.views import board, giving, page

urlpatterns = [
    path("directives/", board.board_page, name="directive-board"),
    path("directives/new/", giving.give_page, name="directive-give"),
    path("directives/<str:code>/", page.directive_page, name="directive-page"),
    path("directives/<str:code>/hand-down/", giving.hand_down_page, name="directive-hand-down"),
    path("directives/<str:code>/do/<slug:verb>/", page.verb_page, name="directive-verb"),
]
