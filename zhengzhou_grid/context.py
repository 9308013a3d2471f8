"""What every template may use: whose site this is, and whether it is a demo."""

from django.conf import settings


def site(request):
    """Return the town's own settings, the demo notice and the place to come back to after a change of language."""
    return {
        "ORGANISER": settings.ORGANISER,
        "ICP_NO": settings.ICP_NO,
        "MAP_APPROVAL_NO": settings.MAP_APPROVAL_NO,
        "DEMO": settings.DEMO,
        "LANGUAGES": settings.LANGUAGES,
        "here": request.get_full_path(),
    }
