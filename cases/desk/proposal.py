"""Where the rules would send a case, with their reasons in words: shown where somebody assigns by hand."""

from dataclasses import dataclass

from cases import responsibility
from cases.desk import why
from cases.models import Case
from cases.routing import Route
from grids.models import Post


@dataclass(frozen=True)
class Proposal:
    """A post with who holds it, and why the rules choose it."""

    route: Route
    post: Post
    holder: str
    reasons: list[str]


def of(case: Case, posts: list[Post], holders: dict) -> Proposal | None:
    """Return what the rules propose among the posts one may choose, None where the case is there already.

    One query, for the posts that the reasons name.
    """
    route = responsibility.route(case)
    post = next((post for post in posts if post.pk == route.post != case.owner_id), None)
    if post is None:
        return None
    reasons = list(route.reasons)
    named = Post.objects.with_places().in_bulk({key for reason in reasons if (key := reason.get("post"))})
    return Proposal(route, post, str(holders.get(post.pk, "")), why.in_words(reasons, case, named))
