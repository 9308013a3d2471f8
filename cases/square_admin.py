"""What streets publish, in the admin: an administrator writes everywhere, the desk of a street for its own street."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import public_words
from cases.models import Activity, News, VolunteerTeam
from grids import scope
from grids.models import Grid, Role
from grids.models.grid import COMMUNITY, STREET


def _streets(user) -> set[str]:
    """Return the codes of the streets whose desk somebody holds now."""
    posts = scope.of(user, timezone.now()).posts
    return {post.grid.code for post in posts if post.role == Role.STREET_DESK}


def _may_write(user, code: str | None = None) -> bool:
    """Return whether somebody writes for a unit, or for any unit at all."""
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    streets = _streets(user)
    return bool(streets) if code is None else code[:9] in streets


class StreetAdmin(admin.ModelAdmin):
    """Rows of a street or a community in it: seen and written by that street's desk and by administrators only."""

    texts = ()  # what everybody reads
    unit = "street"  # the way from a row to its unit
    levels = (STREET,)

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related(self.unit)
        if request.user.is_superuser:
            return rows
        return rows.filter(**{f"{self.unit}__code__regex": rf"^({'|'.join(_streets(request.user)) or '-'})"})

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.related_model is Grid:
            kwargs["queryset"] = _units(request.user, self.levels)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_autocomplete_fields(self, request):
        return [self.unit] if request.user.is_superuser else []  # the desk chooses among its own few

    def has_module_permission(self, request):
        return _may_write(request.user)

    def has_add_permission(self, request):
        return _may_write(request.user)

    def has_view_permission(self, request, obj=None):
        return _may_write(request.user, obj and self.unit_of(obj).code)

    def has_change_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        written = [getattr(obj, name) for name in self.texts]
        if public_words.announced(written, [getattr(obj, "phone", "")]) != written:
            words = _("A number in this text looks private: in public it is masked. Telephones of our offices are not.")
            messages.warning(request, words)

    def unit_of(self, obj) -> Grid:
        return getattr(obj, self.unit)


def _units(user, levels):
    units = Grid.objects.filter(level__in=levels)
    if user.is_superuser:
        return units
    return units.filter(code__regex=rf"^({'|'.join(_streets(user)) or '-'})")


@admin.register(News)
class NewsAdmin(StreetAdmin):
    texts = ("title_zh", "title_en", "text_zh", "text_en")
    list_display = ["title_zh", "street", "published_at", "until"]
    date_hierarchy = "published_at"
    search_fields = ["title_zh", "text_zh", "street__name"]


class ActivityInline(admin.StackedInline):
    """What a team does; whoever writes for the team writes these."""

    model = Activity
    extra = 0
    fieldsets = [(None, {"fields": [("title_zh", "title_en"), ("place_zh", "place_en"), ("starts_at", "ends_at")]})]

    def has_add_permission(self, request, obj=None):
        return _may_write(request.user, obj and obj.unit.code)

    def has_view_permission(self, request, obj=None):
        return self.has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return self.has_add_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_add_permission(request, obj)


@admin.register(VolunteerTeam)
class VolunteerTeamAdmin(StreetAdmin):
    texts = ("name_zh", "name_en", "what_zh", "what_en")
    unit = "unit"
    levels = (STREET, COMMUNITY)
    list_display = ["name_zh", "unit", "phone", "upcoming", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name_zh", "unit__name"]
    inlines = [ActivityInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("activities")

    @admin.display(description=_("activities to come"))
    def upcoming(self, team):
        now = timezone.now()
        return sum(activity.ends_at > now for activity in team.activities.all())
