"""Photos, served only to who may see their case: the reporter's browser, staff in scope, everybody once public."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.intake import followed
from cases.models import Case, Photo
from grids import hats

HOUR = 3600


@require_safe
def photo(request: HttpRequest, photo_id) -> FileResponse:
    """Serve a photo in full; 404 for everybody who may not see it."""
    return _serve(request, photo_id, "image")


@require_safe
def thumbnail(request: HttpRequest, photo_id) -> FileResponse:
    """Serve a photo's thumbnail under the same rule."""
    return _serve(request, photo_id, "thumbnail")


def _serve(request: HttpRequest, photo_id, size: str) -> FileResponse:
    photo = get_object_or_404(Photo.objects.select_related("case"), pk=photo_id)
    if not _may_see(request, photo.case):
        raise Http404
    response = FileResponse(getattr(photo, size).open("rb"), content_type="image/jpeg")
    response["Cache-Control"] = f"private, max-age={HOUR}"
    return response


def _may_see(request: HttpRequest, case: Case) -> bool:
    if followed.may_follow(request, case.number):
        return True
    shown = Case.objects.shown_publicly() | Case.objects.shown_to_neighbours()
    if shown.filter(pk=case.pk).exists():
        return True
    if not request.user.is_authenticated:
        return False
    own = hats.worn(request, timezone.now())
    return Case.objects.visible_to(own).filter(pk=case.pk).exists()
