"""/desk/: staff at work."""

from django.urls import path

from cases.desk.views import (
    actions,
    bulk,
    case,
    columns,
    contacts,
    desk,
    handovers,
    job_sheet,
    looks,
    new,
    notices,
    objects,
    portrait,
    posts,
    saved,
    sheets,
    spot,
    supervision,
    watching,
    whistles,
    workflow,
)

urlpatterns = [
    # /desk/
    path("", desk.desk, name="desk"),
    path("fresh/", desk.fresh, name="desk-fresh"),
    path("columns/", columns.keep, name="desk-columns"),
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
    path("workflow/", workflow.workflow, name="desk-workflow"),
    path("hat/", posts.hat, name="desk-hat"),
    # /desk/objects/
    path("objects/", objects.objects, name="desk-objects"),
    path("objects/labels.pdf", objects.as_labels, name="desk-object-labels"),
    path("objects/<str:code>/use/", objects.use, name="desk-object-use"),
    # /desk/posts/
    path("posts/", posts.posts, name="desk-posts"),
    path("posts/<int:pk>/", posts.post, name="desk-post"),
    path("posts/<int:pk>/hand-over/", posts.hand_over, name="desk-hand-over"),
    path("posts/<int:pk>/leave/", posts.leave, name="desk-leave"),
    path("leaves/<int:pk>/end/", posts.end_leave, name="desk-end-leave"),
    path("photo/", portrait.portrait, name="desk-portrait"),
    path("photo/withdraw/", portrait.withdraw, name="desk-portrait-withdraw"),
    # /desk/handovers/
    path("handovers/", handovers.handovers, name="desk-handovers"),
    path("handovers/<int:pk>/", handovers.handover, name="desk-handover"),
    path("handovers/<int:pk>/confirm/", handovers.confirm, name="desk-confirm"),
    # /desk/supervision/, /desk/whistles/
    path("looks/", looks.register, name="desk-looks"),
    path("supervision/", supervision.listing, name="desk-supervision"),
    path("supervision/<slug:number>/", supervision.notice, name="desk-supervision-notice"),
    path("supervision/<slug:number>/paper/", supervision.paper, name="desk-supervision-paper"),
    path("supervision/<slug:number>/paper/file.<slug:kind>", supervision.file, name="desk-supervision-file"),
    path("whistles/", whistles.listing, name="desk-whistles"),
    path("whistles/<slug:number>/", whistles.whistle, name="desk-whistle"),
    # /desk/cases/<number>/
    path("cases/<str:number>/", case.case, name="desk-case"),
    path("cases/<str:number>/preview/", case.preview, name="desk-preview"),
    path("cases/<str:number>/sheet/", job_sheet.job_sheet, name="desk-job-sheet"),
    path("cases/<str:number>/follow/", watching.follow, name="desk-follow"),
    path("cases/<str:number>/open/", watching.still_open, name="desk-still-open"),
    path("cases/<str:number>/reveal/", contacts.reveal, name="desk-reveal"),
    path("cases/<str:number>/<slug:action>/", actions.act, name="desk-act"),
]
