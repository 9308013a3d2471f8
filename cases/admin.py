"""What an administrator edits in casework: the calendar. And what they must see: events nobody could handle."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import (
    ladder,
    office,
    rungs,
    square_admin,  # noqa: F401 -- registers what streets publish
    standard_replies,
    sweeps,
)
from cases.deadlines import Limit
from cases.models import (
    CaseEvent,
    ExportRecord,
    LadderRung,
    MeetingRule,
    OfficeHours,
    StandardReply,
    SupervisionNotice,
    WorkdayOverride,
)

FAILED_KINDS = ("case.escalation_failed", sweeps.NOT_CLOSED, sweeps.NOT_BACK)


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


@admin.register(StandardReply)
class StandardReplyAdmin(admin.ModelAdmin):
    """Texts to begin a reply with; this process shows a change at once, the others within a minute."""

    list_display = ["name_zh", "use", "position", "is_active"]
    list_filter = ["use", "is_active"]
    search_fields = ["name_zh", "text_zh"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        standard_replies.forget()

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        standard_replies.forget()

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        standard_replies.forget()


FAULTS = {
    "early": _("Rung 1 warns before the deadline: less than 100 per cent, and no time after it."),
    "deadline": _("Rung 2 is the deadline itself: 100 per cent, and no time after it."),
    "after": _("Rungs 3 and 4 come after the deadline: more than 100 per cent."),
    "order": _("It would come before the rung below it."),
    "watch": _("A higher rung is never watched at a lower level than the rung below it."),
    "card": _("The card would be milder than that of the rung below it."),
    "meeting_date": _("Rung 5 is a red card at the district; whatever goes beyond it is done by hand."),
}


class LadderRungForm(forms.ModelForm):
    """A row of the ladder, refused with the reason where the ladder it belongs to would not be one."""

    def clean(self):
        super().clean()
        row, grace = self.instance, self.cleaned_data.get("grace", "")
        if grace:
            try:
                Limit.parse(grace)
            except ValueError:
                self.add_error("grace", _("Write a number and its unit: 30m, 24E, 4H, 2D or 60C."))
        if self.errors:
            return
        for name, value in self.cleaned_data.items():
            setattr(row, name, value)
        for number, codes in ladder.faults(rungs.with_row(row)).items():
            for code in codes:
                said = FAULTS[code]
                self.add_error(
                    None, said if number == row.number else _("Rung %(n)d: %(said)s") % {"n": number, "said": said}
                )


@admin.register(LadderRung)
class LadderRungAdmin(admin.ModelAdmin):
    """The ladder: which rung comes when, who watches, which card goes out. New rows hold from each case's next rung."""

    form = LadderRungForm
    list_display = ["number", "category", "urgency", "percent", "grace", "level", "card", "meets"]
    list_filter = ["number", "urgency"]
    list_select_related = ["category"]
    autocomplete_fields = ["category"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        rungs.forget()

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        rungs.forget()

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        rungs.forget()


class Trouble(admin.SimpleListFilter):
    """Given up, waiting for another try, or a case that could not be escalated."""

    title = _("trouble")
    parameter_name = "trouble"

    def lookups(self, request, model_admin):
        return [
            ("stuck", _("Given up")),
            ("waiting", _("Waiting for another try")),
            ("ladder", _("Not escalated, closed or resumed")),
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

    list_display = ["number", "kind", "case", "to_post", "issued_at", "reply_due_at", "replied_at", "struck_off_at"]
    list_filter = ["kind", "counts"]
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
