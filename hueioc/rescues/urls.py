"""Addresses of rescue."""

from django.urls import path

from hueioc.rescues.views import asking, board, family, page, paper, registers, team

urlpatterns = [
    path("rescue/", asking.ask_page, name="rescue-ask"),
    path("rescue/safe/", family.safe_page, name="rescue-safe"),
    path("rescue/safe/<str:secret>/", family.safe_told_page, name="rescue-safe-told"),
    path("rescue/search/", family.search_page, name="rescue-search"),
    path("rescue/search/<str:secret>/", family.search_told_page, name="rescue-search-told"),
    path("s/<str:secret>/", family.family_page, name="rescue-family"),
    path("s/<str:secret>/do/<slug:deed>/", family.family_act, name="rescue-family-act"),
    path("damage/", family.damage_page, name="rescue-damage"),
    path("damage/figures.csv", family.damage_csv, name="rescue-damage-csv"),
    path("team/<str:key>/", team.team_page, name="rescue-team"),
    path("team/<str:key>/do/<slug:deed>/", team.team_act, name="rescue-team-act"),
    path("team/<str:key>/<str:code>/", team.stop_page, name="rescue-team-stop"),
    path("rescues/", board.board_page, name="rescue-board"),
    path("rescues/new/", board.short_page, name="rescue-short"),
    path("rescues/texts/", board.paste_page, name="rescue-paste"),
    path("rescues/assign/", page.assign_many, name="rescue-assign-many"),
    path("rescues/print/", paper.print_page, name="rescue-print"),
    path("rescues/print/list.pdf", paper.list_pdf, name="rescue-list-pdf"),
    path("rescues/relief/", registers.relief_page, name="rescue-relief"),
    path("rescues/damages/", registers.damages_page, name="rescue-damages"),
    path("rescues/registers/", registers.register_page, name="rescue-registers"),
    path("rescues/registers/team/<str:code>/key/", registers.key_page, name="rescue-team-key"),
    path("rescues/registers/<slug:what>/", registers.entry_page, name="rescue-entry-new"),
    path("rescues/registers/<slug:what>/<str:code>/", registers.entry_page, name="rescue-entry"),
    path("rescues/<str:code>/", page.call_page, name="rescue-page"),
    path("rescues/<str:code>/reach/", page.reach_page, name="rescue-reach"),
    path("rescues/<str:code>/photo/<int:number>/", page.photo_page, name="rescue-photo"),
    path("rescues/<str:code>/act/<slug:deed>/", page.act_page, name="rescue-act"),
    path("rescues/<str:code>/do/<slug:deed>/", page.press, name="rescue-press"),
]
