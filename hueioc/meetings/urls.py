"""Addresses of meetings."""

from django.urls import path

from hueioc.meetings.views import board, guests, minutes, page

urlpatterns = [
    path("meetings/", board.board_page, name="meeting-board"),
    path("meetings/new/", board.call_page, name="meeting-call"),
    path("meetings/<str:code>/", page.meeting_page, name="meeting-page"),
    path("meetings/<str:code>/do/<slug:deed>/", page.act_page, name="meeting-act"),
    path("meetings/<str:code>/papers/<int:paper>/", page.paper_page, name="meeting-paper"),
    path("meetings/<str:code>/votes/<int:number>/", page.ballot_page, name="meeting-ballot"),
    path("meetings/<str:code>/door/", page.door_page, name="meeting-door"),
    path("meetings/<str:code>/here/<str:door>/", page.here_page, name="meeting-here"),
    path("meetings/<str:code>/minutes.pdf", minutes.minutes_pdf, name="meeting-minutes"),
    path("m/<str:secret>/", guests.guest_page, name="meeting-guest"),
    path("m/<str:secret>/do/<slug:deed>/", guests.guest_act, name="meeting-guest-act"),
    path("m/<str:secret>/minutes.pdf", guests.guest_minutes_page, name="meeting-guest-minutes"),
    path("m/<str:secret>/papers/<int:paper>/", guests.guest_paper_page, name="meeting-guest-paper"),
]
