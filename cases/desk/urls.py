"""/desk/: staff at work."""

from django.urls import path

from cases.desk.views import actions, bulk, case, columns, contacts, desk, new, notices, saved

urlpatterns = [
    # /desk/
    path("", desk.desk, name="desk"),
    path("fresh/", desk.fresh, name="desk-fresh"),
    path("columns/", columns.keep, name="desk-columns"),
    path("bulk/", bulk.bulk, name="desk-bulk"),
    path("new/", new.new, name="desk-new"),
    path("notices/", notices.notices, name="desk-notices"),
    path("saved/", saved.save, name="desk-saved"),
    path("saved/<int:pk>/", saved.change, name="desk-saved-change"),
    # /desk/cases/<number>/
    path("cases/<str:number>/", case.case, name="desk-case"),
    path("cases/<str:number>/preview/", case.preview, name="desk-preview"),
    path("cases/<str:number>/reveal/", contacts.reveal, name="desk-reveal"),
    path("cases/<str:number>/<slug:action>/", actions.act, name="desk-act"),
]
