"""The page of the synchronisation."""

from django.urls import path

from hueioc.connectors.onestop.views import sync_page

urlpatterns = [path("", sync_page, name="onestop-sync")]
