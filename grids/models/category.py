"""The kinds of matters people report: ten classes, forty-two leaves, with limits (DOMAIN §3.3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhengzhou_grid.lib.bilingual import Named, pick


class Urgency(models.TextChoices):
    """Four degrees; cases.limits gives the stage limits of each."""

    CRITICAL = "critical", _("Critical")
    URGENT = "urgent", _("Urgent")
    ORDINARY = "ordinary", _("Ordinary")
    DIFFICULT = "difficult", _("Difficult")


class GovernanceFunction(models.TextChoices):
    """The five functions of the long-term mechanism (五大职能)."""

    PUBLIC_SERVICE = "public_service", _("Public services")
    MARKET = "market", _("Market regulation")
    SOCIAL = "social", _("Social management")
    ENVIRONMENT = "environment", _("Environmental protection")
    SELF_GOVERNANCE = "self_governance", _("Residents' self-governance")


class Ledger(models.TextChoices):
    """The seven fixed ledgers (台账业务) and everything else (社情业务)."""

    PRODUCTION = "production", _("Illegal production")
    BUSINESS = "business", _("Illegal business")
    BUILDING = "building", _("Illegal building")
    SAFETY = "safety", _("Work safety")
    PETITIONS = "petitions", _("Petitions and stability")
    ORGANISATION = "organisation", _("Grass-roots organisation")
    CITY = "city", _("City management")
    SOCIAL = "social", _("Social matters")


class CategoryQuerySet(models.QuerySet):
    """Named queries over categories."""

    def leaves(self):
        return self.filter(parent__isnull=False, is_active=True).select_related("parent")

    def classes(self):
        return self.filter(parent__isnull=True).order_by("code")


class Category(Named):
    """A class (A) or a leaf (A01). The limit is short text read by cases.deadlines: 4H, 2D, 24E, 30m."""

    code = models.CharField(_("code"), max_length=8, unique=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("class"), on_delete=models.PROTECT, related_name="leaves", null=True, blank=True
    )
    short_zh = models.CharField(_("short Chinese name"), max_length=20, blank=True)
    short_en = models.CharField(_("short English name"), max_length=40, blank=True)
    limit = models.CharField(_("handling limit"), max_length=8, blank=True)
    respond_limit = models.CharField(_("response limit"), max_length=8, blank=True, help_text=_("Empty: by urgency."))
    limit_note_zh = models.CharField(_("remark on the limit"), max_length=80, blank=True)
    limit_note_en = models.CharField(_("remark on the limit, English"), max_length=120, blank=True)
    urgency = models.CharField(_("urgency"), max_length=12, choices=Urgency.choices, default=Urgency.ORDINARY)
    function = models.CharField(_("function"), max_length=20, choices=GovernanceFunction.choices, blank=True)
    ledger = models.CharField(_("ledger"), max_length=16, choices=Ledger.choices, default=Ledger.SOCIAL)
    icon = models.CharField(_("icon"), max_length=40, blank=True)
    needs_photo = models.BooleanField(_("feedback needs a photo"), default=False)
    is_sensitive = models.BooleanField(_("never public"), default=False)
    is_emergency = models.BooleanField(_("show 110/119/120 first"), default=False)
    is_common = models.BooleanField(_("offered first on the form"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(limit=""), name="every_leaf_has_a_limit"
            ),
        ]

    @property
    def short(self) -> str:
        return pick(self.short_zh, self.short_en) or self.label

    @property
    def limit_note(self) -> str:
        return pick(self.limit_note_zh, self.limit_note_en)
