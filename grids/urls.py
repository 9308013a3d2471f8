"""/grids/: where grids lie and which ones there are."""

from django.urls import path

from grids.views import find, outlines, portraits

app_name = "grids"

urlpatterns = [
    path("find/", find.find, name="find"),
    path("portraits/<uuid:key>/", portraits.portrait, name="portrait"),
    path("at.json", outlines.at, name="at"),
    path("children.json", outlines.children, name="children"),
    path("search.json", outlines.search, name="search"),
    path("<str:code>/outlines.json", outlines.outlines, name="outlines"),
]
