"""Tell posts about events: one notice per post and event, told twice changes nothing."""

from cases.models import CaseEvent, Notice


def tell(posts, event: CaseEvent, now) -> int:
    """Leave a notice on some posts (ids; None is passed over) and return how many there are to tell."""
    rows = [Notice(post_id=post, event=event, at=now) for post in dict.fromkeys(posts) if post]
    if rows:
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def unread(scope):
    """Return the unread notices of a person's posts, newest first."""
    notices = Notice.objects.filter(post__in=scope.post_ids, read_at__isnull=True)
    return notices.select_related("event__case", "post__grid")


def mark_read(scope, now) -> int:
    """Mark a person's notices as read and return how many there were."""
    return Notice.objects.filter(post__in=scope.post_ids, read_at__isnull=True).update(read_at=now)


def latest(scope):
    """Return all notices of a person's posts, read or not, newest first, with what their lines show."""
    return Notice.objects.filter(post__in=scope.post_ids).select_related(
        "event__case", "event__by", "event__post__grid", "event__post__department", "post__grid", "post__department"
    )
