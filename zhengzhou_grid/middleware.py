"""What no page should have to think of: bytes that no text may hold."""

import contextlib

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import render_to_string

NUL = "\0"  # PostgreSQL stores none in texts and refuses to be asked for one; only broken and probing programs send it


class RefuseNul:
    """Answer 400 to a request with a NUL in its path, its query, its cookies or its form."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path or _has_nul(request.GET.lists()) or _has_nul([("", request.COOKIES.values())]):
            return _refusal()
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view) -> HttpResponse | None:
        """Look into the form, which is read here first."""
        if request.method == "POST":
            with contextlib.suppress(UnreadablePostError):  # gone while sending: the check of the form's token says so
                return _refusal() if _has_nul(request.POST.lists()) else None
        return None


def _has_nul(lists) -> bool:
    return any(NUL in name or any(NUL in value for value in values) for name, values in lists)


def _refusal() -> HttpResponse:
    return HttpResponse(render_to_string("400.html"), status=400)
