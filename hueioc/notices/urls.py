"""Address of the notices."""

from django.urls import path

from hueioc.notices import views

urlpatterns = [
    path("notices/", views.notices_page, name="notices"),
    path("notices/read/", views.read_page, name="notices-read"),
]
