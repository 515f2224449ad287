"""Addresses of the map."""

from django.urls import path

from hueioc.maps import views

urlpatterns = [
    path("map/", views.map_page, name="maps-map"),
    path("maps/layers.json", views.layers_view, name="maps-layers"),
    path("maps/areas.geojson", views.areas_view, name="maps-areas"),
    path("maps/cases.geojson", views.pins_view, name="maps-cases"),
    path("maps/layers/<slug:layer>.geojson", views.layer_view, name="maps-layer"),
    path("tiles/<slug:layer>/<int:z>/<int:x>/<int:y>.mvt", views.tile_view, name="maps-tile"),
]
