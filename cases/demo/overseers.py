"""Who oversees in the demo: notices, whistles and the city's meeting; the plan's verbs as calls of the domain."""

from cases import notice_permissions, supervision, whistles
from cases.models import Case, MeetingRule, SupervisionNotice, WhistleCall
from cases.models.meeting import CITY
from grids.models import Post, Role
from grids.scope import Scope


def give_the_city_an_office() -> None:
    """Let the supervision office of 上街区 run the city's joint meeting, unless an office is named already.

    The tree ends at the districts, so that the city has no posts of its own; in real use its row names who it is.
    """
    post = Post.objects.filter(role=Role.SUPERVISOR, grid__code="410106", is_active=True).first()
    rule, _is_new = MeetingRule.objects.get_or_create(level=CITY, grid=None, defaults={"rhythm": "quarterly"})
    if post is None or rule.convener_id or rule.office.exists():
        return
    rule.convener, rule.place = post, "郑州市政务服务中心 5 楼 502 会议室"
    rule.save(update_fields=["convener", "place"])
    rule.office.add(post)


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
