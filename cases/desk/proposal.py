"""Where the rules would send a case, with their reasons in words: shown where somebody assigns by hand."""

from dataclasses import dataclass

from cases import responsibility
from cases.desk import why
from cases.models import Case
from cases.routing import Route
from grids import roster
from grids.models import Post


@dataclass(frozen=True)
class Proposal:
    """A post with who holds it, and why the rules choose it."""

    route: Route
    post: Post
    holder: str
    reasons: list[str]


def of(case: Case, now) -> Proposal | None:
    """Return what the rules propose, None where nobody is posted. At most five queries, for the names."""
    route = responsibility.route(case)
    post = Post.objects.with_places().filter(pk=route.post).first() if route.post else None
    if post is None:
        return None
    holder = roster.holders([post], now).get(post.pk, "")
    return Proposal(route, post, str(holder), why.in_words(list(route.reasons), case))
