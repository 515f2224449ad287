"""Addresses of the public figures."""

from django.urls import path

from hueioc.indicators import views

urlpatterns = [
    path("statistics/", views.statistics_page, name="statistics"),
    path("statistics.csv", views.statistics_csv, name="statistics-csv"),
    path("statistics.json", views.statistics_json, name="statistics-json"),
]
