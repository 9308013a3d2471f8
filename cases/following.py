"""Follow a case, let it go, and tell who follows. Sight is asked anew each time: nobody hears beyond their posts."""

from cases import notices
from cases.models import Case, CaseEvent, Follow
from cases.workflow import TERMINAL, State
from grids import scope as scopes

MOST = 200  # followers of one case; more is a matter for the notice board


def follow(case: Case, by) -> None:
    """Let a person hear of a case; doing it twice changes nothing."""
    Follow.objects.get_or_create(case=case, user=by.user)


def unfollow(case: Case, by) -> None:
    Follow.objects.filter(case=case, user=by.user).delete()


def tell(events: list[CaseEvent], now) -> None:
    """Leave a notice of each of some events of a case for each follower but who did it, on the post that sees the case.

    One query where nobody follows. A case at its end is let go by everybody.
    """
    follows = list(Follow.objects.filter(case=events[0].case_id).select_related("user")[:MOST])
    if not follows:
        return
    for event in events:
        posts = [_post_of(follow.user, event, now) for follow in follows if follow.user_id != event.by_id]
        notices.tell(posts, event, now)
    if any(event.to_state in TERMINAL | {State.EVALUATED} for event in events):
        Follow.objects.filter(case=events[0].case_id).delete()


def _post_of(user, event: CaseEvent, now) -> int | None:
    """Return the first of a person's posts that sees the case; None when they no longer do."""
    for post in scopes.of(user, now).posts:
        if Case.objects.visible_to(scopes.Scope((post,), user)).filter(pk=event.case_id).exists():
            return post.pk
    return None
