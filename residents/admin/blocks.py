"""The block list of the report form: what is blocked is typed in once and never shown again."""

from datetime import timedelta

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from residents import blocking
from residents.models import Block
from zhengzhou_grid.lib import client


class BlockForm(forms.ModelForm):
    """A new block: for how many days, and of what; the value is turned into a digest and forgotten."""

    value = forms.CharField(
        label=_("telephone or network address"),
        max_length=60,
        help_text=_("Only a fingerprint of it is kept. It cannot be shown again."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    days = forms.IntegerField(label=_("days"), min_value=1, max_value=30, initial=7)

    class Meta:
        model = Block
        fields = ["kind", "value", "reason", "days"]

    def clean(self):
        data = super().clean()
        kind, value = data.get("kind"), data.get("value", "")
        if kind == Block.Kind.ADDRESS and not client.network(value.strip()):
            self.add_error("value", _("This is no network address."))
        if kind == Block.Kind.PHONE and not any(sign.isdigit() for sign in value):
            self.add_error("value", _("This is no telephone number."))
        return data


@admin.register(Block)
class BlockAdmin(admin.ModelAdmin):
    """Blocks are set and lifted, never changed; they end by themselves within thirty days."""

    form = BlockForm
    list_display = ["kind", "reason", "by", "began_at", "ends_at"]
    list_filter = ["kind", "reason"]
    list_select_related = ["by"]

    def has_change_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        data, now = form.cleaned_data, timezone.now()
        value = client.network(data["value"].strip()) if data["kind"] == Block.Kind.ADDRESS else data["value"]
        until = now + timedelta(days=data["days"])
        made = blocking.block(data["kind"], value, reason=data["reason"], until=until, by=request.user, now=now)
        obj.pk = made.pk

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        blocking.forget()

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        blocking.forget()
