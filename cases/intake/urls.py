"""/, /report/, /joined/, /track/, /mine/, /photos/: what residents use, without an account."""

from django.urls import path

from cases.intake import guard, home, joining, mine, my_data, pictures, remarks, reporting, switches, tracking

urlpatterns = [
    path("", home.home, name="home"),
    path("report/", reporting.report, name="report"),
    path("report/place/", reporting.place, name="report-place"),
    path("report/kind/", reporting.kind, name="report-kind"),
    path("report/join/", joining.join, name="report-join"),
    path("joined/<str:link>/", joining.joined, name="joined"),
    path("report/challenge/", guard.challenge, name="report-challenge"),
    path("report/done/", reporting.done, name="report-done"),
    path("track/", tracking.track, name="track"),
    path("track/forget/", mine.forget, name="track-forget"),
    path("track/<str:number>/", tracking.case, name="track-case"),
    path("track/<str:number>/urge/", tracking.urge, name="track-urge"),
    path("track/<str:number>/details/", tracking.supply, name="track-details"),
    path("track/<str:number>/rate/", tracking.rate, name="track-rate"),
    path("track/<str:number>/add/", remarks.add, name="track-add"),
    path("track/<str:number>/withdraw/", remarks.withdraw, name="track-withdraw"),
    path("track/<str:number>/reopen/", remarks.reopen, name="track-reopen"),
    path("mine/", mine.mine, name="mine"),
    path("mine/code/", mine.code, name="mine-code"),
    path("mine/leave/", mine.leave, name="mine-leave"),
    path("track/<str:number>/my-data/", my_data.page, name="my-data"),
    path("track/<str:number>/my-data/code/", my_data.code, name="my-data-code"),
    path("track/<str:number>/my-data/copy/", my_data.copy, name="my-data-copy"),
    path("track/<str:number>/my-data/correct/", my_data.correct, name="my-data-correct"),
    path("track/<str:number>/my-data/erase/", my_data.erase, name="my-data-erase"),
    path(
        "track/<str:number>/my-data/co-signers/<int:signer>/erase/",
        my_data.erase_co_signer,
        name="my-data-erase-co-signer",
    ),
    path("photos/<uuid:photo_id>/", pictures.photo, name="photo"),
    path("photos/<uuid:photo_id>/thumb/", pictures.thumbnail, name="photo-thumb"),
    path("large-print/", switches.large_print, name="large-print"),
]
