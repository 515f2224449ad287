"""Addresses of returns."""

from django.urls import path

from hueioc.returns.views import board, collecting, excel, figures, filling, page

urlpatterns = [
    path("returns/", board.board_page, name="return-board"),
    path("returns/collect/", collecting.collections_page, name="return-collections"),
    path("returns/collect/<str:form>/<str:period>/", collecting.collection_page, name="return-collection"),
    path("returns/collect/<str:form>/<str:period>/xlsx/", excel.collection_xlsx, name="return-collection-xlsx"),
    path(
        "returns/collect/<str:form>/<str:period>/all/<slug:act>/", collecting.act_on_all, name="return-collection-act"
    ),
    path("returns/units/", collecting.units_page, name="return-units"),
    path("returns/figures/", figures.figures_page, name="return-figures"),
    path("returns/figures.csv", figures.figures_csv, name="return-figures-csv"),
    path("returns/figures.json", figures.figures_json, name="return-figures-json"),
    path("returns/figures/<str:form>/<str:field>/", figures.figure_page, name="return-figure"),
    path("returns/<str:code>/", page.return_page, name="return-page"),
    path("returns/<str:code>/fill/", filling.fill_page, name="return-fill"),
    path("returns/<str:code>/draft/", filling.save_cells, name="return-draft"),
    path("returns/<str:code>/xlsx/", excel.return_xlsx, name="return-xlsx"),
    path("returns/<str:code>/import/", excel.import_page, name="return-import"),
    path("returns/<str:code>/do/<slug:verb>/", page.verb_page, name="return-verb"),
]
