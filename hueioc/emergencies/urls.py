"""Addresses of emergencies."""

from django.urls import path

from hueioc.emergencies import views

urlpatterns = [
    path("emergency/", views.desk, name="emergency"),
    path("emergency/switch/", views.switch, name="emergency-switch"),
    path("emergency/say/", views.say, name="emergency-say"),
    path("emergency/end/<str:code>/", views.end, name="emergency-end"),
]
