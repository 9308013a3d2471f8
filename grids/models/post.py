"""Posts in a grid. A case belongs to a post, never to a person (责随职走)."""

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from grids.models.posting import Posting
from zhengzhou_grid.lib.bilingual import pick


class Role(models.TextChoices):
    """What a post is for. The level of its grid is checked by a constraint only where the role fixes it."""

    GRID_LEADER = "grid_leader", _("Grid leader")
    DEPUTY_GRID_LEADER = "deputy_grid_leader", _("Deputy grid leader")
    CADRE = "cadre", _("Sunk-down cadre")
    COMMUNITY_SECRETARY = "community_secretary", _("Community Party secretary")
    STREET_DESK = "street_desk", _("Street intake desk")
    STREET_LEADER = "street_leader", _("Street leader")
    DISTRICT_WINDOW = "district_window", _("District department window")
    DISTRICT_DESK = "district_desk", _("District dispatch desk")
    DISTRICT_OFFICIAL = "district_official", _("District official")
    SUPERVISOR = "supervisor", _("Supervision office")


ROLE_WORDS = dict(Role.choices)  # Django's get_role_display would build it anew for each post
DEPARTMENT_ROLES = (Role.CADRE, Role.DISTRICT_WINDOW)


class PostQuerySet(models.QuerySet):
    """Named queries over posts."""

    def held_by(self, user, now):
        """Return the posts a person holds at a moment."""
        return self.filter(postings__in=user.postings.active(now))

    def in_chain(self, grid):
        """Return the posts in a grid and in every grid above it."""
        return self.filter(grid__in=grid.get_ancestors(include_self=True))

    def of_person(self, user, now):
        """Return the posts in use that somebody holds at a moment, with their places, the widest territory first."""
        return self.held_by(user, now).filter(is_active=True).with_places().order_by("grid__level", "pk")

    def answered_for_by(self, user, now):
        """Return the posts in use that somebody holds or stands in for, as `of_person` does.

        A post stood in for carries the name of whom it is stood in for as `acting_for`.
        """
        standing_in = user.standing_in.active(now).order_by()
        name = Coalesce(NullIf("person__name", Value("")), "person__username")
        held = user.postings.active(now).order_by().values("post")
        posts = self.filter(pk__in=held.union(standing_in.values("post"), all=True), is_active=True)
        acting = Subquery(standing_in.filter(post=OuterRef("pk")).values_list(name)[:1])
        return posts.annotate(acting_for=acting).with_places().order_by("grid__level", "pk")

    def mentioning(self, word, now):
        """Return the posts whose place, code or present holder has a word in its name."""
        holders = Posting.objects.active(now).filter(post=OuterRef("pk"), person__name__contains=word)
        place = Q(grid__name__contains=word) | Q(grid__code__startswith=word)
        return self.filter(place | Exists(holders))

    def with_places(self):
        return self.select_related("grid", "department")

    def with_holders(self, now):
        """Load with each post the posting of who holds it at a moment: post.held.person, held is None when vacant."""
        at = models.Q(postings__active_from__lte=now) & (
            models.Q(postings__active_to__isnull=True) | models.Q(postings__active_to__gt=now)
        )
        held = models.FilteredRelation("postings", condition=at)
        return self.annotate(held=held).select_related("grid", "department", "held__person")


class Post(models.Model):
    """A seat with duties in one grid, for department roles together with the department that fills it."""

    role = models.CharField(_("role"), max_length=24, choices=Role.choices)
    grid = models.ForeignKey("grids.Grid", verbose_name=_("grid"), on_delete=models.PROTECT, related_name="posts")
    department = models.ForeignKey(
        "grids.Department",
        verbose_name=_("department"),
        on_delete=models.PROTECT,
        related_name="posts",
        null=True,
        blank=True,
    )
    phone = models.CharField(_("office phone"), max_length=32, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = PostQuerySet.as_manager()
    acting_for = None  # in a deputy's scope: the name of who is on leave

    class Meta:
        ordering = ["grid_id", "role", "department_id"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(
                fields=["grid", "role", "department"], name="one_post_per_seat", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=DEPARTMENT_ROLES, department__isnull=False)
                | (~models.Q(role__in=DEPARTMENT_ROLES) & models.Q(department__isnull=True)),
                name="department_posts_name_their_department",
            ),
        ]
        indexes = [
            # routing: the cadres and windows of one department along a grid's ancestors
            models.Index(fields=["department", "grid"], name="post_department_grid"),
        ]

    def __str__(self):
        return f"{self.grid.label} {self.title}"

    @property
    def title(self) -> str:
        """Return the title without the place: 城管下沉干部, Grid leader."""
        role = str(ROLE_WORDS.get(self.role, self.role))
        if self.department_id is None:
            return role
        return pick(f"{self.department.short_zh}{role}", f"{self.department.short} · {role}")
