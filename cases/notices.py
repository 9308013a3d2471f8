"""Tell posts about events of cases and about joint meetings: told twice changes nothing."""

from cases.models import CaseEvent, Notice


def tell(posts, event: CaseEvent, now) -> int:
    """Leave a notice on some posts (ids; None is passed over) and return how many there are to tell."""
    rows = [Notice(post_id=post, event=event, at=now) for post in dict.fromkeys(posts) if post]
    if rows:
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def tell_of_meeting(posts, meeting, about: str, now, turn: int | None = None) -> int:
    """Leave a notice about a meeting on some posts (ids): called, moved, cancelled, minutes to sign, signed.

    Once a turn, which is the round of the meeting's notice unless another is given.
    """
    turn = meeting.notice_round if turn is None else turn
    rows = [
        Notice(post_id=post, meeting=meeting, about=about, turn=turn, at=now) for post in dict.fromkeys(posts) if post
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def unread(scope):
    """Return the unread notices of a person's posts, newest first."""
    notices = Notice.objects.filter(post__in=scope.post_ids, read_at__isnull=True)
    return notices.select_related("event__case", "meeting__grid", "post__grid")


def mark_read(scope, now) -> int:
    """Mark a person's notices as read and return how many there were."""
    return Notice.objects.filter(post__in=scope.post_ids, read_at__isnull=True).update(read_at=now)


def latest(scope):
    """Return all notices of a person's posts, read or not, newest first, with what their lines show."""
    return Notice.objects.filter(post__in=scope.post_ids).select_related(
        "event__case",
        "event__by",
        "event__post__grid",
        "event__post__department",
        "post__grid",
        "post__department",
        "meeting__grid",
    )
