"""Who answers and strikes off notices and who whistles in the demo: the plan's verbs as calls of the domain."""

from cases import notice_permissions, supervision, whistles
from cases.models import Case, SupervisionNotice, WhistleCall
from grids.models import Post
from grids.scope import Scope


def answer(by: Scope, text: str, now) -> None:
    """Answer the notice that somebody owes a reply first; nothing where none is owed."""
    notice = notice_permissions.to_answer(by).first()
    if notice:
        supervision.answer(notice, text=text, by=by, now=now)


def strike_off(by: Scope, note: str, now) -> None:
    """Strike off the notice of somebody's office that was answered first."""
    answered = SupervisionNotice.objects.open().filter(replied_at__isnull=False)
    notice = answered.filter(pk__in=notice_permissions.issued_by_us(by).values("pk")).order_by("replied_at").first()
    if notice:
        supervision.strike_off(notice, note=note, by=by, now=now)


def whistle(case: Case, seats, by: Scope, now, **words) -> None:
    """Whistle for the posts on some seats (role, grid, department)."""
    posts = [seat(role, grid, department) for role, grid, department, *_rest in seats]
    whistles.blow(case, posts=posts, by=by, now=now, **words)


def report_in(case: Case, post: Post, by: Scope, note: str, now) -> None:
    """Report in for a post that was called about a case."""
    call = WhistleCall.objects.select_related("whistle__case").get(whistle__case=case, post=post)
    whistles.report_in(call, note=note, by=by, now=now)


def seat(role: str, grid: str, department: str) -> Post:
    return Post.objects.get(role=role, grid__code=grid, department__code=department)
