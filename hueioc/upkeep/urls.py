"""Addresses of upkeep."""

from django.urls import path

from hueioc.upkeep import views

urlpatterns = [
    path("status/", views.status, name="upkeep-status"),
    path("status/part/", views.status_part, name="upkeep-status-part"),
]
