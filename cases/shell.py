"""What the frame around every staff page shows: the places, my posts, how many notices I have not read."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count, IntegerField, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, gettext_lazy as _

from cases.models import Handover, Notice
from grids import permissions, scope as scopes
from grids.models import Post, User
from grids.scope import Scope
from zhengzhou_grid.lib.prepared import kept

PLACES = (
    ("desk", _("Desk"), "inbox", "/desk/"),
    ("map", _("Map"), "map-2", "/map/"),
    ("meetings", _("Meetings"), "users-group", "/meetings/"),
    ("supervision", _("Supervision"), "flag-3", "/desk/supervision/"),
    ("dashboard", _("Figures"), "chart-histogram", "/dashboard/"),
)
FOR_TERRITORIES = ("map", "dashboard")  # figures of a place are for those who answer for the whole of it
MOST = 99  # a bell that says 99+ is enough


@dataclass(frozen=True)
class Place:
    """An entry of the rail."""

    name: str
    label: str
    icon: str
    url: str


@dataclass(frozen=True)
class Shell:
    """The frame of one staff page."""

    scope: Scope
    unread: int
    to_confirm: int = 0

    @property
    def posts(self) -> tuple[Post, ...]:
        return self.scope.posts

    @cached_property
    def places(self) -> list[Place]:
        shown = [place for place in PLACES if self.scope.territories or place[0] not in FOR_TERRITORIES]
        return [Place(name, str(label), icon, url) for name, label, icon, url in shown]

    @property
    def unread_text(self) -> str:
        return str(self.unread) if self.unread <= MOST else f"{MOST}+"

    @property
    def keeps_objects(self) -> bool:
        return bool(permissions.keeps_objects(self.scope))

    @property
    def has_hats(self) -> bool:
        return len(self.scope.every_post) > 1

    @property
    def hat(self) -> Post | None:
        """Return the post somebody works as while they have others; None for all of them."""
        return self.posts[0] if self.scope.put_aside else None

    @property
    def wardrobe(self) -> list[Post]:
        """Return all posts in an order that does not change with the hat."""
        return sorted(self.scope.every_post, key=lambda post: (post.grid.level, post.pk))

    @property
    def title(self) -> str:
        """Return the first post's title, with the number of the others."""
        if not self.posts:
            return gettext("No post")
        others = len(self.posts) - 1
        first = acting(self.posts[0])
        return f"{first} +{others}" if others else first

    @property
    def place(self) -> str:
        return self.posts[0].grid.label if self.posts else ""


def of(user: User, scope: Scope | None, now: datetime) -> Shell:
    """Return the frame for a person; the door gives the scope it has already computed."""
    scope = scope or scopes.of(user, now)
    [(unread, to_confirm)] = _counts(user.pk, tuple(scope.post_ids))
    return Shell(scope, unread, to_confirm)


def acting(post: Post) -> str:
    """Return a post's title, marked where somebody stands in on it."""
    if post.acting_for is None:
        return post.title
    return gettext("%(post)s, acting for %(name)s") % {"post": post.title, "name": post.acting_for}


@kept
def _counts(user: int, posts: tuple[int, ...]):
    """Count unread notices and hand-over lists to confirm in one query: every page of the staff asks this."""
    notices = Notice.objects.filter(post__in=posts, read_at__isnull=True)
    handovers = Handover.objects.waiting_for(User(pk=user))
    return User.objects.filter(pk=user).values_list(_count(notices), _count(handovers))


def _count(heap) -> Coalesce:
    whole = heap.order_by().annotate(one=Value(1)).values("one")
    return Coalesce(Subquery(whole.annotate(count=Count("pk")).values("count"), output_field=IntegerField()), 0)
