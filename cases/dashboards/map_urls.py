"""/map/: the situation map (民情图)."""

from django.urls import path

from cases.dashboards import situation

urlpatterns = [
    path("", situation.mine, name="map"),
    path("<str:code>/", situation.unit, name="map-grid"),
    path("<str:code>/counts.json", situation.counts, name="map-counts"),
]
