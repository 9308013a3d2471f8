"""The only writer of postings: who holds which post, from when until when.

A case belongs to a post; who answers for it is whoever holds the post at that moment (责随职走).
"""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.db import IntegrityError, transaction
from django.db.models import Q

from grids.models import Post, Posting, User

BATCH = 2000


class AlreadyHeld(Exception):
    """Somebody else holds the post during some of that time."""


class NotHeld(Exception):
    """Nobody holds the post at that moment, or the posting has ended before it."""


class TooEarly(Exception):
    """A posting cannot end at or before the moment it begins."""


class NotInUse(Exception):
    """The account or the post has been closed."""


@transaction.atomic
def appoint(person: User, post: Post, from_at: datetime, by: User) -> Posting:
    """Give a person a post from a moment on. Raises AlreadyHeld or NotInUse."""
    post = _locked(post)
    if not (person.is_active and post.is_active):
        raise NotInUse(f"{person} / {post}")
    posting = _begin(Posting(person=person, post=post, active_from=from_at))
    _log(posting, by, ADDITION)
    return posting


@transaction.atomic
def end(posting: Posting, at: datetime, by: User) -> Posting:
    """End a posting at a moment. Raises NotHeld if it has ended by then, TooEarly if it has not begun."""
    _locked(posting.post)
    return _end(Posting.objects.with_people().get(pk=posting.pk), at, by)


@transaction.atomic
def hand_over(post: Post, to: User, at: datetime, by: User) -> Posting:
    """End the current posting and begin the next at the same instant, and return the next.

    Raises NotHeld if nobody holds the post, TooEarly if its holder only begins at that moment, AlreadyHeld if
    somebody is posted there for later, NotInUse for a closed account or post; each of them changes nothing.
    """
    post = _locked(post)
    current = Posting.objects.active(at).filter(post=post).first()
    if current is None:
        raise NotHeld(str(post))
    _end(current, at, by)
    return appoint(to, post, at, by)


@transaction.atomic
def appoint_many(seats: Iterable[tuple[User, Post]], from_at: datetime) -> int:
    """Give many people posts that nobody holds, as loading a staff list does. Raises AlreadyHeld, changing nothing."""
    postings = [Posting(person=person, post=post, active_from=from_at) for person, post in seats]
    try:
        with transaction.atomic():
            Posting.objects.bulk_create(postings, batch_size=BATCH)
    except IntegrityError as error:
        _raise_if_held(error, f"one of {len(postings)} posts")
    return len(postings)


def holder(post: Post, now: datetime) -> User | None:
    """Return who holds a post at a moment."""
    return holders([post], now).get(post.pk)


def holders(posts: Iterable[Post], now: datetime) -> dict[int, User]:
    """Return who holds each of the posts at a moment, by the post's id, in one query. Vacant posts are left out."""
    postings = Posting.objects.active(now).filter(post__in=[post.pk for post in posts]).select_related("person")
    return {posting.post_id: posting.person for posting in postings}


def posting_reaching(post: Post, moment: datetime) -> Posting | None:
    """Return the first posting that still holds at a moment or begins after it: what stands in the way of another."""
    reaching = Posting.objects.filter(Q(active_to__isnull=True) | Q(active_to__gt=moment), post=post)
    return reaching.select_related("person").order_by("active_from").first()


def posts_of(user: User, now: datetime) -> list[Post]:
    """Return the posts a person holds at a moment, with grid and department, the widest territory first."""
    return list(Post.objects.of_person(user, now))


def _locked(post: Post) -> Post:
    # Two appointments that meet in the exclusion constraint can deadlock; behind this lock one waits for the other.
    return Post.objects.select_for_update().get(pk=post.pk)


def _begin(posting: Posting) -> Posting:
    try:
        with transaction.atomic():
            posting.save(force_insert=True)
    except IntegrityError as error:
        _raise_if_held(error, str(posting.post))
    return posting


def _end(posting: Posting, at: datetime, by: User) -> Posting:
    if posting.active_to is not None and posting.active_to <= at:
        raise NotHeld(str(posting))
    if at <= posting.active_from:
        raise TooEarly(str(posting))
    posting.active_to = at
    posting.save(update_fields=["active_to"])
    _log(posting, by, CHANGE)
    return posting


def _raise_if_held(error: IntegrityError, what: str):
    # The exclusion constraint decides races; any other broken constraint is a fault and stays one.
    if error.__cause__.diag.constraint_name != "one_person_per_post_at_a_time":
        raise error
    raise AlreadyHeld(what) from error


def _log(posting: Posting, by: User, action: int) -> None:
    LogEntry.objects.log_actions(by.pk, [posting], action, change_message=str(posting), single_object=True)
