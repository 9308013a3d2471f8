"""Names kept in Chinese and English, shown in the reader's language."""

from django.db import models
from django.utils.translation import get_language, gettext_lazy as _


def pick(zh: str, en: str) -> str:
    """Return the Chinese or the English wording for the active language; Chinese where English is missing."""
    return en if en and (get_language() or "zh").startswith("en") else zh


class Named(models.Model):
    """A row with a Chinese and an English name."""

    name_zh = models.CharField(_("Chinese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        return pick(self.name_zh, self.name_en)
