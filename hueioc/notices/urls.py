"""Address of the notices."""

from django.urls import path

from hueioc.notices import views

urlpatterns = [
    path("notices/", views.notices_page, name="notices"),
    path("notices/settings/", views.settings_page, name="notices-settings"),
    path("notices/push-key.json", views.push_key, name="notices-push-key"),
    path("notices/push/", views.push, name="notices-push"),
    path("notices/read/", views.read_page, name="notices-read"),
]
