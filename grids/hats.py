"""The hat of a person with several posts: they work as one of them or as all. Kept in the session; it only narrows."""

from datetime import datetime

from django.http import HttpRequest

from grids import scope as scopes
from grids.models import Post
from grids.scope import Scope

KEY = "hat"


def worn(request: HttpRequest, now: datetime) -> Scope:
    """Return what the visitor answers for now, under the hat they wear. A hat they no longer have is as none."""
    return scopes.of(request.user, now).as_one(request.session.get(KEY))


def put_on(request: HttpRequest, scope: Scope, post_id: int) -> Post | None:
    """Work as one of one's posts from now on; None for a post that is not among them, and nothing changes."""
    post = next((post for post in scope.every_post if post.pk == post_id), None)
    if post is not None:
        request.session[KEY] = post.pk
    return post


def take_off(request: HttpRequest) -> None:
    """Work as all of one's posts again."""
    request.session.pop(KEY, None)
