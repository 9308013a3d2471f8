"""What the page of a meeting to come shows: agenda, who is asked and answers, what may be done next."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from cases import meetings
from cases.meetings import following
from cases.meetings_room import room, steps
from cases.models import Invitation, JointMeeting
from grids.models import Department, Post, Posting, Role

SPEAKING = (
    Role.CADRE, Role.DISTRICT_WINDOW, Role.STREET_LEADER, Role.COMMUNITY_SECRETARY, Role.GRID_LEADER,
    Role.DISTRICT_OFFICIAL, Role.SUPERVISOR,
)  # fmt: skip

CONVENING = (
    Role.DISTRICT_OFFICIAL, Role.DISTRICT_DESK, Role.SUPERVISOR, Role.STREET_LEADER, Role.COMMUNITY_SECRETARY,
)  # fmt: skip


@dataclass
class Guest:
    """One row of who is asked: what it answered, the forms to answer and to sign in, and who holds the post."""

    invitation: Invitation
    holder: str
    is_mine: bool
    reply: steps.ReplyForm
    errors: list = field(default_factory=list)


@dataclass
class Bound:
    """The one form that was just sent and refused: its name, the row it belongs to, the form itself."""

    name: str = ""
    row: int = 0
    form: object = None


def guests(meeting: JointMeeting, scope, now, bound: Bound) -> list[Guest]:
    """Return everybody asked, conveners and leads first. Two queries."""
    order = {part: place for place, part in enumerate(Invitation.Part.values)}
    asked = list(meeting.invitations.select_related("post__grid", "post__department", "department"))
    held = Posting.objects.serving(now).filter(post__in=[each.post_id for each in asked])
    people = dict(held.values_list("post_id", "person__name"))
    rows = []
    for each in sorted(asked, key=lambda one: (order[one.part], one.pk)):
        is_bound = bound.row == each.pk
        reply = bound.form if is_bound and bound.name == "reply" else steps.ReplyForm(
            initial={"answer": each.reply, "substitute": each.substitute, "authority": each.authority},
            auto_id=f"reply-{each.pk}-%s",
        )  # fmt: skip
        errors = (
            [words for found in bound.form.errors.values() for words in found]
            if is_bound and bound.name == "sign-in"
            else []
        )
        rows.append(Guest(each, people.get(each.post_id, ""), each.post_id in scope.post_ids, reply, errors))
    return rows


def who_may_come(meeting: JointMeeting, now, roles=SPEAKING):
    """Return the held posts that may be asked: those in the unit and above it. The city asks all districts' windows."""
    held = Exists(Posting.objects.serving(now).filter(post=OuterRef("pk")))
    posts = Post.objects.filter(held, is_active=True, role__in=roles).with_places()
    grid = meeting.grid
    if grid is None:
        return posts.filter(grid__level=0)
    near = posts.filter(grid__code__in=[grid.code[:6], grid.code[:9], grid.code[:12]])
    below = posts.filter(grid__code__startswith=grid.code, grid__level__lte=grid.level + 1)
    return (near | below).order_by("grid__level", "role", "department__code").distinct()


def who_may_convene(meeting: JointMeeting, now):
    """Return the held posts that may convene: the leaders of the unit and of those above it, and the district's office.

    The city has no leaders of its own; a district's or the supervision office's may be named.
    """
    level = meeting.grid.level if meeting.grid else 0
    return who_may_come(meeting, now, CONVENING).filter(grid__level__lte=level)


def _name_suggested(items) -> None:
    """Load with each item the units its proposal suggests to call, as `suggested_units`. One query."""
    named = Department.objects.in_bulk({pk for item in items for pk in item.suggested})
    for item in items:
        item.suggested_units = [named[pk] for pk in item.suggested if pk in named]


def page(meeting: JointMeeting, scope, now, bound: Bound | None = None) -> dict:
    """Return what the page shows. A dozen queries."""
    bound = bound or Bound()
    verdict = meetings.may_manage(meeting, scope)
    rows = guests(meeting, scope, now, bound)
    items = room.items(meeting, scope)
    if verdict:
        _name_suggested(items)
    quorum = meetings.quorum(meeting, [row.invitation for row in rows])

    def form(name, fresh):
        return bound.form if bound.name == name else fresh

    return {
        "scope": scope,
        "now": now,
        "section": "meetings",
        "meeting": meeting,
        "verdict": verdict,
        "items": items,
        "guests": rows,
        "mine": [row for row in rows if row.is_mine],
        "answered": sum(bool(row.invitation.reply) for row in rows),
        "quorum": quorum,
        "earliest": meetings.earliest(meeting, False, now),
        "standings": [following.standing(each, now) for each in following.open_of(meeting.grid)] if verdict else [],
        "notice": form("notice", steps.NoticeForm()),
        "invite": form("invite", steps.InviteForm(posts=who_may_come(meeting, now))) if verdict else None,
        "has_convener": any(row.holder for row in rows if row.invitation.part == Invitation.Part.CONVENER),
        "convener": form("convener", steps.ConvenerForm(posts=who_may_convene(meeting, now), auto_id="convener-%s"))
        if verdict
        else None,
        "move": form(
            "move", steps.MoveForm(initial={"held_at": meeting.held_at, "place": meeting.place}, auto_id="move-%s")
        ),
        "cancel": form("cancel", steps.CancelForm(auto_id="cancel-%s")),
        "bound": bound,
        "day_format": room.day_format(),
    }
