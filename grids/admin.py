"""Reference data, posts and people for the administrator. Grids are looked at here and changed by grids.tree only."""

import json

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from grids import catalogue, roster
from grids.models import (
    Category,
    Department,
    Grid,
    Keyword,
    Post,
    Posting,
    Questionnaire,
    ResponsibilityRule,
    User,
)


class IndentedJSON(json.JSONEncoder):
    """JSON that a person can read and edit."""

    def __init__(self, **options):
        super().__init__(**{**options, "indent": 2, "ensure_ascii": False})


class RuleInline(admin.TabularInline):
    """The responsibility list of one category."""

    model = ResponsibilityRule
    fields = ["level", "lead_department", "supporting_departments", "basis"]
    autocomplete_fields = ["lead_department", "supporting_departments"]
    extra = 0


@admin.register(Department)
class DepartmentAdmin(admin.ModelAdmin):
    """The lines."""

    list_display = ["code", "name_zh", "name_en", "short_zh", "is_territorial"]
    list_filter = ["is_territorial"]
    search_fields = ["code", "name_zh", "name_en", "short_zh", "short_en"]


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    """The kinds of matters, their limits and who leads them."""

    list_display = ["code", "name_zh", "name_en", "limit", "urgency", "function", "ledger", "is_common", "is_active"]
    list_filter = ["is_active", "urgency", "function", "ledger", "is_common", "needs_photo", "is_sensitive"]
    search_fields = ["code", "name_zh", "name_en", "short_zh", "short_en"]
    autocomplete_fields = ["parent"]
    list_select_related = ["parent"]
    list_per_page = 60
    inlines = [RuleInline]


@admin.register(ResponsibilityRule)
class RuleAdmin(admin.ModelAdmin):
    """The responsibility list as one table."""

    list_display = ["category", "level", "lead_department", "supporters"]
    list_filter = ["level", "lead_department"]
    list_select_related = ["category", "lead_department"]
    search_fields = ["category__code", "category__name_zh", "category__name_en", "lead_department__name_zh"]
    autocomplete_fields = ["category", "lead_department", "supporting_departments"]
    list_per_page = 60

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("supporting_departments")

    @admin.display(description=_("supporting departments"))
    def supporters(self, rule):
        return gettext(", ").join(department.short for department in rule.supporting_departments.all())


class QuestionnaireForm(forms.ModelForm):
    """The questions as indented JSON."""

    questions = forms.JSONField(
        label=_("questions"),
        required=False,
        encoder=IndentedJSON,
        widget=forms.Textarea(attrs={"rows": 40, "cols": 110}),
        help_text=_(
            "A list of questions, each with code, kind (text, number, choice, several, yes_no), zh, en, and where "
            "wanted help_zh, help_en, required and options. An empty list asks nothing. Saving makes a new version."
        ),
    )

    def clean_questions(self):
        return self.cleaned_data["questions"] or []


