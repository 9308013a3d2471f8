"""Form fields of the desk: photos, a grid by code or name, a post by place, a category by class."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy as _

from cases import photos, seats
from cases.meetings import benches
from cases.models import Case
from grids import roster
from grids.models import Category, Department, Grid, Role
from grids.models.grid import COMMUNITY
from grids.permissions import grids_visible_to
from grids.scope import Scope

MANY_GRIDS = 600  # above it the list of suggestions stops at the communities
ASSIGNABLE = (Role.CADRE, Role.DISTRICT_WINDOW, Role.STREET_DESK, Role.COMMUNITY_SECRETARY, Role.GRID_LEADER)


class ManyFiles(forms.ClearableFileInput):
    """A file box that takes several photos at once."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Up to nine photos, each decoded and re-encoded; a broken one is refused with its name."""

    def __init__(self, **options):
        options.setdefault("required", False)
        options.setdefault("label", _("Photos"))
        attrs = {"accept": "image/jpeg,image/png,image/webp"}
        super().__init__(widget=ManyFiles(attrs=attrs), **options)

    def clean(self, data, initial=None):
        uploads = [upload for upload in (data or []) if upload]
        for upload in uploads:
            super().clean(upload, initial)
        try:
            return photos.check_all(uploads)
        except photos.BadPhoto as error:
            raise forms.ValidationError(error.message) from error


class GridField(forms.CharField):
    """A grid in the person's area, typed as code or name; suggestions come in a datalist without JavaScript."""

    def __init__(self, scope: Scope, list_id: str = "grid-list", **options):
        self.visible = grids_visible_to(scope)
        attrs = {"list": list_id, "autocomplete": "off", "placeholder": _("Type a name or a code")}
        super().__init__(widget=forms.TextInput(attrs=attrs), max_length=120, label=_("Grid"), **options)

    def clean(self, value):
        text = super().clean(value).strip()
        if not text:
            return None
        code, name = text.split()[0], text
        if code.isdigit():
            grid = self.visible.filter(code=code).first()
        else:
            named = list(self.visible.filter(name=name)[:2]) or list(self.visible.filter(name_en=name)[:2])
            if len(named) > 1:
                raise forms.ValidationError(gettext("Several places have this name; give the code."))
            grid = named[0] if named else None
        if grid is None:
            raise forms.ValidationError(gettext("No such grid in your area."))
        return grid

    def suggestions(self) -> list[Grid]:
        """Return the grids to suggest, the whole area where it is not too large."""
        found = list(self.visible.order_by("code")[: MANY_GRIDS + 1])
        if len(found) <= MANY_GRIDS:
            return found
        return list(self.visible.filter(level__lte=COMMUNITY).order_by("code")[:MANY_GRIDS])


class CategoryField(forms.ModelChoiceField):
    """A leaf category, under its class."""

    def __init__(self, **options):
        options.setdefault("label", _("Category"))
        options.setdefault("empty_label", _("Choose…"))
        super().__init__(Category.objects.leaves(), **options)
        self.choices = self._grouped

    def __deepcopy__(self, memo):
        """Let the field of each form read its own kinds, once; those of the class would grow old with the process."""
        copy = super().__deepcopy__(memo)
        copy.choices = copy._grouped
        return copy

    def _grouped(self):
        yield ("", self.empty_label)
        classes: dict[str, list] = {}
        for leaf in self.queryset:
            classes.setdefault(leaf.parent.label, []).append((leaf.pk, f"{leaf.code} {leaf.label}"))
        yield from classes.items()


class PlacedBoxes(forms.CheckboxSelectMultiple):
    """Boxes that know the heading they stand under."""

    headings: dict = {}

    def create_option(self, name, value, *args, **options):
        made = super().create_option(name, value, *args, **options)
        return made | {"heading": self.headings.get(str(value), "")}


class PostsField(forms.ModelMultipleChoiceField):
    """Staffed posts that may co-handle a case: first those of its supporting departments, then by place, nearest first.

    Not the post that leads it, nor one that has an open order on it already.
    """

    widget = PlacedBoxes

    def __init__(self, case: Case, now, **options):
        posts = seats.held(now).filter(grid__in=seats.path_ids(case), role__in=ASSIGNABLE).with_places()
        taken = [pk for pk in (case.owner_id, *case.owing) if pk]
        posts = posts.exclude(pk__in=taken).order_by("-grid__level", "role", "department")
        super().__init__(posts, label=_("To whom"), **options)
        people = roster.holders(posts, now)
        listed = set(case.supporting_departments)
        found = sorted(posts, key=lambda post: post.department_id not in listed)
        by_list = gettext("Supporting by the responsibility list")
        headings = {str(p.pk): by_list if p.department_id in listed else p.grid.label for p in found}
        names = {p.pk: str(p) if p.department_id in listed else p.title for p in found}
        self.choices = [(post.pk, f"{names[post.pk]} · {people.get(post.pk, '')}") for post in found]
        self.widget.headings = headings


class UnitsField(forms.ModelMultipleChoiceField):
    """The departments with somebody posted along a case's place, but for the one that leads it."""

    def __init__(self, case: Case, now):
        units = {seat.department.pk: seat.department for seat in benches.of(case, now)}
        units.pop(case.lead_department_id, None)
        super().__init__(
            Department.objects.filter(pk__in=units),
            label=_("Units that should be called"),
            help_text=_(
                "To lead or to support. The lead unit, and those the responsibility list names, are called anyway."
            ),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.choices = [(unit.pk, unit.short) for unit in sorted(units.values(), key=lambda unit: unit.name_zh)]


class PostField(forms.ModelChoiceField):
    """A staffed post along the path of a case's place, nearest first, with who holds it."""

    def __init__(self, case: Case, now, **options):
        options.setdefault("label", _("To whom"))
        posts = self.posts(case, now).with_places()
        super().__init__(posts.order_by("-grid__level", "role", "department"), **options)
        self.now = now
        self.choices = self._grouped

    @staticmethod
    def posts(case: Case, now):
        return seats.held(now).filter(grid__in=seats.path_ids(case), role__in=ASSIGNABLE)

    @cached_property
    def staffed(self) -> tuple[list, dict]:
        """The posts to choose from, and who holds each of them."""
        posts = list(self.queryset)
        return posts, roster.holders(posts, self.now)

    def _grouped(self):
        """Yield the posts by place; a page asks for them several times."""
        posts, people = self.staffed
        yield ("", gettext("Choose…"))
        places: dict[str, list] = {}
        for post in posts:
            places.setdefault(post.grid.label, []).append((post.pk, f"{post.title} · {people.get(post.pk, '')}"))
        yield from places.items()


class MentionField(PostField):
    """A post to be told of a note: one that sees the case already."""

    def __init__(self, case: Case, now):
        hint = _("Its holder gets a notice. Only posts that see the case can be chosen.")
        super().__init__(case, now, required=False, label=_("Mention a unit"), help_text=hint)

    @staticmethod
    def posts(case: Case, now):
        return seats.seeing(case, now)
