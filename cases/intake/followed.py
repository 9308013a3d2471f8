"""Which cases this browser may follow: those it reported or opened with the right code. Kept in the session."""

from django.http import HttpRequest

KEY = "followed_cases"
MOST = 50


def remember(request: HttpRequest, number: str) -> None:
    """Let this browser follow a case from now on."""
    numbers = [known for known in request.session.get(KEY, []) if known != number]
    request.session[KEY] = [number, *numbers][:MOST]


def may_follow(request: HttpRequest, number: str) -> bool:
    return number in request.session.get(KEY, [])
