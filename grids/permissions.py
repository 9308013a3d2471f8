"""Which grids a member of staff may look into, and whether they may do a thing there."""

from django.db.models import Q
from django.utils.translation import gettext as _

from grids.models import Grid, Post, Role, User
from grids.models.grid import STREET
from grids.scope import Scope
from zhengzhou_grid.lib.verdicts import ALLOWED, Denied, Verdict

STAFFING = {Role.DISTRICT_DESK, Role.STREET_DESK, Role.STREET_LEADER}


def grids_visible_to(scope: Scope):
    """Return the grids in a person's territories, be they answered for in whole or by one department."""
    places = [*scope.territories, *(grid for _department, grid in scope.departments)]
    inside = Q(pk__in=[])
    for grid in places:
        inside |= Q(code__startswith=grid.code)
    return Grid.objects.filter(inside)


def posts_visible_to(scope: Scope):
    """Return the posts a person may look at: their own, those of the territories they answer for; all to the office."""
    if keeps_postings(scope.user):
        return Post.objects.all()
    inside = Q(pk__in=[post.pk for post in scope.every_post])
    for grid in scope.territories:
        inside |= Q(grid__code__startswith=grid.code)
    return Post.objects.filter(inside)


def staffs_others(scope: Scope) -> bool:
    """Tell whether somebody staffs posts besides their own, and so may look for them."""
    return keeps_postings(scope.user) or not scope.roles.isdisjoint(STAFFING)


def posts_staffed_by(scope: Scope):
    """Return the posts a person may hand over or name a deputy for by office, as `may_staff` says; not their own."""
    if keeps_postings(scope.user):
        return Post.objects.all()
    below = Q(pk__in=[])
    for own in scope.posts:
        inside = Q(grid__code__startswith=own.grid.code)
        if own.role == Role.DISTRICT_DESK:
            below |= inside & ~Q(pk=own.pk)
        elif own.role in (Role.STREET_DESK, Role.STREET_LEADER):
            below |= inside & (Q(grid__level__gt=STREET) | Q(role=Role.CADRE))
    return Post.objects.filter(below)


def keeps_postings(user: User | None) -> bool:
    """Tell whether somebody is an administrator of posts and of who holds them."""
    return user is not None and user.is_staff and user.has_perm("grids.add_posting")


def staffs(post: Post, scope: Scope) -> bool:
    """Tell whether somebody staffs a post by office, whoever holds it: from above, or as an administrator."""
    return keeps_postings(scope.user) or any(_is_above(own, post) for own in scope.posts)


def may_staff(post: Post, holder: User | None, scope: Scope) -> Verdict:
    """Say whether somebody may hand over a post or name a deputy: the holder, the office above it, administrators."""
    if holder is not None and scope.user is not None and holder.pk == scope.user.pk:
        return ALLOWED
    if staffs(post, scope):
        return ALLOWED
    return Denied(_("Only its holder, the office above it or an administrator may do this."))


def may_receive(person: User, holder: User | None, scope: Scope) -> Verdict:
    """Say whether somebody may give a post to a person, for good or for a while: not to themselves."""
    if holder is not None and person.pk == holder.pk:
        return Denied(_("This person holds the post already."))
    if scope.user is not None and person.pk == scope.user.pk and not keeps_postings(scope.user):
        return Denied(_("Nobody gives a post to themselves; somebody else of the office does."))
    if not person.is_active:
        return Denied(_("This account is closed."))
    return ALLOWED


def _is_above(own: Post, post: Post) -> bool:
    """Tell whether one's own post staffs another: a district desk in its district, a street its cadres and below."""
    if own.pk == post.pk or not post.grid.code.startswith(own.grid.code):
        return False
    if own.role == Role.DISTRICT_DESK:
        return True
    return own.role in (Role.STREET_DESK, Role.STREET_LEADER) and (post.grid.level > STREET or post.role == Role.CADRE)


def keeps_objects(scope: Scope) -> list[Grid]:
    """Return the grids whose public objects a person enters and prints labels for: those of a desk's own posts."""
    return [post.grid for post in scope.posts if post.role in (Role.STREET_DESK, Role.DISTRICT_DESK)]


def may_keep_object(grid: Grid, scope: Scope) -> Verdict:
    """Say whether somebody may enter a public object in a grid, or change one: the desks of its street and district."""
    if any(grid.code.startswith(own.code) for own in keeps_objects(scope)):
        return ALLOWED
    return Denied(_("Only the desk of the street or the district may do this."))


def may_see_dashboard(scope: Scope, grid: Grid) -> Verdict:
    """Figures of a grid are for those who answer for the whole of it."""
    if scope.governs(grid):
        return ALLOWED
    return Denied(_("Your posts do not reach %(grid)s.") % {"grid": grid.label})
