"""/desk/: staff at work."""

from django.urls import path

from cases.desk.views import actions, bulk, case, contacts, desk, new, notices, saved, sheets, spot

urlpatterns = [
    # /desk/
    path("", desk.desk, name="desk"),
    path("bulk/", bulk.bulk, name="desk-bulk"),
    path("new/", new.new, name="desk-new"),
    path("new/on-the-spot/", spot.spot, name="desk-spot"),
    # /desk/new/many/
    path("new/many/", sheets.bring, name="desk-sheets"),
    path("new/many/template.xlsx", sheets.template, name="desk-sheet-template"),
    path("new/many/<int:pk>/", sheets.sheet, name="desk-sheet"),
    path("new/many/<int:pk>/left.xlsx", sheets.left, name="desk-sheet-left"),
    path("notices/", notices.notices, name="desk-notices"),
    path("saved/", saved.save, name="desk-saved"),
    path("saved/<int:pk>/", saved.change, name="desk-saved-change"),
    # /desk/cases/<number>/
    path("cases/<str:number>/", case.case, name="desk-case"),
    path("cases/<str:number>/preview/", case.preview, name="desk-preview"),
    path("cases/<str:number>/reveal/", contacts.reveal, name="desk-reveal"),
    path("cases/<str:number>/<slug:action>/", actions.act, name="desk-act"),
]
