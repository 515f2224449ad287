"""Addresses of forecasts."""

from django.urls import path

from hueioc.forecasts import views

urlpatterns = [
    path("forecasts/", views.forecasts_page, name="forecasts"),
    path("forecasts.json", views.forecasts_json, name="forecasts-json"),
]