@admin.register(Questionnaire)
class QuestionnaireAdmin(admin.ModelAdmin):
    """What each category asks. A change is saved as a new version; old answers keep the one they were given to."""

    form = QuestionnaireForm
    list_display = ["category", "version", "made_at"]
    list_filter = ["category__parent"]
    list_select_related = ["category"]
    search_fields = ["category__code", "category__name_zh", "category__name_en"]
    autocomplete_fields = ["category"]

    def get_readonly_fields(self, request, obj=None):
        return ["category", "version"] if obj else []

    def save_model(self, request, obj, form, change):
        latest = Questionnaire.objects.filter(category=obj.category).order_by("-version").first()
        if latest is None or latest.questions != obj.questions:
            obj.pk, obj.version = None, latest.version + 1 if latest else 1
            obj._state.adding = True
            obj.save()
        catalogue.forget_asked()

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Keyword)
class KeywordAdmin(admin.ModelAdmin):
    """The words that suggest a category on the form, and those that mean danger."""

    list_display = ["word", "category"]
    list_filter = [("category", admin.EmptyFieldListFilter), "category__parent"]
    list_select_related = ["category"]
    search_fields = ["word", "category__code", "category__name_zh", "category__name_en"]
    autocomplete_fields = ["category"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        catalogue.forget_asked()


@admin.register(Grid)
class GridAdmin(admin.ModelAdmin):
    """The tree as a list to look things up in."""

    list_display = ["code", "name", "name_en", "level", "parent", "is_sample"]
    list_filter = ["level", "is_sample"]
    list_select_related = ["parent"]
    search_fields = ["code__startswith", "name", "name_en", "pinyin__startswith", "initials__startswith"]
    ordering = ["code"]
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(User)
class StaffAdmin(UserAdmin):
    """Staff accounts. What they may do follows from their posts, not from groups."""

    list_display = ["username", "name", "work_phone", "is_active", "is_staff", "is_demo"]
    list_filter = ["is_active", "is_staff", "is_superuser", "is_demo"]
    search_fields = ["username", "name", "work_phone"]
    ordering = ["username"]
    readonly_fields = ["is_demo", "last_login", "date_joined"]
    filter_horizontal = []
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["name", "work_phone", "email"]}),
        (_("Account"), {"fields": ["is_active", "is_staff", "is_superuser", "is_demo", "last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["username", "name", "usable_password", "password1", "password2"]}),
    ]

    def has_delete_permission(self, request, obj=None):
        return False  # an account is closed, not removed: what it did stays on record


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):
    """Seats in the grids, and who sits there today."""

    list_display = ["grid", "role", "department", "holder", "phone", "is_active"]
    list_filter = ["role", "is_active", "grid__level", "department"]
    list_select_related = ["grid", "department"]
    search_fields = ["grid__code__startswith", "grid__name", "grid__pinyin__startswith", "postings__person__name"]
    autocomplete_fields = ["grid", "department"]
    ordering = ["grid__code", "role"]
    show_full_result_count = False

    def get_readonly_fields(self, request, obj=None):
        # Cases hang on the post: where it is and what it is for stay as they are.
        return ["grid", "role", "department"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        people = roster.holders(changelist.result_list, timezone.now())
        for post in changelist.result_list:
            post.holder_now = people.get(post.pk)
        return changelist

    @admin.display(description=_("holder"), empty_value=_("vacant"))
    def holder(self, post):
        return post.holder_now


class PostingForm(forms.ModelForm):
    """Asks who first takes which post, and from when; a post that is held says by whom.

    Who follows somebody on a post takes over its cases with a list, which only the desk writes (责随职走).
    """

    class Meta:
        model = Posting
        fields = ["person", "post", "active_from"]

    def clean(self):
        data = super().clean()
        if {"person", "post", "active_from"} <= data.keys():
            other = roster.posting_reaching(data["post"], data["active_from"])
            if other:
                words = _("%(person)s holds this post then or later. End that posting first.")
                self.add_error("post", words % {"person": other.person})
            elif data["post"].postings.exists():
                words = _(
                    "Somebody held this post before: its cases go to the next one with a hand-over list. "
                    '<a href="{}">Fill it on the page of the post</a>, as the office that staffs it.'
                )
                self.add_error("post", format_html(str(words), reverse("desk-post", args=[data["post"].pk])))
        return data


class ActivePostings(admin.SimpleListFilter):
    """Postings that hold today."""

    title = _("in office")
    parameter_name = "now"

    def lookups(self, request, model_admin):
        return [("yes", _("In office now"))]

    def queryset(self, request, queryset):
        return queryset.active(timezone.now()) if self.value() == "yes" else queryset


@admin.register(Posting)
class PostingAdmin(admin.ModelAdmin):
    """The record of who held what. Begun and ended through grids.roster, never edited."""

    form = PostingForm
    list_display = ["person", "post", "active_from", "active_to"]
    list_filter = [ActivePostings, "post__role"]
    search_fields = ["person__name", "person__username", "post__grid__name", "post__grid__code__startswith"]
    autocomplete_fields = ["person", "post"]
    ordering = ["-active_from", "pk"]
    show_full_result_count = False
    actions = ["end_now"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_people()

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def add_view(self, request, *args, **kwargs):
        try:
            return super().add_view(request, *args, **kwargs)
        except (roster.AlreadyHeld, roster.NotInUse):
            # Somebody was faster, or closed the account or the post; the form shows what holds now.
            words = _("Not posted: the post has been filled meanwhile, or the account or the post is closed.")
            self.message_user(request, words, messages.ERROR)
            return redirect(request.get_full_path())

    def save_model(self, request, obj, form, change):
        begun = roster.appoint(obj.person, obj.post, obj.active_from, by=request.user)
        obj.pk, obj._state.adding = begun.pk, False

    def log_addition(self, request, obj, message):
        """The roster has logged it."""

    @admin.action(description=_("End the chosen postings now"), permissions=["add"])
    def end_now(self, request, queryset):
        now, ended = timezone.now(), 0
        for posting in queryset:
            try:
                roster.end(posting, now, by=request.user)
                ended += 1
            except (roster.NotHeld, roster.TooEarly):
                self.message_user(
                    request,
                    gettext("%(posting)s does not hold now and stays as it is.") % {"posting": posting},
                    messages.WARNING,
                )
        self.message_user(
            request, ngettext("%(count)d posting ended.", "%(count)d postings ended.", ended) % {"count": ended}
        )
