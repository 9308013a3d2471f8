"""The photo of somebody who answers at a place, as long as they agree to it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from grids import portraits


@never_cache
@require_safe
def portrait(request: HttpRequest, key) -> HttpResponse:
    """Return the photo; 404 once the consent is taken back or the post is left, so nothing is kept by browsers."""
    jpeg = portraits.read(str(key), timezone.now())
    if not jpeg:
        raise Http404
    return HttpResponse(jpeg, content_type="image/jpeg")
