"""Large print on and off, remembered in a cookie, without JavaScript."""

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "elder"
YEAR = 365 * 24 * 3600


@require_POST
def large_print(request: HttpRequest) -> HttpResponseRedirect:
    """Turn large print over and go back to where the person was."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if request.COOKIES.get(COOKIE):
        response.delete_cookie(COOKIE, samesite="Lax")
    else:
        response.set_cookie(COOKIE, "1", max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response
