"""/desk/: staff at work."""

from django.urls import path

from cases.desk.views import actions, bulk, case, contacts, desk, new, notices, saved, supervision, whistles

urlpatterns = [
    # /desk/
    path("", desk.desk, name="desk"),
    path("bulk/", bulk.bulk, name="desk-bulk"),
    path("new/", new.new, name="desk-new"),
    path("notices/", notices.notices, name="desk-notices"),
    path("saved/", saved.save, name="desk-saved"),
    path("saved/<int:pk>/", saved.change, name="desk-saved-change"),
    # /desk/supervision/, /desk/whistles/
    path("supervision/", supervision.listing, name="desk-supervision"),
    path("supervision/<slug:number>/", supervision.notice, name="desk-supervision-notice"),
    path("supervision/<slug:number>/paper/", supervision.paper, name="desk-supervision-paper"),
    path("whistles/", whistles.listing, name="desk-whistles"),
    path("whistles/<slug:number>/", whistles.whistle, name="desk-whistle"),
    # /desk/cases/<number>/
    path("cases/<str:number>/", case.case, name="desk-case"),
    path("cases/<str:number>/preview/", case.preview, name="desk-preview"),
    path("cases/<str:number>/reveal/", contacts.reveal, name="desk-reveal"),
    path("cases/<str:number>/<slug:action>/", actions.act, name="desk-act"),
]
