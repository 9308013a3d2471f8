"""Hand a post over with its open cases and a list of them (责随职走, 交接单); both persons confirm the list.

The only writer of hand-over lists. Postings are written by grids.roster in the same transaction: all of it, or nothing.
"""

from contextlib import contextmanager

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from cases import lifecycle
from cases.deadlines import CITY_TZ
from cases.models import CoHandlingOrder, Handover, HandoverItem, Serial
from grids import colleagues, permissions, roster
from grids.models import Post, Posting, User

BATCH = 1000


def visible_to(scope):
    """Return the lists of a person: those they are a party of or arranged, and those of posts they may staff."""
    own = Q(from_person=scope.user) | Q(to_person=scope.user) | Q(proposed_by=scope.user)
    return Handover.objects.filter(own | Q(post__in=permissions.posts_staffed_by(scope))).with_people()


@transaction.atomic
def hand_over(posting: Posting, to: User, *, by, now, note: str = "") -> Handover:
    """End a posting, begin the successor's, and write down the open cases of the post, on a list and on each case.

    Raises NotPermitted with the reason, Incomplete where the holder names a stranger to the unit, and NotPossible when
    the posting seen no longer holds.
    """
    post, leaver = posting.post, posting.person
    _refuse(permissions.may_staff(post, leaver, by), permissions.may_receive(to, leaver, by))
    # whom to let see a unit's cases is its office's to say; among its own people the holder says it
    if not (permissions.staffs(post, by) or colleagues.are(to, post, now)):
        words = gettext("You hand over to a colleague of the same unit or department; the office above posts others.")
        raise lifecycle.Incomplete({"to": words})
    with _as_refusals():
        roster.hand_over(post, to, now, by=by.user, seen=posting)
    return _write_down(post, leaver, to, by=by, now=now, note=note)


@transaction.atomic
def fill(post: Post, to: User, *, by, now, note: str = "") -> Handover:
    """Give a vacant post to somebody, with the open cases that lie on it, on a list and on each case.

    Raises NotPermitted with the reason, and NotPossible when somebody holds the post meanwhile.
    """
    _refuse(permissions.may_staff(post, None, by), permissions.may_receive(to, None, by))
    with _as_refusals():
        roster.appoint(to, post, now, by=by.user)
    return _write_down(post, None, to, by=by, now=now, note=note)


@transaction.atomic
def confirm(handover: Handover, *, by, now) -> Handover:
    """Confirm a list as one of its two persons; a second time changes nothing. Raises NotPermitted for others."""
    locked = Handover.objects.select_for_update(no_key=True).get(pk=handover.pk)
    side = {locked.from_person_id: "confirmed_by_from_at", locked.to_person_id: "confirmed_by_to_at"}.get(by.user.pk)
    if side is None:
        raise lifecycle.NotPermitted(gettext("Only the two persons of a hand-over confirm its list."))
    if getattr(locked, side) is None:
        setattr(locked, side, now)
        locked.save(update_fields=[side])
    return locked


def holders_of(post: Post):
    """Return everybody who held or holds a post, the latest first."""
    return post.postings.select_related("person").order_by("-active_from")


def _refuse(*verdicts) -> None:
    for verdict in verdicts:
        if not verdict:
            raise lifecycle.NotPermitted(verdict.reason)


@contextmanager
def _as_refusals():
    """Say in the reader's language why the roster did not do it."""
    try:
        yield
    except (roster.NotHeld, roster.TooEarly) as error:
        raise lifecycle.NotPossible(gettext("The post has changed hands meanwhile.")) from error
    except roster.AlreadyHeld as error:
        raise lifecycle.NotPossible(gettext("Somebody is posted here now, or from a later day on.")) from error
    except roster.NotInUse as error:
        raise lifecycle.NotPossible(gettext("The account or the post is closed.")) from error


def _write_down(post: Post, leaver: User | None, to: User, *, by, now, note: str) -> Handover:
    """Note the change on each open case of a post that has just changed hands, and list them.

    The post's own come first, then its co-handling orders on the cases of others, each by due time.
    """
    year = now.astimezone(CITY_TZ).year
    number = f"交接〔{year}〕{Serial.objects.take(f'handover:{year}')}号"
    cases = lifecycle.pass_on(post, by=by, now=now, number=number, from_person=leaver, to_person=to)
    handover = Handover.objects.create(
        number=number, post=post, from_person=leaver, to_person=to, proposed_by=by.user, at=now, note=note.strip()
    )
    by_key = {case.pk: case for case in cases}
    orders = list(CoHandlingOrder.objects.open().filter(post=post, case__in=by_key).order_by("due_at", "pk"))
    helped = {order.case_id for order in orders}
    # a case can be both: the post verifies it, and does its part of it
    own = [case for case in cases if case.pk not in helped or post.pk in (case.owner_id, case.waiting_on_id)]
    lines = [_line(handover, case) for case in own]
    lines += [_order_line(handover, by_key[order.case_id], order) for order in orders]
    for position, line in enumerate(lines, 1):
        line.position = position
    HandoverItem.objects.bulk_create(lines, BATCH)
    return handover


def _line(handover: Handover, case) -> HandoverItem:
    return HandoverItem(
        handover=handover,
        case=case,
        number=case.number,
        title=case.title,
        state=case.state,
        due_at=case.due_at,
        lamp=case.lamp(handover.at),
    )


def _order_line(handover: Handover, case, order: CoHandlingOrder) -> HandoverItem:
    return HandoverItem(
        handover=handover,
        case=case,
        order=order,
        number=case.number,
        title=case.title,
        state=order.state,
        due_at=order.due_at,
        lamp=order.lamp(handover.at),
    )
