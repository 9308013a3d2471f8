"""The photo of somebody who answers at a place, as long as they agree to it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from grids import portraits


@never_cache
@require_safe
def portrait(request: HttpRequest, key) -> HttpResponse:
    """Return the photo; 404 from the moment the consent is taken back, hence nothing is kept by browsers."""
    jpeg = portraits.read(str(key))
    if not jpeg:
        raise Http404
    return HttpResponse(jpeg, content_type="image/jpeg")
