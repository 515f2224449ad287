"""Addresses of questions between the two tiers."""

from django.urls import path

from hueioc.portal.asking import pages

urlpatterns = [
    path("", pages.board_page, name="questions"),
    path("new/", pages.ask_page, name="question-new"),
    path("similar/", pages.similar, name="question-similar"),
    path("<str:code>/", pages.question_page, name="question-page"),
    path("<str:code>/do/<slug:verb>/", pages.verb_page, name="question-verb"),
    path("<str:code>/handbook/", pages.take_into_handbook, name="question-into-handbook"),
]
