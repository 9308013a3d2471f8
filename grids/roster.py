"""The only writer of postings and leaves: who holds which post, and who stands in, from when until when.

A case belongs to a post; who answers for it is whoever holds the post at that moment (责随职走).
"""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.db import IntegrityError, transaction
from django.db.models import Q

from grids.models import Leave, Post, Posting, User

BATCH = 2000


class AlreadyHeld(Exception):
    """Somebody else holds the post during some of that time."""


class NotHeld(Exception):
    """Nobody holds the post at that moment, or the posting has ended before it."""


class TooEarly(Exception):
    """A posting cannot end at or before the moment it begins, nor a leave."""


class AlreadyDeputised(Exception):
    """Somebody else stands in on the post during some of that time."""


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
def hand_over(post: Post, to: User, at: datetime, by: User, seen: Posting | None = None) -> Posting:
    """End the current posting and begin the next at the same instant, and return the next.

    Raises NotHeld if nobody holds the post, or somebody else than in the posting `seen`; TooEarly if its holder only
    begins at that moment, AlreadyHeld if somebody is posted there for later, NotInUse for a closed account or post;
    each of them changes nothing.
    """
    post = _locked(post)
    current = Posting.objects.active(at).filter(post=post).first()
    if current is None or (seen is not None and current.pk != seen.pk):
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


@transaction.atomic
def leave(posting: Posting, deputy: User, from_at: datetime, to_at: datetime, by: User) -> Leave:
    """Let a deputy stand in for the holder of a post in the half-open period [from_at, to_at).

    Raises TooEarly for a period that does not end after it begins, NotHeld where the posting does not span it,
    NotInUse for a closed account or post, AlreadyDeputised where another leave overlaps; each changes nothing.
    """
    post = _locked(posting.post)
    posting = Posting.objects.with_people().get(pk=posting.pk)
    if to_at <= from_at:
        raise TooEarly(str(posting))
    if posting.active_from > from_at or (posting.active_to is not None and posting.active_to < to_at):
        raise NotHeld(str(posting))
    if not (deputy.is_active and post.is_active):
        raise NotInUse(f"{deputy} / {post}")
    leave = Leave(post=post, person=posting.person, deputy=deputy, active_from=from_at, active_to=to_at)
    try:
        with transaction.atomic():
            leave.save(force_insert=True)
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != "one_deputy_per_post_at_a_time":
            raise
        raise AlreadyDeputised(str(post)) from error
    _log(leave, by, ADDITION)
    return leave


@transaction.atomic
def end_leave(leave: Leave, at: datetime, by: User) -> None:
    """End a leave at a moment; one that has not begun by then is taken back. Raises NotHeld if it is over."""
    _locked(leave.post)
    found = Leave.objects.filter(pk=leave.pk, active_to__gt=at).select_related("deputy", "post").first()
    if found is None:
        raise NotHeld(str(leave))
    _cut(found, at, by)


def posting_at(post: Post, now: datetime) -> Posting | None:
    """Return the posting of whoever holds a post at a moment."""
    return Posting.objects.active(now).filter(post=post).with_people().first()


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
    # No key of it changes, so that events and cases may still refer to the post meanwhile.
    return Post.objects.select_for_update(no_key=True).get(pk=post.pk)


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
    # nobody stands in for somebody who no longer holds the post
    reaching = Leave.objects.filter(post=posting.post_id, person=posting.person_id, active_to__gt=at)
    for leave in reaching.select_related("deputy", "post"):
        _cut(leave, at, by)
    return posting


def _cut(leave: Leave, at: datetime, by: User) -> None:
    if leave.active_from >= at:
        _log(leave, by, DELETION)
        leave.delete()
        return
    leave.active_to = at
    leave.save(update_fields=["active_to"])
    _log(leave, by, CHANGE)


def _raise_if_held(error: IntegrityError, what: str):
    # The exclusion constraint decides races; any other broken constraint is a fault and stays one.
    if error.__cause__.diag.constraint_name != "one_person_per_post_at_a_time":
        raise error
    raise AlreadyHeld(what) from error


def _log(row: Posting | Leave, by: User, action: int) -> None:
    LogEntry.objects.log_actions(by.pk, [row], action, change_message=str(row), single_object=True)
