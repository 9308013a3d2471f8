"""What an administrator edits in casework: the calendar. And what they must see: events nobody could handle."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import office
from cases.models import CaseEvent, ExportRecord, MeetingRule, OfficeHours, SupervisionNotice, WorkdayOverride

FAILED_KINDS = ("case.escalation_failed", "case.closing_failed")


class CalendarAdmin(admin.ModelAdmin):
    """Tables of the calendar; this process forgets its snapshot at once, the others within a minute."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        office.forget()

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        office.forget()

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        office.forget()


@admin.register(WorkdayOverride)
class WorkdayOverrideAdmin(CalendarAdmin):
    list_display = ["date", "is_workday", "name", "source_doc"]
    list_filter = ["is_workday"]
    date_hierarchy = "date"


@admin.register(OfficeHours)
class OfficeHoursAdmin(CalendarAdmin):
    list_display = ["district", "opens", "closes"]
    list_select_related = ["district"]


class Trouble(admin.SimpleListFilter):
    """Given up, waiting for another try, or a case that could not be escalated."""

    title = _("trouble")
    parameter_name = "trouble"

    def lookups(self, request, model_admin):
        return [
            ("stuck", _("Given up")),
            ("waiting", _("Waiting for another try")),
            ("ladder", _("Not escalated or closed")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "waiting":
            return queryset.filter(handled_at__isnull=True, attempts__gt=0, try_at__isnull=False)
        if self.value() == "ladder":
            return queryset.filter(kind__in=FAILED_KINDS)
        return queryset.filter(handled_at__isnull=True, try_at__isnull=True)


@admin.register(CaseEvent)
class TroubledEventAdmin(admin.ModelAdmin):
    """Events the worker could not handle. Facts cannot be edited; another try can be ordered."""

    list_display = ["at", "kind", "case", "attempts", "last_error"]
    list_filter = [Trouble]
    list_select_related = ["case"]
    show_full_result_count = False
    actions = ["try_again"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser and obj is None

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description=_("Try again"))
    def try_again(self, request, queryset):
        """Let the sweep take the chosen events once more, from the first attempt."""
        count = queryset.filter(handled_at__isnull=True).update(try_at=timezone.now(), attempts=0)
        self.message_user(request, _("%(count)s events will be tried again within a minute.") % {"count": count})


@admin.register(SupervisionNotice)
class SupervisionNoticeAdmin(admin.ModelAdmin):
    """The register of supervision notices, to look at."""

    list_display = ["number", "kind", "case", "to_post", "issued_at", "reply_due_at", "struck_off_at"]
    list_filter = ["kind"]
    list_select_related = ["case", "to_post__grid", "to_post__department"]
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(MeetingRule)
class MeetingRuleAdmin(admin.ModelAdmin):
    """When each level meets, and the exceptions of single units; the city's row names who runs its meetings."""

    list_display = ["level", "grid", "rhythm", "weekday", "at", "place"]
    list_filter = ["level"]
    list_select_related = ["grid"]
    raw_id_fields = ["grid", "convener", "office"]


@admin.register(ExportRecord)
class ExportRecordAdmin(admin.ModelAdmin):
    """Who took cases out of the system as a file, to look at."""

    list_display = ["at", "by", "kind", "rows", "query"]
    list_filter = ["kind"]
    list_select_related = ["by"]
    date_hierarchy = "at"
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
