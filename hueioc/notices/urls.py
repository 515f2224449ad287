"""Address of the notices."""

from django.urls import path

from hueioc.notices import bulletin_views, views

urlpatterns = [
    path("notices/", views.notices_page, name="notices"),
    path("notices/settings/", views.settings_page, name="notices-settings"),
    path("notices/push-key.json", views.push_key, name="notices-push-key"),
    path("notices/push/", views.push, name="notices-push"),
    path("notices/places/", bulletin_views.places_page, name="notices-places"),
    path("notices/places/<int:key>/drop/", bulletin_views.drop_page, name="notices-place-drop"),
    path("notices/deliveries/", bulletin_views.deliveries_page, name="notices-deliveries"),
    path("notices/deliveries/<int:key>/", bulletin_views.delivery_page, name="notices-delivery"),
    path("notices/deliveries/<int:key>/spoken/", bulletin_views.spoken_page, name="notices-spoken"),
    path("n/<str:token>/", bulletin_views.link_page, name="notices-link"),
    path("notices/read/", views.read_page, name="notices-read"),
]
