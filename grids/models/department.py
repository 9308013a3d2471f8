"""The lines (条): functional departments that send people and powers down into the grids."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhengzhou_grid.lib.bilingual import Named, pick


class Department(Named):
    """A functional department; its unit in a district is the pair of department and district."""

    code = models.SlugField(_("code"), max_length=32, unique=True)
    short_zh = models.CharField(_("short Chinese name"), max_length=20)
    short_en = models.CharField(_("short English name"), max_length=40, blank=True)
    is_territorial = models.BooleanField(
        _("acts for the territory"),
        default=False,
        help_text=_("A street office or community committee: answers in its own grid instead of sending cadres down."),
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("department")
        verbose_name_plural = _("departments")

    @property
    def short(self) -> str:
        return pick(self.short_zh, self.short_en)
