"""What the frame around every staff page shows: the places, my posts, how many notices I have not read."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, gettext_lazy as _

from cases.models import Notice
from grids import scope as scopes
from grids.models import Post, User
from grids.scope import Scope

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

    @property
    def posts(self) -> tuple[Post, ...]:
        return self.scope.posts

    @property
    def places(self) -> list[Place]:
        shown = [place for place in PLACES if self.scope.territories or place[0] not in FOR_TERRITORIES]
        return [Place(name, str(label), icon, url) for name, label, icon, url in shown]

    @property
    def unread_text(self) -> str:
        return str(self.unread) if self.unread <= MOST else f"{MOST}+"

    @property
    def title(self) -> str:
        """Return the first post's title, with the number of the others."""
        if not self.posts:
            return gettext("No post")
        others = len(self.posts) - 1
        return f"{self.posts[0].title} +{others}" if others else self.posts[0].title

    @property
    def place(self) -> str:
        return self.posts[0].grid.label if self.posts else ""


def of(user: User, scope: Scope | None, now: datetime) -> Shell:
    """Return the frame for a person; the door gives the scope it has already computed."""
    scope = scope or scopes.of(user, now)
    return Shell(scope, Notice.objects.filter(post__in=scope.post_ids, read_at__isnull=True).count())
