"""What an operator sees of the built-in gateway: the number masked, the text in the demo only."""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext, gettext_lazy as _

from residents import sealing
from residents.models import ShownText


@admin.register(ShownText)
class ShownTextAdmin(admin.ModelAdmin):
    """Texts that would go to telephones if a gateway were named in SMS_GATEWAY. To be read, never changed."""

    list_display = ["at", "phone", "text"]
    list_display_links = None

    @admin.display(description=_("phone"))
    def phone(self, shown: ShownText) -> str:
        return _opened(shown, "masked_phone")

    @admin.display(description=_("text"))
    def text(self, shown: ShownText) -> str:
        return _opened(shown, "text") if settings.DEMO else gettext("Shown in the demo only")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def _opened(shown: ShownText, name: str) -> str:
    """Return one of its texts; for a row of before a change of keys the page says so rather than break."""
    try:
        return getattr(shown, name)
    except sealing.CannotOpen:
        return gettext("Sealed with a key that is gone")
