"""Addresses of stations and alarms."""

from django.urls import path

from hueioc.sensors.views import alarms, public, staff

urlpatterns = [
    path("stations/", public.stations_page, name="stations"),
    path("stations/quality/", staff.quality_page, name="station-quality"),
    path("stations/upload/", staff.upload_page, name="station-upload"),
    path("stations/<slug:code>/", public.station_page, name="station"),
    path("stations/<slug:code>/readings.csv", public.station_csv, name="station-csv"),
    path("alarms/", alarms.alarms_page, name="alarms"),
    path("alarms/<str:code>/", alarms.alarm_page, name="alarm-page"),
    path("alarms/<str:code>/do/<slug:verb>/", alarms.verb_page, name="alarm-verb"),
]
