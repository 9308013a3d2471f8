"""What a printed page needs to lead back to the screen: a whole address, and its QR code."""

import segno
from django.conf import settings
from django.http import HttpRequest


def address(request: HttpRequest, path: str) -> str:
    """Return an address to print: the town's own host where one is set."""
    return f"https://{settings.SITE_HOST}{path}" if settings.SITE_HOST else request.build_absolute_uri(path)


def qr(text: str) -> str:
    """Return a QR code as inline SVG; the style sheet gives it its colour."""
    return segno.make(text, error="m", micro=False).svg_inline(border=0, omitsize=True)
