"""Addresses of the downloads."""

from django.urls import path

from hueioc.opendata import views

urlpatterns = [
    path("open-data/", views.catalogue_page, name="open-data"),
    path("open-data/cases.csv", views.cases_csv, name="open-data-cases-csv"),
    path("open-data/cases.json", views.cases_json, name="open-data-cases-json"),
    path("open-data/figures.csv", views.figures_csv, name="open-data-figures-csv"),
]
