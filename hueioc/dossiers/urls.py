"""Addresses of dossiers."""

from django.urls import path

from hueioc.dossiers.views import boards, citizen, desk, documents, index766, page, tracking

urlpatterns = [
    path("d/", tracking.look_up_page, name="dossier-look-up"),
    path("d/<str:number>", tracking.track_page, name="dossier-track"),
    path("d/<str:number>/", tracking.track_page),
    path("procedures/", citizen.procedures_page, name="dossier-procedures"),
    path("procedures/<str:code>/", citizen.procedure_page, name="dossier-procedure"),
    path("procedures/<str:code>/file/", citizen.file_page, name="dossier-file"),
    path("dossiers/", boards.board_page, name="dossier-board"),
    path("dossiers/desk/", desk.desk_page, name="dossier-desk"),
    path("dossiers/desk/<str:procedure>/", desk.take_in_page, name="dossier-take-in"),
    path("dossiers/ward/", boards.ward_page, name="dossier-ward"),
    path("index-766/", index766.index_page, name="index-766"),
    path("index-766/table.csv", index766.index_csv, name="index-766-csv"),
    path("index-766/<str:item>/", index766.index_item_page, name="index-766-item"),
    path("dossiers/mine/", citizen.mine_page, name="dossier-mine"),
    path("dossiers/<str:code>/", page.dossier_page, name="dossier-page"),
    path("dossiers/<str:code>/applicant/", page.applicant_page, name="dossier-applicant"),
    path("dossiers/<str:code>/files/<slug:file>", page.file_page, name="dossier-file-open"),
    path("dossiers/<str:code>/slip.pdf", documents.slip_pdf, name="dossier-slip"),
    path("dossiers/<str:code>/apology.pdf", documents.apology_pdf, name="dossier-apology"),
    path("dossiers/<str:code>/do/<slug:verb>/", page.verb_page, name="dossier-verb"),
]
