"""My notices: what was told to my posts, unread first to be seen, marked as read by one button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases import notices as verbs
from cases.desk import told
from cases.desk.door import staff_page

SHOWN = 60


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def notices(request: HttpRequest, scope, now) -> HttpResponse:
    """List the latest notices to my posts; POST marks all of them as read."""
    if request.method == "POST":
        verbs.mark_read(scope, now)
        return redirect("desk-notices")
    rows = list(verbs.latest(scope)[:SHOWN])
    unread = sum(notice.read_at is None for notice in rows)
    context = {"scope": scope, "now": now, "section": "desk", "lines": told.lines(rows, now), "unread": unread}
    return render(request, "desk/notices.html", context)
