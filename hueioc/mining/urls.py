"""Addresses of the pages of mining."""

from django.urls import path

from hueioc.mining.views import adopting, overview, remedies, times, variants

urlpatterns = [
    path("mining/", overview.overview_page, name="mining"),
    path("mining/edges.csv", overview.edges_csv, name="mining-edges-csv"),
    path("mining/variants/", variants.variants_page, name="mining-variants"),
    path("mining/remedies/", remedies.remedies_page, name="mining-remedies"),
    path("mining/remedies/adopt/", adopting.adopt_page, name="mining-adopt"),
    path("mining/times/", times.times_page, name="mining-times"),
]
