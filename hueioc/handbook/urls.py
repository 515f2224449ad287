"""Addresses of the handbook."""

from django.urls import path

from hueioc.handbook.views import reading, versions, writing

urlpatterns = [
    path("handbook/", reading.shelves_page, name="handbook"),
    path("handbook/new/", writing.new_page, name="handbook-new"),
    path("handbook/<str:code>/", reading.page_page, name="handbook-page"),
    path("handbook/<str:code>/edit/", writing.edit_page_page, name="handbook-edit"),
    path("handbook/<str:code>/versions/", versions.versions_page, name="handbook-versions"),
    path("handbook/<str:code>/remarks/", reading.remarks_page, name="handbook-remarks"),
    path("handbook/<str:code>/unhelpful/", reading.unhelpful, name="handbook-unhelpful"),
    path("handbook/<str:code>/do/<slug:verb>/", writing.verb, name="handbook-verb"),
]
