"""/, /report/, /track/, /photos/: what residents use, without an account."""

from django.urls import path

from cases.intake import home, my_data, pictures, reporting, switches, tracking

urlpatterns = [
    path("", home.home, name="home"),
    path("report/", reporting.report, name="report"),
    path("report/place/", reporting.place, name="report-place"),
    path("report/done/", reporting.done, name="report-done"),
    path("track/", tracking.track, name="track"),
    path("track/<str:number>/", tracking.case, name="track-case"),
    path("track/<str:number>/urge/", tracking.urge, name="track-urge"),
    path("track/<str:number>/details/", tracking.supply, name="track-details"),
    path("track/<str:number>/rate/", tracking.rate, name="track-rate"),
    path("track/<str:number>/my-data/", my_data.page, name="my-data"),
    path("track/<str:number>/my-data/copy/", my_data.copy, name="my-data-copy"),
    path("track/<str:number>/my-data/correct/", my_data.correct, name="my-data-correct"),
    path("track/<str:number>/my-data/erase/", my_data.erase, name="my-data-erase"),
    path("photos/<uuid:photo_id>/", pictures.photo, name="photo"),
    path("photos/<uuid:photo_id>/thumb/", pictures.thumbnail, name="photo-thumb"),
    path("large-print/", switches.large_print, name="large-print"),
]
